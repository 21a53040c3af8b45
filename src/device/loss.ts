// SPDX-License-Identifier: Apache-2.0
// What did not arrive. The gap in the sequence is authoritative: LOST records say the same, but
// they can be lost themselves.
import type { RecordReader } from '../abi/record-reader.ts';

export interface Loss {
  readonly count: number;
  /** Sequence numbers. */
  readonly first: number;
  readonly last: number;
  /**
   * overrun: the ring was full. reset: it was reset with these unread. away: they came while the
   * path was reconnecting.
   */
  readonly cause: 'overrun' | 'reset' | 'away';
}

export class LossAccount {
  #total = 0;
  #gaps = 0;
  #next: number;

  constructor(nextSequence: number) {
    this.#next = nextSequence;
  }

  /** Records lost. */
  get total(): number {
    return this.#total;
  }
  get gaps(): number {
    return this.#gaps;
  }
  /** What the next record must have. */
  get nextSequence(): number {
    return this.#next;
  }

  /** Nothing is missing up to there. */
  advance(nextSequence: number): void {
    this.#next = nextSequence;
  }

  /** Everything from the next one on, up to @nextSequence, is lost. */
  skipTo(nextSequence: number, cause: Loss['cause']): Loss | undefined {
    const first = this.#next;
    const count = nextSequence - first;
    this.#next = nextSequence;
    if (count <= 0) {
      return undefined;
    }
    this.#total += count;
    this.#gaps += 1;
    return { count, first, last: nextSequence - 1, cause };
  }

  /** A batch of which some are missing: where. Leaves the reader at its end. */
  walk(reader: RecordReader): Loss[] {
    const losses: Loss[] = [];
    while (reader.next()) {
      const loss = this.skipTo(reader.sequence, 'overrun');
      if (loss !== undefined) {
        losses.push(loss);
      }
      this.#next = reader.sequence + 1;
    }
    return losses;
  }

  /** Another core: its numbers begin anew. */
  restart(nextSequence: number): void {
    this.#next = nextSequence;
  }
}
