// SPDX-License-Identifier: Apache-2.0
// What the daemon's process has: its heap behind a collection, asked for through Node's inspector, its descriptors,
// its pages.
import { once } from 'node:events';
import type { Host } from '../host/host.ts';

const ANSWER_MS = 60_000;
/** A shorter run is over before it has its own code warm. {unit s} */
export const JUDGED_FROM_S = 240;
/** Of so few nothing can be said: caches breathe by a megabyte or two. */
const ENDED_MIN = 3_000;
/**
 * An operation that has ended may not leave more than this. Small ones that take the place of large ones, in what is
 * bounded by the bytes of its texts, were seen to leave 460. {unit bytes}
 */
export const LEFT_MAX = 768;
/** As good as none. Far enough below the limit that a leak of a kilobyte is not read as that by chance. {unit bytes} */
const LEVEL_MAX = LEFT_MAX / 2;
/** A level that lasts no longer is the breath of a cache. */
const LEVEL_ENDED_MIN = 1_500;
/** Samples: of a half, and of a level. */
const MANY = 10;
const LEVEL_MANY = 12;

/** What each operation left behind, and since how many had ended. */
export interface Left {
  /** {unit bytes} */
  readonly bytes: number;
  readonly from: number;
}

/**
 * What the second half of a run grew by, for each operation that ended: undefined when too few did. Where that is
 * too much and the rest of the run is level, it is what the rest grew by: what filled up ended later, and a leak
 * does not end.
 */
export function leftByEach(samples: readonly Sample[]): Left | undefined {
  const half = samples.slice(Math.floor(samples.length / 2));
  if (half.length < MANY || endedIn(half) < ENDED_MIN) {
    return undefined;
  }
  const whole = leftIn(half);
  if (whole.bytes <= LEFT_MAX) {
    return whole;
  }
  const level = half
    .map((_, n) => half.slice(n))
    .filter((rest) => rest.length >= LEVEL_MANY && endedIn(rest) >= LEVEL_ENDED_MIN)
    .map(leftIn)
    .find(({ bytes }) => bytes <= LEVEL_MAX);
  return level ?? whole;
}

function endedIn(samples: readonly Sample[]): number {
  return (samples.at(-1)?.ended ?? 0) - (samples[0]?.ended ?? 0);
}

/** The middle of the slopes between any two: a sample that is far off does not move it. */
function leftIn(samples: readonly Sample[]): Left {
  const slopes = samples
    .flatMap((one, n) => samples.slice(n + 1).map((later) => [one, later] as const))
    .filter(([one, later]) => later.ended > one.ended)
    .map(([one, later]) => (bytesOf(later) - bytesOf(one)) / (later.ended - one.ended))
    .sort((a, b) => a - b);
  return { bytes: slopes[Math.floor(slopes.length / 2)] ?? 0, from: samples[0]?.ended ?? 0 };
}

function bytesOf({ heap, outside }: Sample): number {
  return heap + outside;
}

export interface Sample {
  /** Operations that have ended by then, in whatever way. */
  readonly ended: number;
  /** Since the load began. {unit s} */
  readonly at: number;
  /** {unit bytes} */
  readonly heap: number;
  readonly outside: number;
  readonly resident: number;
  readonly descriptors: number;
}

interface Usage {
  readonly heapUsed: number;
  readonly external: number;
}

export class Memory implements Disposable {
  readonly samples: Sample[] = [];
  readonly #host: Host;
  readonly #socket: WebSocket;
  readonly #begun: number;
  #id = 0;

  private constructor(host: Host, socket: WebSocket) {
    this.#host = host;
    this.#socket = socket;
    this.#begun = performance.now();
  }

  static async open(host: Host): Promise<Memory> {
    const socket = new WebSocket(host.inspector);
    await once(socket, 'open', { signal: AbortSignal.timeout(ANSWER_MS) });
    return new Memory(host, socket);
  }

  /** @ended: operations that have. */
  async sample(ended: number): Promise<Sample> {
    await this.#ask('HeapProfiler.collectGarbage', {});
    const expression = 'JSON.stringify(process.memoryUsage())';
    const answer = (await this.#ask('Runtime.evaluate', { expression })) as {
      readonly result: { readonly value: string };
    };
    const usage = JSON.parse(answer.result.value) as Usage;
    const sample = {
      ended,
      at: (performance.now() - this.#begun) / 1_000,
      heap: usage.heapUsed,
      outside: usage.external,
      resident: this.#host.resident(),
      descriptors: this.#host.descriptors(),
    };
    this.samples.push(sample);
    return sample;
  }

  /** What grew, when the daemon's code is warm. */
  growth(): string[] {
    const left = leftByEach(this.samples);
    return left !== undefined && left.bytes > LEFT_MAX
      ? [
          `each operation that ended left ${left.bytes.toFixed(0)} bytes behind, from the ${left.from}th on`,
        ]
      : [];
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #ask(method: string, params: object): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${method}`)), ANSWER_MS);
      const heard = ({ data }: MessageEvent): void => {
        const said = JSON.parse(String(data)) as {
          readonly id?: number;
          readonly result?: unknown;
        };
        if (said.id === id) {
          clearTimeout(timer);
          this.#socket.removeEventListener('message', heard);
          resolve(said.result);
        }
      };
      this.#socket.addEventListener('message', heard);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

export function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
