// SPDX-License-Identifier: Apache-2.0
// Everything the store has of the log, against itself: entries against tiles, tiles against the tree,
// the tree against the signed checkpoints.
import { Buffer } from 'node:buffer';
import type { DatabaseSync } from 'node:sqlite';
import type { PlacedMark } from '../../core/ports/charter-mark.ts';
import { LEAF_SIZE_MAX } from '../entry/leaf.ts';
import type { RecordView } from '../entry/records.ts';
import type { Finding } from '../errors.ts';
import { HASH_SIZE } from '../merkle/hash.ts';
import { TileBuilder } from '../merkle/tile-builder.ts';
import { levelCount, levelSize, TILE_WIDTH, type Tile } from '../merkle/tiles.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import type { PublicKey } from '../note/keys.ts';
import { type StoreStanding, storeStanding } from '../note/standing.ts';
import {
  asNumber,
  HEAD_COLUMNS,
  type HeadRow,
  headRow,
  TABLES,
  tilePosition,
} from '../store/tables.ts';
import { LogVerifier } from './log-verifier.ts';

export interface StoreReport {
  readonly findings: readonly Finding[];
  readonly size: number;
  readonly root: Uint8Array;
  /** Undefined for a log without entries. */
  readonly head: HeadRow | undefined;
  /** What its checkpoint says besides; undefined when that does not hold. */
  readonly standing: StoreStanding | undefined;
  readonly checkpoint: Checkpoint | undefined;
  /** The newest one that is signed by all keys. */
  readonly lastFull: Checkpoint | undefined;
  readonly roots: ReadonlyMap<number, Uint8Array>;
  /** Who signs what comes next. */
  readonly keys: readonly PublicKey[];
  /** Who ever signed, the newest last. */
  readonly signers: readonly PublicKey[];
  /** Checkpoints that a trusted key signed. */
  readonly signatures: number;
  /** What it says last of persons, keys and policy. */
  readonly charter: PlacedMark | undefined;
}

export interface StoreVerifyOptions {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly trusted: readonly PublicKey[];
  readonly rootsAt?: readonly number[];
  readonly shapes?: boolean;
}

/** Entries between two steps. */
const STEP = 4096;

export interface Progress {
  readonly done: number;
  readonly of: number;
}

class StoreVerifier {
  readonly #database: DatabaseSync;
  readonly #tree = TileBuilder.empty();
  readonly #log: LogVerifier;

  constructor({ database, path, trusted, rootsAt = [], shapes = false }: StoreVerifyOptions) {
    this.#database = database;
    this.#log = new LogVerifier({ path, tree: this.#tree, trusted, rootsAt, shapes, own: true });
  }

