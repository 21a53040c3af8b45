// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClearanceLevel, EventType } from '../../../src/core/model/enums.ts';
import { CanonicalFormError, InvalidArgumentError } from '../../../src/core/model/errors.ts';
import { CursorCodec } from '../../../src/events/cursor.ts';
import {
  ClosedError,
  CursorError,
  LimitError,
  OutOfRangeError,
} from '../../../src/events/errors.ts';
import { toEvent } from '../../../src/events/publication.ts';
import { encodeEvent } from '../../../src/events/segment-builder.ts';
import { MemoryLog } from './memory-log.ts';
import { cursorOf, event, KEYS, openRig, type Rig, settle, subscribe, take } from './rig.ts';

let rig: Rig;

afterEach(async () => {
  await rig.bus.close();
});

/** Durable ones, a subject each: n.1, n.2, … */
function publish(count: number, from = 1): void {
  for (let n = from; n < from + count; n++) {
    rig.bus.publish(event(`n.${n}`), 'durable');
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `n.${from + n}`);

describe('a subscriber', () => {
  it('gets what matches, in order, with a dense sequence of its own', async () => {
    rig = await openRig();
    const all = subscribe(rig);
    const even = subscribe(rig, { filters: ['n.2', 'n.4', 'n.*'].slice(0, 2) });
    publish(5);
    expect(await take(all, 5)).toMatchObject({
      subjects: numbers(1, 5),
      sequences: [1, 2, 3, 4, 5],
    });
    expect(await take(even, 2)).toMatchObject({ subjects: ['n.2', 'n.4'], sequences: [1, 2] });
  });

  it('gets an event once, however many of its filters match', async () => {
    rig = await openRig();
    const subscription = subscribe(rig, { filters: ['>', 'n.*', 'n.1'] });
    rig.bus.publish(event('n.1'), 'telemetry');
    rig.bus.publish(event('n.1', { type: EventType.SECURITY_ALERT }), 'durable');
    rig.bus.publish(event('n.2'), 'durable');
    const { batches, subjects } = await take(subscription, 3);
    expect(subjects.sort()).toEqual(['n.1', 'n.1', 'n.2']);
    expect(batches.flatMap(({ events }) => events).map(({ conflated }) => conflated)).toEqual([
      0, 0, 0,
    ]);
  });

  it('gets every field as it was published', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    const publication = event('device.8003.state', {
      type: EventType.DEVICE_STATE_CHANGED,
      clearance: ClearanceLevel.SECRET,
      compartments: ['B', 'A'],
      data: { temperature: 41, reasons: ['fan', null] },
    });
    rig.bus.publish(publication, 'durable');
    const [delivered] = (await take(subscription, 1)).batches[0]?.events ?? [];
    expect(delivered).toMatchObject({
      subject: 'device.8003.state',
      type: EventType.DEVICE_STATE_CHANGED,
      severity: publication.severity,
      source: publication.source,
      clearance: ClearanceLevel.SECRET,
      compartments: ['A', 'B'],
      at: publication.at,
      data: publication.data,
      dataText: '{"reasons":["fan",null],"temperature":41}',
      delivery: 'durable',
      attempt: 0,
      conflated: 0,
    });
    expect(delivered?.id).toMatch(/^[0-9a-f]{24}$/);
  });

  it('gets what somebody else wrote into the log', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    rig.log.write(encodeEvent(toEvent(event('n.1'), 'durable')));
    expect((await take(subscription, 1)).subjects).toEqual(['n.1']);
  });

  it('counts its sequence modulo 2³², across its cursors', async () => {
    rig = await openRig();
    const binding = { principal: 'ana', label: '', filters: ['>'] };
    const codec = new CursorCodec(KEYS, rig.log.id);
    const cursor = codec.seal({ revision: 0, keptAt: 0, sequence: 0xffff_fffe }, binding);
    publish(3);
    await settle();
    const seen = await take(subscribe(rig, { cursor }), 3);
    expect(seen.sequences).toEqual([0xffff_ffff, 0, 1]);
    publish(1, 4);
    expect((await take(subscribe(rig, { cursor: cursorOf(seen) }), 1)).sequences).toEqual([2]);
  });

  it('ends by its signal, by close() and by the end of the bus', async () => {
    rig = await openRig();
    const abort = new AbortController();
    const byClose = subscribe(rig);
    const bySignal = subscribe(rig, { signal: abort.signal });
    const byBus = subscribe(rig);
    const ends = [byClose.next(), bySignal.next()];
    const last = byBus.next();
    byClose.close();
    abort.abort();
    expect(await Promise.all(ends)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect(rig.bus.stats().subscriptions).toBe(1);
    await rig.bus.close();
    await expect(last).rejects.toThrow(ClosedError);
    expect(() => subscribe(rig)).toThrow(ClosedError);
    expect(() => publish(1)).toThrow(ClosedError);
  });

  it('whose signal was aborted before gets nothing', async () => {
    rig = await openRig();
    const subscription = subscribe(rig, { signal: AbortSignal.abort() });
    expect(await subscription.next()).toEqual({ done: true, value: undefined });
    expect(rig.bus.stats().subscriptions).toBe(0);
  });

  it('asks one thing at a time', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    const first = subscription.next();
    await expect(subscription.next()).rejects.toThrow(LimitError);
    publish(1);
    expect((await first).value?.events).toHaveLength(1);
  });

  it('hears from time to time where it is, when nothing is for it', async () => {
    rig = await openRig();
    const subscription = subscribe(rig, { filters: ['other'], bookmarkMs: 100 });
    publish(3);
    const binding = { principal: 'ana', label: '', filters: ['other'] };
    const codec = new CursorCodec(KEYS, rig.log.id);
    // The first may be due before all three are durable.
    let revision = 0;
    while (revision < 3) {
      const { value } = await subscription.next();
      expect(value?.events).toEqual([]);
      const state = codec.open(value?.cursor ?? '', binding);
      expect(state).toEqual({ revision: expect.any(Number), keptAt: 0, sequence: 0 });
      ({ revision } = state);
    }
    expect(revision).toBe(3);
  });

  it('is refused with the field that is wrong', async () => {
    rig = await openRig({ subscriptionsOfOne: 2, subscriptions: 3 });
    const wrong: [object, string][] = [
      [{ filters: [] }, 'filters'],
      [{ filters: ['a..b'] }, 'filters[0]'],
      [{ principal: '' }, 'principal'],
      [{ label: 'x'.repeat(65) }, 'label'],
      [{ maxBatch: 0 }, 'maxBatch'],
      [{ bookmarkMs: 1 }, 'bookmarkMs'],
      [{ start: 'later' }, 'start'],
    ];
    for (const [change, field] of wrong) {
      expect(() => subscribe(rig, change)).toThrow(
        expect.objectContaining({ field, code: 'ERR_DSMIL_INVALID_ARGUMENT' }),
      );
    }
    expect(rig.bus.stats().subscriptions).toBe(0);
    subscribe(rig);
    const second = subscribe(rig);
    expect(() => subscribe(rig)).toThrow('this principal has too many subscriptions');
    subscribe(rig, { principal: 'ben' });
    expect(() => subscribe(rig, { principal: 'eve' })).toThrow('too many subscriptions');
    second.close();
    subscribe(rig);
  });
});

