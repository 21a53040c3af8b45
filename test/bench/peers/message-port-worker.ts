// SPDX-License-Identifier: Apache-2.0
import { parentPort, workerData } from 'node:worker_threads';
import { FRAME_SIZE, writeFrames } from './frames.ts';

// So many buffers are under way: enough that neither side waits for the other.
const BUFFERS = 16;

const { count, batch } = workerData as { count: number; batch: number };
let sequence = 0;

function send(buffer: ArrayBuffer): void {
  if (sequence >= count) {
    // The last one has been sent, and this one came back: nothing is left to do.
    parentPort?.close();
    return;
  }
  const frames = Math.min(batch, count - sequence);
  writeFrames(new DataView(buffer), sequence, frames);
  sequence += frames;
  parentPort?.postMessage(buffer, [buffer]);
}

parentPort?.on('message', send);
for (let i = 0; i < BUFFERS; i++) {
  send(new ArrayBuffer(batch * FRAME_SIZE));
}
