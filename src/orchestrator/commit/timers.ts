// SPDX-License-Identifier: Apache-2.0
// Waiting with an end. Timers are injected, so that a test owns the time.
import { clearTimeout as clear, setTimeout as set } from 'node:timers';

export interface Timers {
  /** Calls @callback once after @ms, unless the answer is called before. */
  after(ms: number, callback: () => void): () => void;
}

/** setTimeout() takes no more. {unit ms} */
const LONGEST_MS = 0x7fff_ffff;

export const SYSTEM_TIMERS: Timers = {
  after(ms, callback) {
    const timer = set(callback, Math.min(Math.max(0, ms), LONGEST_MS));
    return () => clear(timer);
  },
};

export function sleep(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve);
  });
}

export type Within<T> = { readonly ended: true; readonly value: T } | { readonly ended: false };

/** @promise, if it settles within @ms; what it does later is nobody's business here. */
export function within<T>(timers: Timers, ms: number, promise: Promise<T>): Promise<Within<T>> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(ms, () => resolve({ ended: false }));
    promise.then(
      (value) => {
        cancel();
        resolve({ ended: true, value });
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** @promise, if it settles before @signal aborts. */
export function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<Within<T>> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve({ ended: false });
    if (signal.aborted) {
      giveUp();
    }
    signal.addEventListener('abort', giveUp, { once: true });
    promise
      .then(
        (value) => resolve({ ended: true, value }),
        (error: unknown) => reject(error),
      )
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}
