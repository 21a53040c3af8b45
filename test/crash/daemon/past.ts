// SPDX-License-Identifier: Apache-2.0
// What one daemon hands down to those after it, on its machine; and what is wrong in the round at hand.
import type { Wish } from './wishes.ts';

export class Past {
  /** Asked for, and not looked at since the daemon that was asked has gone. */
  open: Wish[] = [];
  /** Answered, and not asked again of a later daemon. */
  answered: Wish[] = [];
  /** The daemon before was told of a stop, or died: it is not RUN that the next one finds. */
  mustBeStopped = true;
  #problems: string[] = [];

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Another round. */
  begin(): void {
    this.#problems = [];
  }

  problem(words: string): void {
    this.#problems.push(words);
  }

  problemIf(words: string | undefined): void {
    if (words !== undefined) {
      this.problem(words);
    }
  }
}
