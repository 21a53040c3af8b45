// SPDX-License-Identifier: Apache-2.0
// Peer: ringbuf.js over a SharedArrayBuffer, from a worker that spins to a thread that spins.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { RingBuffer } from 'ringbuf.js';
import { ArrivalClock, type Carrier, FRAME_SIZE, FrameChecker } from './frames.ts';

const CAPACITY = 1 << 20;
const CHUNK = 64 * 1024;

export const ringbuf: Carrier = {
  name: 'ringbuf.js',
  batches: [1, 16, 64, 256, 1024],
  async sample(count, batch) {
    const storage = RingBuffer.getStorageForCapacity(CAPACITY, Uint8Array);
    const ring = new RingBuffer(storage, Uint8Array);
    const worker = new Worker(new URL('./ringbuf-worker.ts', import.meta.url), {
      workerData: { storage, count, batch },
    });
    const exited = once(worker, 'exit');
    await once(worker, 'online');
    const bytes = new Uint8Array(CHUNK);
    const view = new DataView(bytes.buffer);
    const checker = new FrameChecker();
    const clock = new ArrivalClock();
    while (checker.sequence < count) {
      const frames = Math.floor(ring.available_read() / FRAME_SIZE);
      if (frames > 0) {
        const taken = ring.pop(bytes, Math.min(CHUNK, frames * FRAME_SIZE));
        checker.check(view, 0, taken / FRAME_SIZE);
        clock.arrived(checker.sequence);
      }
    }
    const rate = clock.rate(checker.sequence);
    await exited;
    return rate;
  },
};
