// SPDX-License-Identifier: Apache-2.0
// The way out of a stream, no faster than the client reads. A stream that was cancelled never drains, so
// whoever waits is told by the call's end, too.
import type { Call } from './call.ts';

/** What of grpc-js's streams is used here. */
export interface OutgoingStream {
  write(bytes: Uint8Array): boolean;
  once(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

const READY: Promise<void> = Promise.resolve();

export class Sender {
  readonly #stream: OutgoingStream;
  readonly #call: Call;
  #draining: Promise<void> | undefined;

  constructor(stream: OutgoingStream, call: Call) {
    this.#stream = stream;
    this.#call = call;
  }

  /** Resolves when more may be sent; rejects with CallEndedError once the call is over. */
  send(bytes: Uint8Array): Promise<void> {
    const { ended } = this.#call;
    if (ended !== undefined) {
      return Promise.reject(ended);
    }
    if (this.#stream.write(bytes)) {
      return READY;
    }
    this.#draining ??= this.#drained().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  #drained(): Promise<void> {
    const { signal } = this.#call;
    return new Promise((resolve, reject) => {
      const drained = (): void => {
        signal.removeEventListener('abort', ended);
        resolve();
      };
      const ended = (): void => {
        this.#stream.off('drain', drained);
        reject(this.#call.ended);
      };
      this.#stream.once('drain', drained);
      signal.addEventListener('abort', ended, { once: true });
    });
  }
}
