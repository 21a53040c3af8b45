// SPDX-License-Identifier: Apache-2.0
// The thread that makes a backup, beside the writer and without holding it up: one read transaction
// copies everything as it was when it began. The copy is verified, and the facts are the copy's own.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import {
  BACKUP_DATABASE,
  BACKUP_FORMAT,
  type BackupManifest,
  digestFile,
  syncFile,
  writeManifest,
} from './backup.ts';
import { openForReading } from './database.ts';
import { StoreBackupError } from './errors.ts';
import { ensureFile, statOrNothing, syncDirectory } from './files.ts';
import { STORE_VERSION } from './migrate.ts';
import { loadModules } from './modules.ts';
import { inspect } from './positions.ts';
import type { BackupData, FromBackup } from './protocol.ts';
import { toWire } from './wire-error.ts';

async function makeBackup({ settings, path, target }: BackupData): Promise<BackupManifest> {
  if (statOrNothing(target) !== undefined) {
    throw new StoreBackupError(target, 'exists already: name a new directory');
  }
  const modules = await loadModules(settings.modules);
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  try {
    const copy = join(partial, BACKUP_DATABASE);
    ensureFile(copy);
    const database = openForReading(path);
    try {
      database.prepare('VACUUM INTO ?').run(copy);
    } finally {
      database.close();
    }
    syncFile(copy);
    const facts = inspect(copy, modules);
    const manifest: BackupManifest = {
      format: BACKUP_FORMAT,
      createdAt: Date.now(),
      ...digestFile(copy),
      storeVersion: STORE_VERSION,
      modules: facts.modules,
    };
    writeManifest(partial, manifest);
    syncDirectory(partial);
    renameSync(partial, target);
    syncDirectory(dirname(target));
    return manifest;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

async function start(data: BackupData, port: MessagePort): Promise<void> {
  try {
    const manifest = await makeBackup(data);
    port.postMessage({ type: 'done', manifest } satisfies FromBackup);
  } catch (error) {
    port.postMessage({ type: 'refused', error: toWire(error) } satisfies FromBackup);
  }
}

if (parentPort !== null) {
  await start(workerData as BackupData, parentPort);
}
