// SPDX-License-Identifier: Apache-2.0
// What the writer does between batches, when whoever asked has been told: empties the log into the
// database, and gives pages that retention freed back to the file system.
import type { DatabaseSync } from 'node:sqlite';
import type { StoreLimits } from './options.ts';
import { isFull } from './sqlite-error.ts';
import { checkpoint, walMeter } from './wal.ts';

/** Pages moved in one step between batches, so that none waits long. */
const VACUUM_PAGES = 256;
/** And on a full disk, so that a step fits into what the log has left. */
const SMALL_VACUUM_PAGES = 16;
/** Fewer free pages than this, or than a quarter of all, are kept for what comes next. */
const KEPT_PAGES = 1024;

export class Upkeep {
  checkpoints = 0;
  longestCheckpointMs = 0;
  readonly #database: DatabaseSync;
  readonly #limits: StoreLimits;
  readonly #walUse: () => number;

  constructor(database: DatabaseSync, limits: StoreLimits) {
    this.#database = database;
    this.#walUse = walMeter(database);
    this.#limits = limits;
  }

  /** Of the log, in use. {unit bytes} */
  get walBytes(): number {
    return this.#walUse();
  }

  /** Half of the log's file is in use: a restart now keeps it from growing. */
  get checkpointDue(): boolean {
    return this.walBytes >= this.#limits.walBytes / 2;
  }

  /** Throws SQLite's error when the disk is full or fails; the log then still has everything. */
  checkpoint(): void {
    const began = performance.now();
    checkpoint(this.#database);
    this.checkpoints += 1;
    this.longestCheckpointMs = Math.max(this.longestCheckpointMs, performance.now() - began);
  }

  /** One step, beyond what is kept for what comes next; true when there is more to give back. */
  vacuum(): boolean {
    const kept = Math.max(KEPT_PAGES, this.#pragma('page_count') / 4);
    return this.#vacuumStep(kept, VACUUM_PAGES);
  }

  /** On a full disk: all of it. Throws SQLite's error when even that has no room. */
  vacuumAll(): void {
    do {
      this.checkpointIfRoom();
    } while (this.#vacuumStep(0, SMALL_VACUUM_PAGES));
    this.checkpoint();
  }

  /** False when the disk has no room for it; throws any other error. */
  checkpointIfRoom(): boolean {
    try {
      this.checkpoint();
      return true;
    } catch (error) {
      if (isFull(error)) {
        return false;
      }
      throw error;
    }
  }

  #vacuumStep(kept: number, pages: number): boolean {
    const free = this.#pragma('freelist_count');
    if (free <= kept) {
      return false;
    }
    this.#database.exec(`PRAGMA incremental_vacuum(${pages})`);
    return free - pages > kept;
  }

  #pragma(name: string): number {
    return Number(this.#database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  }
}
