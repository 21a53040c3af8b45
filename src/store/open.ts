// SPDX-License-Identifier: Apache-2.0
// The store as the rest of the daemon sees it.
import { isAbsolute } from 'node:path';
import type { BackupManifest, Progress } from './backup.ts';
import { makeBackup } from './backup-side.ts';
import type { Store, UnitOutcome, WriteUnit } from './contract.ts';
import { StoreArgumentError, StoreClosedError } from './errors.ts';
import { checkOptions, type StoreOptions, type StoreSettings } from './options.ts';
import type { OpenFacts, WriterCounters } from './protocol.ts';
import type { Load } from './queue.ts';
import { ReadSide } from './read-side.ts';
import { type StateChange, StateKeeper, type StoreState } from './state.ts';
import { WriteSide } from './write-side.ts';

export interface StoreStats extends WriterCounters {
  readonly state: StoreState;
  /** Admitted and not settled. */
  readonly stop: Load;
  readonly normal: Load;
  /** Queries that wait or are under way. */
  readonly queries: number;
}

export interface StoreHandle extends Store {
  readonly state: StoreState;
  /** How the store was found when it was opened. */
  readonly facts: OpenFacts;
  /** Returns what ends it. */
  onStateChange(listener: (change: StateChange) => void): () => void;
  stats(): StoreStats;
  /**
   * Copies the store, as it is when this begins, into @target, a new directory, while everything goes
   * on; restoreStore() takes it back. Rejects with StoreBackupError, StoreCorruptError.
   */
  backup(target: string, onProgress?: Progress): Promise<BackupManifest>;
  /**
   * Lets finish what was admitted, then closes everything; idempotent. What opens the store next does not meet
   * this one's lock. Rejects with StoreClosedError when that took longer than limits.closeMs: what was under way
   * may have happened or not, and the lock ends with the thread.
   */
  close(): Promise<void>;
}

/**
 * Opens the store, making it if there is none, and takes its lock. Rejects with StoreArgumentError,
 * StoreLockedError, StoreAccessError, StoreSchemaError, StoreCorruptError, StoreModuleError.
 */
export async function openStore(options: StoreOptions): Promise<StoreHandle> {
  const settings = checkOptions(options);
  const state = new StateKeeper();
  const writing = await WriteSide.start(settings, state);
  try {
    const onDamage = (error: Error): void =>
      writing.fail(`a query found damage: ${error.message}`, error);
    const reading = await ReadSide.start(settings, writing.facts.path, onDamage);
    return new OpenStore(settings, writing, reading, state);
  } catch (error) {
    await writing.close();
    throw error;
  }
}

class OpenStore implements StoreHandle {
  readonly #settings: StoreSettings;
  readonly #backups = new Set<Promise<BackupManifest>>();
  readonly #writing: WriteSide;
  readonly #reading: ReadSide;
  readonly #state: StateKeeper;
  #closing: Promise<void> | undefined;

  constructor(settings: StoreSettings, writing: WriteSide, reading: ReadSide, state: StateKeeper) {
    this.#settings = settings;
    this.#writing = writing;
    this.#reading = reading;
    this.#state = state;
  }

  get state(): StoreState {
    return this.#state.state;
  }

  get facts(): OpenFacts {
    return this.#writing.facts;
  }

  write(units: readonly WriteUnit[]): Promise<readonly UnitOutcome[]> {
    return this.#writing.write(units);
  }

  query(module: string, name: string, argument: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.#reading.query(module, name, argument, signal);
  }

  onStateChange(listener: (change: StateChange) => void): () => void {
    return this.#state.subscribe(listener);
  }

  stats(): StoreStats {
    const { stop, normal } = this.#writing.taken;
    const queries = this.#reading.waiting;
    return { ...this.#writing.counters, state: this.state, stop, normal, queries };
  }

  async backup(target: string, onProgress?: Progress): Promise<BackupManifest> {
    if (this.#closing !== undefined) {
      throw new StoreClosedError();
    }
    if (typeof target !== 'string' || !isAbsolute(target)) {
      throw new StoreArgumentError('target', target, 'an absolute path');
    }
    const underWay = makeBackup(this.#settings, this.facts.path, target, onProgress);
    this.#backups.add(underWay);
    try {
      return await underWay;
    } finally {
      this.#backups.delete(underWay);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The reader first: the last connection empties the log, and that must be the writer's. */
  async #close(): Promise<void> {
    this.#writing.refuseMore();
    await Promise.allSettled(this.#backups);
    await this.#reading.close();
    await this.#writing.close();
  }
}
