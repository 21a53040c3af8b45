// SPDX-License-Identifier: Apache-2.0
// A restored log is another one: its revisions will be given again, to other events.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { restoreStore } from '../../../src/store/restore.ts';
import { newParent, SMALL } from '../store/stores.ts';

function logId(database: string): string {
  const opened = new DatabaseSync(database, { readOnly: true });
  try {
    const id = opened.prepare('SELECT hex(id) AS id FROM events_log').get()?.['id'];
    return String(id);
  } finally {
    opened.close();
  }
}

it('V12 has another name, so that no cursor of before is taken for one of it', async () => {
  const parent = newParent();
  const directory = join(parent, 'store');
  const modules = [
    {
      url: new URL('../../../src/events/store-module.ts', import.meta.url).href,
      options: { channel: parent, keep: [] },
    },
  ];
  const store = await openStore({ directory, modules, limits: SMALL });
  const backup = join(parent, 'backup');
  await store.backup(backup);
  await store.close();
  const before = logId(join(directory, 'store.db'));
  rmSync(directory, { recursive: true });
  const { database } = await restoreStore({ backup, directory, modules });
  expect(logId(database)).toMatch(/^[0-9A-F]{32}$/);
  expect(logId(database)).not.toBe(before);
});
