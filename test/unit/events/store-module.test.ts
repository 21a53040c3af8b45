// SPDX-License-Identifier: Apache-2.0
// The module inside a database in memory, run by the store's own batches, against a list.
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { BroadcastChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { CompactionStep, LogState, Retention } from '../../../src/events/log.ts';
import type { ReadResult } from '../../../src/events/log-reader.ts';
import { toEvent } from '../../../src/events/publication.ts';
import { Segment } from '../../../src/events/segment.ts';
import { SegmentBuilder } from '../../../src/events/segment-builder.ts';
import { storeModule } from '../../../src/events/store-module.ts';
import { BatchRunner } from '../../../src/store/batch.ts';
import type { ModuleReader, UnitOutcome, WriteUnit } from '../../../src/store/contract.ts';
import { runs } from '../core/runs.ts';
import { event } from './rig.ts';

const NO_LIMITS: Retention = { maxAgeMs: 0, maxBytes: 0, maxCount: 0 };

class Database {
  readonly database = new DatabaseSync(':memory:');
  readonly heard: Segment[] = [];
  readonly #channel: BroadcastChannel;
  readonly #runner: BatchRunner;
  readonly #reader: ModuleReader;

  constructor(keep: readonly string[] = []) {
    const channel = randomUUID();
    for (const { sql } of storeModule.migrations) {
      this.database.exec(sql);
    }
    const options = { channel, keep };
    const writer = storeModule.openWriter({ database: this.database, options });
    const boom = {
      commands: {
        throw: () => {
          throw new Error('refused');
        },
      },
    };
    this.#runner = new BatchRunner(this.database, {
      byName: new Map([
        ['events', writer],
        ['boom', boom],
      ]),
      ordered: [writer, boom],
    });
    this.#reader = storeModule.openReader({ database: this.database, options });
    this.#channel = new BroadcastChannel(channel);
    this.#channel.onmessage = (message: unknown) => {
      this.heard.push(new Segment((message as { data: Uint8Array }).data));
    };
  }

  batch(units: readonly WriteUnit[]): readonly (UnitOutcome | undefined)[] {
    const { outcomes, obstacle } = this.#runner.run(units);
    expect(obstacle).toBeUndefined();
    return outcomes;
  }

  query<T>(name: string, argument: unknown): T {
    const check = { check: () => undefined };
    return this.#reader.queries[name]?.(argument, check) as T;
  }

  state(): LogState {
    return this.query('state', null);
  }

  compact(retention: Partial<Retention>, wall = 0): CompactionStep {
    const argument = { retention: { ...NO_LIMITS, ...retention }, wall };
    const [outcome] = this.batch([unit([{ module: 'events', name: 'compact', argument }])]);
    return (outcome?.done === true ? outcome.results[0] : undefined) as CompactionStep;
  }

  /** Subjects by revision, from page to page; throws where revisions are not dense. */
  readAll(maxBytes = 10_000, from = this.state().compacted): string[] {
    const subjects: string[] = [];
    let position = { revision: from, keptAt: 0 };
    for (;;) {
      const page = this.query<ReadResult>('read', { position, maxBytes });
      if ('gap' in page) {
        throw new Error(page.gap);
      }
      for (const bytes of page.segments) {
        const segment = new Segment(bytes);
        const skip = Math.max(0, position.revision + 1 - segment.first);
        expect(segment.first + skip).toBe(position.revision + 1);
        for (let n = skip; n < segment.count; n++) {
          subjects.push(segment.topic(n).subject);
        }
        position = { revision: segment.last, keptAt: 0 };
      }
      if (page.segments.length === 0) {
        return subjects;
      }
      expect(page.next).toEqual(position);
    }
  }

  rows(): number {
    return Number(this.database.prepare('SELECT count(*) AS n FROM events_segment').get()?.['n']);
  }

  async announced(): Promise<string[]> {
    const { head } = this.state();
    while ((this.heard.at(-1)?.last ?? 0) < head) {
      await new Promise((resolve) => {
        setTimeout(resolve, 1);
      });
    }
    return this.heard.flatMap((segment) =>
      Array.from({ length: segment.count }, (_, n) => segment.topic(n).subject),
    );
  }

  close(): void {
    this.#channel.close();
    this.database.close();
  }
}

const opened: Database[] = [];

function open(keep: readonly string[] = []): Database {
  const database = new Database(keep);
  opened.push(database);
  return database;
}

afterEach(() => {
  for (const database of opened.splice(0)) {
    database.close();
  }
});

