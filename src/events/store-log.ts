// SPDX-License-Identifier: Apache-2.0
// The log, as the store keeps it, seen from the thread that serves readers.
import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import type { Command, ModuleReference, Store, WriteClass } from '../store/contract.ts';
import type { Position } from './cursor.ts';
import type { CompactionStep, LogState, Retention, RevisionLog } from './log.ts';
import type { ReadArgument, ReadResult } from './log-reader.ts';
import {
  APPEND,
  COMPACT,
  type CompactArgument,
  EVENTS_MODULE,
  type EventsModuleOptions,
  READ,
  STATE,
} from './store-module.ts';
import { parseFilter } from './subject.ts';

/** What the store is opened with, and the log after it: both must have the same. */
export interface EventsModule {
  readonly reference: ModuleReference;
  readonly channel: string;
}

/** @keep are filters: of a subject that matches one, the latest event survives every compaction. */
export function eventsModule(keep: readonly string[]): EventsModule {
  keep.forEach((filter, n) => {
    parseFilter(filter, `keep[${n}]`);
  });
  // Its own name: two stores in one process do not hear each other.
  const channel = `dsmil-events-${randomUUID()}`;
  const options: EventsModuleOptions = { channel, keep };
  // The same extension as this file: .ts under type stripping, .js as compiled.
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const url = new URL(`./store-module${extension}`, import.meta.url).href;
  return { reference: { url, options }, channel };
}

/** For a unit of somebody else's: the events of @segment, in the unit's own transaction. */
export function appendCommand(segment: Uint8Array<ArrayBuffer>): Command {
  return { module: EVENTS_MODULE, name: APPEND, argument: segment };
}

export class StoreLog implements RevisionLog {
  readonly #store: Store;
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<(segment: Uint8Array) => void>();

  constructor(store: Store, channel: string) {
    this.#store = store;
    this.#channel = new BroadcastChannel(channel);
    this.#channel.unref();
    this.#channel.onmessage = (message: unknown) => {
      const { data } = message as { readonly data: Uint8Array };
      for (const listener of this.#listeners) {
        listener(data);
      }
    };
  }

  async state(): Promise<LogState> {
    return (await this.#store.query(EVENTS_MODULE, STATE, null)) as LogState;
  }

  async append(
    segments: readonly Uint8Array<ArrayBuffer>[],
    writeClass: WriteClass,
  ): Promise<void> {
    await this.#unit(segments.map(appendCommand), writeClass);
  }

  async read(position: Position, maxBytes: number, signal: AbortSignal): Promise<ReadResult> {
    const argument: ReadArgument = { position, maxBytes };
    return (await this.#store.query(EVENTS_MODULE, READ, argument, signal)) as ReadResult;
  }

  async compact(retention: Retention, wall: number): Promise<CompactionStep> {
    const argument: CompactArgument = { retention, wall };
    const command = { module: EVENTS_MODULE, name: COMPACT, argument };
    const [step] = await this.#unit([command], 'normal');
    return step as CompactionStep;
  }

  onDurable(listener: (segment: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel.close();
  }

  async #unit(commands: readonly Command[], writeClass: WriteClass): Promise<readonly unknown[]> {
    const [outcome] = await this.#store.write([{ writeClass, commands }]);
    if (outcome === undefined) {
      throw new TypeError('the store answered a unit with no outcome');
    }
    if (!outcome.done) {
      throw outcome.error;
    }
    return outcome.results;
  }
}
