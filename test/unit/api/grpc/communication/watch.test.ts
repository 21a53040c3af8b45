// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { resumptionOf, watchCursor } from '../../../../../src/api/grpc/events/resume.ts';
import { checkSubjects, selectionOf } from '../../../../../src/api/grpc/events/selection.ts';
import {
  type WatchBatch,
  WatchGapError,
  type WatchRequest,
  watch,
} from '../../../../../src/api/grpc/events/watch.ts';
import { EventType, Severity, Track } from '../../../../../src/core/model/enums.ts';
import type { Publication } from '../../../../../src/core/ports/event-log.ts';
import { CursorError } from '../../../../../src/events/errors.ts';
import { runs } from '../../../core/runs.ts';
import { event, openRig, type Rig } from '../../../events/rig.ts';

const EVERYTHING = { types: [], minSeverity: 0, sources: [], devices: [] };

function request(change: Partial<WatchRequest> = {}): WatchRequest {
  return {
    principal: 'ana',
    label: '',
    filters: checkSubjects([]),
    selection: selectionOf(EVERYTHING),
    cursor: '',
    start: 'oldest',
    bookmarkMs: null,
    maxBatch: 3,
    ...change,
  };
}

interface Seen {
  readonly subjects: string[];
  readonly sequences: number[];
  cursor: string;
}

/** Watches until @count events came. */
async function see(rig: Rig, wanted: WatchRequest, count: number): Promise<Seen> {
  const seen: Seen = { subjects: [], sequences: [], cursor: wanted.cursor };
  const end = new AbortController();
  const done = watch(
    rig.bus,
    wanted,
    () => performance.now(),
    end.signal,
    (batch) => {
      for (const [n, one] of batch.events.entries()) {
        seen.subjects.push(one.subject);
        seen.sequences.push(batch.firstSequence + n);
      }
      seen.cursor = batch.cursor();
      if (seen.subjects.length >= count) {
        end.abort();
      }
      return Promise.resolve();
    },
  );
  if (count === 0) {
    end.abort();
  }
  await done;
  return seen;
}

const published = fc.record({
  subject: fc.constantFrom('device.8003.state', 'device.8010.state', 'system.ring.status'),
  severity: fc.constantFrom(...Object.values(Severity).filter((one) => one !== 0)),
  type: fc.constantFrom(EventType.DEVICE_STATE_CHANGED, EventType.SECURITY_ALERT),
  source: fc.constantFrom(Track.KERNEL, Track.SECURITY),
  clearance: fc.constantFrom(0, 3),
}) as fc.Arbitrary<Partial<Publication>>;

const wanted = fc.record({
  types: fc.subarray([EventType.DEVICE_STATE_CHANGED, EventType.SECURITY_ALERT]),
  minSeverity: fc.integer({ min: 0, max: 5 }),
  sources: fc.subarray([Track.KERNEL, Track.SECURITY]),
  devices: fc.subarray([0x8003, 0x8010]),
});

