// SPDX-License-Identifier: Apache-2.0
// Starts a thread of the store and waits until it says that it is ready, or why it is not.
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { StoreFailedError } from './errors.ts';
import { fromWire, type WireError } from './wire-error.ts';

export type ThreadName = 'writer-thread' | 'reader-thread' | 'backup-thread';

/** The compiler does not rewrite names in URLs: the ending is .ts or .js as that of this file. */
export function threadUrl(name: ThreadName): URL {
  return new URL(`./${name}${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
}

interface FirstMessage {
  readonly type: string;
  readonly error?: WireError | null;
}

export interface Started<Ready> {
  readonly worker: Worker;
  readonly ready: Ready;
}

/** Rejects with what the thread says, and with StoreFailedError when it ends without a word. */
export function startThread<Ready extends FirstMessage>(
  name: ThreadName,
  workerData: object,
): Promise<Started<Ready>> {
  const worker = new Worker(threadUrl(name), { workerData, name: `store ${name}` });
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (message: FirstMessage): void => {
      settle();
      if (message.type === 'refused' && message.error) {
        worker.once('exit', () => reject(fromWire(message.error as WireError)));
        worker.terminate().catch(reject);
      } else {
        resolve({ worker, ready: message as Ready });
      }
    };
    const onError = (error: unknown): void => {
      settle();
      reject(new StoreFailedError(`its ${name} does not start: ${String(error)}`, 'none', error));
    };
    const onExit = (code: number): void => {
      settle();
      reject(new StoreFailedError(`its ${name} ended with code ${code} at start`, 'none'));
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}
