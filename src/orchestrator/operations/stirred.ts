// SPDX-License-Identifier: Apache-2.0
// Operations whose devices have changed are woken, to be judged again: at once, and then, however much more
// changes, once in so long. A device that many work on would else have all of them judged for each change.
// What holds at the moment of use is judged there, whoever was woken.
import type { Timers } from '../commit/timers.ts';
import type { Operation } from './operation.ts';

/** What people do not notice. {unit ms} */
const PACE_MS = 50;

export class Stirred {
  readonly #timers: Timers;
  /** Woken a moment ago; true: something has changed since, and since the tracks were asked last. */
  readonly #resting = new Map<Operation, boolean>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  stir(operation: Operation): void {
    if (this.#resting.has(operation)) {
      this.#resting.set(operation, true);
      return;
    }
    this.#resting.set(operation, false);
    this.#timers.after(PACE_MS, () => this.#rested(operation));
    operation.wake();
  }

  /** The tracks are asked about @operation next: what was told until now is in what they answer. */
  asked(operation: Operation): void {
    if (this.#resting.has(operation)) {
      this.#resting.set(operation, false);
    }
  }

  #rested(operation: Operation): void {
    const hasMoved = this.#resting.get(operation) === true;
    this.#resting.delete(operation);
    if (hasMoved && !operation.isFinal) {
      this.stir(operation);
    }
  }
}
