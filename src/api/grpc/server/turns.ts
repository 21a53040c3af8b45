// SPDX-License-Identifier: Apache-2.0
// How many calls of one account are begun in one turn of the event loop. What one packet holds is parsed in one go,
// and a call that is answered at once is over before the next: without this, thousands of calls that are given up
// behind each other would be done before anybody else is read, the stop included.

/** Of one account, in one turn. What waits longer than a turn has waited for others. */
export const CALLS_A_TURN = 32;

export interface Waiting {
  /** Whether there is anybody left to do it for. */
  readonly over: () => boolean;
  readonly begin: () => void;
}

export class Turns {
  /** Begun in this turn, by account. */
  readonly #begun = new Map<string, number>();
  #waiting: { readonly account: string; readonly call: Waiting }[] = [];
  #ending = false;

  /** Whether @account may begin one more now; counts it. */
  enter(account: string): boolean {
    const begun = this.#begun.get(account) ?? 0;
    if (begun >= CALLS_A_TURN) {
      return false;
    }
    this.#begun.set(account, begun + 1);
    this.#endTurn();
    return true;
  }

  /** @call begins in a later turn, in the order in which they came; one that is over by then just ends. */
  later(account: string, call: Waiting): void {
    this.#waiting.push({ account, call });
    this.#endTurn();
  }

  #endTurn(): void {
    if (!this.#ending) {
      this.#ending = true;
      setImmediate(() => this.#next());
    }
  }

  #next(): void {
    this.#ending = false;
    this.#begun.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { account, call } of waiting) {
      if (call.over() || this.enter(account)) {
        call.begin();
      } else {
        this.later(account, call);
      }
    }
  }
}
