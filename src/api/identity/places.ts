// SPDX-License-Identifier: Apache-2.0
// A bounded number of places, and of them so many for each name. A newcomer always finds one: where none
// is free, the one that has waited longest goes, of the newcomer's own name or of the most crowded.

export interface PlaceLimits {
  /** {range from 1} */
  readonly total: number;
  /** Of one name. {range from 1} */
  readonly ofOne: number;
}

export class Places<T> {
  readonly #limits: PlaceLimits;
  /** In the order in which they came. */
  readonly #names = new Map<T, string>();
  readonly #counts = new Map<string, number>();

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#names.size;
  }

  has(item: T): boolean {
    return this.#names.has(item);
  }

  /** Whether @name finds a place without anybody's going. */
  fits(name: string): boolean {
    const { total, ofOne } = this.#limits;
    return this.#names.size < total && (this.#counts.get(name) ?? 0) < ofOne;
  }

  /** @item has a place now; answers with who had to go for it. */
  enter(item: T, name: string): T | undefined {
    const displaced = this.fits(name) ? undefined : this.#longest(this.#crowdedFor(name));
    if (displaced !== undefined) {
      this.leave(displaced);
    }
    this.#names.set(item, name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return displaced;
  }

  /** Whether it had one. */
  leave(item: T): boolean {
    const name = this.#names.get(item);
    if (name === undefined) {
      return false;
    }
    this.#names.delete(item);
    const left = (this.#counts.get(name) ?? 0) - 1;
    if (left > 0) {
      this.#counts.set(name, left);
    } else {
      this.#counts.delete(name);
    }
    return true;
  }

  /** The first that came of those whose name @fits. */
  first(fits: (name: string) => boolean): readonly [item: T, name: string] | undefined {
    for (const entry of this.#names) {
      if (fits(entry[1])) {
        return entry;
      }
    }
    return undefined;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    yield* this.#names.keys();
  }

  #crowdedFor(name: string): string {
    if ((this.#counts.get(name) ?? 0) >= this.#limits.ofOne) {
      return name;
    }
    const crowded = [...this.#counts].reduce((most, one) => (one[1] > most[1] ? one : most));
    return crowded[0];
  }

  #longest(name: string): T | undefined {
    return this.first((one) => one === name)?.[0];
  }
}
