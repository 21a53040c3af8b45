// SPDX-License-Identifier: Apache-2.0
// A daemon in a process of its own, which can be told where to die.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';

export interface Death {
  readonly site: string;
  readonly phase: 'before' | 'after';
  /** At which time that it comes there; 0: never. */
  readonly count: number;
}

export const NO_DEATH: Death = { site: 'none', phase: 'before', count: 0 };

export interface MortalOptions {
  readonly config: string;
  readonly device: string;
  readonly death: Death;
}

/** Far more than it takes on a busy machine, or in one that is emulated on it. {unit ms} */
const START_LIMIT_MS = 300_000;

export class MortalDaemon implements AsyncDisposable {
  readonly #process: ChildProcess;
  #said = '';

  private constructor({ config, device, death }: MortalOptions) {
    const program = join(import.meta.dirname, `mortal${extname(import.meta.url)}`);
    const { site, phase, count } = death;
    this.#process = spawn(process.execPath, [program, config, device, site, phase, String(count)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk}`.slice(-4_000);
    });
  }

  /** Resolves when it serves. Rejects with what it said when it does not. */
  static async start(options: MortalOptions): Promise<MortalDaemon> {
    const daemon = new MortalDaemon(options);
    const child = daemon.#process;
    const late = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
    try {
      const ready = once(child.stdout as NodeJS.ReadableStream, 'data').then(() => true);
      const ended = once(child, 'close').then(() => false);
      if (!(await Promise.race([ready, ended]))) {
        throw new Error(`the daemon did not start: ${daemon.#said}`);
      }
      return daemon;
    } finally {
      clearTimeout(late);
    }
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** The signal that ended it; null when it ended itself. */
  async died(): Promise<NodeJS.Signals | null> {
    if (this.alive) {
      await once(this.#process, 'exit');
    }
    return this.#process.signalCode;
  }

  /** In order. Rejects when it does not end so. */
  async end(): Promise<void> {
    if (this.alive) {
      this.#process.kill('SIGTERM');
      await this.died();
    }
    if (this.#process.exitCode !== 0) {
      throw new Error(`the daemon did not end in order: ${this.#said}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.alive) {
      this.#process.kill('SIGKILL');
      await this.died();
    }
  }
}
