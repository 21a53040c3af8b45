// SPDX-License-Identifier: Apache-2.0
// dsmil-stop as a child of the daemon: a process that latches when the daemon dies, and when it is
// asked to while the daemon hangs. One that ends is started again.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

export type HelperState = 'STARTING' | 'READY' | 'RESTARTING' | 'ENDED';

export interface HelperOptions {
  /** The device node, or a simulator's socket. */
  readonly device: string;
  /** Its socket, mode 0600: any byte latches, whatever the daemon does; '' is none. */
  readonly listen: string;
  readonly program?: string;
  /** Hears of each change; @reason says why it is not READY. */
  readonly onChange: (state: HelperState, reason: string) => void;
  /** First pause before it is started again; it doubles, up to 5 s. Default 100. {unit ms} */
  readonly pauseMs?: number;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const PAUSE_MAX_MS = 5_000;
/** One that was ready for so long has earned a quick restart. {unit ms} */
const STEADY_MS = 10_000;
const END_LIMIT_MS = 2_000;

/** There is no dsmil-stop that could be asked. */
export class NoHelperError extends Error {
  override readonly name = 'NoHelperError';
  readonly code = 'ERR_DSMIL_NO_STOP_HELPER';

  constructor(state: HelperState) {
    super(`dsmil-stop is ${state}: it cannot be asked to latch; use the hard-wired stop`);
  }
}

/** Beside this program as it is built and as it is installed, then wherever PATH finds it. */
export function helperProgram(): string {
  const built = join(import.meta.dirname, '..', '..', '..', 'build', 'Release', 'dsmil-stop');
  return [built, '/usr/lib/dsmil/dsmil-stop'].find((path) => existsSync(path)) ?? 'dsmil-stop';
}

export class StopHelper {
  readonly #options: HelperOptions;
  #state: HelperState = 'STARTING';
  #child: Child | undefined;
  #pauseMs: number;
  #readyAt = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: HelperOptions) {
    this.#options = options;
    this.#pauseMs = options.pauseMs ?? 100;
    this.#run();
  }

  get state(): HelperState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Asks it to latch, which it does by itself. Throws NoHelperError. */
  trigger(): void {
    if (this.#child?.kill('SIGUSR1') !== true) {
      throw new NoHelperError(this.#state);
    }
  }

  /** Ends it without a stop: for a daemon that has ended in order. Idempotent. */
  async end(): Promise<void> {
    const child = this.#child;
    this.#set('ENDED', 'the daemon has ended in order');
    clearTimeout(this.#restart);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = once(child, 'exit');
    child.kill('SIGQUIT');
    const late = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
    await ended;
    clearTimeout(late);
  }

  #run(): void {
    const { device, listen, program = helperProgram() } = this.#options;
    const place = listen === '' ? [] : ['--listen', listen];
    const args = ['--device', device, '--parent', String(process.pid), '--stdin', ...place];
    const child: Child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().startsWith('ready') && this.#state !== 'ENDED') {
        this.#readyAt = performance.now();
        this.#set('READY', '');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said = chunk.toString().trim().slice(-200);
    });
    // It closes its end when it dies: that is told by its exit.
    child.stdin.on('error', (error) => {
      said = error.message;
    });
    child.once('error', (error) => this.#onEnd(error.message));
    child.once('exit', (code, signal) => {
      this.#onEnd(`dsmil-stop ended with ${signal ?? code}${said === '' ? '' : `: ${said}`}`);
    });
    child.unref();
  }

  #onEnd(reason: string): void {
    if (this.#state === 'ENDED' || this.#restart !== undefined) {
      return;
    }
    const steady = this.#readyAt > 0 && performance.now() - this.#readyAt > STEADY_MS;
    this.#pauseMs = steady ? (this.#options.pauseMs ?? 100) : this.#pauseMs;
    this.#readyAt = 0;
    this.#set('RESTARTING', reason);
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#run();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(PAUSE_MAX_MS, this.#pauseMs * 2);
  }

  #set(state: HelperState, reason: string): void {
    this.#state = state;
    this.#options.onChange(state, reason);
  }
}
