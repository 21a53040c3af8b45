// SPDX-License-Identifier: Apache-2.0
// How long a transaction may still be given up: until its MAY_COMMIT is durable. Its caller, its deadline,
// a stop and the end of the coordinator do so; whichever comes first says why.
import type { Timers } from './timers.ts';

export type GivenUp = 'ABORTED_BY_CALLER' | 'DEADLINE' | 'STOP' | 'CLOSING';

export class Life {
  readonly #controller = new AbortController();
  readonly #cancelTimer: () => void;
  readonly #caller: AbortSignal;
  #reason: GivenUp | undefined;
  #over = false;

  /** @leftMs until the deadline. */
  constructor(caller: AbortSignal, leftMs: number, timers: Timers) {
    this.#caller = caller;
    this.#cancelTimer = timers.after(leftMs, () => this.giveUp('DEADLINE'));
    caller.addEventListener('abort', this.#onCaller, { once: true });
    if (caller.aborted) {
      this.#onCaller();
    } else if (!(leftMs > 0)) {
      this.giveUp('DEADLINE');
    }
  }

  readonly #onCaller = (): void => this.giveUp('ABORTED_BY_CALLER');

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): GivenUp | undefined {
    return this.#reason;
  }

  giveUp(reason: GivenUp): void {
    if (!this.#over && this.#reason === undefined) {
      this.#reason = reason;
      this.#controller.abort(new Error(reason));
    }
  }

  /** From here on nothing gives it up. Answers false when something has. */
  seal(): boolean {
    this.#over = true;
    this.#cancelTimer();
    this.#caller.removeEventListener('abort', this.#onCaller);
    return this.#reason === undefined;
  }
}
