// SPDX-License-Identifier: Apache-2.0
// What a backup is: a directory with one database file and a manifest that says what it must be.
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StoreBackupError } from './errors.ts';
import { ensureFile, statOrNothing, writeNewFile } from './files.ts';

export const BACKUP_FORMAT = 1;
export const BACKUP_DATABASE = 'store.db';
export const BACKUP_MANIFEST = 'manifest.json';

export interface BackupManifest {
  readonly format: number;
  /** By the host's clock. {unit ms since 1970} */
  readonly createdAt: number;
  /** Of the database file. {unit bytes} */
  readonly bytes: number;
  /** Of the database file; lower-case hexadecimal. */
  readonly sha256: string;
  readonly storeVersion: number;
  readonly modules: Readonly<Record<string, ModuleFacts>>;
}

export interface ModuleFacts {
  /** Schema version. */
  readonly version: number;
  /** How far the module had come, in its own words; null when it has none. */
  readonly position: unknown;
}

/** {unit bytes} */
export type Progress = (done: number, total: number) => void;

export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

const CHUNK = 1024 * 1024;

/** Of a file that no thread of this process has open as a database. */
export function digestFile(path: string): Digest {
  return readThrough(path, () => undefined);
}

/** Makes @target, durable but for its name, and tells what was copied. */
export function copyFile(source: string, target: string): Digest {
  ensureFile(target);
  const fd = openSync(target, 'r+');
  try {
    const digest = readThrough(source, (chunk, at) => {
      for (let done = 0; done < chunk.length; ) {
        done += writeSync(fd, chunk, done, chunk.length - done, at + done);
      }
    });
    fsyncSync(fd);
    return digest;
  } finally {
    closeSync(fd);
  }
}

function readThrough(path: string, take: (chunk: Buffer, at: number) => void): Digest {
  const digest = createHash('sha256');
  const fd = openSync(path, 'r');
  let bytes = 0;
  try {
    const buffer = Buffer.alloc(CHUNK);
    for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) {
      const chunk = buffer.subarray(0, read);
      digest.update(chunk);
      take(chunk, bytes);
      bytes += read;
    }
  } finally {
    closeSync(fd);
  }
  return { bytes, sha256: digest.digest('hex') };
}

export function syncFile(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export function writeManifest(directory: string, manifest: BackupManifest): void {
  writeNewFile(join(directory, BACKUP_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Reads the manifest and compares the database file with it. Throws StoreBackupError. */
export function readBackup(directory: string): { manifest: BackupManifest; database: string } {
  const manifest = readManifest(directory);
  const database = join(directory, BACKUP_DATABASE);
  if (statOrNothing(database)?.isFile() !== true) {
    throw new StoreBackupError(directory, `has no file ${BACKUP_DATABASE}`);
  }
  const { bytes, sha256 } = digestFile(database);
  if (bytes !== manifest.bytes || sha256 !== manifest.sha256) {
    throw new StoreBackupError(
      directory,
      `is not what was backed up: ${BACKUP_DATABASE} has ${bytes} bytes and SHA-256 ${sha256}, ` +
        `its manifest says ${manifest.bytes} and ${manifest.sha256}; take another backup`,
    );
  }
  return { manifest, database };
}

function readManifest(directory: string): BackupManifest {
  let manifest: Partial<BackupManifest> | null;
  try {
    manifest = JSON.parse(readFileSync(join(directory, BACKUP_MANIFEST), 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreBackupError(directory, `has no manifest that can be read: ${why}`, error);
  }
  if (manifest?.format !== BACKUP_FORMAT) {
    const format = JSON.stringify(manifest?.format);
    throw new StoreBackupError(
      directory,
      `has format ${format}, this program knows ${BACKUP_FORMAT}`,
    );
  }
  const { bytes, sha256, createdAt, storeVersion, modules } = manifest;
  const whole =
    Number.isSafeInteger(bytes) &&
    Number.isSafeInteger(createdAt) &&
    Number.isSafeInteger(storeVersion) &&
    /^[0-9a-f]{64}$/.test(String(sha256)) &&
    typeof modules === 'object' &&
    modules !== null;
  if (!whole) {
    throw new StoreBackupError(directory, 'has a manifest that lacks something or says it wrongly');
  }
  return manifest as BackupManifest;
}
