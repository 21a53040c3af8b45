// SPDX-License-Identifier: Apache-2.0
// Peer: a Unix stream socket from a C program that writes many frames at once, read by `net` in
// its two ways: 'data' events, as everybody does it, and into one preallocated buffer (`onread`),
// which is much faster and little known.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../lib/program.ts';
import { ArrivalClock, type Carrier, FRAME_SIZE, FrameChecker } from './frames.ts';

const CHUNK = 256 * 1024;

/** Frames out of a stream of bytes, which cuts them anywhere. */
class FrameStream {
  /** Where the next bytes belong, behind what is left of the frame that was cut. */
  readonly chunk: Uint8Array;
  readonly #bytes = new Uint8Array(FRAME_SIZE + CHUNK);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #checker = new FrameChecker();
  readonly #clock = new ArrivalClock();
  readonly #count: number;
  #left = 0;

  constructor(count: number) {
    this.#count = count;
    this.chunk = this.#bytes.subarray(FRAME_SIZE);
  }

  get sequence(): number {
    return this.#checker.sequence;
  }

  /** @size bytes are in the chunk. Their rate when the last one was among them. */
  filled(size: number): number | undefined {
    const begin = FRAME_SIZE - this.#left;
    const frames = Math.floor((this.#left + size) / FRAME_SIZE);
    const end = begin + frames * FRAME_SIZE;
    this.#checker.check(this.#view, begin, frames);
    this.#clock.arrived(this.sequence);
    this.#left += size - frames * FRAME_SIZE;
    this.#bytes.copyWithin(FRAME_SIZE - this.#left, end, end + this.#left);
    return this.sequence === this.#count ? this.#clock.rate(this.#count) : undefined;
  }

  /** The same for bytes of somebody else's: whole frames are looked at where they are. */
  arrived(data: Buffer): number | undefined {
    if (this.#left > 0 || data.byteLength % FRAME_SIZE !== 0) {
      let rate: number | undefined;
      for (let at = 0; at < data.byteLength; at += CHUNK) {
        const part = data.subarray(at, at + CHUNK);
        this.chunk.set(part);
        rate = this.filled(part.byteLength);
      }
      return rate;
    }
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#checker.check(view, 0, data.byteLength / FRAME_SIZE);
    this.#clock.arrived(this.sequence);
    return this.sequence === this.#count ? this.#clock.rate(this.#count) : undefined;
  }
}

/** Receives @count frames from @path; millions a second. */
function receive(path: string, count: number, way: 'data' | 'onread'): Promise<number> {
  const stream = new FrameStream(count);
  return new Promise((resolve, reject) => {
    const finish = (rate: number | undefined): boolean => {
      if (rate !== undefined) {
        resolve(rate);
        socket.destroy();
      }
      return true;
    };
    const guarded = (take: () => number | undefined): boolean => {
      try {
        return finish(take());
      } catch (error) {
        reject(error);
        return false;
      }
    };
    const socket =
      way === 'data'
        ? connect({ path })
        : connect({
            path,
            onread: {
              buffer: stream.chunk,
              callback: (size) => guarded(() => stream.filled(size)),
            },
          });
    if (way === 'data') {
      socket.on('data', (data: Buffer) => guarded(() => stream.arrived(data)));
    }
    socket.on('error', reject);
    socket.on('end', () => reject(new Error(`the producer closed after ${stream.sequence}`)));
  });
}

function unixCarrier(name: string, way: 'data' | 'onread'): Carrier {
  return {
    name,
    batches: [64, 256, 1024, 4096],
    sample: (count, batch) => fromProducer(count, batch, way),
  };
}

async function fromProducer(count: number, batch: number, way: 'data' | 'onread') {
  const directory = await mkdtemp(join(tmpdir(), 'dsmil-bench-'));
  const path = join(directory, 'socket');
  const producer = spawn(programPath('socket-producer'), [path, `${count}`, `${batch}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(producer, 'exit');
  try {
    await once(producer.stdout, 'data');
    return await receive(path, count, way);
  } finally {
    producer.kill();
    await exited;
    await rm(directory, { recursive: true });
  }
}

export const unixSocket = unixCarrier('Unix socket', 'data');
export const unixSocketOnread = unixCarrier('Unix socket, onread', 'onread');
