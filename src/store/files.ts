// SPDX-License-Identifier: Apache-2.0
// The store's directory and files: who may own them, their modes, and how they are made durable.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreAccessError } from './errors.ts';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_WRONLY } = constants;

export interface StorePaths {
  readonly directory: string;
  /** Held by whoever has the store open. */
  readonly lock: string;
  readonly reserve: string;
  /** Names the database file; without it the name is the first one. */
  readonly active: string;
}

export const FIRST_DATABASE = 'store.db';

export function storePaths(directory: string): StorePaths {
  return {
    directory,
    lock: join(directory, 'store.lock'),
    reserve: join(directory, 'store.reserve'),
    active: join(directory, 'active'),
  };
}

/** Makes a rename, a new file or a removal in it durable. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, O_RDONLY | O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A new file for its owner alone, durable but for its name in the directory. */
export function writeNewFile(path: string, text: string): void {
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    const data = Buffer.from(text);
    for (let at = 0; at < data.length; ) {
      at += writeSync(fd, data, at, data.length - at, at);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Undefined when nothing is there. Never follows a link. */
export function statOrNothing(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** There, a directory of ours that nobody else may enter. Throws StoreAccessError. */
export function ensureDirectory(path: string): void {
  if (statOrNothing(path) === undefined) {
    mkdirSync(path, { mode: 0o700 });
    syncDirectory(dirname(path));
  }
  const stats = lstatSync(path);
  if (!stats.isDirectory()) {
    throw new StoreAccessError(path, 'is no directory', 'name a directory, not a link to one');
  }
  checkOwner(path, stats, 0o700);
}

/** There, a plain file of ours with one name that nobody else may open. True when it was made now. */
export function ensureFile(path: string): boolean {
  if (statOrNothing(path) !== undefined) {
    checkFile(path);
    return false;
  }
  const fd = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    checkOwner(path, fstatSync(fd), 0o600);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  syncDirectory(dirname(path));
  return true;
}

/** Throws StoreAccessError when something is there that is no plain file of ours alone. */
export function checkFile(path: string): void {
  const stats = statOrNothing(path);
  if (stats === undefined) {
    return;
  }
  if (!stats.isFile()) {
    throw new StoreAccessError(path, 'is no plain file', 'find out who put it there, remove it');
  }
  if (stats.nlink !== 1) {
    throw new StoreAccessError(
      path,
      `has ${stats.nlink} names`,
      'somebody can reach it by another one: find that and remove it',
    );
  }
  checkOwner(path, stats, 0o600);
}

function checkOwner(path: string, stats: Stats, mode: number): void {
  const user = process.geteuid?.();
  if (stats.uid !== user) {
    throw new StoreAccessError(
      path,
      `belongs to user ${stats.uid}, the store runs as ${user}`,
      `run it as that user, or chown -R ${user} the store's directory after looking at who made it`,
    );
  }
  const open = stats.mode & 0o777 & ~mode;
  if (open !== 0) {
    const now = (stats.mode & 0o777).toString(8).padStart(4, '0');
    const octal = mode.toString(8).padStart(4, '0');
    throw new StoreAccessError(path, `has mode ${now}`, `chmod ${octal} ${path}`);
  }
}
