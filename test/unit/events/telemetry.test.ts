// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ClearanceLevel } from '../../../src/core/model/enums.ts';
import { toEvent } from '../../../src/events/publication.ts';
import { Segment } from '../../../src/events/segment.ts';
import { encodeEvent } from '../../../src/events/segment-builder.ts';
import { TelemetryQueue } from '../../../src/events/telemetry-queue.ts';
import { runs } from '../core/runs.ts';
import { event, openRig, type Rig, settle, subscribe } from './rig.ts';

let rig: Rig | undefined;

afterEach(async () => {
  await rig?.bus.close();
  rig = undefined;
});

const temperature = (value: number, change = {}) =>
  event('device.8003.temperature', { data: { value }, ...change });

describe('telemetry', () => {
  it('brings the latest value, and how many it replaced', async () => {
    rig = await openRig();
    const subscription = subscribe(rig);
    for (const value of [40, 41, 42]) {
      rig.bus.publish(temperature(value), 'telemetry');
    }
    rig.bus.publish(event('device.8004.temperature', { data: { value: 9 } }), 'telemetry');
    const { value: batch } = await subscription.next();
    expect(
      batch?.events.map(({ subject, data, conflated }) => [subject, data['value'], conflated]),
    ).toEqual([
      ['device.8003.temperature', 42, 2],
      ['device.8004.temperature', 9, 0],
    ]);
    rig.bus.publish(temperature(43), 'telemetry');
    expect((await subscription.next()).value?.events[0]).toMatchObject({
      conflated: 0,
      delivery: 'telemetry',
    });
    expect(rig.log.head).toBe(0);
  });

  it('that one may not see replaces nothing and is not counted', async () => {
    rig = await openRig();
    rig.authorize = (_, { clearance }) => clearance === 0;
    const subscription = subscribe(rig);
    rig.bus.publish(temperature(40), 'telemetry');
    rig.bus.publish(temperature(41), 'telemetry');
    rig.bus.publish(temperature(99, { clearance: ClearanceLevel.SECRET }), 'telemetry');
    const { value: batch } = await subscription.next();
    expect(batch?.events.map(({ data, conflated }) => [data, conflated])).toEqual([
      [{ value: 41 }, 1],
    ]);
  });

  it('that one may not see any more when it is delivered is not delivered', async () => {
    rig = await openRig();
    let allowed = true;
    rig.authorize = (_, { clearance }) => clearance === 0 || allowed;
    const subscription = subscribe(rig);
    rig.bus.publish(temperature(40, { clearance: ClearanceLevel.SECRET }), 'telemetry');
    rig.bus.publish(event('t.1'), 'telemetry');
    allowed = false;
    const { value: batch } = await subscription.next();
    expect(batch?.events.map(({ subject, sequence }) => [subject, sequence])).toEqual([['t.1', 1]]);
  });

  it('has its share when the log fills every batch', async () => {
    rig = await openRig();
    const subscription = subscribe(rig, { maxBatch: 8 });
    for (let n = 0; n < 64; n++) {
      rig.bus.publish(event(`n.${n}`), 'durable');
      rig.bus.publish(event(`t.${n % 10}`), 'telemetry');
    }
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const { value: batch } = await subscription.next();
    const first = batch?.events.map(({ subject }) => subject.slice(0, 1)).join('');
    expect(first).toBe('nnnnnntt');
  });

  it('that comes without end does not keep one from what it has to read from the log', async () => {
    rig = await openRig({ windowSegments: 1, windowBytes: 4096 });
    const subscription = subscribe(rig);
    for (let n = 1; n <= 20; n++) {
      rig.bus.publish(event(`n.${n}`), 'durable');
      await settle();
    }
    const durable: string[] = [];
    for (let turn = 0; turn < 100 && durable.length < 20; turn++) {
      rig.bus.publish(temperature(turn), 'telemetry');
      const { value: batch } = await subscription.next();
      for (const { subject, delivery } of batch?.events ?? []) {
        durable.push(...(delivery === 'durable' ? [subject] : []));
      }
    }
    expect(durable).toEqual(Array.from({ length: 20 }, (_, n) => `n.${n + 1}`));
  });

  it('is bounded for who does not read, and what went is told', async () => {
    rig = await openRig({ telemetrySubjects: 4 });
    const subscription = subscribe(rig);
    for (let n = 0; n < 10; n++) {
      rig.bus.publish(event(`t.${n}`), 'telemetry');
    }
    const { value: batch } = await subscription.next();
    expect(batch?.events.map(({ subject }) => subject)).toEqual(['t.6', 't.7', 't.8', 't.9']);
    expect(batch?.lostTelemetry).toBe(6);
  });

  it('whatever is put and taken: every value is delivered, replaced or lost, and nothing is over', () => {
    const limits = { subjects: 5, bytes: 1500 };
    const actions = fc.array(fc.oneof(fc.constant('take' as const), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(actions, (all) => {
        const queue = new TelemetryQueue(limits);
        const latest = new Map<string, string>();
        let put = 0;
        let accounted = 0;
        const take = () => {
          const taken = queue.take();
          if (taken !== undefined) {
            accounted += 1 + taken.conflated;
            const { subject } = taken.segment.topic(0);
            expect(taken.segment.id(0)).toBe(latest.get(subject));
          }
          return taken;
        };
        for (const action of all) {
          if (action === 'take') {
            take();
            continue;
          }
          const value = event(`t.${action}`, { data: { x: 'x'.repeat(action * 50) } });
          const segment = new Segment(encodeEvent(toEvent(value, 'telemetry')));
          latest.set(value.subject, segment.id(0));
          queue.put(segment);
          put += 1;
          expect(queue.size).toBeLessThanOrEqual(limits.subjects);
          expect(queue.bytes).toBeLessThanOrEqual(limits.bytes);
        }
        while (take() !== undefined) {
          // Until nothing waits.
        }
        expect(queue.bytes).toBe(0);
        expect(accounted + queue.takeLost()).toBe(put);
        expect(queue.takeLost()).toBe(0);
      }),
      runs(300),
    );
  });
});
