// SPDX-License-Identifier: Apache-2.0
// A store whose maker died between its first page and its first table.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openForWriting } from '../../../src/store/database.ts';
import { APPLICATION_ID } from '../../../src/store/migrate.ts';

it('is made to the end by the next start, and known as ours by the one after', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dsmil-half-made-'));
  try {
    const half = new DatabaseSync(join(directory, 'store.db'));
    half.exec('PRAGMA journal_mode = WAL; VACUUM');
    half.close();
    chmodSync(join(directory, 'store.db'), 0o600);
    const first = openForWriting(directory, 'unclean');
    first.close();
    const second = openForWriting(directory, 'unclean');
    const { application_id } = second.database.prepare('PRAGMA application_id').get() ?? {};
    expect(application_id).toBe(APPLICATION_ID);
    // What is removed gives its space back: 2 is INCREMENTAL.
    expect(second.database.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 2 });
    second.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
