// SPDX-License-Identifier: Apache-2.0
// Places for good, and spare ones for who comes when those are taken: a newcomer always finds a way in, so that a
// stop does. A spare place may be lost to a later newcomer; one for good is lost to nobody.
import { type PlaceLimits, Places } from './places.ts';

export interface SeatLimits {
  readonly ordinary: PlaceLimits;
  readonly spare: PlaceLimits;
}

export class Seats<T> {
  readonly #ordinary: Places<T>;
  readonly #spares: Places<T>;

  constructor({ ordinary, spare }: SeatLimits) {
    this.#ordinary = new Places(ordinary);
    this.#spares = new Places(spare);
  }

  get size(): number {
    return this.#ordinary.size + this.#spares.size;
  }

  /** @item has a seat now; answers with who had to go for it. @source: which part of @name. */
  take(item: T, name: string, source: string): T | undefined {
    const places = this.#ordinary.fits(name) ? this.#ordinary : this.#spares;
    return places.enter(item, name, source);
  }

  /** Whether @item may be displaced. */
  isSpare(item: T): boolean {
    return this.#spares.has(item);
  }

  /** A place for good that becomes free is taken by who has waited longest of those whom it fits. */
  leave(item: T): void {
    if (!this.#ordinary.leave(item)) {
      this.#spares.leave(item);
      return;
    }
    const [next, holder] = this.#spares.first(({ name }) => this.#ordinary.fits(name)) ?? [];
    if (next !== undefined && holder !== undefined) {
      this.#spares.leave(next);
      this.#ordinary.enter(next, holder.name, holder.source);
    }
  }

  *[Symbol.iterator](): IterableIterator<T> {
    yield* this.#ordinary;
    yield* this.#spares;
  }
}
