// SPDX-License-Identifier: Apache-2.0
// Starts a real dsmil-sim for a test, and ends it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
const SIM = join(ROOT, 'build', 'Release', 'dsmil-sim');

export interface SimOptions {
  readonly args?: readonly string[];
  readonly scenario?: string;
}

export class Sim {
  readonly folder = mkdtempSync(join(tmpdir(), 'dsmil-device-'));
  readonly socket = join(this.folder, 'sim.sock');
  readonly #control = join(this.folder, 'control.sock');
  #child: ChildProcess | undefined;

  static async start(options: SimOptions = {}): Promise<Sim> {
    const sim = new Sim();
    await sim.run(options);
    return sim;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) {
      throw new Error('dsmil-sim does not run');
    }
    return pid;
  }

  /** (Again) on the same socket. */
  async run({ args = [], scenario = '' }: SimOptions = {}): Promise<void> {
    if (!existsSync(SIM)) {
      throw new Error(`${SIM} is missing: run npm run build:native`);
    }
    const file = join(this.folder, 'test.scenario');
    writeFileSync(file, `${scenario}\n`);
    const all = ['--socket', this.socket, '--control', this.#control, '--scenario', file];
    const child = spawn(SIM, [...all, '--exit-with-parent', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('ready on')) {
          resolve();
        }
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`dsmil-sim ended with ${code}: ${said}`)));
    });
  }

  /** One action of a scenario, done when it is answered. */
  async act(action: string): Promise<string> {
    const socket = createConnection(this.#control);
    await once(socket, 'connect');
    socket.write(`${action}\n`);
    let answer = '';
    for await (const chunk of socket) {
      answer += String(chunk);
      if (answer.includes('\n')) {
        break;
      }
    }
    socket.destroy();
    if (answer.startsWith('error')) {
      throw new Error(`dsmil-sim: ${action}: ${answer}`);
    }
    return answer.trim();
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
