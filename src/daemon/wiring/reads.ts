// SPDX-License-Identifier: Apache-2.0
// A register, from the state page where that was sampled a moment ago, else from the device.
import { InvalidArgumentError } from '../../core/model/errors.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import type { DevicePath } from '../../device/device-path.ts';
import { Snapshot } from '../../device/snapshot.ts';
import type { ReadPort, ReadValue } from '../../orchestrator/operations/ports.ts';
import { moment, wallOf } from './moments.ts';

/** A sample that is older is asked for again. {unit ns} */
const FRESH_NS = 50_000_000n;

function registerOf({ register }: OperationRequest['parameters']): number {
  if (register === null) {
    throw new InvalidArgumentError('parameters.register', register, 'a register, to read it');
  }
  return register;
}

export class DeviceReads implements ReadPort {
  readonly #device: DevicePath;
  /** Filled again for each read: one for each would be 20 KB for the collector. */
  readonly #page = new Snapshot();

  constructor(device: DevicePath) {
    this.#device = device;
  }

  sampled({ deviceId, parameters }: OperationRequest): ReadValue | undefined {
    const register = registerOf(parameters);
    const state = this.#device.snapshot(this.#page).device(deviceId);
    const now = moment();
    if (
      state === undefined ||
      (state.registerMask & (1 << register)) === 0 ||
      now.nowNs - state.sampleNs >= FRESH_NS
    ) {
      return undefined;
    }
    const value = state.registers[register] ?? null;
    return { value, source: 'STATE_PAGE', at: wallOf(state.sampleNs, now) };
  }

  async read(
    { deviceId, parameters }: OperationRequest,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<ReadValue> {
    const register = registerOf(parameters);
    const { value, sampleNs } = await this.#device.read(
      { device: deviceId, registerIndex: register, timeoutMs },
      { signal },
    );
    return { value, source: 'HARDWARE', at: wallOf(sampleNs, moment()) };
  }
}
