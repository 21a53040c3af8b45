// SPDX-License-Identifier: Apache-2.0
// Which file of the directory is the database. A restored database gets a new name, so that it can
// never meet the write-ahead log of another; one rename of this pointer puts it into force.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreCorruptError } from './errors.ts';
import { checkFile, FIRST_DATABASE, type StorePaths, statOrNothing, storePaths } from './files.ts';

const NAME = /^store(-[0-9a-z]{1,32})?\.db$/;

/** Where the database is or, in a new directory, will be. Throws StoreAccessError, StoreCorruptError. */
export function activeDatabase(paths: StorePaths): string {
  checkFile(paths.active);
  if (statOrNothing(paths.active) === undefined) {
    return join(paths.directory, FIRST_DATABASE);
  }
  const name = readFileSync(paths.active, 'utf8').trim();
  const path = join(paths.directory, name);
  if (!NAME.test(name) || statOrNothing(path) === undefined) {
    const shown = JSON.stringify(name.slice(0, 64));
    throw new StoreCorruptError(paths.active, [`it names ${shown}, no database of this directory`]);
  }
  checkFile(path);
  return path;
}

/** For tools that read a store which nobody has open, or beside the daemon that has. */
export function databasePath(directory: string): string {
  return activeDatabase(storePaths(directory));
}
