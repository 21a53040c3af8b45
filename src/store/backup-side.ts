// SPDX-License-Identifier: Apache-2.0
// The main thread's half of a backup: starts its thread, watches the copy grow.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKUP_DATABASE, type BackupManifest, type Progress } from './backup.ts';
import type { StoreSettings } from './options.ts';
import type { BackupData, FromBackup } from './protocol.ts';
import { startThread } from './threads.ts';

const LOOK_MS = 100;

/** Rejects with StoreBackupError, StoreCorruptError; then nothing is left at @target. */
export async function makeBackup(
  settings: StoreSettings,
  path: string,
  target: string,
  onProgress?: Progress,
): Promise<BackupManifest> {
  const data: BackupData = { settings, path, target };
  const { size: total } = await stat(path);
  const copy = join(`${target}.partial`, BACKUP_DATABASE);
  const look = (): void => {
    stat(copy).then(
      ({ size }) => onProgress?.(Math.min(size, total), total),
      // Not there yet, or whole already: both are told by the thread itself.
      () => undefined,
    );
  };
  const timer = onProgress === undefined ? undefined : setInterval(look, LOOK_MS);
  try {
    const { worker, ready } = await startThread<Extract<FromBackup, { type: 'done' }>>(
      'backup-thread',
      data,
    );
    void worker.terminate();
    onProgress?.(ready.manifest.bytes, ready.manifest.bytes);
    return ready.manifest;
  } finally {
    clearInterval(timer);
  }
}