describe('a cursor', () => {
  it('goes on behind what was read, with nothing twice and nothing missing', async () => {
    rig = await openRig();
    const first = subscribe(rig, { maxBatch: 4 });
    publish(10);
    const seen = await take(first, 4);
    first.close();
    publish(5, 11);
    const again = await take(subscribe(rig, { cursor: cursorOf(seen) }), 11);
    expect([...seen.subjects, ...again.subjects]).toEqual(numbers(1, 15));
    expect([...seen.sequences, ...again.sequences]).toEqual(
      Array.from({ length: 15 }, (_, n) => n + 1),
    );
  });

  it('is of one principal, label and set of filters', async () => {
    rig = await openRig();
    publish(1);
    const cursor = cursorOf(await take(subscribe(rig, { start: 'oldest' }), 1));
    for (const change of [{ principal: 'ben' }, { label: 'x' }, { filters: ['n.>'] }]) {
      expect(() => subscribe(rig, { cursor, ...change })).toThrow(CursorError);
    }
  });

  it('behind which events were dropped is out of range, and brings the oldest', async () => {
    rig = await openRig({ windowSegments: 1, windowBytes: 4096 }, new MemoryLog(['n.*']));
    const first = subscribe(rig, { maxBatch: 2 });
    publish(6);
    const cursor = cursorOf(await take(first, 2));
    await settle();
    rig.log.compactTo(4);
    const resumed = subscribe(rig, { cursor });
    const error: unknown = await resumed.next().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(OutOfRangeError);
    expect(error).toMatchObject({ code: 'ERR_DSMIL_OUT_OF_RANGE' });
    expect(await resumed.next()).toEqual({ done: true, value: undefined });
    const { oldest } = error as OutOfRangeError;
    const seen = await take(subscribe(rig, { cursor: oldest }), 6);
    expect(seen.subjects).toEqual(numbers(1, 6));
    expect(seen.sequences).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('of exactly where the compaction went is good', async () => {
    rig = await openRig();
    const first = subscribe(rig, { maxBatch: 4 });
    publish(6);
    const cursor = cursorOf(await take(first, 4));
    rig.log.compactTo(4);
    expect((await take(subscribe(rig, { cursor }), 2)).subjects).toEqual(numbers(5, 6));
  });

  it('among what a compaction kept is out of range after the next compaction', async () => {
    rig = await openRig({}, new MemoryLog(['n.*']));
    publish(8);
    await settle();
    rig.log.compactTo(4);
    const seen = await take(subscribe(rig, { start: 'oldest', maxBatch: 2 }), 2);
    expect(seen.subjects).toEqual(numbers(1, 2));
    const cursor = cursorOf(seen);
    expect((await take(subscribe(rig, { cursor }), 6)).subjects).toEqual(numbers(3, 8));
    rig.log.compactTo(5);
    await expect(subscribe(rig, { cursor }).next()).rejects.toThrow(OutOfRangeError);
  });

  it('ahead of the log, which lost something, is out of range', async () => {
    rig = await openRig();
    publish(5);
    const cursor = cursorOf(await take(subscribe(rig, { start: 'oldest' }), 5));
    await rig.bus.close();
    rig = await openRig();
    publish(2);
    await settle();
    await expect(subscribe(rig, { cursor }).next()).rejects.toThrow('ahead of the log');
  });
});

describe('a slow subscriber', () => {
  it('reads from the log what is no longer in memory, then goes on live', async () => {
    rig = await openRig({ windowSegments: 2, windowBytes: 4096 });
    const slow = subscribe(rig, { maxBatch: 7 });
    for (let n = 1; n <= 200; n++) {
      publish(1, n);
      await Promise.resolve();
    }
    await settle();
    expect(rig.log.reads).toBe(0);
    const seen = await take(slow, 200);
    expect(seen.subjects).toEqual(numbers(1, 200));
    expect(rig.log.reads).toBeGreaterThan(0);
    const reads = rig.log.reads;
    publish(1, 201);
    expect((await take(slow, 1)).subjects).toEqual(['n.201']);
    expect(rig.log.reads).toBe(reads);
  });

  it('that read from the log what is announced later gets it once', async () => {
    rig = await openRig();
    const held: (() => void)[] = [];
    rig.log.announce = (tell) => held.push(tell);
    publish(3);
    await settle();
    const reader = subscribe(rig, { start: 'oldest' });
    expect((await take(reader, 3)).subjects).toEqual(numbers(1, 3));
    const next = take(reader, 1);
    await settle();
    publish(1, 4);
    await settle();
    for (const tell of held) {
      tell();
      await settle();
    }
    expect((await next).subjects).toEqual(['n.4']);
  });

  it('is told when the log has not waited for it', async () => {
    rig = await openRig({ windowSegments: 1, windowBytes: 4096 });
    const slow = subscribe(rig);
    publish(1);
    await settle();
    for (let n = 2; n <= 100; n++) {
      publish(1, n);
      await settle();
    }
    rig.log.compactTo(50);
    await expect(slow.next()).rejects.toThrow(OutOfRangeError);
  });

  it('that shares the limit of pages with others reads all the same', async () => {
    rig = await openRig({ windowSegments: 1, windowBytes: 4096, pageBytes: 65_536 });
    const data = { text: 'x'.repeat(3000) };
    for (let n = 1; n <= 100; n++) {
      rig.bus.publish(event(`n.${n}`, { data }), 'durable');
    }
    await settle();
    const readers = Array.from({ length: 5 }, (_, n) =>
      subscribe(rig, { principal: `p${n}`, start: 'oldest', maxBatch: 3 }),
    );
    const got = readers.map(() => [] as string[]);
    for (let round = 0; got.some((subjects) => subjects.length < 100); round++) {
      for (const [n, reader] of readers.entries()) {
        if ((got[n]?.length ?? 0) < 100) {
          got[n]?.push(...(await take(reader, 1)).subjects);
        }
      }
      // What one has just read it may keep; the others' pages go.
      expect(rig.bus.stats().pageBytes).toBeLessThanOrEqual(3 * 65_536 + 16_384);
      expect(round).toBeLessThan(200);
    }
    for (const subjects of got) {
      expect(subjects).toEqual(numbers(1, 100));
    }
  });

  it('ends with the error when the log cannot be read, and skips nothing', async () => {
    rig = await openRig({ windowSegments: 1, windowBytes: 4096 });
    for (const n of [1, 2, 3]) {
      publish(1, n);
      await settle();
    }
    rig.log.reading = () => Promise.reject(new Error('the disk is gone'));
    const reader = subscribe(rig, { start: 'oldest' });
    await expect(reader.next()).rejects.toThrow('the disk is gone');
    rig.log.reading = () => Promise.resolve();
    rig.log.events.delete(2);
    await expect(take(subscribe(rig, { start: 'oldest' }), 3)).rejects.toThrow('damaged');
  });
});

describe('clearance', () => {
  const secret = { clearance: ClearanceLevel.SECRET };

  it('is asked at delivery: what one may not see leaves no trace', async () => {
    rig = await openRig();
    rig.authorize = (principal, { clearance }) => principal === 'ana' || clearance === 0;
    const cleared = subscribe(rig);
    const uncleared = subscribe(rig, { principal: 'ben' });
    for (let n = 1; n <= 6; n++) {
      rig.bus.publish(event(`n.${n}`, n % 2 === 0 ? secret : {}), 'durable');
    }
    expect(await take(cleared, 6)).toMatchObject({ sequences: [1, 2, 3, 4, 5, 6] });
    const seen = await take(uncleared, 3);
    expect(seen).toMatchObject({ subjects: ['n.1', 'n.3', 'n.5'], sequences: [1, 2, 3] });
    const fields = Object.keys(seen.batches[0]?.events[0] ?? {});
    expect(fields.sort()).toEqual(['attempt', 'conflated', 'sequence']);
  });

  it('taken away holds back what is not delivered yet, given again what comes then', async () => {
    rig = await openRig();
    let allowed = true;
    rig.authorize = (_, { clearance }) => clearance === 0 || allowed;
    const subscription = subscribe(rig, { maxBatch: 1 });
    rig.bus.publish(event('n.1', secret), 'durable');
    rig.bus.publish(event('n.2', secret), 'durable');
    rig.bus.publish(event('n.3'), 'durable');
    expect((await take(subscription, 1)).subjects).toEqual(['n.1']);
    allowed = false;
    expect(await take(subscription, 1)).toMatchObject({ subjects: ['n.3'], sequences: [2] });
    allowed = true;
    rig.bus.publish(event('n.4', secret), 'durable');
    expect(await take(subscription, 1)).toMatchObject({ subjects: ['n.4'], sequences: [3] });
  });

  it('to throw is to refuse, and is told', async () => {
    rig = await openRig();
    rig.authorize = (_, { subject }) => {
      if (subject === 'n.1') {
        throw new Error('the policy is broken');
      }
      return true;
    };
    const subscription = subscribe(rig);
    publish(2);
    expect((await take(subscription, 1)).subjects).toEqual(['n.2']);
    expect(rig.notices).toContainEqual(expect.objectContaining({ kind: 'authorize-failed' }));
  });
});

describe('retention', () => {
  it('is done from time to time, in steps, and told; a failure is told and tried again', async () => {
    rig = await openRig({ compactionMs: 100, maxCount: 7, maxAgeMs: 5000, maxBytes: 0 });
    const asked: unknown[] = [];
    const answers = [
      () => Promise.reject(new Error('busy')),
      () => Promise.resolve({ dropped: 5, compacted: 5, more: true }),
      () => Promise.resolve({ dropped: 2, compacted: 7, more: false }),
    ];
    const nothing = () => Promise.resolve({ dropped: 0, compacted: 7, more: false });
    rig.log.compact = (retention) => {
      asked.push(retention);
      return (answers.shift() ?? nothing)();
    };
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(3), { timeout: 60_000 });
    expect(asked[0]).toMatchObject({ maxCount: 7, maxAgeMs: 5000, maxBytes: 0 });
    expect(rig.notices).toMatchObject([
      { kind: 'compaction-failed', error: { message: 'busy' } },
      { kind: 'compacted', dropped: 7, compacted: 7 },
    ]);
  });
});

describe('a publisher', () => {
  it('is told what is wrong with what it publishes; that is counted and nobody gets it', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    const wrong: [object, typeof InvalidArgumentError | typeof CanonicalFormError, string][] = [
      [{ subject: 'a..b' }, InvalidArgumentError, 'subject'],
      [{ type: 0 }, InvalidArgumentError, 'type'],
      [{ severity: 9 }, InvalidArgumentError, 'severity'],
      [{ source: -1 }, InvalidArgumentError, 'source'],
      [{ clearance: 8 }, InvalidArgumentError, 'clearance'],
      [{ compartments: ['é'.repeat(200)] }, InvalidArgumentError, 'compartments'],
      [{ compartments: 'A' }, InvalidArgumentError, 'compartments'],
      [{ at: 1.5 }, InvalidArgumentError, 'at'],
      [{ data: [] }, InvalidArgumentError, 'data'],
      [{ data: { x: 'x'.repeat(70_000) } }, InvalidArgumentError, 'data'],
      [{ data: { n: Number.NaN } }, CanonicalFormError, '$.n'],
    ];
    for (const [change, kind, place] of wrong) {
      expect(() => rig.bus.publish(event('n.1', change), 'durable')).toThrow(kind);
      expect(rig.bus.deadLetters.last.at(-1)?.message).toContain(place);
    }
    expect(rig.bus.deadLetters.count).toBe(wrong.length);
    expect([...rig.bus.deadLetters.byCode]).toEqual([
      ['ERR_DSMIL_INVALID_ARGUMENT', wrong.length - 1],
      ['ERR_DSMIL_NO_CANONICAL_FORM', 1],
    ]);
    publish(1);
    expect((await take(subscription, 1)).subjects).toEqual(['n.1']);
    expect(rig.bus.stats()).toMatchObject({ refused: wrong.length, head: 1 });
  });

  it('does not wait for a disk that stalls, and what found no room is said', async () => {
    rig = await openRig({ outboxEvents: 10 });
    const subscription = subscribe(rig);
    const disk = Promise.withResolvers<void>();
    rig.log.disk = () => disk.promise;
    publish(25);
    await settle();
    publish(5, 26);
    expect(rig.bus.stats()).toMatchObject({ lost: 20, waiting: 10, head: 0 });
    disk.resolve();
    const seen = await take(subscription, 11);
    expect(seen.subjects).toEqual([...numbers(1, 10), 'events.lost']);
    expect(rig.notices).toContainEqual({ kind: 'events-lost', count: 20, emergency: false });
  });

  it('does not wait for a disk that fails: the same events are tried again, in order', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    let failures = 2;
    rig.log.disk = () =>
      failures-- > 0 ? Promise.reject(new Error('no space')) : Promise.resolve();
    publish(3);
    await settle();
    publish(2, 4);
    expect((await take(subscription, 5)).subjects).toEqual(numbers(1, 5));
    expect(rig.notices.filter(({ kind }) => kind === 'append-failed')).toHaveLength(1);
  });

  it('closing waits for what is not durable, and says what is not', async () => {
    rig = await openRig({ closeMs: 60_000 });
    rig.log.disk = () => settle();
    publish(3);
    expect(await rig.bus.close()).toBe(0);
    expect(rig.log.head).toBe(3);
    rig = await openRig({ closeMs: 50 });
    rig.log.disk = () => new Promise<void>(() => undefined);
    publish(3);
    expect(await rig.bus.close()).toBe(3);
  });

  it('has its event in the transaction of the change, and delivered after it', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    const command = rig.bus.command(event('n.1'));
    expect(command).toMatchObject({ module: 'events', name: 'append' });
    await settle();
    expect(rig.log.head).toBe(0);
    rig.log.write(command.argument as Uint8Array);
    expect((await take(subscription, 1)).subjects).toEqual(['n.1']);
    expect(() => rig.bus.command(event('a..b'))).toThrow(InvalidArgumentError);
  });
});
