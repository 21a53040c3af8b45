// SPDX-License-Identifier: Apache-2.0
// The track's tables in the store. It holds what must not go back even if the track asked for it:
// revisions only follow one another, and the track's time only rises.
import type { DatabaseSync } from 'node:sqlite';
import { ZERO_HASH } from '../../core/ports/charter-mark.ts';
import type { ModuleReader, ModuleWriter, StoreModule } from '../../store/contract.ts';
import type { RevisionRow } from './charter/revision.ts';
import { READ_CHARTER } from './charter/rows.ts';

export const MODULE_NAME = 'security';

const SCHEMA = `
CREATE TABLE security_part (
  part  TEXT NOT NULL,
  key   TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  PRIMARY KEY (part, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE security_revision (
  revision  INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  proposer  TEXT NOT NULL,
  approvals TEXT NOT NULL CHECK (json_valid(approvals)),
  document  TEXT NOT NULL CHECK (json_valid(document))
) STRICT;
CREATE TRIGGER security_revision_kept BEFORE DELETE ON security_revision
BEGIN SELECT RAISE(ABORT, 'revisions are kept'); END;
CREATE TRIGGER security_revision_fixed BEFORE UPDATE ON security_revision
BEGIN SELECT RAISE(ABORT, 'revisions are kept as they are'); END;
`;

/**
 * Revisions with what was signed. Those from before have no signatures, so that nobody could tell whose
 * they are: a store that has some is refused, and left as it is.
 */
const SIGNED = `
CREATE TABLE security_unsigned (revisions INTEGER NOT NULL) STRICT;
CREATE TRIGGER security_unsigned_refused BEFORE INSERT ON security_unsigned WHEN NEW.revisions > 0
BEGIN SELECT RAISE(ABORT, 'this store has persons from a version that kept no signatures of what two persons decided: begin with a new directory, and enrol them again by bootstrap'); END;
INSERT INTO security_unsigned SELECT count(*) FROM security_revision;
DROP TABLE security_unsigned;
DROP TABLE security_revision;
CREATE TABLE security_charter (
  revision INTEGER PRIMARY KEY CHECK (revision > 0),
  record   TEXT NOT NULL CHECK (json_valid(record)),
  hash     TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER security_charter_kept BEFORE DELETE ON security_charter
BEGIN SELECT RAISE(ABORT, 'revisions are kept'); END;
CREATE TRIGGER security_charter_fixed BEFORE UPDATE ON security_charter
BEGIN SELECT RAISE(ABORT, 'revisions are kept as they are'); END;
`;

/** Value: JSON text, or null to take it away. */
export interface StoredPart {
  readonly part: string;
  readonly key: string;
  readonly value: string | null;
}

function writer(database: DatabaseSync): ModuleWriter {
  const put = database.prepare(
    'INSERT INTO security_part (part, key, value) VALUES (?, ?, ?) ' +
      'ON CONFLICT (part, key) DO UPDATE SET value = excluded.value',
  );
  const drop = database.prepare('DELETE FROM security_part WHERE part = ? AND key = ?');
  const time = database.prepare(
    "SELECT json_extract(value, '$.now') AS now FROM security_part WHERE part = 'time'",
  );
  const last = database.prepare('SELECT max(revision) AS revision FROM security_charter');
  const add = database.prepare(
    'INSERT INTO security_charter (revision, record, hash) VALUES (?, ?, ?)',
  );

  const save = (argument: unknown): null => {
    for (const { part, key, value } of argument as readonly StoredPart[]) {
      if (part === 'time') {
        const before = Number(time.get()?.['now'] ?? 0);
        const now = Number((JSON.parse(value ?? '{}') as { now?: unknown }).now);
        if (!(now >= before)) {
          throw new Error(`the security track's time went back from ${before} to ${now}`);
        }
      }
      if (value === null) {
        drop.run(part, key);
      } else {
        put.run(part, key, value);
      }
    }
    return null;
  };

  const commit = (argument: unknown): null => {
    const { revision, parts } = argument as {
      revision: RevisionRow;
      parts: readonly StoredPart[];
    };
    const before = Number(last.get()?.['revision'] ?? 0);
    if (revision.revision !== before + 1) {
      throw new Error(`security revision ${revision.revision} does not follow ${before}`);
    }
    add.run(revision.revision, revision.record, revision.hash);
    return save(parts);
  };

  return { commands: { save, commit } };
}

function reader(database: DatabaseSync): ModuleReader {
  const parts = database.prepare('SELECT part, key, value FROM security_part ORDER BY part, key');
  const revisions = database.prepare(READ_CHARTER);
  const last = database.prepare(
    'SELECT revision, hash FROM security_charter ORDER BY revision DESC LIMIT 1',
  );
  const has = database.prepare('SELECT 1 FROM security_charter WHERE revision = ? AND hash = ?');
  const position = (): { revision: number; hash: string } => {
    const row = last.get();
    return { revision: Number(row?.['revision'] ?? 0), hash: String(row?.['hash'] ?? ZERO_HASH) };
  };
  return {
    queries: { load: () => parts.all(), charter: () => revisions.all() },
    position,
    // What two persons have decided is not undone by a backup. Counters since then may be lost.
    covers: (head) => {
      const known = head as { readonly revision?: unknown; readonly hash?: unknown } | null;
      const [number, hash] = [Number(known?.revision), String(known?.hash)];
      const { revision } = position();
      if (!(revision >= number)) {
        return `persons, keys and policy are at revision ${revision} there, and at ${number} since`;
      }
      return number === 0 || has.get(number, hash) !== undefined
        ? undefined
        : `persons, keys and policy went another way there than to revision ${number}, ${hash}`;
    },
  };
}

export const storeModule: StoreModule = {
  name: MODULE_NAME,
  migrations: [
    { version: 1, sql: SCHEMA },
    { version: 2, sql: SIGNED },
  ],
  openWriter: ({ database }) => writer(database),
  openReader: ({ database }) => reader(database),
};
