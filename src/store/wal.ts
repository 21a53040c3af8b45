// SPDX-License-Identifier: Apache-2.0
// The write-ahead log: made long once and then reused, because an append that makes a file longer
// costs twice the fsync; emptied into the database between batches.
import { closeSync, constants, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { isBusy } from './sqlite-error.ts';

/** Of each page in the log, beyond the page itself. {unit bytes} */
const FRAME_HEADER = 24;
const PAGE = 4096;
const CHUNK = 1024 * 1024;

/** Tells the bytes of the log that a restart of it would free. Asked after each batch: prepared once. */
export function walMeter(database: DatabaseSync): () => number {
  const statement = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  return () => Math.max(0, Number(statement.get()?.['log'] ?? 0)) * (PAGE + FRAME_HEADER);
}

/**
 * Moves what is in the log into the database, as far as no reader needs it there, and waits for the
 * disk. True when all of it was moved: the next commit begins the log anew.
 */
export function checkpoint(database: DatabaseSync): boolean {
  const row = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
  return row?.['busy'] === 0 && row['log'] === row['checkpointed'];
}

/**
 * Before use: everything into the database, written and synced anew, and the log empty. After an
 * fsync that failed, the system may count pages as clean that never reached the disk; none of them
 * is relied on once this has passed. False when another process reads the database.
 */
export function emptyWal(database: DatabaseSync): boolean {
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  } catch (error) {
    if (isBusy(error)) {
      return false;
    }
    throw error;
  }
}

/** Makes the log's file at least so long, with written zeros: SQLite finds no frame in them. */
export function lengthenWal(path: string, bytes: number): void {
  const fd = openSync(`${path}-wal`, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    const zeros = Buffer.alloc(CHUNK);
    for (let at = fstatSync(fd).size; at < bytes; ) {
      at += writeSync(fd, zeros, 0, Math.min(CHUNK, bytes - at), at);
    }
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
