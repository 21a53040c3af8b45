// SPDX-License-Identifier: Apache-2.0
// A log at rest, whatever it is kept in: what the offline tool works on. Nothing is written.
import type { PlacedMark } from '../../core/ports/charter-mark.ts';
import type { Finding } from '../errors.ts';
import type { TileHashes } from '../merkle/tiles.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import type { PublicKey } from '../note/keys.ts';
import type { Progress } from '../verify/verify-store.ts';

export type LogKind = 'store' | 'leaf file' | 'tiles';

export interface VerifyOptions {
  /** The log's keys; without any, no signature is looked at. */
  readonly trusted: readonly PublicKey[];
  readonly rootsAt: readonly number[];
  /** Parse every entry, too. */
  readonly shapes: boolean;
}

export interface LogReport {
  readonly findings: readonly Finding[];
  readonly size: number;
  readonly root: Uint8Array;
  /** Entries before this one are only hashes. */
  readonly pruned: number;
  /** The newest; undefined when there is none that holds. */
  readonly checkpoint: Checkpoint | undefined;
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly keys: readonly PublicKey[];
  /** Who ever signed, the newest last. */
  readonly signers: readonly PublicKey[];
  readonly signatures: number;
  /** What it says last of persons, keys and policy. */
  readonly charter: PlacedMark | undefined;
}

export interface SourceEntry {
  readonly index: number;
  readonly leaf: Uint8Array;
}

export interface LogSource {
  readonly kind: LogKind;
  readonly path: string;
  verify(options: VerifyOptions): Generator<Progress, LogReport>;
  /** Of all entries. Believe what comes of it after verify() only. */
  tree(): TileHashes;
  /** The newest signed checkpoint, by all keys where there is one such. */
  checkpoint(): string | undefined;
  /** Undefined when the entry is not there: pruned, or never. */
  leaf(index: number): Uint8Array | undefined;
  oldestFirst(): Iterable<SourceEntry>;
  newestFirst(): Iterable<SourceEntry>;
  close(): void;
}
