// SPDX-License-Identifier: Apache-2.0
// The host's clocks. Node has CLOCK_BOOTTIME only as os.uptime(), which takes a system call and tells
// hundredths; in between the monotonic clock goes on from there.
import { uptime } from 'node:os';
import type { Clock } from '../../core/ports/clock.ts';

/** After a suspend the boot time is late by this at most. {unit ms} */
const ANCHOR_MS = 250;

export interface ClockSources {
  /** CLOCK_BOOTTIME. {unit s} */
  readonly uptime: () => number;
  /** Any monotonic clock; it may stand still while the host sleeps. {unit ms} */
  readonly monotonic: () => number;
  /** {unit ms since 1970} */
  readonly wall: () => number;
}

const HOST: ClockSources = {
  uptime,
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

export class SystemClock implements Clock {
  readonly #sources: ClockSources;
  #anchor = 0;
  #anchoredAt = Number.NEGATIVE_INFINITY;
  #latest = 0;

  constructor(sources: ClockSources = HOST) {
    this.#sources = sources;
  }

  wall(): number {
    return this.#sources.wall();
  }

  /** Whole milliseconds, never less than before. */
  boot(): number {
    const { monotonic, uptime: read } = this.#sources;
    const now = monotonic();
    if (!(now - this.#anchoredAt < ANCHOR_MS)) {
      this.#anchor = read() * 1000;
      this.#anchoredAt = now;
    }
    this.#latest = Math.max(this.#latest, Math.floor(this.#anchor + (now - this.#anchoredAt)));
    return this.#latest;
  }
}
