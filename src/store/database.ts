// SPDX-License-Identifier: Apache-2.0
// Opens the database itself: for the one writer, and read-only for everybody else.
import { DatabaseSync } from 'node:sqlite';
import { activeDatabase } from './active.ts';
import { StoreCorruptError } from './errors.ts';
import { checkFile, ensureDirectory, ensureFile, statOrNothing, storePaths } from './files.ts';
import { takeLock } from './lock.ts';
import { APPLICATION_ID, checkIdentity, createOwnTables, pragma } from './migrate.ts';
import { isFatal, resultCode } from './sqlite-error.ts';

const BUSY_MS = 1000;
const FINDINGS = 20;
/** What `PRAGMA auto_vacuum` says of it. */
const INCREMENTAL = 2;

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly created: boolean;
  /** The last process ended without closing it: it was checked. */
  readonly unclean: boolean;
  /** Closes it and gives the lock back. */
  close(): void;
}

/**
 * Takes the lock, checks files and identity, and verifies the database after an unclean end.
 * Throws StoreLockedError, StoreAccessError, StoreSchemaError, StoreCorruptError.
 */
export function openForWriting(directory: string, verify: 'unclean' | 'always'): OpenedDatabase {
  const paths = storePaths(directory);
  ensureDirectory(directory);
  const unlock = takeLock(paths);
  try {
    const path = activeDatabase(paths);
    for (const suffix of ['-wal', '-shm', '-journal']) {
      checkFile(path + suffix);
    }
    const created = ensureFile(path);
    const unclean = (statOrNothing(`${path}-wal`)?.size ?? 0) > 0;
    const database = explainDamage(path, () => openDatabase(path, unclean || verify === 'always'));
    const close = (): void => {
      database.close();
      unlock();
    };
    return { database, path, created, unclean, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Of a database that a writer keeps open, or of one that nobody writes. */
export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  database.exec(`
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
  `);
  return database;
}

function openDatabase(path: string, verify: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    const empty = checkIdentity(database, path);
    if (empty) {
      // Both are in the first page, so they come before the first table; a death in between leaves a page without.
      database.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = ${APPLICATION_ID}`);
      if (pragma(database, 'auto_vacuum') !== INCREMENTAL) {
        // Such a page takes it when it is written anew.
        database.exec('VACUUM');
      }
    }
    // WAL_FULL: an acknowledged commit survives a power cut. Checkpoints are the writer's own business.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA foreign_keys = ON;
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -32768;
    `);
    if (verify) {
      verifyDatabase(database, path);
    }
    if (empty) {
      createOwnTables(database);
    }
    database.enableDefensive(true);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws StoreCorruptError with what was found. */
export function verifyDatabase(database: DatabaseSync, path: string): void {
  const rows = database.prepare(`PRAGMA quick_check(${FINDINGS})`).all();
  const findings = rows.map((row) => String(row['quick_check']));
  if (findings.length !== 1 || findings[0] !== 'ok') {
    throw new StoreCorruptError(path, findings);
  }
}

/** SQLite's "malformed" and "not a database" as what they mean to whoever must mend it. */
export function explainDamage<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = resultCode(error);
    if (error instanceof Error && isFatal(error) && (code === 11 || code === 26)) {
      throw new StoreCorruptError(path, [error.message]);
    }
    throw error;
  }
}
