// SPDX-License-Identifier: Apache-2.0
// The devices that are synchronized: the table's 84, or as many as a test makes up.
import { type DeviceIdentity, unreportedState } from '../core/model/device-state.ts';
import type { Level } from '../core/risk/level.ts';
import type { FieldValue } from '../core/state/field-table.ts';
import { readPlace } from '../core/state/place.ts';
import { UnknownDeviceError } from './errors.ts';
import { LAYOUT } from './layout.ts';

export interface SyncedDevice extends DeviceIdentity {
  /** Its class in the table; QUARANTINED there is the last word. */
  readonly tableRisk: Level;
  /** What a reader of its events must be in. */
  readonly compartments: readonly string[];
}

/** What each field reads as while nobody has said anything, by its number; one list a class. */
function worstOf(device: SyncedDevice): readonly FieldValue[] {
  const worst = unreportedState(device, device.tableRisk);
  return LAYOUT.map(({ place }) => readPlace(worst, place));
}

export class DeviceList {
  readonly devices: readonly SyncedDevice[];
  readonly #numbers: ReadonlyMap<number, number>;
  readonly #worst = new Map<Level, readonly FieldValue[]>();

  constructor(devices: readonly SyncedDevice[]) {
    this.devices = [...devices];
    this.#numbers = new Map(devices.map(({ deviceId }, number) => [deviceId, number]));
    if (this.#numbers.size !== devices.length) {
      throw new RangeError('devices has a token twice: each must be there once');
    }
    for (const device of devices) {
      if (!this.#worst.has(device.tableRisk)) {
        this.#worst.set(device.tableRisk, worstOf(device));
      }
    }
  }

  get size(): number {
    return this.devices.length;
  }

  /** Its place in the list, or undefined. */
  find(token: number): number | undefined {
    return this.#numbers.get(token);
  }

  /** Throws UnknownDeviceError. */
  numberOf(token: number): number {
    const number = this.#numbers.get(token);
    if (number === undefined) {
      throw new UnknownDeviceError(token);
    }
    return number;
  }

  at(number: number): SyncedDevice {
    const device = this.devices[number];
    if (device === undefined) {
      throw new RangeError(`device number is ${number}: it must be in 0..${this.size - 1}`);
    }
    return device;
  }

  worstOf(number: number, field: number): FieldValue {
    return this.#worst.get(this.at(number).tableRisk)?.[field] ?? null;
  }
}
