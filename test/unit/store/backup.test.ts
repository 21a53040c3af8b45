// SPDX-License-Identifier: Apache-2.0
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databasePath } from '../../../src/store/active.ts';
import type { BackupManifest } from '../../../src/store/backup.ts';
import { openForWriting } from '../../../src/store/database.ts';
import {
  StoreBackupError,
  StoreLockedError,
  StoreRollbackError,
} from '../../../src/store/errors.ts';
import type { StoreHandle } from '../../../src/store/open.ts';
import { type RestoreOptions, restoreStore } from '../../../src/store/restore.ts';
import { LEDGER_URL, newDirectory, newParent, openLedger, unit } from './stores.ts';

async function add(store: StoreHandle, ...lines: string[]): Promise<void> {
  await store.write(lines.map((line) => unit('add', line)));
}

/** What the store has at its next start. */
function linesOf(directory: string): unknown[] {
  const { database, close } = openForWriting(directory, 'always');
  const rows = database.prepare('SELECT line FROM ledger ORDER BY number').all();
  close();
  return rows.map((row) => row['line']);
}

/** Made once: a store with the lines a and b, closed, and a backup of it from when it had only a. */
const model = { parent: '', manifest: {} as BackupManifest };
beforeAll(async () => {
  model.parent = mkdtempSync(join(tmpdir(), 'dsmil-backup-'));
  const store = await openLedger(join(model.parent, 'store'));
  await add(store, 'a');
  model.manifest = await store.backup(join(model.parent, 'backup'));
  await add(store, 'b');
  await store.close();
});
afterAll(() => rmSync(model.parent, { recursive: true, force: true }));

/** A copy of its own for each test. */
function oneBehind() {
  const parent = newParent();
  cpSync(model.parent, parent, { recursive: true });
  const [directory, backup] = [join(parent, 'store'), join(parent, 'backup')];
  // The modes of directories are not copied.
  chmodSync(directory, 0o700);
  const restore = (more: Partial<RestoreOptions> = {}) =>
    restoreStore({
      backup,
      directory,
      modules: [{ url: LEDGER_URL, options: undefined }],
      ...more,
    });
  return { directory, backup, manifest: model.manifest, restore };
}

