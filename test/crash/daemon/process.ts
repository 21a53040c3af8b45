// SPDX-License-Identifier: Apache-2.0
// One daemon that is struck: what it says, and when it died.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { SLOWNESS } from './patience.ts';

/** Far more than a start takes on a busy machine. {unit ms} */
const START_LIMIT_MS = 240_000 * SLOWNESS;
/** A start that takes longer says where its time goes. {unit ms} */
const SLOW_START_MS = 15_000 * SLOWNESS;
export const REPORT_SIGNAL = 'SIGUSR2';
/** Until its last words have come, once it is dead: its helper may hold them open. {unit ms} */
const LAST_WORDS_MS = 100;

/** Of one thread, since it began. */
interface ThreadTime {
  readonly name: string;
  /** {unit ms} */
  readonly ran: number;
  /** Ready to run, without a processor. {unit ms} */
  readonly waited: number;
}

function threadTimes(pid: number): ThreadTime[] {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).map((task) => {
    const [ran = 0, waited = 0] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8')
      .split(' ')
      .map((ns) => Number(ns) / 1e6);
    return { name: readFileSync(`${tasks}/${task}/comm`, 'utf8').trim(), ran, waited };
  });
}

/** Where the time of a start has gone: its main thread first, as it is needed all the time. */
function timeWords(pid: number, afterMs: number): string {
  const [main, ...others] = threadTimes(pid);
  const words = ({ name, ran, waited }: ThreadTime): string =>
    `${name} ran ${ran.toFixed(0)} and waited ${waited.toFixed(0)} for a processor`;
  const busy = others.filter(({ ran, waited }) => ran + waited > afterMs / 20);
  return `of ${afterMs.toFixed(0)} ms ${[...(main ? [main] : []), ...busy].map(words).join('; ')}`;
}

export class Daemon {
  readonly process: ChildProcess;
  /** Sites and phases that it came to. */
  readonly places = new Set<string>();
  said = '';
  /** Where the time has gone, when it took long to start. */
  slow: string | undefined;
  /** What was to happen to it has happened. */
  struck = false;
  /** What should have happened then, and did not. */
  unstruck: string | undefined;
  /** It was told to die. */
  told = false;
  /** By performance.now(); undefined while it lives. */
  diedAt: number | undefined;
  /** The same, when it has. */
  readonly died: Promise<number>;
  readonly #closed: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.process = child;
    let rest = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('place ')) {
          this.places.add(line.slice('place '.length));
        } else {
          this.struck = true;
          this.unstruck = line === 'struck' ? this.unstruck : line;
        }
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.said = `${this.said}${chunk}`.slice(-6_000);
    });
    this.died = once(child, 'exit').then(() => {
      const now = performance.now();
      this.diedAt = now;
      return now;
    });
    this.#closed = once(child, 'close');
  }

  get alive(): boolean {
    return this.diedAt === undefined;
  }

  /** From outside. */
  kill(): void {
    this.told = true;
    this.process.kill('SIGKILL');
  }

  get killed(): boolean {
    return this.process.signalCode === 'SIGKILL';
  }

  /** True when it serves; false when it died before. */
  async ready(): Promise<boolean> {
    const { promise, resolve: found } = Promise.withResolvers<boolean>();
    this.process.stdout?.once('data', () => found(true));
    this.process.once('exit', () => found(false));
    const late = setTimeout(() => {
      this.said += '\nit was not ready in time';
      this.process.kill('SIGABRT');
    }, START_LIMIT_MS);
    const begun = performance.now();
    const reported = setTimeout(() => this.process.kill(REPORT_SIGNAL), SLOW_START_MS);
    try {
      return this.alive && (await promise);
    } finally {
      clearTimeout(late);
      clearTimeout(reported);
      const took = performance.now() - begun;
      if (took > SLOW_START_MS && this.alive && this.process.pid !== undefined) {
        this.slow = timeWords(this.process.pid, took);
      }
    }
  }

  /** When it died; undefined when it has not within @limitMs. */
  async gone(limitMs: number): Promise<number | undefined> {
    await Promise.race([this.died, wait(limitMs)]);
    if (!this.alive) {
      await Promise.race([this.#closed, wait(LAST_WORDS_MS)]);
      // Where this process stood still, the time is over before what has come is read.
      await new Promise((read) => setImmediate(read));
    }
    return this.diedAt;
  }

  /** Its kernel stood still when it was to be opened: such a start ends, and another one follows. */
  get unanswered(): boolean {
    return /cannot be opened: \w+: ETIMEDOUT/.test(this.said);
  }

  /** How it ended, in words. */
  get ending(): string {
    return `${this.process.signalCode ?? this.process.exitCode}: ${this.said}`;
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}
