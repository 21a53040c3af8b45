// SPDX-License-Identifier: Apache-2.0
// A machine: a kernel with its hardware, and the folder that outlives both it and the daemons. What they
// leave is looked at from outside.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeDevice } from '../../../src/abi/devices.ts';
import { DEVICE_HELD, DEVICE_PREPARED } from '../../../src/abi/generated/constants.ts';
import { StopState } from '../../../src/abi/generated/enums.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import type { Kernel } from './kernel.ts';
import { SLOWNESS } from './patience.ts';
import { Daemon, REPORT_SIGNAL } from './process.ts';
import type { Strike } from './sites.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** It says where it stands when it is asked; and collects no garbage while it starts. */
const NODE_OPTIONS = [
  '--report-on-signal',
  `--report-signal=${REPORT_SIGNAL}`,
  '--max-semi-space-size=64',
];

export interface Programs {
  /** The daemon that is struck, built by victims.ts. */
  readonly victim: string;
  /** Built of strike.c. */
  readonly strike: string;
  /** For Node's compiled code, so that a start is quick. */
  readonly cache: string;
}

export class Machine {
  readonly folder: string;
  readonly socket: string;
  readonly kernel: Kernel;
  readonly #programs: Programs;
  #watcher: DevicePath | undefined;

  private constructor(folder: string, kernel: Kernel, programs: Programs) {
    this.folder = folder;
    this.socket = join(folder, 'd.sock');
    this.kernel = kernel;
    this.#programs = programs;
  }

  static async start(folder: string, kernel: Kernel, programs: Programs): Promise<Machine> {
    const state = join(folder, 'state');
    mkdirSync(state, { recursive: true });
    writeFileSync(
      join(folder, 'dsmil.toml'),
      `[store]\ndirectory = "${state}/store"\n[audit]\norigin = "localhost/dsmil/crash"\n` +
        `keys_directory = "${state}/keys"\nleaf_file = "${state}/leaves"\nhead_file = "${state}/head"\n` +
        `[events]\nkeys_file = "${state}/cursor.keys"\n` +
        `[security]\nfixture_file = "${ROOT}/native/sim/principals/demo.toml"\n` +
        // A daemon that waits a second for a processor is to go on working.
        `[deadman]\nperiod_ms = ${kernel.deadmanMs}\n[daemon]\nsocket = "${folder}/d.sock"\n` +
        `[sync]\nfull_pass_ms = ${5_000 * SLOWNESS}\nreport_deadline_ms = ${1_000 * SLOWNESS}\nassess_deadline_ms = ${1_000 * SLOWNESS}\n`,
    );
    const machine = new Machine(folder, kernel, programs);
    await machine.plug();
    return machine;
  }

  /** Another kernel. */
  async plug(): Promise<void> {
    // A module that somebody has open is not unloaded.
    this.#watcher?.close();
    this.#watcher = undefined;
    await this.kernel.plug();
    this.#watcher = await DevicePath.open({ path: this.kernel.device });
  }

  daemon(strike: Strike): Daemon {
    const { site, phase, count, action, from, times, ms } = strike;
    const child = spawn(
      process.execPath,
      [
        ...NODE_OPTIONS,
        `--report-directory=${this.folder}`,
        this.#programs.victim,
        join(this.folder, 'dsmil.toml'),
        this.kernel.device,
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          LD_PRELOAD: this.#programs.strike,
          NODE_COMPILE_CACHE: this.#programs.cache,
          STRIKE_SITE: site,
          STRIKE_PHASE: phase,
          STRIKE_COUNT: String(count),
          STRIKE_ACTION: action,
          STRIKE_FROM: from,
          STRIKE_TIMES: String(times),
          STRIKE_MS: String(ms),
          ...this.kernel.loss,
        },
      },
    );
    return new Daemon(child);
  }

  get stopped(): boolean {
    return this.#page().stop.state !== StopState.RUN;
  }

  held(): number[] {
    return this.#flagged(DEVICE_HELD);
  }

  prepared(): number[] {
    return this.#flagged(DEVICE_PREPARED);
  }

  #page() {
    if (this.#watcher === undefined) {
      throw new Error('the machine has no kernel');
    }
    return this.#watcher.snapshot();
  }

  #flagged(flag: number): number[] {
    const snapshot = this.#page();
    return [...snapshot]
      .map(({ token }) => token)
      .filter((token) => (snapshot.flags(describeDevice(token).position) & flag) !== 0);
  }

  async end(): Promise<void> {
    this.#watcher?.close();
    await this.kernel.end();
  }
}
