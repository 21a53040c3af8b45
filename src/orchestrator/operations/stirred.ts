// SPDX-License-Identifier: Apache-2.0
// Operations whose devices have changed are woken, to be judged again: at once, and then, however much more
// changes, once in so long. A device that many work on would else have all of them judged for each change.
// The tracks are asked about what has changed, not about all that an operation is about. What holds at the
// moment of use is judged there, whoever was woken.
import type { Timers } from '../commit/timers.ts';
import type { Operation } from './operation.ts';

/** What people do not notice. {unit ms} */
const PACE_MS = 50;

export class Stirred {
  readonly #timers: Timers;
  /** Woken a moment ago; its devices that have changed since, and since the tracks were asked about them last. */
  readonly #resting = new Map<Operation, Set<number>>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** @devices of it have changed. */
  stir(operation: Operation, devices: Iterable<number>): void {
    const resting = this.#resting.get(operation);
    if (resting !== undefined) {
      for (const device of devices) {
        resting.add(device);
      }
      return;
    }
    this.#resting.set(operation, new Set());
    this.#timers.after(PACE_MS, () => this.#rested(operation));
    operation.wake(devices);
  }

  /** The tracks are asked about @devices of @operation next, null for all: what was told until now is in what they answer. */
  asked(operation: Operation, devices: ReadonlySet<number> | null): void {
    const resting = this.#resting.get(operation);
    for (const device of devices ?? resting ?? []) {
      resting?.delete(device);
    }
  }

  #rested(operation: Operation): void {
    const moved = this.#resting.get(operation);
    this.#resting.delete(operation);
    if (moved !== undefined && moved.size > 0 && !operation.isFinal) {
      this.stir(operation, moved);
    }
  }
}