  *run(): Generator<Progress, StoreReport> {
    let head: HeadRow | undefined;
    let checkpoint: Checkpoint | undefined;
    let full: Checkpoint | undefined;
    try {
      this.#schema();
      head = headRow(this.#database.prepare(`SELECT ${HEAD_COLUMNS} FROM audit_head`).get());
      full = yield* this.#entries(head);
      this.#edges();
      checkpoint = this.#head(head);
    } catch (error) {
      if (!(error instanceof Error && 'errcode' in error)) {
        throw error;
      }
      this.#log.find('DATABASE_DAMAGED', `SQLite says: ${error.message}`, {
        index: this.#tree.size,
      });
    }
    return {
      findings: this.#log.findings,
      size: this.#tree.size,
      root: this.#tree.root(),
      head,
      standing: checkpoint === undefined ? undefined : storeStanding(checkpoint),
      checkpoint,
      lastFull: full,
      roots: this.#log.roots,
      keys: this.#log.keysAt(),
      signers: this.#log.signers,
      signatures: this.#log.signatures,
      charter: this.#log.charter,
    };
  }

  #schema(): void {
    const rows = this.#database
      .prepare(
        "SELECT name, sql FROM sqlite_schema WHERE (name LIKE 'audit%' OR tbl_name LIKE 'audit%') " +
          'ORDER BY name',
      )
      .all();
    const found = new Map(rows.map((row) => [String(row['name']), String(row['sql'])]));
    for (const [name, sql] of Object.entries(TABLES)) {
      if (found.get(name) !== sql) {
        this.#log.find('SCHEMA_CHANGED', `the table ${name} is missing or not as it was made`);
      }
    }
    for (const name of found.keys()) {
      if (!Object.hasOwn(TABLES, name)) {
        this.#log.find('SCHEMA_CHANGED', `there is '${name}', which is none of the log's`);
      }
    }
    const heads = this.#database.prepare(`SELECT ${asNumber('one')} FROM audit_head`).all();
    if (heads.length > 1 || heads.some((row) => row['one'] !== 1)) {
      this.#log.find('DATABASE_DAMAGED', 'the table audit_head has other rows than its one');
    }
  }

  *#entries(head: HeadRow | undefined): Generator<Progress, Checkpoint | undefined> {
    const size = head?.size ?? 0;
    const pruned = head?.pruned ?? 0;
    const checkpoints = this.#database
      .prepare(`SELECT ${asNumber('size')}, signed FROM audit_checkpoint ORDER BY rowid`)
      .iterate();
    let waiting = checkpoints.next();
    let full: Checkpoint | undefined;
    const reached = (): void => {
      while (waiting.done !== true && Number(waiting.value['size']) <= this.#tree.size) {
        const found = this.#log.checkpoint(String(waiting.value['signed']), {
          index: this.#tree.size - 1,
        });
        full = found ?? full;
        waiting = checkpoints.next();
      }
    };
    let entries = 0;
    for (const row of this.#database
      .prepare(`SELECT ${asNumber('idx')}, leaf FROM audit_leaf ORDER BY rowid`)
      .iterate()) {
      const index = Number(row['idx']);
      const record = recordOf(row['leaf']);
      this.#hashesUpTo(Math.min(index, pruned), reached);
      if (!this.#log.leaf(index, record)) {
        return full;
      }
      if (record.leaf.length > LEAF_SIZE_MAX) {
        this.#log.find('LEAF_MALFORMED', `it has ${record.leaf.length} bytes`, { index });
      }
      this.#compareFull();
      reached();
      entries++;
      if (entries % STEP === 0) {
        yield { done: this.#tree.size, of: size };
      }
    }
    this.#hashesUpTo(pruned, reached);
    if (this.#tree.size !== size) {
      const place = { index: Math.min(size, this.#tree.size) };
      const says = `the head row says ${size} entries, there are ${this.#tree.size}`;
      this.#log.find(this.#tree.size < size ? 'LEAF_MISSING' : 'LEAF_ORDER', says, place);
    }
    if (waiting.done !== true) {
      this.#log.find(
        'LEAF_MISSING',
        `there is a checkpoint of ${String(waiting.value['size'])} entries, and only ${this.#tree.size} entries`,
        { index: this.#tree.size },
      );
    }
    if (pruned > this.#log.prunedAllowed) {
      this.#log.find('PRUNED_UNSAID', `entries before ${pruned} are marked as removed`, {
        index: this.#log.prunedAllowed,
      });
    }
    return full;
  }

  /** Entries that retention removed still count by their hash, which their tile has. */
  #hashesUpTo(end: number, reached: () => void): void {
    while (this.#tree.size < end) {
      const index = this.#tree.size;
      const tile = this.#tile(0, Math.floor(index / TILE_WIDTH));
      const at = (index % TILE_WIDTH) * HASH_SIZE;
      if (tile === undefined || tile.length < at + HASH_SIZE) {
        return;
      }
      this.#log.hash(index, tile.subarray(at, at + HASH_SIZE));
      this.#compareFull();
      reached();
    }
  }

  #tile(level: number, n: number): Uint8Array | undefined {
    const hashes = this.#database
      .prepare('SELECT hashes FROM audit_tile WHERE position = ?')
      .get(tilePosition(level, n))?.['hashes'];
    return hashes instanceof Uint8Array ? hashes : undefined;
  }

  #compareFull(): void {
    for (const tile of this.#tree.takeFull()) {
      this.#compare(tile);
    }
  }

  #compare({ level, n, width, bytes }: Tile): void {
    const kept = this.#tile(level, n) ?? new Uint8Array(0);
    if (kept.length === width * HASH_SIZE && Buffer.compare(kept, bytes) === 0) {
      return;
    }
    const at = firstDifference(kept, bytes);
    const which = Math.floor(at / HASH_SIZE);
    const index = (n * TILE_WIDTH + which) * TILE_WIDTH ** level;
    // At level 0 nobody can tell from the two alone which was changed: the root says.
    this.#log.find(
      level === 0 ? 'LEAF_CHANGED' : 'TILE_CHANGED',
      level === 0
        ? 'the entry and the hash that its tile has of it differ'
        : `tile ${n} of level ${level} differs from the tree at hash ${which}`,
      { index },
    );
  }

  #edges(): void {
    for (const tile of this.#tree.partial()) {
      this.#compare(tile);
    }
    const rows = Number(
      this.#database.prepare('SELECT count(*) AS n FROM audit_tile').get()?.['n'],
    );
    let expected = 0;
    for (let level = 0; level < levelCount(this.#tree.size); level++) {
      expected += Math.ceil(levelSize(level, this.#tree.size) / TILE_WIDTH);
    }
    if (rows !== expected) {
      this.#log.find('TILE_CHANGED', `there are ${rows} tiles, the tree has ${expected}`);
    }
  }

  #head(head: HeadRow | undefined): Checkpoint | undefined {
    if (head === undefined) {
      return undefined;
    }
    if (head.pruned > head.size) {
      this.#log.find('ROOT_DIFFERS', 'the head row contradicts itself');
    }
    const place = { index: head.size - 1 };
    const checkpoint = this.#log.checkpoint(head.checkpoint, place);
    if (checkpoint !== undefined && storeStanding(checkpoint) === undefined) {
      const says =
        'the head row has a checkpoint that does not say what was before, and in the leaf file';
      this.#log.find('CHECKPOINT_MALFORMED', says, place);
    }
    return checkpoint;
  }
}

function recordOf(value: unknown): RecordView {
  const leaf = value instanceof Uint8Array ? value : new Uint8Array(0);
  const prefixed = new Uint8Array(leaf.length + 1);
  prefixed.set(leaf, 1);
  return { offset: 0, leaf, prefixed };
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a[i] !== b[i]) {
      return i;
    }
  }
  return shorter;
}

/** In steps, so that whoever runs it can say how far it is. Nobody writes meanwhile, or it runs in a transaction. */
export function verifyStore(options: StoreVerifyOptions): Generator<Progress, StoreReport> {
  return new StoreVerifier(options).run();
}

export function finish<T>(steps: Generator<Progress, T>, progress?: (at: Progress) => void): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    progress?.(step.value);
  }
}
