// SPDX-License-Identifier: Apache-2.0
// What happens again and again: told at once the first time by each one, then counted, and told once a window
// with how often and by whom. So a stop in a loop fills no disk, no stop goes uncounted, and nobody's
// first word is hidden behind what another does in a loop.
import type { Timers } from './ports.ts';

/** {unit ms} */
export const REPEAT_WINDOW_MS = 1_000;
/** Who is named in one count, and told at once in one window; all others are one. */
export const NAMES_MAX = 16;
export const OTHERS = '(others)';

export interface Repeated<T> {
  /** The first and the last that were counted. */
  readonly first: T;
  readonly last: T;
  readonly count: number;
  /** How often by whom. */
  readonly by: Readonly<Record<string, number>>;
}

export interface RepeatsOptions<T> {
  readonly timers: Pick<Timers, 'after'>;
  readonly once: (one: T) => void;
  readonly again: (repeated: Repeated<T>) => void;
}

export class Repeats<T> {
  readonly #options: RepeatsOptions<T>;
  #counted: { first: T; last: T; count: number; readonly by: Map<string, number> } | undefined;
  #cancel: (() => void) | undefined;
  /** Whose was told at once in this window, and in those that it goes on from. */
  readonly #told = new Set<string>();

  constructor(options: RepeatsOptions<T>) {
    this.#options = options;
  }

  add(one: T, by: string): void {
    if (this.#cancel === undefined) {
      this.#told.clear();
      this.#openWindow();
    }
    if (!this.#told.has(by) && this.#told.size < NAMES_MAX) {
      this.#told.add(by);
      this.#options.once(one);
      return;
    }
    this.#counted ??= { first: one, last: one, count: 0, by: new Map() };
    const { by: names } = this.#counted;
    const name = names.has(by) || names.size < NAMES_MAX ? by : OTHERS;
    names.set(name, (names.get(name) ?? 0) + 1);
    this.#counted.last = one;
    this.#counted.count += 1;
  }

  /** Tells what was counted, and begins anew. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#tell();
  }

  #openWindow(): void {
    this.#cancel = this.#options.timers.after(REPEAT_WINDOW_MS, () => {
      this.#cancel = undefined;
      if (this.#counted !== undefined) {
        // It may go on: what comes next is counted, too.
        this.#openWindow();
        this.#tell();
      }
    });
  }

  #tell(): void {
    const counted = this.#counted;
    this.#counted = undefined;
    if (counted !== undefined) {
      this.#options.again({ ...counted, by: Object.fromEntries(counted.by) });
    }
  }
}
