// SPDX-License-Identifier: Apache-2.0
// What the store's tests keep in a store: numbered lines, dense from 1, and ways to misbehave.
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { ModuleContext, StoreModule } from '../../../src/store/contract.ts';

export interface LedgerOptions {
  /** A line that beforeCommit() refuses: the whole batch fails, and nobody says whose fault it is. */
  readonly poison?: string;
  /** Takes the fsync out, to see that its absence is found. */
  readonly noSync?: boolean;
}

class RefusedLine extends Error {
  readonly code = 'ERR_LEDGER_REFUSED';
  readonly line: string;

  constructor(line: string) {
    super(`the line ${line} is refused`);
    this.name = 'RefusedLine';
    this.line = line;
  }
}

function lastNumber(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(number) AS last FROM ledger').get()?.['last'] ?? 0);
}

function openWriter({ database, options }: ModuleContext) {
  const insert = database.prepare('INSERT INTO ledger (number, line) VALUES (?, ?)');
  const { poison, noSync } = (options ?? {}) as LedgerOptions;
  if (noSync === true) {
    database.exec('PRAGMA synchronous = OFF');
  }
  // Kept in memory to be forgotten by rollback(): a number that is not would leave a hole.
  let last: number | undefined;
  let poisoned = false;
  return {
    commands: {
      add: (line: unknown): number => {
        last = (last ?? lastNumber(database)) + 1;
        insert.run(last, String(line));
        poisoned ||= line === poison;
        return last;
      },
      addAll: (lines: unknown): number[] =>
        (lines as string[]).map((line) => {
          last = (last ?? lastNumber(database)) + 1;
          insert.run(last, line);
          return last;
        }),
      refuse: (line: unknown): never => {
        last = (last ?? lastNumber(database)) + 1;
        insert.run(last, String(line));
        throw new RefusedLine(String(line));
      },
      prune: (upTo: unknown): number =>
        Number(database.prepare('DELETE FROM ledger WHERE number <= ?').run(Number(upTo)).changes),
      commit: (): void => database.exec('COMMIT'),
      die: (): void => process.exit(3),
      later: (): Promise<number> => Promise.resolve(1),
      unclonable: (): (() => void) => () => undefined,
      sleep: (ms: unknown): void => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms));
      },
      /** In SQLite itself, which no end of the thread interrupts. */
      count: (to: unknown): number =>
        Number(
          database
            .prepare(
              'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) AS n FROM n',
            )
            .get(Number(to))?.['n'],
        ),
      /** A disk that does not answer until there is a file of this name. */
      hold: (until: unknown): void => {
        while (!existsSync(String(until))) {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        }
      },
    },
    beforeCommit: (): void => {
      if (poisoned) {
        throw new Error('the batch holds a poisoned line');
      }
    },
    rollback: (): void => {
      last = undefined;
      poisoned = false;
    },
  };
}

export const storeModule: StoreModule = {
  name: 'ledger',
  migrations: [
    {
      version: 1,
      sql: 'CREATE TABLE ledger (number INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;',
    },
  ],
  openWriter,
  openReader: ({ database }) => ({
    position: () => ({ lines: lastNumber(database) }),
    covers: (head) => {
      const [has, known] = [lastNumber(database), (head as { lines: number }).lines];
      return has >= known ? undefined : `it lacks lines ${has + 1} to ${known}`;
    },
    queries: {
      lines: () =>
        database
          .prepare('SELECT line FROM ledger ORDER BY number')
          .all()
          .map((row) => row['line']),
      numbers: () =>
        database
          .prepare('SELECT number FROM ledger ORDER BY number')
          .all()
          .map((row) => row['number']),
      count: () => database.prepare('SELECT count(*) AS n FROM ledger').get()?.['n'],
      write: () => database.exec("INSERT INTO ledger VALUES (1000, 'never')"),
      patient: (_, cancellation) => {
        for (;;) {
          cancellation.check();
        }
      },
      stubborn: (ms) => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms));
      },
      die: () => process.exit(4),
    },
  }),
};
