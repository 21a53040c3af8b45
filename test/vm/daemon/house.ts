// SPDX-License-Identifier: Apache-2.0
// In the machine: dsmild as a process of its own on /dev/dsmil, and the two persons at its socket.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DaemonGoneError } from '../../../src/api/local/client/client.ts';
import { AtSocket } from '../../../src/daemon/story/at-socket.ts';

export const DEVICE = '/dev/dsmil';
/** Long for the machine that is emulated, and for that on which it is. {unit ms} */
const PATIENCE_MS = 300_000;
/** Longer than a slow machine needs between two beats; a hung daemon is waited for so long. {unit ms} */
const DEADMAN_MS = 30_000;
/** Nor are tracks that are late what is tried: no verdict counts as CRITICAL. {unit ms} */
const TRACKS_MS = 60_000;

/** systemctl.sh knows them, too. */
const SERVICE = {
  pid: '/run/dsmild.pid',
  config: '/run/dsmild.config',
  status: '/run/dsmild.status',
};

const ROOT = join(import.meta.dirname, '../../..');
const KEYS = join(ROOT, 'native/sim/principals/demo-keys.json');

export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const limit = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > limit) {
      throw new Error(`${what}: not within ${PATIENCE_MS / 1_000} s`);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** A program to its end: 0 and what it said, or its status. */
export async function run(program: string, ...args: string[]): Promise<[number | null, string]> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const [status] = await once(child, 'close');
  return [status as number | null, said.trim()];
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One folder, in which one daemon after the other lives. */
export class House {
  readonly folder: string;
  readonly #config: string;
  readonly #socket: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#config = join(folder, 'dsmil.toml');
    this.#socket = join(folder, 'dsmild.sock');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(
      this.#config,
      `[store]\ndirectory = "${folder}/store"\n[audit]\norigin = "localhost/dsmil/life"\n` +
        `keys_directory = "${folder}/keys"\nleaf_file = "${folder}/leaves"\nhead_file = "${folder}/head"\n` +
        `[events]\nkeys_file = "${folder}/cursor.keys"\n` +
        `[security]\nfixture_file = "${ROOT}/native/sim/principals/demo.toml"\n` +
        `[daemon]\nsocket = "${this.#socket}"\n[deadman]\nperiod_ms = ${DEADMAN_MS}\n` +
        `[sync]\nfull_pass_ms = ${TRACKS_MS}\nreport_deadline_ms = ${TRACKS_MS}\nassess_deadline_ms = ${TRACKS_MS}\n`,
      { mode: 0o600 },
    );
  }

  /** Resolves when it serves. */
  async start(): Promise<DaemonProcess> {
    const daemon = new DaemonProcess(this.#config);
    await this.serves(() => {
      if (!daemon.alive) {
        throw new Error(`the daemon did not start: ${daemon.said}`);
      }
    });
    return daemon;
  }

  /** @check throws when it is in vain to wait. */
  async serves(check: () => void = () => undefined): Promise<void> {
    await until('a daemon serves', async () => {
      check();
      try {
        (await this.#person('ann')).close();
        return true;
      } catch (error) {
        if (error instanceof DaemonGoneError) {
          return undefined;
        }
        throw error;
      }
    });
  }

  /** From now on it is what systemctl.sh calls dsmild.service. */
  isService({ pid }: DaemonProcess): void {
    writeFileSync(SERVICE.pid, String(pid));
    writeFileSync(SERVICE.config, this.#config);
  }

  /** Of the one that systemctl.sh started last. */
  async serviceEnded(): Promise<Ended> {
    const status = await until('the service has ended', () =>
      existsSync(SERVICE.status) ? readFileSync(SERVICE.status, 'utf8').trim() : undefined,
    );
    return { status: Number(status), signal: null };
  }

  async together<T>(body: (ann: AtSocket, bob: AtSocket) => Promise<T>): Promise<T> {
    const ann = await this.#person('ann');
    const bob = await this.#person('bob');
    try {
      return await body(ann, bob);
    } finally {
      ann.close();
      bob.close();
    }
  }

  /** From LATCHED to RUN, by two persons. */
  async intoRun(): Promise<void> {
    await this.together(async (ann, bob) => {
      await until('the stop settles', async () =>
        (await ann.status()).stop.state === 'LATCHED' ? true : undefined,
      );
      await ann.step();
      await bob.step();
      const state = await ann.step();
      if (state !== 'RUN') {
        throw new Error(`after a reset by two and a start the stop is ${state}`);
      }
    });
  }

  #person(person: string): Promise<AtSocket> {
    return AtSocket.connect(this.#socket, KEYS, person);
  }
}

export class DaemonProcess {
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcess;
  #said = '';

  constructor(config: string) {
    const program = join(ROOT, 'dist/daemon/main.js');
    this.#process = spawn(process.execPath, [program, '--config', config, '--device', DEVICE], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk}`.slice(-4_000);
    });
    this.ended = once(this.#process, 'exit').then(([status, signal]) => ({
      status: status as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get said(): string {
    return this.#said;
  }

  send(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }
}
