// SPDX-License-Identifier: Apache-2.0
// Whose the database is, in the database itself: who opens it writes a name there, and each batch looks,
// inside its own transaction, whether that name still stands. So there is one writer, also when somebody
// has removed the file that the lock is on and another process could open.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { StoreFailedError } from './errors.ts';

const HOLDER = "SELECT value FROM store_fact WHERE name = 'holder'";

/** Throws StoreFailedError when another process has opened the database since. */
export type CheckHolder = () => void;

/** From now on whoever held it before can commit nothing. */
export function takeHold(database: DatabaseSync): CheckHolder {
  const own = JSON.stringify({ pid: process.pid, name: randomUUID() });
  database.prepare("INSERT OR REPLACE INTO store_fact (name, value) VALUES ('holder', ?)").run(own);
  const select = database.prepare(HOLDER);
  return () => {
    const now = select.get()?.['value'];
    if (now !== own) {
      const reason = `another process has opened it (${String(now)}): somebody removed store.lock`;
      throw new StoreFailedError(reason, 'none');
    }
  };
}
