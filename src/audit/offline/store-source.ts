// SPDX-License-Identifier: Apache-2.0
import { DatabaseSync } from 'node:sqlite';
import { AuditTamperedError } from '../errors.ts';
import { TileHashes, type TileReader } from '../merkle/tiles.ts';
import type { StoreStanding } from '../note/standing.ts';
import { storeTiles } from '../store/reader.ts';
import { asNumber, HEAD_COLUMNS, type HeadRow, headRow } from '../store/tables.ts';
import { finding } from '../verify/finding.ts';
import { type Progress, type StoreReport, verifyStore } from '../verify/verify-store.ts';
import type { LogReport, LogSource, SourceEntry, VerifyOptions } from './log-source.ts';

const BUSY_MS = 5000;

export interface StoreLogReport extends LogReport {
  readonly head: HeadRow | undefined;
  readonly standing: StoreStanding | undefined;
}

/** Sees one moment of the store, also while a daemon writes to it. */
export class StoreSource implements LogSource {
  readonly kind = 'store';
  readonly path: string;
  readonly #database: DatabaseSync;

  /** AuditTamperedError when SQLite cannot make anything of it. */
  constructor(path: string) {
    this.path = path;
    this.#database = this.#read(() => {
      const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
      database.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; BEGIN');
      return database;
    });
  }

  /** What SQLite says of a damaged database, as what it means. */
  #read<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof Error && 'errcode' in error) {
        const says = `SQLite says: ${error.message}`;
        throw new AuditTamperedError([finding('DATABASE_DAMAGED', { path: this.path }, says)]);
      }
      throw error;
    }
  }

  *verify({ trusted, rootsAt, shapes }: VerifyOptions): Generator<Progress, StoreLogReport> {
    const { path } = this;
    const database = this.#database;
    const report: StoreReport = yield* verifyStore({ database, path, trusted, rootsAt, shapes });
    return {
      ...report,
      pruned: report.head?.pruned ?? 0,
      checkpoint: report.checkpoint,
    };
  }

  /** What SQLite itself finds; empty when nothing. */
  integrity(): readonly string[] {
    const rows = this.#read(() => this.#database.prepare('PRAGMA integrity_check(20)').all());
    return rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
  }

  head(): HeadRow | undefined {
    const sql = `SELECT ${HEAD_COLUMNS} FROM audit_head`;
    return this.#read(() => headRow(this.#database.prepare(sql).get()));
  }

  tree(): TileHashes {
    return new TileHashes(this.head()?.size ?? 0, this.tiles());
  }

  tiles(): TileReader {
    return storeTiles(this.#database);
  }

  /** Only of the whole log: an older one by all keys counts less than the newest by one. */
  checkpoint(): string | undefined {
    const head = this.head();
    const sql = 'SELECT signed FROM audit_checkpoint WHERE size = ?';
    const full = this.#read(() => this.#database.prepare(sql).get(head?.size ?? 0));
    return full === undefined ? head?.checkpoint : String(full['signed']);
  }

  leaf(index: number): Uint8Array | undefined {
    const sql = 'SELECT leaf FROM audit_leaf WHERE idx = ?';
    const row = this.#read(() => this.#database.prepare(sql).get(index));
    return row?.['leaf'] instanceof Uint8Array ? row['leaf'] : undefined;
  }

  *#rows(order: 'ASC' | 'DESC'): Generator<SourceEntry> {
    const sql = `SELECT ${asNumber('idx')}, leaf FROM audit_leaf ORDER BY rowid ${order}`;
    const rows = this.#read(() => this.#database.prepare(sql).iterate());
    for (;;) {
      const step = this.#read(() => rows.next());
      if (step.done === true) {
        return;
      }
      yield { index: Number(step.value['idx']), leaf: step.value['leaf'] as Uint8Array };
    }
  }

  /** What @sql reads, of the same moment as the log; undefined when there is no such @table. */
  rowsOf(table: string, sql: string): readonly object[] | undefined {
    return this.#read(() => {
      const there = this.#database
        .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
        .get(table);
      return there === undefined ? undefined : this.#database.prepare(sql).all();
    });
  }

  oldestFirst(): Iterable<SourceEntry> {
    return this.#rows('ASC');
  }

  newestFirst(): Iterable<SourceEntry> {
    return this.#rows('DESC');
  }

  close(): void {
    this.#database.close();
  }
}
