// SPDX-License-Identifier: Apache-2.0
// What the main side and the leaf file's thread say to each other.

import type { LeafFileReport } from '../verify/verify-leaf-file.ts';
import type { Damage } from './frames.ts';
import type { LeafBatch } from './leaf-file.ts';

export interface LeafThreadData {
  readonly path: string;
  readonly origin: string;
  /** A folder with the log's private keys. */
  readonly keys: string;
}

export type LeafRequest =
  | {
      readonly op: 'verify';
      readonly trusted: readonly string[];
      readonly rootsAt: readonly number[];
    }
  /** Makes the file when @base is given, else goes on where the verified one ends. */
  | { readonly op: 'begin'; readonly create: boolean }
  | {
      readonly op: 'append';
      readonly batches: readonly LeafBatch[];
      readonly storeDurable: number;
      readonly stop: boolean;
    }
  | { readonly op: 'read'; readonly first: number; readonly bytes: number }
  | { readonly op: 'prune'; readonly before: number }
  | { readonly op: 'counters' }
  | { readonly op: 'close'; readonly storeDurable: number };

/** What crosses the threads of a LeafFileReport. */
export type WireLeafReport = Omit<LeafFileReport, 'keys' | 'signers' | 'checkpoint'> & {
  readonly keys: readonly string[];
  readonly damage: Damage | undefined;
};

export interface LeafAnswers {
  /** Undefined when there is no file. */
  readonly verify: WireLeafReport | undefined;
  readonly begin: { readonly size: number };
  readonly append: {
    readonly hashes: readonly Uint8Array[];
    readonly size: number;
    readonly root: Uint8Array;
  };
  readonly read: LeafBatch;
  /** Entries that are left out now. */
  readonly prune: number;
  readonly counters: { readonly syncs: number };
  readonly close: undefined;
}

export interface LeafMessage {
  readonly id: number;
  readonly request: LeafRequest;
}

export type LeafReply =
  | { readonly id: number; readonly answer: unknown }
  | {
      readonly id: number;
      readonly failure: { readonly message: string; readonly code: string | undefined };
    };
