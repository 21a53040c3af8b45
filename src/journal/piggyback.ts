// SPDX-License-Identifier: Apache-2.0
// A store for the audit log, with which the journal's units ride: both reach the disk in one batch, so
// under one fsync, though neither knows the other's tables.
import type { Store, UnitOutcome, WriteUnit } from '../store/contract.ts';

interface Rider {
  readonly units: readonly WriteUnit[];
  resolve(outcomes: Promise<readonly UnitOutcome[]>): void;
}

export interface Ride {
  /** Settles as the store's write() does; never before depart() or the host's next write. */
  readonly outcomes: Promise<readonly UnitOutcome[]>;
  /** Goes alone, if it still waits: what it waited for is durable elsewhere. */
  depart(): void;
  /** Never goes, if it still waits: the units did not happen. Answers whether that is so. */
  cancel(): boolean;
}

export class PiggybackStore implements Store {
  readonly #store: Store;
  #waiting = new Set<Rider>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The host's units, then those that wait for it: asked in one turn, they share a batch. */
  write(units: readonly WriteUnit[]): Promise<readonly UnitOutcome[]> {
    const outcomes = this.#store.write(units);
    const riders = this.#waiting;
    this.#waiting = new Set();
    for (const rider of riders) {
      rider.resolve(this.#store.write(rider.units));
    }
    return outcomes;
  }

  query(module: string, name: string, argument: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.#store.query(module, name, argument, signal);
  }

  /** @units go with the host's next write. */
  ride(units: readonly WriteUnit[]): Ride {
    const { promise, resolve, reject } = Promise.withResolvers<readonly UnitOutcome[]>();
    const rider: Rider = { units, resolve };
    this.#waiting.add(rider);
    const leave = (): boolean => this.#waiting.delete(rider);
    return {
      outcomes: promise,
      depart: () => {
        if (leave()) {
          resolve(this.#store.write(units));
        }
      },
      cancel: () => {
        const waited = leave();
        if (waited) {
          reject(new Error('the units were taken back before they were written'));
        }
        return waited;
      },
    };
  }
}
