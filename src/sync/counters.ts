// SPDX-License-Identifier: Apache-2.0
// What is counted of each device: safety counters (core/state/safety-version.ts), and what the state's
// own metadata says. Numbers of 53 bits: none of them ever goes back.
import { REGISTER_COUNT } from '../core/model/device-state.ts';
import type { PerTrack } from '../core/model/track.ts';
import type { SafetyCounters } from '../core/state/safety-version.ts';
import type { FieldLayout } from './layout.ts';

const POWER = 0;
const AUTHORIZATION = 1;
const CLEARANCE = 2;
const QUARANTINE = 3;
const STOP = 4;
const REGISTERS = 5;
const SAFETY_SIZE = REGISTERS + REGISTER_COUNT;
const VERSIONS = SAFETY_SIZE;
const LAST_CHANGE = VERSIONS + 3;
const CHANGES = LAST_CHANGE + 1;
const LAST_SYNC = CHANGES + 1;
const CONFLICTS = LAST_SYNC + 1;
const SIZE = CONFLICTS + 1;

const BY_PATH: Readonly<Record<string, number>> = {
  'kernel_state.power_state': POWER,
  'security_state.access_authorized': AUTHORIZATION,
  'security_state.required_clearance': CLEARANCE,
  'unified_metadata.emergency_stop_applied': STOP,
};

/** Which safety counter moves with @layout's field; -1 for none. Quarantine is asked for apart. */
export function safetyCounterOf({ field, place }: FieldLayout): number {
  return place.name === 'lastRegisterValues' && place.index !== null
    ? REGISTERS + place.index
    : (BY_PATH[field.path] ?? -1);
}

export class Counters {
  readonly #numbers: Float64Array;
  readonly #revisions: Float64Array;
  #allSynced = 0;
  #allRevision = 0;

  constructor(devices: number) {
    this.#numbers = new Float64Array(devices * SIZE);
    this.#revisions = new Float64Array(devices);
  }

  #add(device: number, which: number): void {
    const at = device * SIZE + which;
    this.#numbers[at] = (this.#numbers[at] ?? 0) + 1;
    this.touch(device);
  }

  /** Something of its state reads otherwise, or is about to within this turn. */
  touch(device: number): void {
    this.#revisions[device] = (this.#revisions[device] ?? 0) + 1;
  }

  /** Moves with everything that its state is built from. */
  revision(device: number): number {
    return this.#allRevision + (this.#revisions[device] ?? 0);
  }

  #get(device: number, which: number): number {
    return this.#numbers[device * SIZE + which] ?? 0;
  }

  countSafety(device: number, counter: number): void {
    this.#add(device, counter);
  }

  countQuarantine(device: number): void {
    this.#add(device, QUARANTINE);
  }

  /** @track by its place among TRACKS. */
  countWord(device: number, track: number): void {
    this.#add(device, VERSIONS + track);
  }

  countConflict(device: number): void {
    this.#add(device, CONFLICTS);
  }

  /** Time in nanoseconds, as the model has it. */
  changed(device: number, atNs: number): void {
    this.#numbers[device * SIZE + LAST_CHANGE] = atNs;
    this.#add(device, CHANGES);
  }

  /** @device null: all of them. */
  synced(device: number | null, atNs: number): void {
    if (device === null) {
      this.#allSynced = atNs;
      this.#allRevision += 1;
    } else {
      this.#numbers[device * SIZE + LAST_SYNC] = atNs;
      this.touch(device);
    }
  }

  syncVersions(device: number): PerTrack<number> {
    const at = (track: number): number => this.#get(device, VERSIONS + track);
    return [at(0), at(1), at(2)];
  }

  record(device: number): {
    readonly lastStateChange: number;
    readonly stateChangeCount: number;
    readonly lastSyncTimestamp: number;
    readonly syncConflictsDetected: number;
  } {
    return {
      lastStateChange: this.#get(device, LAST_CHANGE),
      stateChangeCount: this.#get(device, CHANGES),
      lastSyncTimestamp: Math.max(this.#allSynced, this.#get(device, LAST_SYNC)),
      syncConflictsDetected: this.#get(device, CONFLICTS),
    };
  }

  safety(device: number): SafetyCounters {
    return {
      power: this.#get(device, POWER),
      registers: Array.from({ length: REGISTER_COUNT }, (_, n) => this.#get(device, REGISTERS + n)),
      authorization: this.#get(device, AUTHORIZATION),
      clearance: this.#get(device, CLEARANCE),
      quarantine: this.#get(device, QUARANTINE),
      stop: this.#get(device, STOP),
    };
  }
}
