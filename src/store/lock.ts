// SPDX-License-Identifier: Apache-2.0
// One process has a store open at a time. The lock is the kernel's (a record lock that SQLite takes
// on an empty database of its own), so it ends with its holder, however that ends.
import { lstatSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreLockedError } from './errors.ts';
import { ensureFile, type StorePaths } from './files.ts';
import { isBusy } from './sqlite-error.ts';

/** Throws StoreLockedError. Returns what gives it back. */
export function takeLock(paths: StorePaths): () => void {
  ensureFile(paths.lock);
  const lock = new DatabaseSync(paths.lock, { timeout: 0 });
  try {
    // Nothing is ever written to it; without a journal in memory one would be made beside it.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) {
      throw new StoreLockedError(paths.directory, holder(paths.lock));
    }
    throw error;
  }
  return () => lock.close();
}

/** The kernel's own word on who holds a lock on the file. */
function holder(path: string): number | undefined {
  const { ino } = lstatSync(path);
  for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
    // 1: POSIX  ADVISORY  WRITE 13812 fe:00:2155129 1073741824 1073742335
    const [, , , , pid, file] = line.split(/\s+/);
    if (file?.endsWith(`:${ino}`) === true && Number(pid) > 0) {
      return Number(pid);
    }
  }
  return undefined;
}