describe('a backup', () => {
  it('is what the store was when it began, with a manifest that says what it must be', () => {
    const { backup, manifest } = oneBehind();
    expect(manifest).toMatchObject({
      format: 1,
      storeVersion: 1,
      modules: { ledger: { version: 1, position: { lines: 1 } } },
    });
    expect(readdirSync(backup).sort()).toEqual(['manifest.json', 'store.db']);
    expect(JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8'))).toEqual(manifest);
  });

  it('goes on beside writes, and says how far it is', async () => {
    const store = await openLedger(newDirectory());
    await add(store, ...new Array<string>(500).fill('x'.repeat(5000)));
    const progress: number[] = [];
    const target = join(newParent(), 'backup');
    const underWay = store.backup(target, (done, total) => progress.push(done / total));
    await add(store, 'meanwhile');
    const { bytes } = await underWay;
    expect(bytes).toBeGreaterThan(2_500_000);
    expect(progress.at(-1)).toBe(1);
    await expect(store.backup(target)).rejects.toThrow(/exists already/);
    await expect(store.backup('relative')).rejects.toMatchObject({ field: 'target' });
  });
});

describe('a restore', () => {
  it('into an empty place is the store as it was backed up', async () => {
    const { restore } = oneBehind();
    const directory = newDirectory();
    expect(await restore({ directory })).toMatchObject({ takenBack: [], replaced: undefined });
    expect(linesOf(directory)).toEqual(['a']);
  });

  it('refuses to take back what the store that is there has, and leaves it as it is', async () => {
    const { directory, restore } = oneBehind();
    await expect(restore()).rejects.toBeInstanceOf(StoreRollbackError);
    await expect(restore()).rejects.toThrow(
      /ledger, by the store that is there: it lacks lines 2 to 2/,
    );
    expect(linesOf(directory)).toEqual(['a', 'b']);
  });

  it('refuses to take back a head that the caller knows, of which the host has nothing', async () => {
    const { restore } = oneBehind();
    const directory = newDirectory();
    const heads = { ledger: { lines: 7 } };
    await expect(restore({ directory, heads })).rejects.toThrow(
      /by the head that was given: it lacks lines 2 to 7/,
    );
    expect(await restore({ directory, heads: { ledger: { lines: 1 } } })).toMatchObject({
      takenBack: [],
    });
  });

  it('takes back what somebody accepts in words, and the store tells it from then on', async () => {
    const { directory, restore, manifest } = oneBehind();
    const report = await restore({ acceptRollback: 'the disk of host 7 was lost: A. Person' });
    expect(report.takenBack).toHaveLength(1);
    expect(existsSync(String(report.replaced))).toBe(true);
    expect(databasePath(directory)).toBe(report.database);
    const store = await openLedger(directory);
    expect(store.facts.lastRestore).toMatchObject({
      acceptRollback: 'the disk of host 7 was lost: A. Person',
      takenBack: report.takenBack,
      manifest: { sha256: manifest.sha256 },
    });
    expect(await store.query('ledger', 'lines', null)).toEqual(['a']);
    await add(store, 'c');
    await store.close();
    expect(linesOf(directory)).toEqual(['a', 'c']);
  });

  it('of a damaged store needs a head from elsewhere, or words', async () => {
    const { directory, restore } = oneBehind();
    truncateSync(join(directory, 'store.db'), 9000);
    await expect(restore()).rejects.toThrow(/no head was given .*is damaged/);
    await expect(restore({ heads: { ledger: { lines: 2 } } })).rejects.toThrow(
      /it lacks lines 2 to 2/,
    );
    expect(await restore({ heads: { ledger: { lines: 1 } } })).toMatchObject({ takenBack: [] });
    expect(linesOf(directory)).toEqual(['a']);
  });

  it('mends a pointer to a database that is gone', async () => {
    const { directory, restore } = oneBehind();
    writeFileSync(join(directory, 'active'), 'store-gone.db\n', { mode: 0o600 });
    expect(() => linesOf(directory)).toThrow(/store-gone.db.*restore a backup/);
    await expect(restore()).rejects.toThrow(/no head was given/);
    await restore({ heads: { ledger: { lines: 1 } } });
    expect(linesOf(directory)).toEqual(['a']);
  });

  it('of a backup that was changed, cut or lacks its manifest is refused', async () => {
    const { backup, restore } = oneBehind();
    const directory = newDirectory();
    const database = join(backup, 'store.db');
    const bytes = readFileSync(database);
    for (const place of [20, 5000, bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ 1;
      writeFileSync(database, flipped);
      await expect(restore({ directory })).rejects.toBeInstanceOf(StoreBackupError);
    }
    writeFileSync(database, bytes.subarray(0, -1));
    await expect(restore({ directory })).rejects.toThrow(/is not what was backed up/);
    writeFileSync(join(backup, 'manifest.json'), '{}');
    await expect(restore({ directory })).rejects.toThrow(
      /has format undefined, this program knows 1/,
    );
    expect(existsSync(join(directory, 'active'))).toBe(false);
  });

  it('does not touch a store that is open', async () => {
    const { directory, restore } = oneBehind();
    const store = await openLedger(directory);
    await expect(restore({ acceptRollback: 'x' })).rejects.toBeInstanceOf(StoreLockedError);
    await store.close();
  });

  it('that was cut off before its last step has changed nothing, and can be done again', async () => {
    const { directory, restore } = oneBehind();
    // What a cut leaves: the copy, whole or not, and the pointer under its other name.
    writeFileSync(join(directory, 'store-half.db'), 'half', { mode: 0o600 });
    writeFileSync(join(directory, 'active.new'), 'store-half.db\n', { mode: 0o600 });
    expect(linesOf(directory)).toEqual(['a', 'b']);
    await restore({ acceptRollback: 'again' });
    expect(linesOf(directory)).toEqual(['a']);
  });
});
