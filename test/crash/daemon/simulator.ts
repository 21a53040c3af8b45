// SPDX-License-Identifier: Apache-2.0
// A process as kernel and hardware: lost when it is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { tokenName } from '../../../src/core/model/device.ts';
import type { Kernel } from './kernel.ts';

export class Simulator implements Kernel {
  readonly device: string;
  readonly deadmanMs = 5_000;
  readonly #program: string;
  readonly #control: string;
  #process: ChildProcess | undefined;

  constructor(program: string, folder: string) {
    this.#program = program;
    this.device = join(folder, 'sim.sock');
    this.#control = join(folder, 'ctl');
  }

  get loss(): Readonly<Record<string, string>> {
    return { STRIKE_SIM: String(this.#process?.pid ?? 0) };
  }

  get plugged(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  async plug(): Promise<void> {
    for (const left of [this.device, this.#control]) {
      rmSync(left, { force: true });
    }
    const simulator = spawn(
      this.#program,
      [
        ...['--socket', this.device, '--control', this.#control],
        ...['--allow-writes', '--exit-with-parent'],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#process = simulator;
    await once(simulator.stdout as NodeJS.ReadableStream, 'data');
  }

  async register(device: number, register: number): Promise<number> {
    const answer = await this.#ask(`get ${tokenName(device)} r${register}`);
    const value = /^ok (?:0x[0-9a-f]+|\d+)$/.exec(answer)?.[0].slice(3);
    if (value === undefined) {
      throw new Error(`the simulator says ${JSON.stringify(answer)} of ${device} ${register}`);
    }
    return Number(value);
  }

  async setRegister(device: number, register: number, value: number): Promise<void> {
    await this.#tell(`set ${tokenName(device)} r${register} ${value}`);
  }

  async slow(device: number, ms: number): Promise<void> {
    await this.#tell(`latency ${tokenName(device)} ${ms}ms`);
  }

  async breakOne(device: number): Promise<void> {
    await this.#tell(`fault wrong-readback ${tokenName(device)} 0x40000000`);
  }

  async mend(): Promise<void> {
    await this.#tell('clear all');
  }

  async end(): Promise<void> {
    if (this.#process !== undefined && this.plugged) {
      this.#process.kill('SIGTERM');
      await once(this.#process, 'exit');
    }
  }

  /** One line to its control socket, one answer: what no daemon stands between. */
  async #ask(line: string): Promise<string> {
    const socket = connect(this.#control);
    socket.end(`${line}\n`);
    let answer = '';
    for await (const chunk of socket) {
      answer += String(chunk);
    }
    return answer.trim();
  }

  async #tell(line: string): Promise<void> {
    const answer = await this.#ask(line);
    if (answer !== 'ok') {
      throw new Error(`the simulator says ${JSON.stringify(answer)} to ${line}`);
    }
  }
}
