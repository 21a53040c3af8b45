// SPDX-License-Identifier: Apache-2.0
// Lets so many reads of the log be under way at once; the others wait their turn. Thousands of
// readers that fall behind at the same moment must not fill the store's queue.

import type { RevisionLog } from './log.ts';

class ReadGate {
  readonly #most: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#running >= this.#most) {
      // Whoever ends hands its place over: the number of those that run does not change.
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    } else {
      this.#running += 1;
    }
    try {
      signal.throwIfAborted();
      return await read();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) {
        this.#running -= 1;
      } else {
        next();
      }
    }
  }
}

/** @log, with no more reads under way than @most. */
export function gated(log: RevisionLog, most: number): RevisionLog {
  const gate = new ReadGate(most);
  return {
    state: () => log.state(),
    append: (segments, writeClass) => log.append(segments, writeClass),
    read: (position, maxBytes, signal) =>
      gate.run(() => log.read(position, maxBytes, signal), signal),
    compact: (retention, wall) => log.compact(retention, wall),
    onDurable: (listener) => log.onDurable(listener),
    close: () => log.close(),
  };
}