describe('a watch', () => {
  it('W1 shows each wanted event once and in order, numbered densely, however often it is cut and resumed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(published, { maxLength: 20 }),
        wanted,
        fc.array(fc.nat({ max: 6 }), { maxLength: 5 }),
        async (all, choice, cuts) => {
          const rig = await openRig();
          rig.authorize = (_, { clearance }) => clearance < 3;
          for (const [n, one] of all.entries()) {
            rig.bus.publish(
              event(`${one.subject}.n${n}`, { ...one, subject: `${one.subject}.n${n}` }),
              'durable',
            );
          }
          const expected = all
            .map((one, n) => ({ ...one, name: `${one.subject}.n${n}` }))
            .filter(
              ({ clearance, severity, type, source, name }) =>
                clearance === 0 &&
                (severity ?? 0) >= choice.minSeverity &&
                (choice.types.length === 0 || choice.types.includes(type as 1)) &&
                (choice.sources.length === 0 || choice.sources.includes(source as 1)) &&
                (choice.devices.length === 0 ||
                  choice.devices.some((device) => name.includes(device.toString(16)))),
            )
            .map(({ name }) => name);
          const selection = selectionOf(choice);
          const subjects: string[] = [];
          const sequences: number[] = [];
          let cursor = '';
          for (const cut of [...cuts, Number.MAX_SAFE_INTEGER]) {
            const left = expected.length - subjects.length;
            const seen = await see(rig, request({ selection, cursor }), Math.min(cut, left));
            subjects.push(...seen.subjects);
            sequences.push(...seen.sequences);
            cursor = seen.cursor;
          }
          expect(subjects).toEqual(expected);
          expect(sequences).toEqual(expected.map((_, n) => n + 1));
          await rig.bus.close();
        },
      ),
      runs(30),
    );
  });

  it('W2 resumes with a cursor of its own selection alone, whatever is changed in it', () => {
    const cursor = 'c'.repeat(119);
    const [mine, other] = [
      { ...EVERYTHING, minSeverity: 2 },
      { ...EVERYTHING, minSeverity: 3 },
    ].map((one) => selectionOf(one).name);
    const sealed = watchCursor(cursor, 7, mine ?? '');
    expect(resumptionOf(sealed, mine ?? '')).toEqual({ cursor, left: 7 });
    expect(() => resumptionOf(sealed, other ?? '')).toThrow(CursorError);
    expect(() => resumptionOf(cursor, mine ?? '')).toThrow(CursorError);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'a' ? 'b' : 'a'}${sealed.slice(at + 1)}`;
      expect(() => resumptionOf(changed, mine ?? '')).toThrow(CursorError);
    }
  });

  it('W2 leaves cursors without a selection to the bus, which opens them for their owner alone', async () => {
    const rig = await openRig();
    rig.bus.publish(event('a.b'), 'durable');
    const { cursor } = await see(rig, request(), 1);
    const others = [
      { principal: 'bob' },
      { label: 'x' },
      { filters: ['a.>'] },
      { cursor: `${cursor}x` },
    ];
    for (const change of others) {
      await expect(see(rig, request({ cursor, ...change }), 1)).rejects.toBeInstanceOf(CursorError);
    }
    await rig.bus.close();
  });

  it('W3 shows an emergency first, whatever types, severities, sources and devices are wanted', async () => {
    const rig = await openRig();
    rig.bus.publish(event('system.ring.status'), 'durable');
    rig.bus.publish(
      event('stop.stopping', { severity: Severity.EMERGENCY, type: EventType.EMERGENCY_STOP }),
      'emergency',
    );
    const choice = {
      types: [EventType.SECURITY_ALERT],
      minSeverity: 0,
      sources: [Track.KERNEL],
      devices: [0x8003],
    };
    const { subjects } = await see(rig, request({ selection: selectionOf(choice) }), 1);
    expect(subjects[0]).toBe('stop.stopping');
    await rig.bus.close();
  });

  it('W4 takes nothing more from the bus while what it has is not delivered', async () => {
    const rig = await openRig();
    for (let n = 0; n < 20; n += 1) {
      rig.bus.publish(event(`a.n${n}`), 'durable');
    }
    let delivered = 0;
    const end = new AbortController();
    const reading = Promise.withResolvers<void>();
    const done = watch(
      rig.bus,
      request(),
      () => performance.now(),
      end.signal,
      (batch) => {
        delivered += batch.events.length;
        return reading.promise;
      },
    );
    await vi.waitFor(() => expect(delivered).toBeGreaterThan(0), 60_000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(delivered).toBe(3);
    end.abort();
    reading.resolve();
    await done;
    expect(rig.bus.stats().subscriptions).toBe(0);
  });

  it('W5 says with a cursor that works when events are missing that it should get', async () => {
    const rig = await openRig({ windowSegments: 1 });
    const selection = selectionOf({ ...EVERYTHING, minSeverity: Severity.WARNING });
    const warn = (n: number): void =>
      rig.bus.publish(event(`a.n${n}`, { severity: Severity.WARNING }), 'durable');
    rig.bus.publish(event('a.info'), 'durable');
    warn(0);
    const { cursor } = await see(rig, request({ selection }), 1);
    for (let n = 1; n < 12; n += 1) {
      warn(n);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    rig.log.compactTo(10);
    const gap = await see(rig, request({ selection, cursor }), 1).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(gap).toBeInstanceOf(WatchGapError);
    const { oldest } = gap as WatchGapError;
    const again = await see(rig, request({ selection, cursor: oldest }), 1);
    expect(again.sequences[0]).toBe(2);
    await rig.bus.close();
  });

  it('W6 brings a cursor when it was asked to and nothing came, also among events that are not wanted', async () => {
    const rig = await openRig();
    const selection = selectionOf({ ...EVERYTHING, minSeverity: Severity.ERROR });
    for (const noise of [false, true]) {
      const end = new AbortController();
      const batches: WatchBatch[] = [];
      const noisy = setInterval(() => noise && rig.bus.publish(event('a.b'), 'durable'), 5);
      const bookmarked = request({ selection, start: 'now', bookmarkMs: 100 });
      await watch(
        rig.bus,
        bookmarked,
        () => performance.now(),
        end.signal,
        (batch) => {
          batches.push(batch);
          end.abort();
          return Promise.resolve();
        },
      );
      clearInterval(noisy);
      expect(batches.map(({ events }) => events)).toEqual([[]]);
      expect(resumptionOf(batches[0]?.cursor() ?? '', selection.name).cursor).not.toBeUndefined();
    }
    await rig.bus.close();
  });

  it('W7 refuses what is no selection by name, before anything is subscribed', () => {
    const cases = [
      [{ types: [8] }, 'event_types[0]'],
      [{ types: [0] }, 'event_types[0]'],
      [{ minSeverity: 6 }, 'min_severity'],
      [{ sources: [1, 5] }, 'source_tracks[1]'],
      [{ devices: [0x8003, 0x1_0000] }, 'device_ids[1]'],
      [{ devices: Array.from({ length: 85 }, () => 0x8003) }, 'device_ids'],
    ] as const;
    for (const [change, field] of cases) {
      expect(() => selectionOf({ ...EVERYTHING, ...change })).toThrow(field);
    }
    expect(() => checkSubjects(['a.b', 'a..b'])).toThrow('subjects[1]');
    expect(() => checkSubjects(Array.from({ length: 65 }, () => 'a'))).toThrow('subjects');
  });
});
