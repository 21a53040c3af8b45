// SPDX-License-Identifier: Apache-2.0

/** What the store's threads are told; crosses by structured clone. */
export interface AuditStoreOptions {
  readonly origin: string;
  /** A folder with the log's private keys. */
  readonly keys: string;
  /** The head file; best on another disk than the store. */
  readonly headPath: string;
}

/** The argument of the command 'append'. */
export interface AppendArgument {
  readonly first: number;
  readonly count: number;
  /** As entry/records.ts has them. */
  readonly records: Uint8Array;
  /** What the leaf file has durable now. {unit entries} */
  readonly leafDurable: number;
}

export interface AppendResult {
  /** The leaves' hashes, one after the other. */
  readonly hashes: Uint8Array;
}
