// SPDX-License-Identifier: Apache-2.0
// The log inside the store's writing thread: entries come in by command, and the whole batch becomes
// part of the tree just before the commit. What is in memory is the tree as it was last committed, and
// guesses that a rollback throws away.
import { Buffer } from 'node:buffer';
import type { DatabaseSync } from 'node:sqlite';
import { checkInteger } from '../../core/model/check.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import type { ModuleWriter } from '../../store/contract.ts';
import { recordHash, recordsOf } from '../entry/records.ts';
import { type Head, HeadFile } from '../head/head-file.ts';
import { HASH_SIZE, prefixedLeafHash } from '../merkle/hash.ts';
import { TileBuilder } from '../merkle/tile-builder.ts';
import type { Tile } from '../merkle/tiles.ts';
import { signCheckpoint, tryParseCheckpoint } from '../note/checkpoint.ts';
import { type LogKeys, signersOf } from '../note/key-files.ts';
import { type StoreStanding, storeLine, storeStanding } from '../note/standing.ts';
import type { AppendArgument, AppendResult } from './options.ts';
import { HEAD_COLUMNS, type HeadRow, headRow, tilePosition } from './tables.ts';

type Statement = ReturnType<DatabaseSync['prepare']>;

interface Statements {
  readonly insertLeaf: Statement;
  readonly leafAt: Statement;
  readonly leavesFrom: Statement;
  readonly lastLeaf: Statement;
  readonly putTile: Statement;
  readonly putHead: Statement;
  readonly readHead: Statement;
  readonly putCheckpoint: Statement;
  readonly prune: Statement;
}

function prepare(database: DatabaseSync): Statements {
  return {
    insertLeaf: database.prepare('INSERT INTO audit_leaf (idx, leaf) VALUES (?, ?)'),
    leafAt: database.prepare('SELECT leaf FROM audit_leaf WHERE idx = ?'),
    leavesFrom: database.prepare('SELECT leaf FROM audit_leaf WHERE idx >= ? ORDER BY idx'),
    lastLeaf: database.prepare('SELECT max(idx) AS last FROM audit_leaf'),
    putTile: database.prepare(
      'INSERT INTO audit_tile (position, hashes) VALUES (?, ?) ' +
        'ON CONFLICT (position) DO UPDATE SET hashes = excluded.hashes',
    ),
    putHead: database.prepare(
      'INSERT INTO audit_head (one, size, pruned, checkpoint) VALUES (1, ?, ?, ?) ' +
        'ON CONFLICT (one) DO UPDATE SET size = excluded.size, pruned = excluded.pruned, ' +
        'checkpoint = excluded.checkpoint',
    ),
    readHead: database.prepare(`SELECT ${HEAD_COLUMNS} FROM audit_head`),
    putCheckpoint: database.prepare(
      'INSERT INTO audit_checkpoint (size, signed) VALUES (?, ?) ' +
        'ON CONFLICT (size) DO UPDATE SET signed = excluded.signed',
    ),
    // The log's own statements outlive retention: later keys are believed because of them.
    prune: database.prepare(
      'DELETE FROM audit_leaf WHERE idx < ? AND ' +
        `instr(leaf, CAST('"kind":"audit.' AS BLOB)) = 0`,
    ),
  };
}

/** What a batch asks for besides entries. */
interface Wishes {
  leafDurable: number;
  pruned: number;
  /** A checkpoint by all keys. */
  full: boolean;
}

/** The head row, and what its checkpoint says besides. */
type WriterHead = HeadRow & StoreStanding;

/** Whether it may be believed is looked at before anything is appended: client/reconcile.ts. */
function standingHead(row: HeadRow | undefined): WriterHead | undefined {
  if (row === undefined) {
    return undefined;
  }
  const note = tryParseCheckpoint(row.checkpoint);
  const standing = note === undefined ? undefined : storeStanding(note);
  return { ...row, ...(standing ?? { previousSize: 0, leafDurable: 0 }) };
}

