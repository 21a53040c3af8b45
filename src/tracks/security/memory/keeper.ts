// SPDX-License-Identifier: Apache-2.0
// Brings what changed into storage: one write at a time, and what changes meanwhile goes with the
// next, so that a flood of changes costs no more writes than the disk can take.
import type { Json } from '../../../core/canonical/json.ts';
import type { RevisionRow } from '../charter/revision.ts';
import type { Part, PartName, SecurityStorage } from './storage.ts';

/** What is kept under a key now; null when nothing is. */
export type ReadPart = (part: PartName, key: string) => Json;

interface Place {
  readonly part: PartName;
  readonly key: string;
}

export class Keeper {
  readonly #storage: SecurityStorage;
  readonly #read: ReadPart;
  readonly #fault: (error: Error) => void;
  #dirty = new Map<string, Place>();
  /** Ends when the write that is under way, and the one that waits, have ended. */
  #tail: Promise<void> = Promise.resolve();
  /** The latest write while it is under way; what it left unwritten is to be written again after it. */
  #underWay: Promise<void> | null = null;
  #waiting: Promise<void> | null = null;

  constructor(storage: SecurityStorage, read: ReadPart, fault: (error: Error) => void) {
    this.#storage = storage;
    this.#read = read;
    this.#fault = fault;
  }

  /** Says that something changed. It is written soon; flush() waits for it. */
  touch(part: PartName, key: string): void {
    this.#dirty.set(`${part} ${key}`, { part, key });
    // A failure is told by #fault; whoever must know of it asks flush().
    this.flush().catch(() => undefined);
  }

  /** Resolves when all that was touched is durable; rejects when it could not be made so. */
  flush(): Promise<void> {
    if (this.#dirty.size === 0 && this.#waiting === null) {
      return this.#underWay ?? Promise.resolve();
    }
    this.#waiting ??= this.#enqueue(() => {
      this.#waiting = null;
      return this.#write((parts) => this.#storage.save(parts));
    });
    return this.#waiting;
  }

  /** A revision, with all that is still to be written, in one. */
  commit(revision: RevisionRow): Promise<void> {
    return this.#enqueue(() => this.#write((parts) => this.#storage.commit(revision, parts)));
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work);
    this.#underWay = done;
    const over = (): void => {
      if (this.#underWay === done) {
        this.#underWay = null;
      }
    };
    // The next one goes on whatever became of this one; its caller is told.
    this.#tail = done.then(over, over);
    return done;
  }

  async #write(send: (parts: readonly Part[]) => Promise<void>): Promise<void> {
    const places = this.#dirty;
    this.#dirty = new Map();
    // The time with all of it: what is kept without it would end earlier after a restart.
    const all = new Map(places).set('time ', { part: 'time', key: '' });
    const parts = [...all.values()].map((place) => ({
      ...place,
      value: this.#read(place.part, place.key),
    }));
    try {
      await send(parts);
    } catch (error) {
      // Still to be written, unless it changed again since.
      this.#dirty = new Map([...places, ...this.#dirty]);
      this.#fault(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }
}
