// SPDX-License-Identifier: Apache-2.0
import { workerData } from 'node:worker_threads';
import { RingBuffer } from 'ringbuf.js';
import { FRAME_SIZE, writeFrames } from './frames.ts';

const { storage, count, batch } = workerData as {
  storage: SharedArrayBuffer;
  count: number;
  batch: number;
};
const ring = new RingBuffer(storage, Uint8Array);
const bytes = new Uint8Array(batch * FRAME_SIZE);
const view = new DataView(bytes.buffer);

for (let sequence = 0; sequence < count; sequence += batch) {
  const frames = Math.min(batch, count - sequence);
  writeFrames(view, sequence, frames);
  const size = frames * FRAME_SIZE;
  for (let done = 0; done < size; ) {
    done += ring.push(bytes, size - done, done);
  }
}
