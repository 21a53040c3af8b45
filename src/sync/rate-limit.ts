// SPDX-License-Identifier: Apache-2.0

/** So many at once, and so many a second after that. */
export class RateLimit {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  /** @now in ms, by a clock that is never set. */
  constructor(burst: number, perSecond: number, now: () => number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = burst;
    this.#at = now();
  }

  /** False when this one is too many. */
  take(): boolean {
    const now = this.#now();
    // A clock that went back gives nothing.
    const gained = Math.max(0, ((now - this.#at) * this.#perSecond) / 1000);
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#at = Math.max(this.#at, now);
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
