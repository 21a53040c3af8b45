// SPDX-License-Identifier: Apache-2.0
// A home of the log. Two of them take the same entries, each at its own pace.
import type { LeafBatch } from '../leaf-file/leaf-file.ts';
import type { TreeHead } from '../merkle/proofs.ts';

export interface SinkBatch extends LeafBatch {
  /** Has a stop in it: it may use what is kept for those when the disk is full. */
  readonly stop: boolean;
}

export interface Sink {
  readonly name: string;
  /**
   * Resolves with the hashes of each batch when all of them are durable, in one group. Rejects when
   * that is not known; the same entries may be given again then, and only the same.
   * @otherDurable: what the other sink has durable. {unit entries}
   */
  append(batches: readonly SinkBatch[], otherDurable: number): Promise<readonly Uint8Array[]>;
  /** Durable entries from @first on; with none, it has not got them. */
  read(first: number, bytes: number): Promise<LeafBatch>;
  /** Of what is durable. */
  head(): Promise<TreeHead>;
}
