// SPDX-License-Identifier: Apache-2.0
// Peer: MessagePort from a worker, buffers of many frames handed over, and back to be filled again.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ArrivalClock, type Carrier, FRAME_SIZE, FrameChecker } from './frames.ts';

export const messagePort: Carrier = {
  name: 'MessagePort',
  batches: [64, 256, 1024, 4096],
  async sample(count, batch) {
    const worker = new Worker(new URL('./message-port-worker.ts', import.meta.url), {
      workerData: { count, batch },
    });
    const exited = once(worker, 'exit');
    const checker = new FrameChecker();
    const clock = new ArrivalClock();
    const rate = await new Promise<number>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (buffer: ArrayBuffer) => {
        try {
          const frames = Math.min(buffer.byteLength / FRAME_SIZE, count - checker.sequence);
          checker.check(new DataView(buffer), 0, frames);
        } catch (error) {
          reject(error);
          return;
        }
        clock.arrived(checker.sequence);
        if (checker.sequence === count) {
          resolve(clock.rate(count));
        }
        worker.postMessage(buffer, [buffer]);
      });
    });
    await exited;
    return rate;
  },
};
