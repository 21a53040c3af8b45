// SPDX-License-Identifier: Apache-2.0
// Where one subscriber is in the log: in what is in memory, in pages that it reads, at the end, or
// nowhere any more, which is an error.
import { CatchUp } from './catch-up.ts';
import type { Position } from './cursor.ts';
import { OutOfRangeError } from './errors.ts';
import type { Segment, Topic } from './segment.ts';
import type { Shared } from './shared.ts';
import type { SubscribeSettings } from './subscription-options.ts';
import { TopicClearance, TopicFilter } from './visibility.ts';

/** Events looked at before the loop gets its turn, when the subscriber may or wants to see few. */
const SCAN_MAX = 8192;

export class Place {
  readonly #shared: Shared;
  readonly #settings: SubscribeSettings;
  readonly #catchUp: CatchUp;
  #position: Position;
  /** Whether #position was found to be in the log. */
  #begun: boolean;
  /** Whether #position is a place at all: where the oldest event is, the log must say first. */
  #resolved: boolean;
  #resolving = false;
  #error: unknown;
  #filter: TopicFilter | undefined;
  readonly #changed: () => void;

  /** @changed is called when something that was read is there. */
  constructor(
    shared: Shared,
    settings: SubscribeSettings,
    start: Position | undefined,
    changed: () => void,
  ) {
    this.#shared = shared;
    this.#settings = settings;
    this.#changed = changed;
    this.#catchUp = new CatchUp(shared.log, shared.pages, changed);
    this.#begun = start === undefined && settings.start === 'now';
    this.#resolved = this.#begun || start !== undefined;
    this.#position = start ?? { revision: this.#begun ? shared.window.head : 0, keptAt: 0 };
  }

  get begun(): boolean {
    return this.#begun;
  }

  get position(): Position {
    return this.#position;
  }

  /** Whether the log has more than the subscriber has seen, as far as is known. */
  get behind(): boolean {
    const { revision, keptAt } = this.#position;
    return !this.#begun || keptAt > 0 || revision < this.#shared.window.head;
  }

  /** Whether what comes next is at hand. */
  get inMemory(): boolean {
    const { revision, keptAt } = this.#position;
    return this.#begun && keptAt === 0 && this.#shared.window.find(revision + 1) !== undefined;
  }

  /** Nothing up to @revision is for this subscriber. */
  skipTo(revision: number): void {
    // A page read from the log may have been ahead of what was announced.
    this.#position = { revision: Math.max(this.#position.revision, revision), keptAt: 0 };
  }

  /** Throws what the last read ended with; OutOfRangeError, with a cursor that goes on at @sequence. */
  check(sequence: number): void {
    if (this.#error !== undefined) {
      throw this.#error;
    }
    this.#catchUp.check();
    const { gap } = this.#catchUp;
    if (gap !== undefined) {
      const state = { revision: 0, keptAt: gap.state.compacted, sequence };
      const problem =
        gap.gap === 'ahead'
          ? 'the cursor is ahead of the log, which has lost events that this reader saw'
          : 'the log does not have the events after the cursor any more';
      throw new OutOfRangeError(problem, this.#shared.cursors.seal(state, this.#settings));
    }
  }

  /** Begins to read what comes next, unless that is under way or not needed. */
  read(): void {
    if (!this.behind || this.inMemory || this.#resolving) {
      return;
    }
    if (this.#resolved) {
      this.#catchUp.begin(this.#position);
      return;
    }
    this.#resolving = true;
    this.#shared.log.state().then(
      ({ compacted }) => {
        this.#resolving = false;
        this.#resolved = true;
        this.#position = { revision: 0, keptAt: compacted };
        this.#catchUp.begin(this.#position);
      },
      (error: unknown) => {
        this.#error = error;
        this.#changed();
      },
    );
  }

  close(): void {
    this.#catchUp.close();
  }

  /**
   * Calls @deliver, @most times at most, with what comes next, is wanted and may be seen. Ends when
   * that has to be read first, or after so many events that others should have their turn.
   */
  take(
    most: number,
    may: (topic: Topic) => boolean,
    deliver: (segment: Segment, n: number) => void,
  ): void {
    let taken = 0;
    let scanned = 0;
    while (taken < most && scanned < SCAN_MAX) {
      const segment = this.#next();
      if (segment === undefined) {
        return;
      }
      if (this.#filter?.segment !== segment) {
        this.#filter = new TopicFilter(segment, this.#settings.tokens);
      }
      const clearance = new TopicClearance(segment, may);
      const { revision, keptAt } = this.#position;
      let n = Math.max(0, revision + 1 - segment.first);
      const end = Math.min(segment.count, n + SCAN_MAX - scanned);
      scanned += end - n;
      for (; n < end && taken < most; n++) {
        const topic = segment.topicIndex(n);
        if (this.#filter.wants(topic) && clearance.allows(topic)) {
          deliver(segment, n);
          taken += 1;
        }
      }
      this.#position = { revision: segment.first + n - 1, keptAt };
    }
  }

  /** With what comes next; undefined when that is not in memory, or not there at all. */
  #next(): Segment | undefined {
    const { window } = this.#shared;
    for (;;) {
      const { revision, keptAt } = this.#position;
      if (keptAt === 0 && this.#begun) {
        const recent = window.find(revision + 1);
        if (recent !== undefined) {
          this.#catchUp.release();
          return recent;
        }
      }
      const found = this.#catchUp.at(this.#position);
      if (found === undefined || !('end' in found)) {
        this.#begun ||= found !== undefined;
        return found;
      }
      this.#begun = true;
      if (keptAt > 0 || found.end.revision > revision) {
        this.#position = found.end;
      }
    }
  }
}
