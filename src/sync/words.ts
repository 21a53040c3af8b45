// SPDX-License-Identifier: Apache-2.0
// What each track last said about each field of each device, with version and time: the sets of
// core/state/field-set.ts, kept in columns. A track's word replaces its own last one and no other's,
// so that what tracks say of the same field stands side by side until they agree.
import { type PerTrack, TRACKS } from '../core/model/track.ts';
import type { Entry, FieldSet, Stamp } from '../core/state/field-set.ts';
import { entryKey } from '../core/state/field-set.ts';
import type { FieldValue } from '../core/state/field-table.ts';
import { ValueColumn } from './columns.ts';
import { type FieldLayout, SLOT_COUNT } from './layout.ts';

/** Counts within one millisecond; more reports than that go to the next one. */
const COUNTER_SIZE = 4_096;

/** A hybrid clock in one number: as late as the wall's, never earlier than what it said before. */
export class HybridClock {
  readonly #base: number;
  readonly #wall: () => number;
  #last = 0;

  constructor(wall: () => number) {
    this.#wall = wall;
    this.#base = Math.floor(wall());
  }

  /** Exact for 69 years. */
  tick(): number {
    const now = Math.floor(this.#wall() - this.#base) * COUNTER_SIZE;
    this.#last = Math.max(now, this.#last + 1);
    return this.#last;
  }

  stampOf(tick: number): Stamp {
    const counter = tick % COUNTER_SIZE;
    return { wall: this.#base + (tick - counter) / COUNTER_SIZE, counter };
  }
}

export class Words {
  readonly #values: ValueColumn;
  /** Not reset when a word is taken back: what is said next is newer. */
  readonly #versions: Float64Array;
  readonly #ticks: Float64Array;
  readonly #clock: HybridClock;

  constructor(devices: number, clock: HybridClock) {
    this.#values = new ValueColumn(devices * SLOT_COUNT);
    this.#versions = new Float64Array(devices * SLOT_COUNT);
    this.#ticks = new Float64Array(devices * SLOT_COUNT);
    this.#clock = clock;
  }

  has(at: number): boolean {
    return this.#values.has(at);
  }

  get(at: number): FieldValue {
    return this.#values.get(at);
  }

  is(at: number, value: FieldValue): boolean {
    return this.#values.is(at, value);
  }

  equal(a: number, b: number): boolean {
    return this.#values.equal(a, b);
  }

  say(at: number, value: FieldValue): void {
    this.#values.set(at, value);
    this.#versions[at] = (this.#versions[at] ?? 0) + 1;
    this.#ticks[at] = this.#clock.tick();
  }

  takeBack(at: number): void {
    this.#values.clear(at);
    this.#versions[at] = (this.#versions[at] ?? 0) + 1;
  }

  /** As the core's functions take it. */
  setOf(device: number, { field, first }: FieldLayout): FieldSet {
    const entries: Entry[] = [];
    for (const [index, by] of field.writers.entries()) {
      const at = device * SLOT_COUNT + first + index;
      if (this.#values.has(at)) {
        const version = this.#versions[at] ?? 0;
        const own = TRACKS.map((track) => (track === by ? version : 0));
        const vector: PerTrack<number> = [own[0] ?? 0, own[1] ?? 0, own[2] ?? 0];
        const stamp = this.#clock.stampOf(this.#ticks[at] ?? 0);
        entries.push({ by, vector, value: this.#values.get(at), stamp });
      }
    }
    // Sets are sorted by key: equal ones are equal lists.
    return entries.length < 2
      ? entries
      : entries
          .map((entry) => ({ entry, key: entryKey(entry) }))
          .sort((a, b) => (a.key < b.key ? -1 : 1))
          .map(({ entry }) => entry);
  }
}
