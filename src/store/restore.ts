// SPDX-License-Identifier: Apache-2.0
// Puts a backup into a store's directory. Refuses to take anything back that is known to have
// happened: it compares what the backup has with the store that is there and with heads that the
// caller knows from elsewhere.
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type BackupManifest, copyFile, type ModuleFacts, readBackup } from './backup.ts';
import type { ModuleReference } from './contract.ts';
import { openForWriting } from './database.ts';
import { StoreBackupError, StoreCorruptError, StoreRollbackError } from './errors.ts';
import {
  ensureDirectory,
  FIRST_DATABASE,
  statOrNothing,
  storePaths,
  syncDirectory,
  writeNewFile,
} from './files.ts';
import { takeLock } from './lock.ts';
import { type LoadedModule, loadModules } from './modules.ts';
import { inspect, type KnownHeads } from './positions.ts';
import { emptyWal } from './wal.ts';

export interface RestoreOptions {
  /** As backup() made it. */
  readonly backup: string;
  /** The store's; it may hold a store that nobody has open, or nothing. */
  readonly directory: string;
  readonly modules: readonly ModuleReference[];
  /** Positions that are known to have been reached, by module: from an exported checkpoint, say. */
  readonly heads?: Readonly<Record<string, unknown>>;
  /**
   * Restore although it takes back what has happened: who decided that, and why. It is kept in the
   * restored database, and the opened store tells it (facts.lastRestore).
   */
  readonly acceptRollback?: string;
}

export interface RestoreReport {
  readonly manifest: BackupManifest;
  /** What it took back, one line each; empty unless that was accepted. */
  readonly takenBack: readonly string[];
  /** The database file that is in force now; the one before is beside it, or undefined. */
  readonly database: string;
  readonly replaced: string | undefined;
}

/**
 * Offline: no daemon may have the store open. Whole or not at all, whenever it is cut off: the store
 * that was there stays in force until one rename. Rejects with StoreLockedError, StoreBackupError,
 * StoreRollbackError, StoreSchemaError, StoreCorruptError, StoreAccessError.
 */
export async function restoreStore(options: RestoreOptions): Promise<RestoreReport> {
  const { backup, directory, heads = {}, acceptRollback } = options;
  const modules = await loadModules(options.modules);
  const { manifest, database: source } = readBackup(backup);
  ensureDirectory(directory);
  const current = openCurrent(directory, modules);
  try {
    const given: KnownHeads = { source: 'the head that was given', positions: heads };
    const { modules: facts, losses } = inspect(source, modules, [current.heads, given]);
    const unknown = current.damage === undefined ? [] : unknownHeads(facts, heads, current.damage);
    const takenBack = [...losses, ...unknown];
    if (takenBack.length > 0 && acceptRollback === undefined) {
      throw new StoreRollbackError(backup, takenBack);
    }
    const target = join(
      directory,
      `store-${Date.now().toString(36)}${randomBytes(3).toString('hex')}.db`,
    );
    copyDatabase(source, target, manifest);
    const fact = { manifest, takenBack, acceptRollback: acceptRollback ?? null };
    recordRestore(target, fact, modules);
    putInForce(directory, target);
    const replaced = statOrNothing(current.path) === undefined ? undefined : current.path;
    return { manifest, takenBack, database: target, replaced };
  } finally {
    current.close();
  }
}

interface Current {
  readonly path: string;
  readonly heads: KnownHeads;
  /** Why its positions are not known, when they are not. */
  readonly damage: string | undefined;
  /** Closes it and gives the lock back. */
  close(): void;
}

/** The store that is there, locked; its log emptied into it, so that it stays whole by itself. */
function openCurrent(directory: string, modules: readonly LoadedModule[]): Current {
  const paths = storePaths(directory);
  const source = 'the store that is there';
  const nothing: KnownHeads = { source, positions: {} };
  const path = join(directory, FIRST_DATABASE);
  if (statOrNothing(paths.active) === undefined && statOrNothing(path) === undefined) {
    return { path, heads: nothing, damage: undefined, close: takeLock(paths) };
  }
  try {
    const opened = openForWriting(directory, 'always');
    try {
      emptyWal(opened.database);
      const facts = Object.entries(inspect(opened.path, modules).modules);
      const positions = Object.fromEntries(facts.map(([name, { position }]) => [name, position]));
      const { path: at, close } = opened;
      return { path: at, heads: { source, positions }, damage: undefined, close };
    } catch (error) {
      opened.close();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof StoreCorruptError)) {
      throw error;
    }
    return { path, heads: nothing, damage: error.message, close: takeLock(paths) };
  }
}

/** Of a damaged store nobody knows how far it had come: each module needs a head from elsewhere. */
function unknownHeads(
  facts: Readonly<Record<string, ModuleFacts>>,
  heads: Readonly<Record<string, unknown>>,
  damage: string,
): string[] {
  return Object.entries(facts)
    .filter(([name, { position }]) => position !== null && heads[name] === undefined)
    .map(
      ([name]) => `${name}: how far it had come is not known, and no head was given (${damage})`,
    );
}

function copyDatabase(source: string, target: string, manifest: BackupManifest): void {
  const { bytes, sha256 } = copyFile(source, target);
  if (bytes !== manifest.bytes || sha256 !== manifest.sha256) {
    throw new StoreBackupError(source, `changed while it was copied: ${target} is incomplete`);
  }
}

function recordRestore(path: string, fact: object, modules: readonly LoadedModule[]): void {
  const database = new DatabaseSync(path);
  try {
    database
      .prepare("INSERT OR REPLACE INTO store_fact (name, value) VALUES ('last-restore', ?)")
      .run(JSON.stringify({ at: Date.now(), ...fact }));
    for (const { module } of modules) {
      module.restored?.(database);
    }
  } finally {
    database.close();
  }
}

/** The one rename. Before it the old database is in force, after it the new one. */
function putInForce(directory: string, target: string): void {
  const { active } = storePaths(directory);
  const next = `${active}.new`;
  rmSync(next, { force: true });
  writeNewFile(next, `${basename(target)}\n`);
  syncDirectory(directory);
  renameSync(next, active);
  syncDirectory(directory);
}
