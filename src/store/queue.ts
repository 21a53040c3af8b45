// SPDX-License-Identifier: Apache-2.0
// What waits for the writer: bounded, in two lanes, so that stop records find room when normal ones
// have taken all of theirs, and go first. No clock, no thread: pure bookkeeping.
import type { WriteClass, WriteUnit } from './contract.ts';
import { StoreArgumentError, StoreBusyError } from './errors.ts';
import type { StoreLimits } from './options.ts';
import { estimateBytes } from './size.ts';

/** Stop units have room of their own; prune units share that of normal ones. */
export type LaneName = 'stop' | 'normal';

/** The units of one write() call that were admitted; T is what the caller remembers with them. */
export interface Entry<T> {
  readonly units: readonly WriteUnit[];
  readonly load: Readonly<Record<LaneName, Load>>;
  readonly owner: T;
}

export interface Load {
  readonly units: number;
  /** {unit bytes} */
  readonly bytes: number;
}

const CLASSES: readonly WriteClass[] = ['stop', 'normal', 'prune'];
const UNIT_BYTES = 64;
const NONE: Load = { units: 0, bytes: 0 };

function plus(a: Load, b: Load): Load {
  return { units: a.units + b.units, bytes: a.bytes + b.bytes };
}

function minus(a: Load, b: Load): Load {
  return { units: a.units - b.units, bytes: a.bytes - b.bytes };
}

/** First in, first out, without moving what is left. */
class Lane<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get first(): T | undefined {
    return this.#items[this.#head];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item !== undefined) {
      // What was taken is nobody's any more: its place keeps it no longer.
      this.#items[this.#head] = undefined;
      this.#head += 1;
      if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
        this.#items = this.#items.slice(this.#head);
        this.#head = 0;
      }
    }
    return item;
  }
}

export class WriteQueue<T> {
  /** What is admitted and not settled yet: waiting or under way. */
  readonly #taken: Record<LaneName, Load> = { stop: NONE, normal: NONE };
  readonly #lanes = { stop: new Lane<Entry<T>>(), normal: new Lane<Entry<T>>() };
  readonly #limits: StoreLimits;
  #waiting = 0;

  constructor(limits: StoreLimits) {
    this.#limits = limits;
  }

  /** Units that wait, not those under way. */
  get waiting(): number {
    return this.#waiting;
  }

  get taken(): Readonly<Record<LaneName, Load>> {
    return this.#taken;
  }

  /**
   * Takes the units of a lane if all of them fit. Returns by unit why it was not taken, undefined
   * where it was; while @full is given, normal units are refused with it. What is taken waits as one
   * entry, in the lane that goes first if a stop unit is among it. Throws StoreArgumentError for units
   * that no batch could run.
   */
  admit(units: readonly WriteUnit[], owner: T, full?: Error): readonly (Error | undefined)[] {
    const refused: (Error | undefined)[] = units.map((unit) =>
      unit.writeClass === 'normal' ? full : undefined,
    );
    const load = measureUnits(units, refused);
    for (const lane of ['stop', 'normal'] as const) {
      const refusal = this.#refusal(lane, load[lane]);
      if (refusal !== undefined) {
        load[lane] = NONE;
        units.forEach((unit, place) => {
          if (laneOf(unit) === lane) {
            refused[place] ??= refusal;
          }
        });
      }
    }
    const admitted = units.filter((_, place) => refused[place] === undefined);
    if (admitted.length > 0) {
      this.#taken.stop = plus(this.#taken.stop, load.stop);
      this.#taken.normal = plus(this.#taken.normal, load.normal);
      this.#waiting += admitted.length;
      const lane = load.stop.units > 0 ? this.#lanes.stop : this.#lanes.normal;
      lane.push({ units: admitted, load, owner });
    }
    return refused;
  }

  /** The next batch: whole entries, stop first; at least one if any waits. */
  take(): Entry<T>[] {
    const batch: Entry<T>[] = [];
    let load = NONE;
    for (const lane of [this.#lanes.stop, this.#lanes.normal]) {
      for (let entry = lane.first; entry !== undefined; entry = lane.first) {
        const more = plus(load, plus(entry.load.stop, entry.load.normal));
        const fits = more.units <= this.#limits.batchUnits && more.bytes <= this.#limits.batchBytes;
        if (!fits && batch.length > 0) {
          return batch;
        }
        lane.shift();
        this.#waiting -= entry.units.length;
        batch.push(entry);
        load = more;
      }
    }
    return batch;
  }

  /** The entry's units have their outcomes: their room is free again. */
  release(entry: Entry<T>): void {
    this.#taken.stop = minus(this.#taken.stop, entry.load.stop);
    this.#taken.normal = minus(this.#taken.normal, entry.load.normal);
  }

  #refusal(lane: LaneName, more: Load): StoreBusyError | undefined {
    if (more.units === 0) {
      return undefined;
    }
    const { queueUnits, queueBytes, stopUnits, stopBytes } = this.#limits;
    const [units, bytes] = lane === 'stop' ? [stopUnits, stopBytes] : [queueUnits, queueBytes];
    const taken = this.#taken[lane];
    if (taken.units + more.units <= units && taken.bytes + more.bytes <= bytes) {
      return undefined;
    }
    const what = lane === 'stop' ? "the store's queue for stops" : "the store's queue";
    return new StoreBusyError(what, taken.units, taken.bytes);
  }
}

function laneOf(unit: WriteUnit): LaneName {
  return unit.writeClass === 'stop' ? 'stop' : 'normal';
}

/** The load of those that are not refused yet. */
function measureUnits(
  units: readonly WriteUnit[],
  refused: readonly (Error | undefined)[],
): Record<LaneName, Load> {
  const load: Record<LaneName, Load> = { stop: NONE, normal: NONE };
  for (const [place, unit] of units.entries()) {
    const { writeClass, commands } = unit;
    if (!CLASSES.includes(writeClass)) {
      const allowed = `one of ${CLASSES.join(', ')}`;
      throw new StoreArgumentError(`units[${place}].writeClass`, writeClass, allowed);
    }
    if (!Array.isArray(commands)) {
      throw new StoreArgumentError(`units[${place}].commands`, commands, 'an array of commands');
    }
    let bytes = UNIT_BYTES;
    for (const { module, name, argument } of commands) {
      bytes += estimateBytes(argument, `units[${place}] ${module}.${name} argument`);
    }
    if (refused[place] === undefined) {
      const lane = laneOf(unit);
      load[lane] = plus(load[lane], { units: 1, bytes });
    }
  }
  return load;
}
