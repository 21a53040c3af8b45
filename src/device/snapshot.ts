// SPDX-License-Identifier: Apache-2.0
// All device states as they were at one moment, decoded when they are asked for.
import { describeDevice } from '../abi/devices.ts';
import { DEVICE_COUNT, PAGE_GONE } from '../abi/generated/constants.ts';
import { StopState } from '../abi/generated/enums.ts';
import {
  type DeviceState,
  readDeviceState,
  STATE_ENTRY_SIZE,
  STATE_PAGE_SIZE,
} from '../abi/generated/state.ts';
import { STRUCTS } from '../abi/generated/structs.ts';

/** What the state page says of the stop. */
export interface StopView {
  /** The stop epoch. */
  readonly generation: bigint;
  /** A StopState; anything but RUN refuses effects. */
  readonly state: number;
  /** A StopCause. */
  readonly cause: number;
  readonly latchedNs: bigint;
}

function offsetOf(struct: string, field: string): number {
  const offset = STRUCTS[struct]?.fields.find((f) => f.name === field)?.offset;
  if (offset === undefined) {
    throw new Error(`dsmil.h has no ${struct}.${field} any more`);
  }
  return offset;
}

const PAGE = {
  flags: offsetOf('StatePage', 'flags'),
  instanceId: offsetOf('StatePage', 'instanceId'),
  generation: offsetOf('StatePage', 'stopGeneration'),
  stopState: offsetOf('StatePage', 'stopState'),
  stopCause: offsetOf('StatePage', 'stopCause'),
  stopNs: offsetOf('StatePage', 'stopNs'),
  entries: offsetOf('StatePage', 'entries'),
};
const STATE = offsetOf('StateEntry', 'state');
const FLAGS = STATE + offsetOf('DeviceState', 'flags');
const POWER = STATE + offsetOf('DeviceState', 'powerState');
const TEMPERATURE = STATE + offsetOf('DeviceState', 'temperatureMc');
const VERSION = STATE + offsetOf('DeviceState', 'version');

export class Snapshot {
  /** struct dsmil_state_page; a device path fills it. */
  readonly bytes = new Uint8Array(STATE_PAGE_SIZE);
  readonly #view = new DataView(this.bytes.buffer);

  /** The device was unbound: this is the last word. */
  get gone(): boolean {
    return (this.#view.getUint32(PAGE.flags, true) & PAGE_GONE) !== 0;
  }

  get instanceId(): bigint {
    return this.#view.getBigUint64(PAGE.instanceId, true);
  }

  get stop(): StopView {
    const view = this.#view;
    return {
      generation: view.getBigUint64(PAGE.generation, true),
      state: view.getUint32(PAGE.stopState, true),
      cause: view.getUint32(PAGE.stopCause, true),
      latchedNs: view.getBigUint64(PAGE.stopNs, true),
    };
  }

  /** Effects are refused. Unknown counts as latched. */
  get stopped(): boolean {
    return this.#view.getUint32(PAGE.stopState, true) !== StopState.RUN || this.gone;
  }

  /**
   * Was the entry still while it was copied? One that was not (its writer was held up in the
   * middle) is not to be believed.
   */
  consistent(position: number): boolean {
    return (this.#view.getUint32(this.#entry(position), true) & 1) === 0;
  }

  /** DEVICE_ flags, without decoding the rest. */
  flags(position: number): number {
    return this.#view.getUint32(this.#entry(position) + FLAGS, true);
  }

  /** A DevicePowerState, without decoding the rest. */
  power(position: number): number {
    return this.#view.getUint8(this.#entry(position) + POWER);
  }

  /** Without decoding the rest. {unit mC} */
  temperature(position: number): number {
    return this.#view.getInt32(this.#entry(position) + TEMPERATURE, true);
  }

  /** Moves with every change of the state. */
  version(position: number): bigint {
    return this.#view.getBigUint64(this.#entry(position) + VERSION, true);
  }

  /** undefined when the entry is not consistent: take another snapshot. */
  at(position: number): DeviceState | undefined {
    const entry = this.#entry(position);
    return this.consistent(position) ? readDeviceState(this.#view, entry + STATE) : undefined;
  }

  /** By token; throws an AbiError when there is no such device. */
  device(token: number): DeviceState | undefined {
    return this.at(describeDevice(token).position);
  }

  /** Every consistent state, by ascending token. */
  *[Symbol.iterator](): Generator<DeviceState> {
    for (let position = 0; position < DEVICE_COUNT; position++) {
      const state = this.at(position);
      if (state !== undefined) {
        yield state;
      }
    }
  }

  #entry(position: number): number {
    if (!Number.isInteger(position) || position < 0 || position >= DEVICE_COUNT) {
      throw new RangeError(
        `position is ${position}: it must be an integer in 0..${DEVICE_COUNT - 1}`,
      );
    }
    return PAGE.entries + position * STATE_ENTRY_SIZE;
  }
}
