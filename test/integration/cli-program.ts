// SPDX-License-Identifier: Apache-2.0
// Runs the compiled dsmilctl, or any program, and tells what it said.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './device-sim.ts';
import { jsonLine } from './log-line.ts';

export const NODE = join(ROOT, 'node_modules', '.bin', 'node');
export const CLI = join(ROOT, 'dist', 'cli', 'main.js');

const WAIT_MS = 120_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Nothing of whoever runs the tests (no device, no colours, no folder of theirs) but where Node keeps what it compiled. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
  return { PATH, HOME, LANG: 'C.UTF-8', ...compiled, ...more };
}

export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out = '';
  err = '';

  constructor(command: string, args: readonly string[], { env, cwd }: ProgramOptions = {}) {
    const child = spawn(command, args, {
      env: environment(env),
      cwd: cwd ?? ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      this.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.err += chunk.toString();
    });
    this.ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => ({
      code: typeof code === 'number' ? code : null,
      signal: typeof signal === 'string' ? (signal as NodeJS.Signals) : null,
      out: this.out,
      err: this.err,
    }));
  }

  /** Until standard output (or error) has it. */
  async says(pattern: RegExp, where: 'out' | 'err' = 'out'): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!pattern.test(this[where])) {
      if (Date.now() > deadline || this.child.exitCode !== null) {
        throw new Error(
          `it did not say ${pattern}; it said:\n${this.out}\n${this.err}\n(exit code ${this.child.exitCode})`,
        );
      }
      await sleep(20);
    }
  }
}

export function startCli(args: readonly string[], options?: ProgramOptions): Program {
  return new Program(NODE, [CLI, ...args], options);
}

/** To its end. */
export async function cli(...args: string[]): Promise<Ended> {
  return await startCli(args).ended;
}

/** Each line of it a JSON value. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => jsonLine(line, 'it') as Record<string, unknown>);
}
