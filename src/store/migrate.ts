// SPDX-License-Identifier: Apache-2.0
// Schema versions: the store's own, and each module's. Going forward is a transaction for each step;
// going back does not exist: a newer database is refused.
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from './contract.ts';
import { StoreModuleError, StoreSchemaError } from './errors.ts';

/** 'DSMI' in ASCII: file(1) and SQLite's header name whose database it is. */
export const APPLICATION_ID = 0x4453_4d49;
/** Of the store's own tables, in user_version. */
export const STORE_VERSION = 1;

const OWN_TABLES = `
  CREATE TABLE store_migration (
    module TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    sha256 TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (module, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE store_fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

interface Schema {
  readonly name: string;
  readonly migrations: readonly Migration[];
}

/** Runs @action in a transaction of its own. */
export function transaction<T>(database: DatabaseSync, action: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
    throw error;
  }
}

export function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** Before anything is written to it. True when the database is empty. Throws StoreSchemaError. */
export function checkIdentity(database: DatabaseSync, path: string): boolean {
  const tables = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'];
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (tables === 0 && version === 0 && (application === 0 || application === APPLICATION_ID)) {
    return true;
  }
  if (application !== APPLICATION_ID) {
    throw new StoreSchemaError(
      `${path} is a database of another program (application_id ${application}): name another directory`,
    );
  }
  if (version > STORE_VERSION) {
    throw new StoreSchemaError(
      `${path} has store version ${version}, this program knows up to ${STORE_VERSION}: ` +
        'install the newer program, or restore a backup from before it',
    );
  }
  return false;
}

export function createOwnTables(database: DatabaseSync): void {
  transaction(database, () => {
    database.exec(OWN_TABLES);
    database.exec(`PRAGMA user_version = ${STORE_VERSION}`);
  });
}

/** Checks everything first: a database that is refused is unchanged. Returns version by module. */
export function migrate(
  database: DatabaseSync,
  path: string,
  schemas: readonly Schema[],
): Record<string, number> {
  const pending = schemas.map((schema) => ({ schema, at: checkModule(database, path, schema) }));
  const versions: Record<string, number> = {};
  for (const { schema, at } of pending) {
    for (const migration of schema.migrations.slice(at)) {
      apply(database, schema.name, migration);
    }
    versions[schema.name] = schema.migrations.length;
  }
  return versions;
}

/** Versions by module as the database has them. */
export function moduleVersions(database: DatabaseSync): Record<string, number> {
  const rows = database
    .prepare('SELECT module, max(version) AS version FROM store_migration GROUP BY module')
    .all();
  return Object.fromEntries(rows.map((row) => [String(row['module']), Number(row['version'])]));
}

/** What the store itself has put down under that name; null when it has not. */
export function readFact(database: DatabaseSync, name: string): unknown {
  const row = database.prepare('SELECT value FROM store_fact WHERE name = ?').get(name);
  return row === undefined ? null : JSON.parse(String(row['value']));
}

function digest(migration: Migration): string {
  return hash('sha256', migration.sql, 'hex');
}

/** Returns how many of its migrations the database has. */
function checkModule(database: DatabaseSync, path: string, { name, migrations }: Schema): number {
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) {
      throw new StoreModuleError(name, `has migration ${migration.version} in place ${index + 1}`);
    }
  });
  const applied = database
    .prepare('SELECT version, sha256 FROM store_migration WHERE module = ? ORDER BY version')
    .all(name);
  if (applied.length > migrations.length) {
    throw new StoreSchemaError(
      `${path} has version ${applied.length} of ${name}, this program knows up to ` +
        `${migrations.length}: install the newer program, or restore a backup from before it`,
    );
  }
  for (const [index, row] of applied.entries()) {
    const migration = migrations[index];
    if (row['version'] !== index + 1 || migration === undefined) {
      throw new StoreSchemaError(
        `${path} lacks migration ${index + 1} of ${name}: restore a backup`,
      );
    }
    if (row['sha256'] !== digest(migration)) {
      throw new StoreSchemaError(
        `migration ${index + 1} of ${name} is not the one that ${path} was made with: a migration ` +
          'never changes, add a new one',
      );
    }
  }
  return applied.length;
}

function apply(database: DatabaseSync, module: string, migration: Migration): void {
  transaction(database, () => {
    database.exec(migration.sql);
    if (!database.isTransaction) {
      throw new StoreModuleError(module, `ends the transaction in migration ${migration.version}`);
    }
    database
      .prepare(
        'INSERT INTO store_migration (module, version, sha256, applied_at) VALUES (?, ?, ?, ?)',
      )
      .run(module, migration.version, digest(migration), Date.now());
  });
}