function unit(commands: WriteUnit['commands']): WriteUnit {
  return { writeClass: 'normal', commands };
}

function append(subjects: readonly string[], change = {}): WriteUnit['commands'][number] {
  const builder = new SegmentBuilder();
  for (const subject of subjects) {
    builder.add(toEvent(event(subject, change), 'durable'));
  }
  return { module: 'events', name: 'append', argument: builder.build(0) };
}

const refusal = { module: 'boom', name: 'throw', argument: null };

describe('the event log in the store', () => {
  it('gives each event of each change that happened the next revision, and announces it', async () => {
    const units = fc.record({
      appends: fc.array(fc.nat(3), { maxLength: 3 }),
      fails: fc.boolean(),
    });
    const batches = fc.array(fc.array(units, { maxLength: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const database = open();
        const expected: string[] = [];
        let counter = 0;
        for (const batch of all) {
          const named = batch.map(({ appends, fails }) => ({
            fails,
            lists: appends.map((count) =>
              Array.from({ length: count + 1 }, () => `n.${counter++}`),
            ),
          }));
          const outcomes = database.batch(
            named.map(({ fails, lists }) =>
              unit([...lists.map((list) => append(list)), ...(fails ? [refusal] : [])]),
            ),
          );
          named.forEach(({ fails, lists }, n) => {
            expect(outcomes[n]?.done).toBe(!fails);
            const results = outcomes[n]?.done === true ? outcomes[n].results : [];
            for (const [k, list] of (fails ? [] : lists).entries()) {
              expect(results[k]).toEqual({
                first: expected.length + 1,
                last: expected.length + list.length,
              });
              expected.push(...list);
            }
          });
          expect(database.state().head).toBe(expected.length);
        }
        expect(database.readAll(1)).toEqual(expected);
        expect(await database.announced()).toEqual(expected);
      }),
      runs(40),
    );
  });

  it('merges the rows of small commits, and starts anew after a restart', () => {
    const database = open();
    for (let n = 1; n <= 200; n++) {
      database.batch([unit([append([`n.${n}`])])]);
    }
    expect(database.rows()).toBe(3 + (200 % 64));
    expect(database.readAll()).toHaveLength(200);
    const options = { channel: randomUUID(), keep: [] };
    const again = storeModule.openWriter({ database: database.database, options });
    const runner = new BatchRunner(database.database, {
      byName: new Map([['events', again]]),
      ordered: [again],
    });
    const { outcomes } = runner.run([unit([append(['n.201', 'n.202'])])]);
    expect(outcomes[0]).toEqual({ done: true, results: [{ first: 201, last: 202 }] });
    expect(database.readAll()).toHaveLength(202);
    again.close?.();
  });

  it('cuts large batches into segments, and does not merge what is large', () => {
    const database = open();
    const data = { text: 'x'.repeat(60_000) };
    for (let round = 0; round < 3; round++) {
      database.batch([unit(Array.from({ length: 12 }, (_, n) => append([`n.${n}`], { data })))]);
    }
    expect(database.readAll(1)).toHaveLength(36);
    const sizes = database.database.prepare('SELECT bytes FROM events_segment').all();
    for (const { bytes } of sizes) {
      expect(bytes).toBeLessThan(400_000);
    }
  });

  it('refuses what is no segment, or an empty one, and nothing of it remains', () => {
    const database = open();
    const damaged = Buffer.from(append(['n.1']).argument as Uint8Array);
    damaged[40] = (damaged[40] ?? 0) ^ 1;
    const outcomes = database.batch([
      unit([append(['a']), { module: 'events', name: 'append', argument: damaged }]),
      unit([append(['b'])]),
      unit([{ module: 'events', name: 'append', argument: new SegmentBuilder().build(0) }]),
    ]);
    expect(outcomes.map((outcome) => outcome?.done)).toEqual([false, true, false]);
    expect(database.readAll()).toEqual(['b']);
  });
});

/** @count commits of one event each, n.1, n.2, …, at 1, 2, … ms. */
function fill(database: Database, count: number, subject = (n: number) => `n.${n}`): void {
  for (let n = 1; n <= count; n++) {
    database.batch([unit([append([subject(n)], { at: n })])]);
  }
}