export interface AuditWriterParts {
  readonly database: DatabaseSync;
  readonly keys: LogKeys;
  readonly headPath: string;
  /** What the head file says, if anything. */
  readonly written: Head | undefined;
  /** {unit ms since 1970} */
  now(): number;
}

export class AuditWriter implements ModuleWriter {
  readonly #sql: Statements;
  readonly #keys: LogKeys;
  readonly #headFile: HeadFile;
  readonly #now: () => number;
  /** As it is committed. */
  #tree: TileBuilder;
  #head: WriterHead | undefined;
  /** As the batch under way would leave it. */
  #nextTree: TileBuilder | undefined;
  #nextHead: WriterHead | undefined;
  #wishes: Wishes | undefined;
  #nextIndex: number | undefined;
  /** Hashes of the entries of this batch; undefined when they are to be computed from their rows. */
  #hashes: Uint8Array[] | undefined = [];
  #headOwed = false;
  #batches = 0;

  constructor({ database, keys, headPath, written, now }: AuditWriterParts) {
    this.#sql = prepare(database);
    this.#keys = keys;
    this.#now = now;
    this.#headFile = new HeadFile(headPath, written?.sequence ?? 0);
    this.#head = standingHead(headRow(this.#sql.readHead.get()));
    this.#tree = TileBuilder.load(this.#head?.size ?? 0, (level, n) =>
      readTile(database, level, n),
    );
    // One batch ahead of its head: power failed between the two.
    this.#headOwed = this.#head !== undefined && written?.size !== this.#head.size;
  }

  readonly commands = {
    append: (argument: unknown): AppendResult => this.#append(argument as AppendArgument),
    /** What the leaf file has, and a checkpoint by all keys: {leafDurable, full}. */
    note: (argument: unknown): void =>
      this.#note(argument as { leafDurable: number; full: boolean }),
    /** Removes entries before @before; an entry of kind audit.pruned must have said so. */
    prune: (argument: unknown): number => this.#prune(argument as { before: number }),
    counters: (): { batches: number; headSyncs: number } => ({
      batches: this.#batches,
      headSyncs: this.#headFile.syncs,
    }),
  };

  #wish(): Wishes {
    this.#wishes ??= {
      leafDurable: this.#head?.leafDurable ?? 0,
      pruned: this.#head?.pruned ?? 0,
      full: false,
    };
    return this.#wishes;
  }

  #next(): number {
    if (this.#nextIndex === undefined) {
      const last = this.#sql.lastLeaf.get()?.['last'];
      this.#nextIndex = Math.max(this.#tree.size, last === null ? 0 : Number(last) + 1);
    }
    return this.#nextIndex;
  }

  #append({ first, count, records, leafDurable }: AppendArgument): AppendResult {
    this.#payHead();
    const next = this.#next();
    checkInteger(first, 'first', 0, next, `(this log has ${next} entries)`);
    const hashes = new Uint8Array(count * HASH_SIZE);
    let index = first;
    for (const record of recordsOf(records)) {
      const hash = recordHash(record);
      hashes.set(hash, (index - first) * HASH_SIZE);
      if (index >= next) {
        this.#sql.insertLeaf.run(index, record.leaf);
        this.#hashes?.push(hash);
        this.#nextIndex = index + 1;
      } else {
        this.#checkSame(index, record.leaf);
      }
      index++;
    }
    if (index !== first + count) {
      throw new InvalidArgumentError('count', count, `the number of records, ${index - first}`);
    }
    const wish = this.#wish();
    wish.leafDurable = Math.max(wish.leafDurable, leafDurable);
    return { hashes };
  }

  /** Who does not know whether an entry was taken sends it again; it may not have changed. */
  #checkSame(index: number, leaf: Uint8Array): void {
    const kept = this.#sql.leafAt.get(index)?.['leaf'];
    if (kept === undefined && index < (this.#head?.pruned ?? 0)) {
      return;
    }
    if (!(kept instanceof Uint8Array) || Buffer.compare(kept, leaf) !== 0) {
      throw new InvalidArgumentError('records', `entry ${index}`, 'what the log has at that index');
    }
  }

  #note({ leafDurable, full }: { leafDurable: number; full: boolean }): void {
    this.#payHead();
    const wish = this.#wish();
    wish.leafDurable = Math.max(wish.leafDurable, leafDurable);
    wish.full ||= full;
  }

  #prune({ before }: { before: number }): number {
    this.#payHead();
    checkInteger(before, 'before', 0, this.#tree.size);
    const { changes } = this.#sql.prune.run(before);
    const wish = this.#wish();
    wish.pruned = Math.max(wish.pruned, before);
    return Number(changes);
  }

  beforeCommit(): void {
    if (this.#wishes === undefined) {
      return;
    }
    const tree = this.#tree.clone();
    for (const hash of this.#newHashes()) {
      tree.append(hash);
    }
    if (tree.size === 0) {
      return;
    }
    for (const { level, n, bytes } of changedTiles(tree)) {
      this.#sql.putTile.run(tilePosition(level, n), bytes);
    }
    this.#nextTree = tree;
    this.#nextHead = this.#signHead(tree, this.#wishes);
  }

  #newHashes(): readonly Uint8Array[] {
    if (this.#hashes !== undefined) {
      return this.#hashes;
    }
    return this.#sql.leavesFrom.all(this.#tree.size).map((row) => {
      const leaf = row['leaf'] as Uint8Array;
      const prefixed = new Uint8Array(leaf.length + 1);
      prefixed.set(leaf, 1);
      return prefixedLeafHash(prefixed);
    });
  }

  #signHead(tree: TileBuilder, { leafDurable, pruned, full }: Wishes): WriterHead {
    const { origin, ed25519 } = this.#keys;
    const text = { origin, size: tree.size, root: tree.root() };
    const seconds = this.#now() / 1000;
    // A batch that adds nothing leaves what was before the last one that did.
    const previousSize =
      tree.size === this.#tree.size ? (this.#head?.previousSize ?? 0) : this.#tree.size;
    const extensions = [storeLine({ previousSize, leafDurable })];
    const checkpoint = signCheckpoint({ ...text, extensions }, [ed25519], seconds);
    const head = { size: tree.size, previousSize, leafDurable, pruned, checkpoint };
    this.#sql.putHead.run(head.size, pruned, checkpoint);
    if (full) {
      const signed = signCheckpoint(text, signersOf(this.#keys), seconds);
      this.#sql.putCheckpoint.run(tree.size, signed);
    }
    return head;
  }

  afterCommit(): void {
    if (this.#nextTree !== undefined && this.#nextHead !== undefined) {
      this.#tree = this.#nextTree;
      this.#head = this.#nextHead;
      this.#batches++;
      this.#headOwed = true;
    }
    this.#forget();
  }

  /** The batch is durable, which is what its writers wait for; not for the head to say so. */
  afterAnswer(): void {
    try {
      this.#payHead();
    } catch {
      // The store is one batch ahead of its head, which is accepted; the next command meets the error
      // before it makes it two.
      this.#headFile.close();
    }
  }

  /** Brings the head file up to the store. */
  #payHead(): void {
    if (this.#headOwed && this.#head !== undefined) {
      this.#headFile.write(this.#head.checkpoint);
      this.#headOwed = false;
    }
  }

  rollback(): void {
    this.#forget();
    // Part of the batch may be tried again, with rows that others have left.
    this.#hashes = undefined;
  }

  #forget(): void {
    this.#nextTree = undefined;
    this.#nextHead = undefined;
    this.#wishes = undefined;
    this.#nextIndex = undefined;
    this.#hashes = [];
  }

  close(): void {
    this.#headFile.close();
  }
}

function changedTiles(tree: TileBuilder): readonly Tile[] {
  return [...tree.takeFull(), ...tree.partial()];
}

function readTile(database: DatabaseSync, level: number, n: number): Uint8Array {
  const row = database
    .prepare('SELECT hashes FROM audit_tile WHERE position = ?')
    .get(tilePosition(level, n));
  const hashes = row?.['hashes'];
  return hashes instanceof Uint8Array ? hashes : new Uint8Array(0);
}
