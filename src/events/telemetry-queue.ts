// SPDX-License-Identifier: Apache-2.0
// Telemetry that waits for one subscriber: of each subject the latest value, and how many it
// replaced. Bounded in subjects and bytes; what is over pushes out the oldest, and that is counted.
import type { Segment } from './segment.ts';

export interface TelemetryLimits {
  /** Subjects that wait for one subscriber. */
  readonly subjects: number;
  /** And their bytes. */
  readonly bytes: number;
}

export interface Telemetry {
  /** Of one event. */
  readonly segment: Segment;
  /** Values of the subject that it replaced before they were delivered. */
  readonly conflated: number;
}

export class TelemetryQueue {
  readonly #limits: TelemetryLimits;
  /** By subject, the one that waits longest first. */
  readonly #waiting = new Map<string, Telemetry>();
  #bytes = 0;
  #lost = 0;

  constructor(limits: TelemetryLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @segment has one event. It takes the place of what its subject has waiting. */
  put(segment: Segment): void {
    const { subject } = segment.topic(0);
    const replaced = this.#waiting.get(subject);
    const conflated = replaced === undefined ? 0 : replaced.conflated + 1;
    this.#waiting.set(subject, { segment, conflated });
    this.#bytes += segment.bytes.length - (replaced?.segment.bytes.length ?? 0);
    for (const [oldest, { segment: old, conflated: gone }] of this.#waiting) {
      const fits = this.#waiting.size <= this.#limits.subjects && this.#bytes <= this.#limits.bytes;
      if (fits) {
        break;
      }
      this.#waiting.delete(oldest);
      this.#bytes -= old.bytes.length;
      this.#lost += gone + 1;
    }
  }

  /** The one that waits longest, which waits no longer. */
  take(): Telemetry | undefined {
    for (const [subject, telemetry] of this.#waiting) {
      this.#waiting.delete(subject);
      this.#bytes -= telemetry.segment.bytes.length;
      return telemetry;
    }
    return undefined;
  }

  /** Values that were pushed out since the last call. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
