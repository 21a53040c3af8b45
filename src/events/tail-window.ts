// SPDX-License-Identifier: Apache-2.0
// The newest part of the log, in memory, one copy for all subscribers: each of them has only its
// place in it. Who falls behind its beginning reads from the log.
import type { Segment } from './segment.ts';

export interface WindowLimits {
  /** {unit bytes} */
  readonly bytes: number;
  readonly segments: number;
}

export class TailWindow {
  readonly #limits: WindowLimits;
  #segments: Segment[] = [];
  #bytes = 0;
  #head: number;

  /** @head is the revision of the log's last event. */
  constructor(limits: WindowLimits, head: number) {
    this.#limits = limits;
    this.#head = head;
  }

  /** Revision of the last event; 0 before the first. */
  get head(): number {
    return this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Adds what became durable. Of events that are not new nothing is added (false); after a hole the
   * window begins anew behind it, and whoever needs what is missing reads it from the log.
   */
  push(segment: Segment): boolean {
    if (segment.last <= this.#head) {
      return false;
    }
    if (segment.first !== this.#head + 1) {
      this.#segments = [];
      this.#bytes = 0;
    }
    this.#segments.push(segment);
    this.#bytes += segment.bytes.length;
    this.#head = segment.last;
    let surplus = 0;
    while (
      surplus < this.#segments.length - 1 &&
      (this.#bytes > this.#limits.bytes || this.#segments.length - surplus > this.#limits.segments)
    ) {
      this.#bytes -= this.#segments[surplus]?.bytes.length ?? 0;
      surplus += 1;
    }
    this.#segments.splice(0, surplus);
    return true;
  }

  /** The segment with the event of @revision; undefined when it is not in memory. */
  find(revision: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle];
      if (segment === undefined) {
        return undefined;
      }
      if (revision < segment.first) {
        high = middle - 1;
      } else if (revision > segment.last) {
        low = middle + 1;
      } else {
        return segment;
      }
    }
    return undefined;
  }
}
