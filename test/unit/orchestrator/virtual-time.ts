// SPDX-License-Identifier: Apache-2.0
// A clock and timers that move when a test says so.
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Timers } from '../../../src/orchestrator/stop/ports.ts';

interface Waiting {
  readonly at: number;
  readonly action: () => void;
}

export class VirtualTime implements Clock, Timers {
  #now: number;
  #waiting: Waiting[] = [];

  constructor(now = 10_000) {
    this.#now = now;
  }

  boot(): number {
    return this.#now;
  }

  wall(): number {
    return this.#now + 1_800_000_000_000;
  }

  get timers(): number {
    return this.#waiting.length;
  }

  after(ms: number, action: () => void): () => void {
    if (!(ms >= 0)) {
      throw new RangeError(`a timer of ${ms} ms`);
    }
    const waiting = { at: this.#now + ms, action };
    this.#waiting.push(waiting);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
    };
  }

  turn(action: () => void): void {
    this.after(0, action);
  }

  /** The clock alone moves: the loop hangs, or the host slept. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Takes every timer that is due within @ms, in order, and what promises make of it. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) {
        break;
      }
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
      await settled();
    }
    this.#now = Math.max(this.#now, end);
  }
}

/** Long enough for every chain of promises here. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await Promise.resolve();
  }
}
