// SPDX-License-Identifier: Apache-2.0
// The log as a module of the store: loaded inside the store's threads.
import type { ModuleContext, StoreModule } from '../store/contract.ts';
import { createHeadFile, readHeadFile } from './head/head-file.ts';
import { loadLogKeys } from './note/key-files.ts';
import type { AuditStoreOptions } from './store/options.ts';
import { openReader } from './store/reader.ts';
import { MIGRATIONS, MODULE } from './store/tables.ts';
import { AuditWriter } from './store/writer.ts';

function openWriter({ database, options }: ModuleContext): AuditWriter {
  const { origin, keys, headPath } = options as AuditStoreOptions;
  const empty = database.prepare('SELECT one FROM audit_head').get() === undefined;
  if (empty && readHeadFile(headPath) === undefined) {
    createHeadFile(headPath, '');
  }
  // Whether it fits the store is looked at before anything is appended: client/reconcile.ts.
  return new AuditWriter({
    database,
    keys: loadLogKeys(keys, origin),
    headPath,
    written: readHeadFile(headPath)?.head,
    now: Date.now,
  });
}

export const storeModule: StoreModule = {
  name: MODULE,
  migrations: MIGRATIONS,
  openWriter,
  openReader,
};
