// SPDX-License-Identifier: Apache-2.0
// A bounded number of places, and of them so many for each name. A newcomer always finds one: where none
// is free, somebody goes, of the newcomer's own name or of the most crowded; and of that name, the one that
// has waited longest of the source that has most places, the newcomer counted with them; who is worth less goes first.

export interface PlaceLimits {
  /** {range from 1} */
  readonly total: number;
  /** Of one name. {range from 1} */
  readonly ofOne: number;
}

/** Whose a place is. */
export interface Holder {
  readonly name: string;
  /** Which part of @name: within it, none takes the places of those that have fewer. */
  readonly source: string;
}

/** Places of one name. */
class Share {
  size = 0;
  readonly #ofSource = new Map<string, number>();

  add(source: string): void {
    this.size += 1;
    this.#ofSource.set(source, (this.#ofSource.get(source) ?? 0) + 1);
  }

  remove(source: string): void {
    this.size -= 1;
    const left = (this.#ofSource.get(source) ?? 0) - 1;
    if (left > 0) {
      this.#ofSource.set(source, left);
    } else {
      this.#ofSource.delete(source);
    }
  }

  /** Those sources that have most, when @newcomer, if it has any, has one more. */
  crowded(newcomer: string | undefined): ReadonlySet<string> {
    let most = 0;
    let crowded = new Set<string>();
    for (const [source, count] of this.#ofSource) {
      const has = source === newcomer ? count + 1 : count;
      if (has > most) {
        most = has;
        crowded = new Set();
      }
      if (has === most) {
        crowded.add(source);
      }
    }
    return crowded;
  }
}

export class Places<T> {
  readonly #limits: PlaceLimits;
  readonly #isIdle: (item: T) => boolean;
  /** In the order in which they came. */
  readonly #holders = new Map<T, Holder>();
  readonly #shares = new Map<string, Share>();

  /** @isIdle: who goes before others of the same name and source. */
  constructor(limits: PlaceLimits, isIdle: (item: T) => boolean = () => false) {
    this.#limits = limits;
    this.#isIdle = isIdle;
  }

  get size(): number {
    return this.#holders.size;
  }

  has(item: T): boolean {
    return this.#holders.has(item);
  }

  /** Whether @name finds a place without anybody's going. */
  fits(name: string): boolean {
    const { total, ofOne } = this.#limits;
    return this.#holders.size < total && this.#sizeOf(name) < ofOne;
  }

  /** @item has a place now; answers with who had to go for it. */
  enter(item: T, name: string, source = ''): T | undefined {
    const displaced = this.fits(name) ? undefined : this.#displacedFor(name, source);
    if (displaced !== undefined) {
      this.leave(displaced);
    }
    this.#holders.set(item, { name, source });
    const share = this.#shares.get(name) ?? new Share();
    this.#shares.set(name, share);
    share.add(source);
    return displaced;
  }

  /** Whether it had one. */
  leave(item: T): boolean {
    const holder = this.#holders.get(item);
    if (holder === undefined) {
      return false;
    }
    const { name, source } = holder;
    this.#holders.delete(item);
    const share = this.#shares.get(name);
    share?.remove(source);
    if (share?.size === 0) {
      this.#shares.delete(name);
    }
    return true;
  }

  /** The first that came of those that @fits. */
  first(
    fits: (holder: Holder, item: T) => boolean,
  ): readonly [item: T, holder: Holder] | undefined {
    for (const entry of this.#holders) {
      if (fits(entry[1], entry[0])) {
        return entry;
      }
    }
    return undefined;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    yield* this.#holders.keys();
  }

  #sizeOf(name: string): number {
    return this.#shares.get(name)?.size ?? 0;
  }

  #crowdedFor(name: string): string {
    if (this.#sizeOf(name) >= this.#limits.ofOne) {
      return name;
    }
    // With the newcomer: whose name has as many already takes nobody else's.
    const sizes = [...this.#shares].map(
      ([one, { size }]) => [one, one === name ? size + 1 : size] as const,
    );
    return sizes.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
  }

  #displacedFor(name: string, source: string): T | undefined {
    const loser = this.#crowdedFor(name);
    const sources = this.#shares.get(loser)?.crowded(loser === name ? source : undefined);
    const mayGo = (one: Holder): boolean => one.name === loser && sources?.has(one.source) === true;
    const [item] = this.first((one, held) => mayGo(one) && this.#isIdle(held)) ?? [];
    return item ?? this.first(mayGo)?.[0];
  }
}
