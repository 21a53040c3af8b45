// SPDX-License-Identifier: Apache-2.0
// The simulated device with a player that publishes on command (c/bench_player.c).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { programPath } from './program.ts';

export class BenchSim implements AsyncDisposable {
  /** The socket that a DevicePath opens. */
  readonly socket: string;
  readonly #directory: string;
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #waiting: ((line: string) => void)[] = [];
  #ended: Error | undefined;
  #fail: (error: Error) => void = () => undefined;

  private constructor(directory: string, args: readonly string[]) {
    this.#directory = directory;
    this.socket = join(directory, 'socket');
    this.#process = spawn(
      programPath('bench-sim'),
      ['--socket', this.socket, '--exit-with-parent', ...args],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const { stdout } = this.#process;
    if (stdout === null) {
      throw new Error('bench-sim has no standard output');
    }
    this.#lines = createInterface(stdout);
    this.#lines.on('line', (line) => this.#waiting.shift()?.(line));
    this.#process.once('exit', (code, signal) => {
      this.#ended = new Error(`bench-sim ended (${signal ?? code})`);
      this.#fail(this.#ended);
    });
    this.#process.once('error', (error) => this.#fail(error));
  }

  /** Starts one; it is ready to be connected to. */
  static async start(...args: readonly string[]): Promise<BenchSim> {
    const directory = await mkdtemp(join(tmpdir(), 'dsmil-bench-'));
    const sim = new BenchSim(directory, args);
    await sim.#line();
    return sim;
  }

  /** Asks the player for something; the number that it answers. */
  async command(text: string): Promise<number> {
    const answer = this.#line();
    this.#process.stdin?.write(`${text}\n`);
    const [, value] = (await answer).split(' ');
    return Number(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended === undefined) {
      const exited = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exited;
    }
    this.#lines.close();
    await rm(this.#directory, { recursive: true });
  }

  #line(): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#fail = reject;
      this.#waiting.push(resolve);
    });
  }
}
