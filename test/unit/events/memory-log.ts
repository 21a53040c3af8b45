// SPDX-License-Identifier: Apache-2.0
// A log in memory: the contract of RevisionLog in as few words as possible, and a handle on what a
// disk does: take its time, fail, be full.
import type { Position } from '../../../src/events/cursor.ts';
import type { LogState, RevisionLog } from '../../../src/events/log.ts';
import type { ReadResult } from '../../../src/events/log-reader.ts';
import { Segment } from '../../../src/events/segment.ts';
import { SegmentBuilder } from '../../../src/events/segment-builder.ts';
import { matches, parseFilter } from '../../../src/events/subject.ts';

export class MemoryLog implements RevisionLog {
  readonly id = Buffer.alloc(16, 1);
  head = 0;
  compacted = 0;
  /** Each of one event, by revision. */
  readonly events = new Map<number, Segment>();
  readonly kept = new Map<string, Segment>();
  /** The disk: an append waits for it, and fails with it. */
  disk: () => Promise<void> = () => Promise.resolve();
  /** A read waits for it, and fails with it. */
  reading: () => Promise<void> = () => Promise.resolve();
  /** When what is durable is told. */
  announce: (tell: () => void) => void = (tell) => tell();
  reads = 0;
  appends: ('stop' | 'normal')[] = [];
  readonly #keep: readonly string[];
  readonly #listeners = new Set<(segment: Uint8Array) => void>();

  constructor(keep: readonly string[] = []) {
    this.#keep = keep;
  }

  state(): Promise<LogState> {
    return Promise.resolve(this.#state());
  }

  async append(segments: readonly Uint8Array<ArrayBuffer>[], writeClass: 'stop' | 'normal') {
    this.appends.push(writeClass);
    await this.disk();
    for (const bytes of segments) {
      this.write(bytes);
    }
  }

  /** Durable at once, by whoever. */
  write(bytes: Uint8Array): void {
    const given = new Segment(bytes);
    const builder = new SegmentBuilder();
    builder.addFrom(given, 0, given.count);
    const segment = new Segment(builder.build(this.head + 1));
    for (let n = 0; n < segment.count; n++) {
      this.head += 1;
      this.events.set(this.head, single(segment, n));
    }
    this.announce(() => {
      for (const listener of this.#listeners) {
        listener(segment.bytes);
      }
    });
  }

  async read(position: Position, maxBytes: number): Promise<ReadResult> {
    this.reads += 1;
    await this.reading();
    const state = this.#state();
    const { revision, keptAt } = position;
    const from = keptAt > 0 ? keptAt : revision;
    if (from < this.compacted || (keptAt > 0 && keptAt !== this.compacted)) {
      return { gap: 'compacted', state } as const;
    }
    if (from > this.head) {
      return { gap: 'ahead', state } as const;
    }
    if (keptAt > 0) {
      const rest = [...this.kept.values()].filter(({ first }) => first > revision);
      rest.sort((a, b) => a.first - b.first);
      const segments = rest.map(({ bytes }) => bytes);
      return { segments, next: { revision: keptAt, keptAt: 0 }, state };
    }
    const segments: Uint8Array[] = [];
    let last = revision;
    for (let bytes = 0; last < this.head && bytes < maxBytes; ) {
      last += 1;
      const segment = this.events.get(last)?.bytes ?? Buffer.alloc(0);
      segments.push(segment);
      bytes += segment.length;
    }
    return { segments, next: { revision: last, keptAt: 0 }, state };
  }

  /** Nothing is due, unless a test says so. */
  compact: RevisionLog['compact'] = () =>
    Promise.resolve({ dropped: 0, compacted: this.compacted, more: false });

  compactTo(revision: number): void {
    while (this.compacted < revision) {
      this.compacted += 1;
      const segment = this.events.get(this.compacted);
      this.events.delete(this.compacted);
      if (segment === undefined) {
        continue;
      }
      const { tokens, clearance, compartments } = segment.topic(0);
      if (this.#keep.some((filter) => matches(parseFilter(filter), tokens))) {
        this.kept.set(JSON.stringify([tokens, clearance, compartments]), segment);
      }
    }
  }

  onDurable(listener: (segment: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  #state(): LogState {
    return { id: this.id, head: this.head, compacted: this.compacted };
  }
}

function single(segment: Segment, n: number): Segment {
  const builder = new SegmentBuilder();
  builder.addFrom(segment, n, n + 1);
  return new Segment(builder.build(segment.first + n));
}
