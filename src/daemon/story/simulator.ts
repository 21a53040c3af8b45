// SPDX-License-Identifier: Apache-2.0
// A simulator of the story's own, so that nothing that is stopped or warmed up here is anybody else's.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A simulator on a busy machine is ready after a fraction of it. {unit ms} */
const READY_MS = 30_000;
const END_MS = 2_000;

export class Simulator implements AsyncDisposable {
  readonly socket: string;
  readonly #control: string;
  readonly #process: ChildProcess;

  private constructor(folder: string, program: string, more: readonly string[]) {
    this.socket = join(folder, 'sim.sock');
    this.#control = join(folder, 'control.sock');
    const places = ['--socket', this.socket, '--control', this.#control];
    const often = ['--poll-ms', '100'];
    this.#process = spawn(program, [...places, ...often, ...more, '--exit-with-parent'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  static async start(
    folder: string,
    program: string,
    more: readonly string[] = [],
  ): Promise<Simulator> {
    const simulator = new Simulator(folder, program, more);
    const { stdout } = simulator.#process;
    if (stdout === null) {
      throw new Error('the simulator has no output to wait for');
    }
    const lines = createInterface({ input: stdout });
    const signal = AbortSignal.timeout(READY_MS);
    const failed = once(simulator.#process, 'error', { signal });
    const ended = once(simulator.#process, 'exit', { signal });
    const ready = once(lines, 'line', { signal });
    // Who loses the race ends with the deadline, and is of no interest then.
    for (const loser of [failed, ended, ready]) {
      loser.catch(() => undefined);
    }
    const first = await Promise.race([
      ready.then(([line]) => String(line)),
      ended.then(([code]) => `it ended with status ${code}`),
      failed.then(([error]) => String(error)),
    ]);
    if (!first.startsWith('dsmil-sim: ready')) {
      simulator.#process.kill('SIGKILL');
      throw new Error(`${program} did not start: ${first}`);
    }
    return simulator;
  }

  /** An action of a scenario, at once; or `get DEVICE REGISTER`, which it answers. */
  async act(action: string): Promise<string> {
    const connection = createConnection(this.#control);
    try {
      connection.end(`${action}\n`);
      const [answer] = await once(createInterface({ input: connection }), 'line', {
        signal: AbortSignal.timeout(READY_MS),
      });
      if (!String(answer).startsWith('ok')) {
        throw new Error(`the simulator does not take '${action}': ${answer}`);
      }
      return String(answer).slice('ok'.length).trim();
    } finally {
      connection.destroy();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      return;
    }
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(timer);
  }
}
