// SPDX-License-Identifier: Apache-2.0
// SQLite alone: one row a commit, durable when it returns, with nobody in between.
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** As much as the journal's line of one effect. */
const ROW = 'x'.repeat(1_024);
/** Until its log has come round once: a log that grows is slower, and no steady state. */
const WARM_UP = 1_500;

export class SqliteCommit implements Disposable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'peer.db'));
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.#database.exec('CREATE TABLE line (id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT');
    this.#insert = this.#database.prepare('INSERT INTO line (record) VALUES (?)');
    for (let n = 0; n < WARM_UP; n++) {
      this.commit();
    }
  }

  commit(): void {
    this.#insert.run(ROW);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
