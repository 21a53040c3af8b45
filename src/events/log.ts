// SPDX-License-Identifier: Apache-2.0
// What the bus needs of a log, whoever keeps it: the store (store-log.ts), or a test.
import type { WriteClass } from '../store/contract.ts';
import type { Position } from './cursor.ts';

export interface LogState {
  /** Of the log: another one has another id. {unit bytes 16} */
  readonly id: Uint8Array;
  /** Of the last event; 0 before the first. */
  readonly head: number;
  /** Events up to here were compacted: dropped, but for the latest of each subject that is kept. */
  readonly compacted: number;
}

export interface LogPage {
  /**
   * From the event after the position on. Dense and in order; while reading what a compaction kept
   * (Position.keptAt), in order, a segment an event.
   */
  readonly segments: readonly Uint8Array[];
  /** Where the next page begins when this one has been read. */
  readonly next: Position;
  readonly state: LogState;
}

/** What came of a compaction. */
export interface CompactionStep {
  readonly dropped: number;
  readonly compacted: number;
  /** Whether the limits ask for more than one step does. */
  readonly more: boolean;
}

export interface Retention {
  /** {unit ms, 0 for no limit} */
  readonly maxAgeMs: number;
  /** Of the segments, without what is kept of each subject. {unit bytes, 0 for no limit} */
  readonly maxBytes: number;
  /** {unit events, 0 for no limit} */
  readonly maxCount: number;
}

export interface RevisionLog {
  state(): Promise<LogState>;
  /**
   * Resolves when the events of all @segments are durable, under revisions that the log gives;
   * rejects when none is, or when nobody knows.
   */
  append(segments: readonly Uint8Array<ArrayBuffer>[], writeClass: WriteClass): Promise<void>;
  /**
   * Up to about @maxBytes after @position, one segment at least unless there is none. When the
   * position was compacted away, 'compacted'; when the log does not reach it, 'ahead'.
   */
  read(
    position: Position,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<LogPage | { readonly gap: 'compacted' | 'ahead'; readonly state: LogState }>;
  /** One step; @wall is the time that ages are measured against. {unit ms since 1970} */
  compact(retention: Retention, wall: number): Promise<CompactionStep>;
  /** Calls @listener with every segment that became durable, in order, whoever wrote it. */
  onDurable(listener: (segment: Uint8Array) => void): () => void;
  /** Announces nothing any more. The store stays open. */
  close(): void;
}
