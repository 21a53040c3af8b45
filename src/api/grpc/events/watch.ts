// SPDX-License-Identifier: Apache-2.0
// One watcher of the bus, whatever message carries what it sees: batches with dense numbers of its own, and
// a cursor behind each. Nothing is taken from the bus before the last batch has gone out, so a watcher that
// does not read holds a place in the log and no events.
import type { EventBatch } from '../../../events/batch.ts';
import type { EventBus } from '../../../events/bus.ts';
import type { DeliveredEvent } from '../../../events/delivered-event.ts';
import { OutOfRangeError } from '../../../events/errors.ts';
import { resumptionOf, watchCursor } from './resume.ts';
import type { Selection } from './selection.ts';

/** The bus, as far as watchers need it. */
export type WatchedBus = Pick<EventBus, 'subscribe'>;

export interface WatchRequest {
  readonly principal: string;
  /** 0..64 characters. */
  readonly label: string;
  /** As checkSubjects() gave them. */
  readonly filters: readonly string[];
  readonly selection: Selection;
  /** '' without one. */
  readonly cursor: string;
  readonly start: 'now' | 'oldest';
  /** After so long without anything sent comes an empty batch; null: never. 100..3,600,000 {unit ms} */
  readonly bookmarkMs: number | null;
  /** 1..4096 */
  readonly maxBatch: number;
}

export interface WatchBatch {
  /** Empty in a bookmark. */
  readonly events: readonly DeliveredEvent[];
  /** Of the first; the others follow, modulo 2³². */
  readonly firstSequence: number;
  readonly lostTelemetry: number;
  readonly lostEmergencies: number;
  /** Behind all of it. Sealed when it is asked for. */
  readonly cursor: () => string;
}

/** OutOfRangeError of the bus, with a cursor that is this watcher's. */
export class WatchGapError extends Error {
  override readonly name = 'WatchGapError';
  readonly code = 'ERR_DSMIL_OUT_OF_RANGE';
  /** Of what the log still has. */
  readonly oldest: string;

  constructor(cause: OutOfRangeError, oldest: string) {
    super(cause.message, { cause });
    this.oldest = oldest;
  }
}

/** The bus's own: longer than that nobody waits for a bookmark that is wanted by nobody. {unit ms} */
const BOOKMARK_MAX_MS = 3_600_000;

class Watcher {
  readonly #request: WatchRequest;
  readonly #boot: () => number;
  /** Modulo 2³². */
  #left: number;
  #sentAt: number;

  constructor(request: WatchRequest, left: number, boot: () => number) {
    this.#request = request;
    this.#left = left;
    this.#boot = boot;
    this.#sentAt = boot();
  }

  /** undefined: nothing of it is for this watcher. */
  take(batch: EventBatch): WatchBatch | undefined {
    const { selection, bookmarkMs } = this.#request;
    const all = batch.events;
    const first = ((all[0]?.sequence ?? 0) - this.#left) >>> 0;
    const events = selection.name === '' ? all : all.filter((event) => selection.wants(event));
    this.#left = (this.#left + all.length - events.length) >>> 0;
    const { lostTelemetry, lostEmergencies } = batch;
    const now = this.#boot();
    // The bus's own bookmarks are empty; among events that are not wanted it sends none.
    const due = bookmarkMs !== null && (all.length === 0 || now - this.#sentAt >= bookmarkMs);
    if (events.length + lostTelemetry + lostEmergencies === 0 && !due) {
      return undefined;
    }
    this.#sentAt = now;
    const left = this.#left;
    const cursor = (): string => watchCursor(batch.cursor, left, selection.name);
    return { events, firstSequence: first, lostTelemetry, lostEmergencies, cursor };
  }

  gap(error: OutOfRangeError): WatchGapError {
    return new WatchGapError(
      error,
      watchCursor(error.oldest, this.#left, this.#request.selection.name),
    );
  }
}

/**
 * Delivers until @signal aborts, which resolves it. Rejects with InvalidArgumentError, CursorError and
 * LimitError before the first batch, with WatchGapError when events are missing that the watcher should get,
 * and with what @deliver rejects with.
 */
export async function watch(
  bus: WatchedBus,
  request: WatchRequest,
  boot: () => number,
  signal: AbortSignal,
  deliver: (batch: WatchBatch) => Promise<void>,
): Promise<void> {
  const { principal, label, filters, selection, bookmarkMs, maxBatch, start } = request;
  const { cursor, left } = resumptionOf(request.cursor, selection.name);
  const watcher = new Watcher(request, left, boot);
  const subscription = bus.subscribe({
    principal,
    label,
    filters,
    cursor,
    start,
    signal,
    maxBatch,
    bookmarkMs: bookmarkMs ?? BOOKMARK_MAX_MS,
  });
  try {
    for await (const one of subscription) {
      const batch = watcher.take(one);
      if (batch !== undefined) {
        await deliver(batch);
      }
    }
  } catch (error) {
    throw error instanceof OutOfRangeError ? watcher.gap(error) : error;
  } finally {
    subscription.close();
  }
}