describe('compaction', () => {
  it.each([
    ['by count', { maxCount: 100 }],
    ['by age', { maxAgeMs: 100 }],
    ['by size', { maxBytes: 10_000 }],
  ])('%s drops from the beginning, whole segments, and remembers how far', (_, retention) => {
    const database = open();
    fill(database, 320);
    const all = database.readAll();
    const step = database.compact(retention, 320);
    expect(step.dropped).toBeGreaterThanOrEqual(64);
    expect(step.dropped % 64).toBe(0);
    expect(step).toMatchObject({ compacted: step.dropped, more: false });
    expect(database.readAll()).toEqual(all.slice(step.dropped));
    for (const revision of [0, step.dropped - 1]) {
      const position = { revision, keptAt: 0 };
      expect(database.query('read', { position, maxBytes: 1 })).toMatchObject({ gap: 'compacted' });
    }
    expect(database.compact(retention, 320).dropped).toBe(0);
    fill(database, 1);
    expect(database.state().head).toBe(321);
  });

  it('leaves the bytes that the limit allows, to within a segment', () => {
    const database = open();
    fill(database, 640);
    const sizes = () =>
      database.database
        .prepare('SELECT bytes FROM events_segment')
        .all()
        .map((row) => Number(row['bytes']));
    const sum = () => sizes().reduce((total, bytes) => total + bytes, 0);
    const largest = Math.max(...sizes());
    for (const maxBytes of [sum(), sum() - 1, Math.floor(sum() / 2)]) {
      database.compact({ maxBytes });
      expect(sum()).toBeLessThanOrEqual(maxBytes);
      expect(sum()).toBeGreaterThan(maxBytes - largest - 1);
    }
  });

  it('leaves what the limit allows, to within a segment', () => {
    const database = open();
    fill(database, 320);
    for (const maxCount of [300, 256, 200, 130, 64]) {
      database.compact({ maxCount });
      const { head, compacted } = database.state();
      expect(head - compacted).toBeLessThanOrEqual(maxCount);
      expect(head - compacted).toBeGreaterThan(maxCount - 64);
    }
  });

  it('drops nothing without limits, and goes on in steps', () => {
    const database = open();
    fill(database, 64 * 40);
    expect(database.compact({}).dropped).toBe(0);
    const step = database.compact({ maxCount: 1 });
    expect(step).toMatchObject({ dropped: 64 * 32, more: true });
    expect(database.compact({ maxCount: 1 })).toMatchObject({ dropped: 64 * 8, more: false });
    fill(database, 2);
    expect(database.readAll()).toHaveLength(2);
  });

  it('keeps the latest event of each subject that is to be kept, for each label', () => {
    const database = open(['device.*.state']);
    const subject = (n: number) =>
      n % 3 === 0 ? `n.${n}` : `device.${n % 3 === 1 ? '8003' : '8004'}.state`;
    fill(database, 128, subject);
    database.batch([unit([append(['device.8003.state'], { clearance: 3 })])]);
    fill(database, 100, subject);
    expect(database.compact({ maxCount: 1 })).toMatchObject({ compacted: 192 });
    const kept = () => {
      const subjects: string[] = [];
      let position = { revision: 0, keptAt: database.state().compacted };
      while (position.keptAt > 0) {
        const page = database.query<ReadResult>('read', { position, maxBytes: 1 });
        if ('gap' in page) {
          throw new Error(page.gap);
        }
        for (const bytes of page.segments) {
          const segment = new Segment(bytes);
          expect(segment.count).toBe(1);
          subjects.push(
            `${segment.first} ${segment.topic(0).subject} ${segment.topic(0).clearance}`,
          );
        }
        position = { ...page.next };
      }
      expect(position).toEqual({ revision: database.state().compacted, keptAt: 0 });
      return subjects;
    };
    expect(kept()).toEqual([
      '129 device.8003.state 3',
      '190 device.8003.state 0',
      '191 device.8004.state 0',
    ]);
    const stale = { revision: 0, keptAt: 191 };
    expect(database.query('read', { position: stale, maxBytes: 1 })).toMatchObject({
      gap: 'compacted',
    });
    const future = { revision: 0, keptAt: 193 };
    expect(database.query('read', { position: future, maxBytes: 1 })).toMatchObject({
      gap: 'ahead',
    });
  });

  it('does not go by what is appended in the same batch, and undoes itself with its unit', () => {
    const database = open();
    fill(database, 128);
    const argument = { retention: { ...NO_LIMITS, maxCount: 1 }, wall: 0 };
    const compact = { module: 'events', name: 'compact', argument };
    database.batch([unit([append(['a']), compact, refusal])]);
    expect(database.state()).toMatchObject({ head: 128, compacted: 0 });
    database.batch([unit([append(['a']), compact])]);
    expect(database.state()).toMatchObject({ head: 129, compacted: 128 });
    expect(database.readAll()).toEqual(['a']);
  });
});
