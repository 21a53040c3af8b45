// SPDX-License-Identifier: Apache-2.0
// What the store and those who keep something in it agree on. The store owns the database, its
// threads, batches and fsyncs; a module owns its tables and what is done with them. Modules are
// named by URL because they are loaded inside the store's threads; arguments and results cross by
// structured clone.
import type { DatabaseSync } from 'node:sqlite';

/**
 * 'stop' records are accepted as long as the reserve lasts that is kept for them, also when the disk
 * is full or the queue is; 'normal' ones are refused then, with an error that says so. 'prune' is for
 * units that only delete (retention): like 'normal', but tried also while the disk is full; the pages
 * they free are given back to the file system.
 */
export type WriteClass = 'stop' | 'normal' | 'prune';

export interface Command {
  readonly module: string;
  readonly name: string;
  readonly argument: unknown;
}

/** Happens entirely or not at all. Units of one write() call run in order, without others between. */
export interface WriteUnit {
  readonly writeClass: WriteClass;
  readonly commands: readonly Command[];
}

/**
 * One unit's end: the results of its commands, or why none of it happened: the module's own error,
 * or the store's (errors.ts) when the queue or the disk is full.
 */
export type UnitOutcome =
  | { readonly done: true; readonly results: readonly unknown[] }
  | { readonly done: false; readonly error: Error };

export interface Store {
  /**
   * Resolves when the batch is durable; one unit that fails does not harm the others. Rejects when
   * the store is closed or failed: what was under way then may have happened or not, and reopening
   * tells. Arguments must stay unchanged until it settles.
   */
  write(units: readonly WriteUnit[]): Promise<readonly UnitOutcome[]>;
  /** On the read-only connection: sees what was durable when it began, never waits for a writer. */
  query(module: string, name: string, argument: unknown, signal?: AbortSignal): Promise<unknown>;
}

/** Applied once, in order, inside a transaction of its own. Never changed after a release. */
export interface Migration {
  /** 1, 2, 3, … for each module. */
  readonly version: number;
  readonly sql: string;
}

export interface ModuleContext {
  readonly database: DatabaseSync;
  /** As the module's reference gave it. */
  readonly options: unknown;
}

export interface ModuleWriter {
  /**
   * Run inside the batch's transaction. To throw refuses the whole unit: its changes to the database
   * are undone, so a writer keeps nothing else in memory that rollback() does not undo. Synchronous;
   * a unit may be run again after a rollback(), so it has no effect outside the database.
   */
  readonly commands: Readonly<Record<string, (argument: unknown) => unknown>>;
  /** Once a batch, in the transaction, after its last command: to integrate what the batch added. */
  beforeCommit?(): void;
  /** Once a batch, when it is durable and before anybody is told. */
  afterCommit?(): void;
  /** When those who wait for a batch were told: for what none of them waits for. */
  afterAnswer?(): void;
  /**
   * The transaction was undone, always back to the last commit: forget what was kept in memory since.
   * The batch's good units are then run again.
   */
  rollback?(): void;
  close?(): void;
}

export interface Cancellation {
  /** Throws when nobody waits for the answer any more. To be called every few thousand rows. */
  check(): void;
}

export interface ModuleReader {
  /** Each runs in a read transaction of its own. */
  readonly queries: Readonly<
    Record<string, (argument: unknown, cancellation: Cancellation) => unknown>
  >;
  /** How far the module has come, as plain JSON: kept in the manifest of a backup. */
  position?(): unknown;
  /**
   * Whether this database holds all that @head (a position of another copy, or one known from
   * elsewhere) stands for: undefined when it does, else why not, for people. Without this method only
   * an equal position will do. To restore a backup that does not cover a known head is refused.
   */
  covers?(head: unknown): string | undefined;
}

/** What the file that a ModuleReference names exports as `storeModule`. */
export interface StoreModule {
  readonly name: string;
  readonly migrations: readonly Migration[];
  openWriter(context: ModuleContext): ModuleWriter;
  openReader(context: ModuleContext): ModuleReader;
  /**
   * This database was restored from a backup and is about to be in force: what others hold of the one
   * before (a cursor, a token) may mean something else in it, so that its name changes here.
   */
  restored?(database: DatabaseSync): void;
}

export interface ModuleReference {
  /** Of a file that exports a StoreModule named `storeModule`. */
  readonly url: string;
  readonly options: unknown;
}
