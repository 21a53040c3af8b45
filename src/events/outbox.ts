// SPDX-License-Identifier: Apache-2.0
// Between publishers, who never wait, and the log, which has to reach the disk: events wait here in
// order, in segments, one append under way at a time. What does not fit is counted as lost, and
// whoever opened the outbox hears of it when the log takes events again.
import type { WriteClass } from '../store/contract.ts';
import type { RevisionLog } from './log.ts';
import { type EncodableEvent, SegmentBuilder } from './segment-builder.ts';

export interface OutboxLimits {
  /** What waits, without what is under way. {unit bytes} */
  readonly bytes: number;
  readonly events: number;
}

export interface OutboxEvents {
  /** An append failed and will be tried again. Once for each row of failures. */
  failed(error: Error): void;
  /** The log took events again after @lost found no room. */
  recovered(lost: number): void;
}

/** {unit bytes}: segments of one append. */
const SEGMENT_BYTES = 128 * 1024;
const APPEND_SEGMENTS = 8;
/** {unit ms} */
const RETRY_MS = 100;
const RETRY_MAX_MS = 5000;

export class Outbox {
  readonly #log: RevisionLog;
  readonly #writeClass: WriteClass;
  readonly #limits: OutboxLimits;
  readonly #events: OutboxEvents;
  readonly #builder = new SegmentBuilder();
  #full: { readonly segment: Uint8Array<ArrayBuffer>; readonly count: number }[] = [];
  #fullBytes = 0;
  #count = 0;
  #lost = 0;
  #running: Promise<void> | undefined;
  #closed = false;
  #cutShort: (() => void) | undefined;

  constructor(
    log: RevisionLog,
    writeClass: WriteClass,
    limits: OutboxLimits,
    events: OutboxEvents,
  ) {
    this.#log = log;
    this.#writeClass = writeClass;
    this.#limits = limits;
    this.#events = events;
  }

  /** Events that wait or are under way. */
  get waiting(): number {
    return this.#count;
  }

  /** Events that found no room and of which nobody was told yet. */
  get lost(): number {
    return this.#lost;
  }

  /** Whether the event was taken: it will be durable, unless this process ends before. */
  put(event: EncodableEvent): boolean {
    const bytes = this.#fullBytes + this.#builder.size;
    if (this.#closed || bytes >= this.#limits.bytes || this.#count >= this.#limits.events) {
      this.#lost += 1;
      return false;
    }
    this.#builder.add(event);
    this.#count += 1;
    if (this.#builder.size >= SEGMENT_BYTES) {
      this.#cut();
    }
    this.#running ??= this.#run();
    return true;
  }

  /** Takes no more; ends when all is durable, or after @waitMs, with the number that is not. */
  async close(waitMs: number): Promise<number> {
    this.#closed = true;
    if (this.#running !== undefined) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, waitMs);
      });
      await Promise.race([this.#running, late]);
      clearTimeout(timer);
    }
    const left = this.#count;
    this.#count = 0;
    this.#full = [];
    this.#builder.build(0);
    this.#cutShort?.();
    return left + this.#lost;
  }

  #cut(): void {
    const { count } = this.#builder;
    const segment = this.#builder.build(0);
    this.#full.push({ segment, count });
    this.#fullBytes += segment.length;
  }

  async #run(): Promise<void> {
    // What is published in the same turn goes together.
    await Promise.resolve();
    while (this.#count > 0) {
      if (this.#full.length === 0) {
        this.#cut();
      }
      const taken = this.#full.splice(0, APPEND_SEGMENTS);
      this.#fullBytes -= taken.reduce((sum, { segment }) => sum + segment.length, 0);
      await this.#append(taken.map(({ segment }) => segment));
      this.#count -= Math.min(
        this.#count,
        taken.reduce((sum, { count }) => sum + count, 0),
      );
      if (this.#lost > 0 && !this.#closed) {
        const lost = this.#lost;
        this.#lost = 0;
        this.#events.recovered(lost);
      }
    }
    this.#running = undefined;
  }

  /** Ends when they are durable, or when nobody wants it any more. */
  async #append(segments: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    for (let wait = RETRY_MS; this.#count > 0; wait = Math.min(RETRY_MAX_MS, wait * 2)) {
      try {
        await this.#log.append(segments, this.#writeClass);
        return;
      } catch (thrown) {
        if (wait === RETRY_MS) {
          this.#events.failed(thrown instanceof Error ? thrown : new Error(String(thrown)));
        }
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.#cutShort = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#cutShort = undefined;
    }
  }
}
