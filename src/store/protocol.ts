// SPDX-License-Identifier: Apache-2.0
// What the store's main side and its threads say to each other.
import type { BackupManifest } from './backup.ts';
import type { WriteUnit } from './contract.ts';
import type { StoreSettings } from './options.ts';
import type { WireError } from './wire-error.ts';

export interface WriterData {
  readonly settings: StoreSettings;
}

export interface ReaderData {
  readonly settings: StoreSettings;
  /** The database file. */
  readonly path: string;
  /** Shared: its first element is the number of the query that nobody waits for any more. */
  readonly cancelled: Int32Array;
}

export interface BackupData {
  readonly settings: StoreSettings;
  /** The database file. */
  readonly path: string;
  /** The directory to be made. */
  readonly target: string;
}

export type FromBackup =
  | { readonly type: 'done'; readonly manifest: BackupManifest }
  | { readonly type: 'refused'; readonly error: WireError };

export type ToWriter =
  | { readonly type: 'batch'; readonly id: number; readonly units: readonly WriteUnit[] }
  | { readonly type: 'close' };

export type WireOutcome =
  | { readonly done: true; readonly results: readonly unknown[] }
  | { readonly done: false; readonly error: WireError };

export type FromWriter =
  | { readonly type: 'ready'; readonly facts: OpenFacts; readonly counters: WriterCounters }
  /** Nothing was opened. */
  | { readonly type: 'refused'; readonly error: WireError }
  | {
      readonly type: 'batch';
      readonly id: number;
      readonly outcomes: readonly WireOutcome[];
      readonly counters: WriterCounters;
    }
  /** Nothing is taken any more. Outcomes of the batch under way, null where it is unknown. */
  | {
      readonly type: 'failed';
      readonly id: number | null;
      readonly outcomes: readonly (WireOutcome | null)[];
      readonly error: WireError;
    }
  | { readonly type: 'full'; readonly error: WireError }
  /** There is space again. */
  | { readonly type: 'space'; readonly counters: WriterCounters }
  | { readonly type: 'closed'; readonly error: WireError | null };

/** How the store was found. */
export interface OpenFacts {
  /** The database file. */
  readonly path: string;
  readonly created: boolean;
  /** The last process ended without close(): the database was checked. */
  readonly unclean: boolean;
  /** Schema version of each module. */
  readonly modules: Readonly<Record<string, number>>;
  /** What the last restore put down, with its time and what it took back; null when there was none. */
  readonly lastRestore: unknown;
}

export interface WriterCounters {
  readonly commits: number;
  readonly rollbacks: number;
  readonly checkpoints: number;
  /** Longest time that a checkpoint held up the writer. {unit ms} */
  readonly longestCheckpointMs: number;
  /** Of the write-ahead log, in use. {unit bytes} */
  readonly walBytes: number;
  /** The reserve file exists whole. */
  readonly reserve: boolean;
}

export type ToReader =
  | {
      readonly type: 'query';
      readonly id: number;
      readonly module: string;
      readonly name: string;
      readonly argument: unknown;
    }
  | { readonly type: 'close' };

export type FromReader =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly error: WireError }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly type: 'failure';
      readonly id: number;
      readonly error: WireError;
      /** The database or the disk is damaged, whatever was asked. */
      readonly damaged: boolean;
    };
