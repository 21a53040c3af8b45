// SPDX-License-Identifier: Apache-2.0
// How far each module has come in a database, and whether that covers what is known from elsewhere:
// asked of the modules themselves.
import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { ModuleFacts } from './backup.ts';
import type { ModuleReader } from './contract.ts';
import { explainDamage, openForReading, verifyDatabase } from './database.ts';
import { StoreSchemaError } from './errors.ts';
import { APPLICATION_ID, moduleVersions, STORE_VERSION } from './migrate.ts';
import type { LoadedModule } from './modules.ts';

/** A position that was reached, by module, and who says so. */
export interface KnownHeads {
  readonly source: string;
  readonly positions: Readonly<Record<string, unknown>>;
}

export interface Inspection {
  readonly modules: Readonly<Record<string, ModuleFacts>>;
  /** What of the known heads it does not have, one line each. */
  readonly losses: readonly string[];
}

/**
 * Verifies a database that nobody writes, asks every module for its position, and compares. Of a
 * module that the program does not have, or whose schema is older than the program's, only the
 * version is known. Throws StoreSchemaError, StoreCorruptError.
 */
export function inspect(
  path: string,
  loaded: readonly LoadedModule[],
  heads: readonly KnownHeads[] = [],
): Inspection {
  return explainDamage(path, () => {
    const database = openForReading(path);
    try {
      verifyDatabase(database, path);
      return ask(database, path, loaded, heads);
    } finally {
      database.close();
    }
  });
}

function ask(
  database: DatabaseSync,
  path: string,
  loaded: readonly LoadedModule[],
  heads: readonly KnownHeads[],
): Inspection {
  checkStore(database, path);
  const modules: Record<string, ModuleFacts> = {};
  const readers = new Map<string, ModuleReader>();
  for (const [name, version] of Object.entries(moduleVersions(database))) {
    const known = loaded.find(({ module }) => module.name === name);
    const latest = known?.module.migrations.length ?? version;
    if (version > latest) {
      throw new StoreSchemaError(
        `${path} has version ${version} of ${name}, this program knows up to ${latest}: install the newer one`,
      );
    }
    if (known !== undefined && version === latest) {
      readers.set(name, known.module.openReader({ database, options: known.options }));
    }
    modules[name] = { version, position: readers.get(name)?.position?.() ?? null };
  }
  const losses = heads.flatMap(({ source, positions }) =>
    Object.entries(positions).flatMap(([name, head]) => {
      const loss = lossOf(readers.get(name), modules[name]?.position ?? null, head);
      return loss === undefined ? [] : [`${name}, by ${source}: ${loss}`];
    }),
  );
  return { modules, losses };
}

function checkStore(database: DatabaseSync, path: string): void {
  const application = database.prepare('PRAGMA application_id').get()?.['application_id'];
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (application !== APPLICATION_ID || version > STORE_VERSION) {
    throw new StoreSchemaError(`${path} is no store that this program knows (version ${version})`);
  }
}

/** Unknown counts as lost. */
function lossOf(
  reader: ModuleReader | undefined,
  position: unknown,
  head: unknown,
): string | undefined {
  if (head === null || head === undefined || isDeepStrictEqual(position, head)) {
    return undefined;
  }
  if (reader?.covers !== undefined) {
    return reader.covers(head);
  }
  return `it is at ${JSON.stringify(position)}, known is ${JSON.stringify(head)}`;
}
