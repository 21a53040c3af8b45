// SPDX-License-Identifier: Apache-2.0
// The log's tables in the store. No column repeats what is in another: an entry's hash is in its tile.
import type { Migration } from '../../store/contract.ts';

export const MODULE = 'audit';

/** Of an entry: its index and its bytes. Entries that retention has removed have no row. */
const LEAF = `CREATE TABLE audit_leaf (
  idx INTEGER PRIMARY KEY CHECK (idx >= 0),
  leaf BLOB NOT NULL
) STRICT`;

/** position = level * 2^44 + n; partial tiles have fewer than 256 hashes. */
const TILE = `CREATE TABLE audit_tile (
  position INTEGER PRIMARY KEY CHECK (position >= 0),
  hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0)
) STRICT`;

/**
 * One row: what the last batch left. Sizes in entries; checkpoint by the Ed25519 key, with what was before
 * and what the leaf file had in its signed text.
 */
const HEAD = `CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL CHECK (size > 0),
  pruned INTEGER NOT NULL CHECK (pruned >= 0),
  checkpoint TEXT NOT NULL
) STRICT`;

/** Signed by all keys of the log, now and then. */
const CHECKPOINT = `CREATE TABLE audit_checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  signed TEXT NOT NULL
) STRICT`;

/** As the database keeps them. */
export const TABLES: Readonly<Record<string, string>> = {
  audit_leaf: LEAF,
  audit_tile: TILE,
  audit_head: HEAD,
  audit_checkpoint: CHECKPOINT,
};

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: `${Object.values(TABLES).join(';\n')};\n` },
];

const LEVEL_STEP = 2 ** 44;

export function tilePosition(level: number, n: number): number {
  return level * LEVEL_STEP + n;
}

export interface HeadRow {
  readonly size: number;
  /** Entries before this one have been removed, their hashes kept. */
  readonly pruned: number;
  readonly checkpoint: string;
}

export const HEAD_COLUMNS = `${asNumber('size')}, ${asNumber('pruned')}, checkpoint`;

/**
 * A column of whole numbers as a number, whatever somebody wrote there: SQLite has 64 bits, of which
 * none of ours are beyond 2^53, and what is beyond would be an exception in place of a finding.
 */
export function asNumber(column: string): string {
  return `CAST(${column} AS REAL) AS ${column}`;
}

/** Of a row read with HEAD_COLUMNS. */
export function headRow(row: Record<string, unknown> | undefined): HeadRow | undefined {
  return row === undefined
    ? undefined
    : {
        size: Number(row['size']),
        pruned: Number(row['pruned']),
        checkpoint: String(row['checkpoint']),
      };
}
