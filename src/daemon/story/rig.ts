// SPDX-License-Identifier: Apache-2.0
// What the day does to simulated registers behind the daemon's back: of dsmil-sim by its control socket, of
// the module by its debugfs file.
import { writeFile } from 'node:fs/promises';
import { tokenName } from '../../core/model/device.ts';
import { DevicePath } from '../../device/device-path.ts';
import type { Simulator } from './simulator.ts';

export interface Rig {
  /** A write to the device takes long enough, from now on, for somebody to act meanwhile. */
  slow(device: number): Promise<void>;
  /** Each access to the device fails from now on. */
  fail(device: number): Promise<void>;
  /** Devices that were slow or failed are as before. */
  clear(devices: readonly number[]): Promise<void>;
  /** What is in the register, whatever the daemon thinks. */
  value(device: number, register: number): Promise<number>;
}

/** Both less than an operation may take. The second is for emulated machines, where everything takes longer. {unit ms} */
const SIMULATED_MS = 1_500;
const EMULATED_MS = 4_000;

export class SimulatorRig implements Rig {
  readonly #simulator: Simulator;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  async slow(device: number): Promise<void> {
    await this.#simulator.act(`latency ${tokenName(device)} ${SIMULATED_MS}ms`);
  }

  async fail(device: number): Promise<void> {
    await this.#simulator.act(`fault hardware-error ${tokenName(device)}`);
  }

  async clear(devices: readonly number[]): Promise<void> {
    for (const device of devices) {
      await this.#simulator.act(`clear ${tokenName(device)}`);
    }
  }

  async value(device: number, register: number): Promise<number> {
    return Number(await this.#simulator.act(`get ${tokenName(device)} r${register}`));
  }
}

const NS_PER_MS = 1_000_000;
/** DSMIL_SIM_FAULT_HARDWARE_ERROR of the module's simulated backend. */
const HARDWARE_ERROR = 4;
/** Longer than what the day makes slow. {unit ms} */
const READ_MS = 5_000;

/** Over the module with backend=sim: @control is its debugfs file. */
export class ModuleRig implements Rig, Disposable {
  readonly #control: string;
  readonly #path: DevicePath;

  private constructor(control: string, path: DevicePath) {
    this.#control = control;
    this.#path = path;
  }

  static async open(control: string, device: string): Promise<ModuleRig> {
    return new ModuleRig(control, await DevicePath.open({ path: device }));
  }

  async slow(device: number): Promise<void> {
    await this.#act(`latency ${tokenName(device)} ${EMULATED_MS * NS_PER_MS}`);
  }

  async fail(device: number): Promise<void> {
    await this.#act(`fault ${tokenName(device)} ${HARDWARE_ERROR} 0`);
  }

  async clear(devices: readonly number[]): Promise<void> {
    for (const device of devices) {
      await this.#act(`clear ${tokenName(device)}`);
    }
  }

  async value(device: number, registerIndex: number): Promise<number> {
    const { value } = await this.#path.read({ device, registerIndex, timeoutMs: READ_MS });
    return value;
  }

  [Symbol.dispose](): void {
    this.#path.close();
  }

  async #act(command: string): Promise<void> {
    await writeFile(this.#control, command);
  }
}
