// SPDX-License-Identifier: Apache-2.0
// Whether something that failed is asked again yet. Closed it is asked; open it is not, so that nobody
// waits for it; half-open it is asked a little, and more with each good answer. A function of what it
// was told and when.

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export interface BreakerLimits {
  /** Failures in a row that open it. {range 1..} */
  readonly failures: number;
  /** How long it is open the first time; doubles while it opens again from half-open. {unit ms} */
  readonly openMs: number;
  /** {unit ms} */
  readonly openMaxMs: number;
  /** Good answers in a row that close it; so many may be asked at once as have come, and one more. */
  readonly successes: number;
}

export const BREAKER_LIMITS: BreakerLimits = {
  failures: 3,
  openMs: 500,
  openMaxMs: 30_000,
  successes: 4,
};

/** Leave for one call; to be ended once. */
export interface Leave {
  /** @good: it answered. null: it was given up for reasons of the caller's, which says nothing. */
  end(good: boolean | null, now: number): void;
}

export class Breaker {
  readonly #limits: BreakerLimits;
  #state: BreakerState = 'CLOSED';
  #failures = 0;
  #successes = 0;
  #underWay = 0;
  #openMs: number;
  #until = 0;
  /** Moves with each change of the state: what was asked in an earlier one says nothing about this one. */
  #phase = 0;

  constructor(limits: Partial<BreakerLimits> = {}) {
    this.#limits = { ...BREAKER_LIMITS, ...limits };
    this.#openMs = this.#limits.openMs;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** null: not now. @now by a clock that counts sleep. {unit ms} */
  admit(now: number): Leave | null {
    // Asked this way round, a clock that says NaN keeps it open.
    if (this.#state === 'OPEN' && now >= this.#until) {
      this.#enter('HALF_OPEN');
    }
    const full = this.#state === 'HALF_OPEN' && this.#underWay > this.#successes;
    if (this.#state === 'OPEN' || full) {
      return null;
    }
    this.#underWay++;
    const phase = this.#phase;
    let ended = false;
    return {
      end: (good, at) => {
        if (!ended && phase === this.#phase) {
          this.#underWay--;
          this.#take(good, at);
        }
        ended = true;
      },
    };
  }

  #take(good: boolean | null, now: number): void {
    if (good === true) {
      this.#failures = 0;
      this.#successes++;
      if (this.#state === 'HALF_OPEN' && this.#successes >= this.#limits.successes) {
        this.#openMs = this.#limits.openMs;
        this.#enter('CLOSED');
      }
    } else if (good === false) {
      this.#failures++;
      const again = this.#state === 'HALF_OPEN';
      if (again || this.#failures >= this.#limits.failures) {
        this.#openMs = again
          ? Math.min(this.#limits.openMaxMs, this.#openMs * 2)
          : this.#limits.openMs;
        this.#until = now + this.#openMs;
        this.#enter('OPEN');
      }
    }
  }

  #enter(state: BreakerState): void {
    this.#state = state;
    this.#phase++;
    this.#failures = 0;
    this.#successes = 0;
    this.#underWay = 0;
  }
}
