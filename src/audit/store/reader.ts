// SPDX-License-Identifier: Apache-2.0
// What can be asked of the log through the store's reading connection, which no writer waits for.
import type { DatabaseSync } from 'node:sqlite';
import type { ModuleContext, ModuleReader } from '../../store/contract.ts';
import { packLeaves } from '../entry/records.ts';
import { AuditInputError } from '../errors.ts';
import { HASH_SIZE } from '../merkle/hash.ts';
import { consistencyProof, inclusionProof, rootAt } from '../merkle/proofs.ts';
import { TileHashes, type TileReader } from '../merkle/tiles.ts';
import { type PublicKey, parseVkey } from '../note/keys.ts';
import { type SearchArgument, type SearchResult, searchLeaves } from '../search.ts';
import { type Progress, type StoreReport, verifyStore } from '../verify/verify-store.ts';
import { asNumber, HEAD_COLUMNS, type HeadRow, headRow, tilePosition } from './tables.ts';

/** A query may not take long: a verification goes on from query to query. */
const VERIFY_MS = 1000;

/** What crosses the threads of a StoreReport. */
export type WireReport = Omit<StoreReport, 'keys' | 'signers'> & {
  readonly keys: readonly string[];
  readonly signers: readonly string[];
};

export type VerifyAnswer =
  | { readonly done: false; readonly progress: Progress }
  | { readonly done: true; readonly report: WireReport };

export interface VerifyArgument {
  /** vkeys; only the first call of a verification needs them. */
  readonly begin?: {
    readonly path: string;
    readonly trusted: readonly string[];
    readonly rootsAt: readonly number[];
  };
}

class AuditReader implements ModuleReader {
  readonly #database: DatabaseSync;
  #verification: Generator<Progress, StoreReport> | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  readonly queries = {
    head: (): HeadRow | undefined => this.#head(),
    verify: (argument: unknown): VerifyAnswer => this.#verify(argument as VerifyArgument),
    rootAt: (argument: unknown): Uint8Array => rootAt(this.#tree(), argument as number),
    inclusion: (argument: unknown): Uint8Array[] => {
      const { index, size } = argument as { index: number; size: number };
      return inclusionProof(this.#tree(), index, size);
    },
    consistency: (argument: unknown): Uint8Array[] => {
      const { first, second } = argument as { first: number; second: number };
      return consistencyProof(this.#tree(), first, second);
    },
    /** Entries from @first on, as records of at most @bytes (one at least). */
    read: (argument: unknown): { count: number; records: Uint8Array } => {
      const { first, bytes } = argument as { first: number; bytes: number };
      return this.#read(first, bytes);
    },
    search: (argument: unknown): SearchResult => this.#search(argument as SearchArgument),
    checkpoint: (): string | undefined => {
      const row = this.#database
        .prepare('SELECT signed FROM audit_checkpoint ORDER BY size DESC LIMIT 1')
        .get();
      return row === undefined ? undefined : String(row['signed']);
    },
  };

  #head(): HeadRow | undefined {
    return headRow(this.#database.prepare(`SELECT ${HEAD_COLUMNS} FROM audit_head`).get());
  }

  #tree(): TileHashes {
    return new TileHashes(this.#head()?.size ?? 0, storeTiles(this.#database));
  }

  #verify({ begin }: VerifyArgument): VerifyAnswer {
    if (begin !== undefined) {
      const { path, trusted, rootsAt } = begin;
      const keys = trusted.map(parseVkey);
      this.#verification = verifyStore({ database: this.#database, path, trusted: keys, rootsAt });
    }
    if (this.#verification === undefined) {
      throw new Error('no verification has begun: give what it begins with');
    }
    const end = performance.now() + VERIFY_MS;
    for (;;) {
      const step = this.#verification.next();
      if (step.done === true) {
        this.#verification = undefined;
        const { keys, signers, ...report } = step.value;
        const vkeys = { keys: keys.map(vkeyOf), signers: signers.map(vkeyOf) };
        return { done: true, report: { ...report, ...vkeys } };
      }
      if (performance.now() > end) {
        return { done: false, progress: step.value };
      }
    }
  }

  #read(first: number, bytes: number): { count: number; records: Uint8Array } {
    const leaves: Uint8Array[] = [];
    let size = 0;
    let index = first;
    for (const row of this.#database
      .prepare(`SELECT ${asNumber('idx')}, leaf FROM audit_leaf WHERE rowid >= ? ORDER BY rowid`)
      .iterate(first)) {
      const leaf = row['leaf'] as Uint8Array;
      size += leaf.length;
      if (Number(row['idx']) !== index || (leaves.length > 0 && size > bytes)) {
        break;
      }
      leaves.push(leaf);
      index++;
    }
    return { count: leaves.length, records: packLeaves(leaves) };
  }

  #search(argument: SearchArgument): SearchResult {
    const { before } = argument;
    const rows = this.#database
      .prepare(
        `SELECT ${asNumber('idx')}, leaf FROM audit_leaf WHERE rowid < ? ORDER BY rowid DESC`,
      )
      .iterate(before ?? Number.MAX_SAFE_INTEGER);
    return searchLeaves(
      (function* () {
        for (const row of rows) {
          yield { index: Number(row['idx']), leaf: row['leaf'] as Uint8Array };
        }
      })(),
      argument,
    );
  }
}

function vkeyOf({ vkey }: PublicKey): string {
  return vkey;
}

/** The store's tiles, one by one. */
export function storeTiles(database: DatabaseSync): TileReader {
  const statement = database.prepare('SELECT hashes FROM audit_tile WHERE position = ?');
  return (level, n, width) => {
    const hashes = statement.get(tilePosition(level, n))?.['hashes'];
    if (!(hashes instanceof Uint8Array) || hashes.length < width * HASH_SIZE) {
      throw new AuditInputError(
        `the store lacks hashes of tile ${n} of level ${level}: see dsmilctl audit fsck`,
      );
    }
    return hashes;
  };
}

export function openReader({ database }: ModuleContext): ModuleReader {
  return new AuditReader(database);
}
