// SPDX-License-Identifier: Apache-2.0
// The unified state of every device, kept up field by field: a word that changes nothing costs a
// comparison, one that does recomputes its field alone. What a field reads as is the core's to say
// (state/unify.ts); only where all who spoke agree is it not asked. No I/O, no timers.
import type { UnifiedDeviceState } from '../core/model/device-state.ts';
import { RiskLevel } from '../core/model/enums.ts';
import { TRACKS } from '../core/model/track.ts';
import type { Entry } from '../core/state/field-set.ts';
import type { FieldValue } from '../core/state/field-table.ts';
import type { SafetyCounters } from '../core/state/safety-version.ts';
import {
  type Decision,
  disagreementKey,
  type Resolution,
  resolveField,
  Strategy,
} from '../core/state/strategy.ts';
import { readField } from '../core/state/unify.ts';
import { buildState } from './build-state.ts';
import { ValueColumn } from './columns.ts';
import { Counters, safetyCounterOf } from './counters.ts';
import type { DeviceList } from './device-list.ts';
import { DecisionError } from './errors.ts';
import {
  FIELD_COUNT,
  type FieldLayout,
  LAYOUT,
  layoutAt,
  SLOT_COUNT,
  type Slot,
} from './layout.ts';
import { HybridClock, Words } from './words.ts';

/** A field on which tracks disagree. */
export interface Disagreement {
  /** The token. */
  readonly device: number;
  readonly path: string;
  readonly set: readonly Entry[];
  /** disagreementKey() of the set: what a decision has to be about. */
  readonly about: string;
  readonly strategy: Strategy;
  readonly resolution: Resolution;
}

/** Told at the moment; @device by its number. */
export interface BookEvents {
  /** The field reads otherwise than before. */
  changed(device: number, layout: FieldLayout, before: FieldValue): void;
  /** Another resolution of a disagreement: undefined is none. */
  disagreed(
    device: number,
    layout: FieldLayout,
    before: Resolution | undefined,
    after: Resolution | undefined,
  ): void;
}

export interface BookOptions {
  readonly devices: DeviceList;
  readonly strategyOf: (path: string) => Strategy;
  /** {unit ms} */
  readonly wall: () => number;
  readonly events: BookEvents;
}

const SAFETY_COUNTERS = LAYOUT.map(safetyCounterOf);
const RISK = layoutAt('unified_metadata.current_risk_level')?.number ?? -1;
const STATUS = layoutAt('unified_metadata.overall_status')?.number ?? -1;

export class StateBook {
  readonly devices: DeviceList;
  readonly counters: Counters;
  readonly #strategies: readonly Strategy[];
  readonly #events: BookEvents;
  readonly #words: Words;
  /** What each field reads as; absent is as unreported. */
  readonly #read: ValueColumn;
  // By device number * FIELD_COUNT + field number: few, even among many devices.
  readonly #resolutions = new Map<number, Resolution>();
  readonly #decisions = new Map<number, Decision>();
  /** How many disagreements of each device block effects. */
  readonly #blocking = new Map<number, number>();

  constructor({ devices, strategyOf, wall, events }: BookOptions) {
    this.devices = devices;
    this.counters = new Counters(devices.size);
    this.#strategies = LAYOUT.map(({ field }) => strategyOf(field.path));
    this.#events = events;
    this.#words = new Words(devices.size, new HybridClock(wall));
    this.#read = new ValueColumn(devices.size * FIELD_COUNT);
  }

  /** Whether @value differs from the slot's last word, which it then replaces. */
  say(device: number, slot: Slot, value: FieldValue): boolean {
    const at = device * SLOT_COUNT + slot.number;
    if (this.#words.is(at, value)) {
      return false;
    }
    this.#words.say(at, value);
    this.#heard(device, slot);
    return true;
  }

  /** The track knows nothing about it any more. False when it had said nothing. */
  takeBack(device: number, slot: Slot): boolean {
    const at = device * SLOT_COUNT + slot.number;
    if (!this.#words.has(at)) {
      return false;
    }
    this.#words.takeBack(at);
    this.#heard(device, slot);
    return true;
  }

  /** The slot's last word is @value. */
  wordIs(device: number, slot: Slot, value: FieldValue): boolean {
    return this.#words.is(device * SLOT_COUNT + slot.number, value);
  }

  /** What the field reads as. */
  read(device: number, layout: FieldLayout): FieldValue {
    const at = device * FIELD_COUNT + layout.number;
    return this.#read.has(at) ? this.#read.get(at) : this.devices.worstOf(device, layout.number);
  }

  state(device: number, syncInProgress: boolean): UnifiedDeviceState {
    return buildState(
      this.devices.at(device),
      (field) => {
        const at = device * FIELD_COUNT + field;
        return this.#read.has(at) ? this.#read.get(at) : this.devices.worstOf(device, field);
      },
      this.counters.syncVersions(device),
      { ...this.counters.record(device), syncInProgress },
    );
  }

  /** state() answers the same as long as this does. */
  revision(device: number): number {
    return this.counters.revision(device);
  }

  safety(device: number): SafetyCounters {
    return this.counters.safety(device);
  }

