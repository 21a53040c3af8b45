// SPDX-License-Identifier: Apache-2.0
// What a store is opened from: options, directory, files, lock, schema.
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Migration } from '../../../src/store/contract.ts';
import { openForWriting } from '../../../src/store/database.ts';
import {
  StoreAccessError,
  StoreCorruptError,
  StoreLockedError,
  StoreSchemaError,
} from '../../../src/store/errors.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { checkOptions, LIMITS } from '../../../src/store/options.ts';
import { newDirectory, newParent, openLedger, results, unit } from './stores.ts';

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

function schema(...statements: string[]) {
  const migrations: Migration[] = statements.map((sql, place) => ({ version: place + 1, sql }));
  return { name: 'thing', migrations };
}

describe('options', () => {
  it.each([
    [{ directory: 'relative', modules: [] }, 'directory', 'an absolute path'],
    [{ directory: '/x', modules: 'm' }, 'modules', 'an array of'],
    [{ directory: '/x', modules: [], verify: 'never' }, 'verify', "'unclean' or 'always'"],
    [{ directory: '/x', modules: [], limit: {} }, 'limit', 'one of the options directory'],
    [{ directory: '/x', modules: [], limits: { stalMs: 1 } }, 'limits.stalMs', 'one of queueUnits'],
    [
      { directory: '/x', modules: [], limits: { stallMs: 9 } },
      'limits.stallMs',
      'from 10 to 600000',
    ],
    [
      { directory: '/x', modules: [], limits: { stallMs: 10.5 } },
      'limits.stallMs',
      'a whole number',
    ],
  ])('%j are refused, by field, value and what is allowed', (options, field, allowed) => {
    expect(() => checkOptions(options as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_DSMIL_STORE_ARGUMENT',
        field,
        message: expect.stringContaining(allowed),
      }),
    );
  });

  it('have a default for every limit, within its range', () => {
    // A slash at the end would look through a link.
    expect(checkOptions({ directory: '/x/y/', modules: [] }).directory).toBe('/x/y');
    const { limits } = checkOptions({ directory: '/x', modules: [], limits: { stallMs: 77 } });
    for (const [name, { min, max, default: usual }] of Object.entries(LIMITS)) {
      expect(usual).toBeGreaterThanOrEqual(min);
      expect(usual).toBeLessThanOrEqual(max);
      expect(limits).toHaveProperty(name, name === 'stallMs' ? 77 : usual);
    }
  });
});

describe('a store that two have open, since somebody removed the lock', () => {
  it('O2 is the last one’s: who had it before commits nothing, and says why', async () => {
    const directory = newDirectory();
    const first = await openLedger(directory);
    await first.write([unit('add', 'a')]);
    rmSync(join(directory, 'store.lock'));
    const second = await openLedger(directory);
    await expect(first.write([unit('add', 'b')])).rejects.toThrow(
      /another process has opened it .*somebody removed store.lock/,
    );
    expect(first.state).toBe('failed');
    expect(results(await second.write([unit('add', 'c')]))).toEqual([2]);
    expect(await second.query('ledger', 'lines', null)).toEqual(['a', 'c']);
  });
});

