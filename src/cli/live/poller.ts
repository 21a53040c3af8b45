// SPDX-License-Identifier: Apache-2.0
// For when another process reads the ring: what changed in the state page, found by looking. It
// sees that something changed, not how often in between, and no operation or event as such.
import { RecordType } from '../../abi/generated/enums.ts';
import type { StateChange } from '../../abi/generated/payloads.ts';
import type { DeviceState } from '../../abi/generated/state.ts';

export const POLL_MS = 200;

export interface Change {
  readonly device: number;
  readonly timeNs: bigint;
  readonly change: StateChange;
  /** Changes of the device since the last look, this one included. */
  readonly versions: bigint;
}

function changeOf(before: DeviceState, after: DeviceState): Change {
  const registersChanged = after.registers.reduce(
    (mask, value, register) =>
      value === before.registers[register] ? mask : mask | (1 << register),
    0,
  );
  return {
    device: after.token,
    timeNs: after.changeNs,
    versions: after.version - before.version,
    change: {
      version: after.version,
      flagsBefore: before.flags,
      flags: after.flags,
      powerBefore: before.powerState,
      power: after.powerState,
      registersChanged,
      temperatureMc: after.temperatureMc,
      registers: after.registers,
    },
  };
}

export class Poller {
  #before: readonly DeviceState[];

  constructor(states: readonly DeviceState[]) {
    this.#before = states;
  }

  /** What is new, oldest first. */
  look(states: readonly DeviceState[]): Change[] {
    const before = this.#before;
    this.#before = states;
    return states
      .flatMap((after, position) => {
        const old = before[position];
        return old === undefined || old.version === after.version ? [] : [changeOf(old, after)];
      })
      .sort((a, b) => Number(a.timeNs - b.timeNs));
  }
}

export const POLLED_TYPE = RecordType.STATE_CHANGE;
