// SPDX-License-Identifier: Apache-2.0
// Which kind of log a path is. A file whose first bytes are nearly right is of that kind and damaged:
// somebody who changes them does not make the log unrecognisable.
import { Buffer } from 'node:buffer';
import { closeSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { activeDatabase } from '../../store/active.ts';
import { storePaths } from '../../store/files.ts';
import { AuditInputError } from '../errors.ts';
import { MAGIC } from '../leaf-file/format.ts';
import { openPlain } from '../plain-file.ts';
import { LeafSource } from './leaf-source.ts';
import type { LogSource } from './log-source.ts';
import { StoreSource } from './store-source.ts';
import { CHECKPOINT_FILE, TileSource } from './tile-source.ts';

const SQLITE_MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const DAMAGE_MAX = 4;

function near(bytes: Buffer, magic: Buffer): boolean {
  const wrong = magic.filter((byte, i) => byte !== bytes[i]).length;
  return bytes.length === magic.length && wrong <= DAMAGE_MAX;
}

function firstBytes(path: string): Buffer {
  const fd = openPlain(path);
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}

function isPlain(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const KINDS = 'a store (its folder, or the database in it), a leaf file, or a folder of tiles';

/** AuditInputError when it is none; AuditTamperedError when it was one. */
export function openSource(path: string): LogSource {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new AuditInputError(`${path} is not there: name ${KINDS}`);
  }
  if (stats.isDirectory()) {
    const database = activeDatabase(storePaths(path));
    if (isPlain(database)) {
      return new StoreSource(database);
    }
    if (isPlain(join(path, CHECKPOINT_FILE))) {
      return new TileSource(path);
    }
    throw new AuditInputError(`${path} is a folder with no log in it: name ${KINDS}`);
  }
  if (!stats.isFile()) {
    throw new AuditInputError(`${path} is neither a file nor a folder: name ${KINDS}`);
  }
  const bytes = firstBytes(path);
  if (near(bytes, SQLITE_MAGIC)) {
    return new StoreSource(path);
  }
  if (
    near(bytes, MAGIC) ||
    (stats.size < MAGIC.length && MAGIC.subarray(0, stats.size).equals(bytes))
  ) {
    return new LeafSource(path);
  }
  throw new AuditInputError(`${path} is no log: name ${KINDS}`);
}
