// SPDX-License-Identifier: Apache-2.0
// Drops what retention does not keep, from time to time, a step after the other.
import type { Clock } from '../core/ports/clock.ts';
import type { BusNotice } from './bus-options.ts';
import type { Retention, RevisionLog } from './log.ts';

export class Retainer {
  readonly #log: RevisionLog;
  readonly #retention: Retention;
  readonly #clock: Clock;
  readonly #notice: (notice: BusNotice) => void;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #closed = false;

  /** @everyMs {unit ms} */
  constructor(
    log: RevisionLog,
    retention: Retention,
    everyMs: number,
    clock: Clock,
    notice: (notice: BusNotice) => void,
  ) {
    this.#log = log;
    this.#retention = retention;
    this.#clock = clock;
    this.#notice = notice;
    this.#timer = setInterval(() => this.#begin(), everyMs);
    this.#timer.unref();
  }

  /** Answers how many events were dropped. */
  async compact(): Promise<number> {
    let dropped = 0;
    let compacted = 0;
    for (let more = true; more && !this.#closed; ) {
      const step = await this.#log.compact(this.#retention, this.#clock.wall());
      dropped += step.dropped;
      compacted = step.compacted;
      more = step.more;
    }
    if (dropped > 0) {
      this.#notice({ kind: 'compacted', dropped, compacted });
    }
    return dropped;
  }

  /** Ends with the step under way. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #begin(): void {
    this.#running ??= this.compact().then(
      () => {
        this.#running = undefined;
      },
      (error: Error) => {
        this.#running = undefined;
        this.#notice({ kind: 'compaction-failed', error });
      },
    );
  }
}
