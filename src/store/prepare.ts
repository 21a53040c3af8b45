// SPDX-License-Identifier: Apache-2.0
// Between opening the database and the first batch: nothing is left in the log that an fsync may
// have lied about, and the log has its length. On a full disk the reserve pays for the first.
import type { DatabaseSync } from 'node:sqlite';
import type { OpenedDatabase } from './database.ts';
import { StoreError, StoreFailedError, StoreFullError, StoreLockedError } from './errors.ts';
import { syncDirectory } from './files.ts';
import { type CheckHolder, takeHold } from './holder.ts';
import type { StoreSettings } from './options.ts';
import { isNoSpace, type Reserve } from './reserve.ts';
import { isFatal, isFull } from './sqlite-error.ts';
import { emptyWal, lengthenWal } from './wal.ts';

/** Throws StoreLockedError when another process reads what must be moved, and SQLite's errors. */
export function prepareLog(
  opened: OpenedDatabase,
  settings: StoreSettings,
  reserve: Reserve,
): void {
  const { database, path, unclean } = opened;
  let emptied: boolean;
  try {
    emptied = emptyWal(database);
  } catch (error) {
    if (!isFull(error) || !reserve.release()) {
      throw error;
    }
    emptied = emptyWal(database);
  }
  if (!emptied && unclean) {
    throw new StoreLockedError(settings.directory, undefined);
  }
  // The log's name was made just now, or by a process that ended; SQLite does not look whether its own
  // sync of the directory fails.
  syncDirectory(settings.directory);
  try {
    lengthenWal(path, settings.limits.walBytes);
  } catch (error) {
    // A short log is slower, not less safe; whether there is room for more the reserve tells next.
    if (!isNoSpace(error)) {
      throw error;
    }
  }
}

/** As takeHold; a full disk has the reserve for it. */
export function holdDatabase(database: DatabaseSync, reserve: Reserve): CheckHolder {
  try {
    return takeHold(database);
  } catch (error) {
    if (!isFull(error) || !reserve.release()) {
      throw error;
    }
    return takeHold(database);
  }
}

/** What the store's opener is told instead of SQLite's or the system's words. */
export function explainOpening(error: unknown, settings: StoreSettings, reserve: Reserve): unknown {
  if (error instanceof StoreError) {
    return error;
  }
  if (isFull(error) || isNoSpace(error)) {
    return new StoreFullError(settings.directory, Math.max(1, reserve.missingBytes()));
  }
  const text = error instanceof Error ? error.message : String(error);
  const failed = isFatal(error) || (error instanceof Error && 'syscall' in error);
  return failed ? new StoreFailedError(`it does not open: ${text}`, 'none', error) : error;
}
