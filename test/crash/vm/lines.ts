// SPDX-License-Identifier: Apache-2.0
// A Unix socket of the emulator, a line a message.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const CONNECT_MS = 60_000;

export class Lines {
  /** Whole lines, all that came; one that the kill cut is not among them. */
  readonly all: string[] = [];
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  readonly #waiting = new Set<() => void>();
  #rest = '';
  #over = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#take(text));
    // The emulator's death may reset it: what came before is here all the same.
    socket.on('error', () => socket.destroy());
    this.#ended = new Promise((resolve) => {
      socket.on('close', () => {
        this.#over = true;
        this.#wake();
        resolve();
      });
    });
  }

  /** Tries until the emulator has made the socket; @alive says whether it still can. */
  static async connect(path: string, alive: () => boolean): Promise<Lines> {
    const end = performance.now() + CONNECT_MS;
    for (;;) {
      try {
        return new Lines(await connected(path));
      } catch (error) {
        if (!alive() || performance.now() > end) {
          throw new Error(`nobody listens on ${path}`, { cause: error });
        }
        await sleep(10);
      }
    }
  }

  say(line: string): void {
    this.#socket.write(`${line}\n`);
  }

  /** The first line at or after @from that fits. Rejects after @ms, or when no more can come. */
  async next(fits: (line: string) => boolean, ms: number, from = 0): Promise<string> {
    const end = performance.now() + ms;
    for (;;) {
      const found = this.all.slice(from).find(fits);
      if (found !== undefined) {
        return found;
      }
      if (this.#over || performance.now() > end) {
        const why = this.#over ? 'the machine is gone' : `${ms} ms have passed`;
        throw new Error(`${why}; it said last: ${this.all.slice(-5).join(' | ')}`);
      }
      await this.#more(end - performance.now());
    }
  }

  /** When the other side is gone, and everything that it said is here. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #more(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.all.push(...lines.map((line) => line.replace('\r', '')));
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) {
      resolve();
    }
    this.#waiting.clear();
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
