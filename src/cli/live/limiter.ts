// SPDX-License-Identifier: Apache-2.0
// How many lines are worth showing: a person reads a few a second, and a slow reader of a pipe
// must not make this program hold the rest in memory. What is left out is counted and said.

export class Limiter {
  readonly #perSecond: number;
  #left: number;
  #skipped = 0;

  /** Infinity: as fast as the reader takes them. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
  }

  /** @clogged: the reader has not taken what it was given before. */
  admit(clogged: boolean): boolean {
    if (clogged || this.#left <= 0) {
      this.#skipped++;
      return false;
    }
    this.#left--;
    return true;
  }

  /** A second is over: how many were not shown in it. */
  tick(): number {
    const skipped = this.#skipped;
    this.#skipped = 0;
    this.#left = this.#perSecond;
    return skipped;
  }
}