  blocksEffects(device: number): boolean {
    return (this.#blocking.get(device) ?? 0) > 0;
  }

  /** Of one device, or of all. */
  disagreements(device?: number): readonly Disagreement[] {
    return [...this.#resolutions]
      .filter(([at]) => device === undefined || Math.floor(at / FIELD_COUNT) === device)
      .map(([at, resolution]) => this.#describe(at, resolution));
  }

  /** The field's, if tracks disagree about it. */
  disagreement(device: number, { number }: FieldLayout): Disagreement | undefined {
    const at = device * FIELD_COUNT + number;
    const resolution = this.#resolutions.get(at);
    return resolution === undefined ? undefined : this.#describe(at, resolution);
  }

  /**
   * @decision if it holds for the disagreement as it is now; throws DecisionError with what is wrong
   * with it. Changes nothing.
   */
  judge(device: number, path: string, decision: Decision): Decision {
    const layout = layoutAt(path);
    if (layout === undefined || !this.#resolutions.has(device * FIELD_COUNT + layout.number)) {
      throw new DecisionError(path, 'NOT_OPEN');
    }
    const { field, number } = layout;
    const strategy = this.#strategies[number] ?? Strategy.CONSERVATIVE;
    const set = this.#words.setOf(device, layout);
    if (strategy !== Strategy.USER_MEDIATED) {
      throw new DecisionError(path, 'NOT_MEDIATED');
    }
    if (decision.about !== disagreementKey(set)) {
      throw new DecisionError(path, 'SET_MOVED');
    }
    if (!set.some(({ value }) => value === decision.value)) {
      throw new DecisionError(path, 'NOT_SAID');
    }
    const status = resolveField(field, set, strategy, decision)?.status;
    if (status !== 'RESOLVED') {
      // Agreed, and yet open: the owner is silent. Nobody can speak in its place.
      throw new DecisionError(path, status === 'AGREED' ? 'NOT_OPEN' : 'TWO_PERSONS');
    }
    return decision;
  }

  /** As judge(), and lets it hold: until the set changes. */
  decide(device: number, path: string, decision: Decision): void {
    this.judge(device, path, decision);
    const layout = layoutAt(path);
    if (layout !== undefined) {
      this.#decisions.set(device * FIELD_COUNT + layout.number, decision);
      this.#resolve(device, layout);
    }
  }

  #describe(at: number, resolution: Resolution): Disagreement {
    const device = Math.floor(at / FIELD_COUNT);
    const layout = LAYOUT[at % FIELD_COUNT];
    if (layout === undefined) {
      throw new RangeError(`field number is ${at % FIELD_COUNT}: it must be below ${FIELD_COUNT}`);
    }
    const set = this.#words.setOf(device, layout);
    return {
      device: this.devices.at(device).deviceId,
      path: layout.field.path,
      set,
      about: disagreementKey(set),
      strategy: this.#strategies[layout.number] ?? Strategy.CONSERVATIVE,
      resolution,
    };
  }

  #heard(device: number, slot: Slot): void {
    this.counters.countWord(device, TRACKS.indexOf(slot.by));
    this.#resolve(device, slot.layout);
  }

  #resolve(device: number, layout: FieldLayout): void {
    const at = device * FIELD_COUNT + layout.number;
    const first = device * SLOT_COUNT + layout.first;
    const count = layout.field.writers.length;
    const words = this.#words;
    let agreed = words.has(first);
    for (let index = 1; agreed && index < count; index++) {
      agreed = !words.has(first + index) || words.equal(first, first + index);
    }
    if (agreed) {
      this.#settle(device, layout, at, undefined);
      this.#put(device, layout, at, words.get(first));
      return;
    }
    const worst = this.devices.worstOf(device, layout.number);
    const resolution = readField(
      layout.field,
      words.setOf(device, layout),
      this.#strategies[layout.number] ?? Strategy.CONSERVATIVE,
      this.#decisions.get(at) ?? null,
      worst,
    );
    const disagreed = resolution !== null && resolution.status !== 'AGREED';
    this.#settle(device, layout, at, disagreed ? resolution : undefined);
    this.#put(device, layout, at, resolution === null ? worst : resolution.value);
  }

  /** The field's disagreement is @after now. */
  #settle(device: number, layout: FieldLayout, at: number, after: Resolution | undefined): void {
    const before = this.#resolutions.get(at);
    if (before === undefined && after === undefined) {
      return;
    }
    // A decision is about one set, which is no more: forget it, lest it is kept forever.
    if (after?.status !== 'RESOLVED') {
      this.#decisions.delete(at);
    }
    if (after === undefined) {
      this.#resolutions.delete(at);
    } else {
      this.#resolutions.set(at, after);
    }
    const blocking =
      (this.#blocking.get(device) ?? 0) +
      Number(after?.blocksEffects === true) -
      Number(before?.blocksEffects === true);
    if (blocking === 0) {
      this.#blocking.delete(device);
    } else {
      this.#blocking.set(device, blocking);
    }
    if (before === undefined) {
      this.counters.countConflict(device);
    }
    this.#events.disagreed(device, layout, before, after);
  }

  #put(device: number, layout: FieldLayout, at: number, said: FieldValue): void {
    // Safety rule 1: no track's word lifts a quarantine.
    const value = this.#isSealed(device, layout)
      ? this.devices.worstOf(device, layout.number)
      : said;
    const known = this.#read.has(at);
    if (known && this.#read.is(at, value)) {
      return;
    }
    const before = known ? this.#read.get(at) : this.devices.worstOf(device, layout.number);
    this.#read.set(at, value);
    if (before === value) {
      return;
    }
    this.counters.touch(device);
    const counter = SAFETY_COUNTERS[layout.number] ?? -1;
    if (counter >= 0) {
      this.counters.countSafety(device, counter);
    }
    const lifted = before === RiskLevel.QUARANTINED;
    if (layout.number === RISK && lifted !== (value === RiskLevel.QUARANTINED)) {
      this.counters.countQuarantine(device);
    }
    this.#events.changed(device, layout, before);
  }

  #isSealed(device: number, { number }: FieldLayout): boolean {
    return (
      (number === RISK || number === STATUS) &&
      this.devices.at(device).tableRisk === RiskLevel.QUARANTINED
    );
  }
}
