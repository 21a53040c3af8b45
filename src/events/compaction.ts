// SPDX-License-Identifier: Apache-2.0
// Drops the oldest segments when the log is over its limits, keeping the latest event of each
// subject that is to be kept. The revision up to which this went is remembered in the same
// transaction: a reader that had not come so far is told, never led past it.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CompactionStep, Retention } from './log.ts';
import { Segment, type Topic } from './segment.ts';
import { SegmentBuilder } from './segment-builder.ts';
import { matches, parseFilter } from './subject.ts';

/** One step, so that a commit that waits behind it waits not long. */
const STEP_SEGMENTS = 32;
/** {unit bytes} */
const STEP_BYTES = 4 * 1024 * 1024;

interface Row {
  readonly first: number;
  readonly last: number;
  readonly newest: number;
  readonly bytes: number;
  readonly data: Uint8Array;
}

export class Compactor {
  readonly #keep: readonly (readonly string[])[];
  readonly #state: StatementSync;
  readonly #oldest: StatementSync;
  readonly #newest: StatementSync;
  readonly #drop: StatementSync;
  readonly #remember: StatementSync;
  readonly #keepOne: StatementSync;

  constructor(database: DatabaseSync, keep: readonly string[]) {
    this.#keep = keep.map((filter) => parseFilter(filter));
    this.#state = database.prepare('SELECT compacted FROM events_log');
    this.#oldest = database.prepare('SELECT * FROM events_segment WHERE first < ? ORDER BY first');
    this.#newest = database.prepare(
      'SELECT last, through FROM events_segment ORDER BY first DESC LIMIT 1',
    );
    this.#drop = database.prepare('DELETE FROM events_segment WHERE first <= ?');
    this.#remember = database.prepare('UPDATE events_log SET compacted = ?');
    this.#keepOne = database.prepare(
      'INSERT INTO events_kept (revision, topic, data) VALUES (?, ?, ?) ' +
        'ON CONFLICT (topic) DO UPDATE SET revision = excluded.revision, data = excluded.data',
    );
  }

  /**
   * Drops up to STEP_SEGMENTS whole segments from before revision @before: the later ones are still
   * being merged. All within the transaction that it is called in.
   */
  step(retention: Retention, wall: number, before: number): CompactionStep {
    const began = Number(this.#state.get()?.['compacted']);
    const newest = this.#newest.get();
    if (newest === undefined) {
      return { dropped: 0, compacted: began, more: false };
    }
    const last = Number(newest['last']);
    const limits = { ...retention, wall, last, through: Number(newest['through']) };
    let compacted = began;
    let more = false;
    let segments = 0;
    let bytes = 0;
    for (const raw of this.#oldest.iterate(before)) {
      const row = raw as unknown as Row & { readonly through: number };
      if (!isOver(row, row.through, limits)) {
        break;
      }
      if (segments === STEP_SEGMENTS || bytes >= STEP_BYTES) {
        more = true;
        break;
      }
      this.#keepLatest(new Segment(row.data));
      compacted = row.last;
      segments += 1;
      bytes += row.bytes;
    }
    if (compacted > began) {
      this.#drop.run(compacted);
      this.#remember.run(compacted);
    }
    return { dropped: compacted - began, compacted, more };
  }

  #keepLatest(segment: Segment): void {
    const wanted = segment.topics.map(({ tokens }) =>
      this.#keep.some((filter) => matches(filter, tokens)),
    );
    const latest = new Map<number, number>();
    for (let n = 0; n < segment.count; n++) {
      const topic = segment.topicIndex(n);
      if (wanted[topic] === true) {
        latest.set(topic, n);
      }
    }
    for (const n of latest.values()) {
      const builder = new SegmentBuilder();
      builder.addFrom(segment, n, n + 1);
      const revision = segment.first + n;
      this.#keepOne.run(revision, topicText(segment.topic(n)), builder.build(revision));
    }
  }
}

/** Whether the log, with this segment (it ends at @through) as its oldest, is over one of the limits. */
function isOver(
  row: Row,
  through: number,
  limits: Retention & { wall: number; last: number; through: number },
): boolean {
  const { maxAgeMs, maxBytes, maxCount, wall } = limits;
  const overBytes = maxBytes > 0 && limits.through - through + row.bytes > maxBytes;
  const overCount = maxCount > 0 && limits.last - row.first + 1 > maxCount;
  const tooOld = maxAgeMs > 0 && row.newest < wall - maxAgeMs;
  return overBytes || overCount || tooOld;
}

/** One text for subject and label; none of them holds a line break. */
function topicText({ subject, clearance, compartments }: Topic): string {
  return [subject, clearance, ...compartments].join('\n');
}