describe('the files of a store', () => {
  it('are for their owner alone', async () => {
    const directory = newDirectory();
    const store = await openLedger(directory);
    await store.write([unit('add', 'a')]);
    expect(mode(directory)).toBe('700');
    const names = readdirSync(directory).sort();
    expect(names).toEqual([
      'store.db',
      'store.db-shm',
      'store.db-wal',
      'store.lock',
      'store.reserve',
    ]);
    expect(names.map((name) => mode(join(directory, name)))).toEqual(new Array(5).fill('600'));
  });

  it.each<[string, (directory: string) => void, RegExp]>([
    [
      'a directory that others may enter',
      (at) => chmodSync(at, 0o750),
      /has mode 0750: chmod 0700/,
    ],
    [
      'a database that others may read',
      (at) => chmodSync(join(at, 'store.db'), 0o640),
      /mode 0640: chmod 0600/,
    ],
    [
      'a database with a second name',
      (at) => linkSync(join(at, 'store.db'), join(at, 'x')),
      /has 2 names/,
    ],
    [
      'a link to a directory',
      (at) => {
        renameSync(at, `${at}2`);
        symlinkSync(`${at}2`, at);
      },
      /is no directory/,
    ],
    [
      'a link to a database',
      (at) => {
        renameSync(join(at, 'store.db'), join(at, 'other'));
        symlinkSync('other', join(at, 'store.db'));
      },
      /is no plain file/,
    ],
    [
      'a log put there as a link',
      (at) => symlinkSync('x', join(at, 'store.db-wal')),
      /is no plain file/,
    ],
  ])('are refused: %s', (_, spoil, message) => {
    const directory = newDirectory();
    openForWriting(directory, 'unclean').close();
    spoil(directory);
    expect(() => openForWriting(directory, 'unclean')).toThrow(StoreAccessError);
    expect(() => openForWriting(directory, 'unclean')).toThrow(message);
  });

  it.each(['../x.db', 'store-1.db', ''])(
    'are refused when the pointer to the database says "%s"',
    (name) => {
      const directory = newDirectory();
      openForWriting(directory, 'unclean').close();
      writeFileSync(join(directory, 'active'), name, { mode: 0o600 });
      expect(() => openForWriting(directory, 'unclean')).toThrow(StoreCorruptError);
      expect(() => openForWriting(directory, 'unclean')).toThrow(`it names "${name}", no database`);
    },
  );

  it('are one process’s at a time: a second one is told whose', async () => {
    const directory = newDirectory();
    const store = await openLedger(directory);
    await expect(openLedger(directory)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_DSMIL_STORE_LOCKED', pid: process.pid }),
    );
    await store.close();
    await openLedger(directory);
  });

  it('are free again after an opening that failed', () => {
    const directory = newDirectory();
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(
      join(directory, 'store.db'),
      'no database at all, but long enough to look at'.repeat(30),
      { mode: 0o600 },
    );
    expect(() => openForWriting(directory, 'unclean')).toThrow(StoreCorruptError);
    expect(() => openForWriting(directory, 'unclean')).not.toThrow(StoreLockedError);
  });
});

describe('the schema', () => {
  const open = () => openForWriting(join(newParent(), 'store'), 'unclean');

  it('goes forward one step after the other, and remembers', () => {
    const { database, path, close } = open();
    expect(migrate(database, path, [schema('CREATE TABLE a (x)')])).toEqual({ thing: 1 });
    const later = schema(
      'CREATE TABLE a (x)',
      'ALTER TABLE a ADD COLUMN y',
      'INSERT INTO a VALUES (1, 2)',
    );
    expect(migrate(database, path, [later])).toEqual({ thing: 3 });
    expect(migrate(database, path, [later])).toEqual({ thing: 3 });
    expect(database.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 1, y: 2 }]);
    close();
  });

  it('keeps what went before a step that fails, and nothing of that step', () => {
    const { database, path, close } = open();
    const broken = schema('CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE a (x)');
    expect(() => migrate(database, path, [broken])).toThrow(/already exists/);
    expect(() => database.prepare('SELECT * FROM b')).toThrow(/no such table/);
    expect(migrate(database, path, [schema('CREATE TABLE a (x)', 'CREATE TABLE b (x)')])).toEqual({
      thing: 2,
    });
    close();
  });

  it('is refused when it is newer, changed, out of order, or ends its transaction', () => {
    const { database, path, close } = open();
    migrate(database, path, [schema('CREATE TABLE a (x)', 'CREATE TABLE b (x)')]);
    const again =
      (...statements: string[]) =>
      () =>
        migrate(database, path, [schema(...statements)]);
    expect(again('CREATE TABLE a (x)')).toThrow(
      /version 2 of thing, this program knows up to 1: install the newer/,
    );
    expect(again('CREATE TABLE a (y)', 'CREATE TABLE b (x)')).toThrow(
      /migration 1 of thing is not the one/,
    );
    expect(again('CREATE TABLE a (x)', 'CREATE TABLE b (x)', 'COMMIT')).toThrow(
      /ends the transaction/,
    );
    const disorder = { name: 'other', migrations: [{ version: 2, sql: '' }] };
    expect(() => migrate(database, path, [disorder])).toThrow(/migration 2 in place 1/);
    close();
  });

  it('leaves a database of a newer store, or of another program, as it is', () => {
    const directory = join(newParent(), 'store');
    const first = openForWriting(directory, 'unclean');
    first.database.exec('PRAGMA user_version = 99');
    first.close();
    expect(() => openForWriting(directory, 'unclean')).toThrow(
      /store version 99, this program knows up to 1/,
    );
    const foreign = new DatabaseSync(first.path);
    foreign.exec('PRAGMA user_version = 0; PRAGMA application_id = 7');
    foreign.close();
    expect(() => openForWriting(directory, 'unclean')).toThrow(StoreSchemaError);
  });
});
