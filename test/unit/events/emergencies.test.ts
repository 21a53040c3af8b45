// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClearanceLevel, EventType, Severity } from '../../../src/core/model/enums.ts';
import type { BusLimits } from '../../../src/events/bus-options.ts';
import type { Subscription } from '../../../src/events/subscription.ts';
import { cursorOf, event, openRig, type Rig, subscribe, take } from './rig.ts';

let rig: Rig;
let recorded: { readonly subscription: Subscription; readonly end: Promise<void> }[];

beforeEach(() => {
  recorded = [];
  vi.useFakeTimers();
});

afterEach(async () => {
  for (const { subscription, end } of recorded) {
    subscription.close();
    await end;
  }
  const closed = rig.bus.close();
  await vi.runAllTimersAsync();
  await closed;
  vi.useRealTimers();
});

const stop = (change = {}) =>
  event('stop.latched', {
    type: EventType.EMERGENCY_STOP,
    severity: Severity.EMERGENCY,
    ...change,
  });

interface Delivery {
  readonly at: number;
  readonly id: string;
  readonly attempt: number;
  readonly delivery: string;
}

/** Everything that @subscription gets, with when it got it, until it ends. */
function record(subscription: Subscription, acknowledgeAt = Number.POSITIVE_INFINITY): Delivery[] {
  const begin = performance.now();
  const deliveries: Delivery[] = [];
  const read = async () => {
    for await (const batch of subscription) {
      for (const { id, attempt, delivery } of batch.events) {
        deliveries.push({ at: Math.round(performance.now() - begin), id, attempt, delivery });
        if (attempt >= acknowledgeAt) {
          expect(subscription.acknowledge(id)).toBe(true);
        }
      }
    }
  };
  recorded.push({ subscription, end: read() });
  return deliveries;
}

const live = (deliveries: readonly Delivery[]) => deliveries.filter(({ attempt }) => attempt > 0);

async function opened(limits: Partial<BusLimits> = {}): Promise<void> {
  rig = await openRig(limits);
}

describe('an emergency', () => {
  it('is delivered before it is durable, then recorded by a queue of its own', async () => {
    await opened({ outboxEvents: 1 });
    const disk = Promise.withResolvers<void>();
    rig.log.disk = () => disk.promise;
    rig.bus.publish(event('n.1'), 'durable');
    rig.bus.publish(event('n.2'), 'durable');
    const deliveries = record(subscribe(rig, { filters: ['stop.>'] }), 1);
    rig.bus.publish(stop(), 'emergency');
    await vi.advanceTimersByTimeAsync(10);
    expect(deliveries).toMatchObject([{ attempt: 1, delivery: 'emergency' }]);
    expect(rig.log.head).toBe(0);
    expect(rig.log.appends).toEqual(['normal', 'stop']);
    disk.resolve();
    await vi.advanceTimersByTimeAsync(10);
    const [first, logged] = deliveries;
    expect(logged).toMatchObject({ attempt: 0, delivery: 'emergency', id: first?.id });
    expect(rig.log.head).toBe(3);
  });

  it('is repeated after 1, 2, 3, 4, 5, 5, … seconds, until it is acknowledged', async () => {
    await opened();
    const deliveries = record(subscribe(rig), 8);
    rig.bus.publish(stop(), 'emergency');
    await vi.advanceTimersByTimeAsync(600_000);
    const times = live(deliveries).map(({ at }) => at / 1000);
    expect(times.map(Math.round)).toEqual([0, 1, 3, 6, 10, 15, 20, 25]);
    expect(live(deliveries).map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(1);
    expect(rig.notices).toContainEqual(expect.objectContaining({ kind: 'emergency-acknowledged' }));
  });

  it('is repeated to who has not acknowledged, whoever else has', async () => {
    await opened();
    const ben = record(subscribe(rig, { principal: 'ben' }));
    const ana = record(subscribe(rig, { principal: 'ana' }), 1);
    const panel = record(subscribe(rig, { principal: 'ana', label: 'panel' }));
    const twin = record(subscribe(rig, { principal: 'ana' }));
    rig.bus.publish(stop(), 'emergency');
    await vi.advanceTimersByTimeAsync(7000);
    expect([ben, ana, panel].map((deliveries) => live(deliveries).length)).toEqual([4, 1, 4]);
    expect(live(twin).length).toBeLessThanOrEqual(1);
    const [{ id } = { id: '' }] = ben;
    expect(rig.bus.acknowledge('ben', '', id)).toBe(true);
    expect(rig.bus.acknowledge('ben', '', 'ffffffffffffffffffffffff')).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live(ben)).toHaveLength(4);
  });

  it('is repeated no more than so often, and that nobody acknowledged is told', async () => {
    await opened({ emergencyAttempts: 3 });
    const deliveries = record(subscribe(rig));
    rig.bus.publish(stop(), 'emergency');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(live(deliveries)).toHaveLength(3);
    expect(rig.notices).toContainEqual({
      kind: 'emergency-unacknowledged',
      id: deliveries[0]?.id,
      reader: '3:ana',
    });
  });

  it('waits for a subscriber that comes back, and is not shown again when it was acknowledged', async () => {
    await opened({ emergencyMs: 60_000 });
    const first = subscribe(rig);
    rig.bus.publish(stop(), 'emergency');
    rig.bus.publish(event('n.1'), 'durable');
    const cursor = cursorOf(await take(first, 3));
    first.close();
    const deliveries = record(subscribe(rig, { cursor }), 1);
    await vi.advanceTimersByTimeAsync(10);
    expect(live(deliveries)).toHaveLength(1);
    const again = record(subscribe(rig, { cursor }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(live(again)).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(60_000);
    const late = record(subscribe(rig, { principal: 'eve' }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(live(late)).toHaveLength(0);
  });

  it('overtakes everything that waits', async () => {
    await opened();
    const subscription = subscribe(rig, { maxBatch: 2 });
    for (let n = 1; n <= 10; n++) {
      rig.bus.publish(event(`n.${n}`), 'durable');
    }
    await vi.advanceTimersByTimeAsync(10);
    rig.bus.publish(stop(), 'emergency');
    expect((await take(subscription, 2)).subjects).toEqual(['stop.latched', 'n.1']);
  });

  it('repeated to one that reads little and acknowledges nothing leaves room for the rest', async () => {
    await opened();
    const subscription = subscribe(rig, { maxBatch: 1 });
    for (let n = 1; n <= 8; n++) {
      rig.bus.publish(event(`stop.${n}`), 'emergency');
    }
    for (let n = 1; n <= 10; n++) {
      rig.bus.publish(event(`n.${n}`), 'durable');
    }
    await vi.advanceTimersByTimeAsync(10);
    await take(subscription, 8);
    await vi.advanceTimersByTimeAsync(3000);
    const attempts: (number | undefined)[] = [];
    for (let n = 0; n < 8; n++) {
      await vi.advanceTimersByTimeAsync(1000);
      attempts.push((await take(subscription, 1)).batches[0]?.events[0]?.attempt);
    }
    expect(attempts).toEqual([2, 0, 2, 0, 2, 0, 2, 0]);
  });

  it('that one may not see is not shown, until one may', async () => {
    await opened();
    let allowed = false;
    rig.authorize = (_, { clearance }) => clearance === 0 || allowed;
    const deliveries = record(subscribe(rig));
    rig.bus.publish(stop({ clearance: ClearanceLevel.SECRET }), 'emergency');
    await vi.advanceTimersByTimeAsync(5000);
    expect(deliveries).toEqual([]);
    allowed = true;
    await vi.advanceTimersByTimeAsync(5000);
    expect(deliveries[0]).toMatchObject({ attempt: 1 });
    const count = deliveries.length;
    allowed = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(deliveries).toHaveLength(count);
  });

  it('too many at once: the oldest make room, and who had not seen them is told', async () => {
    await opened({ emergencies: 3 });
    const subscription = subscribe(rig);
    for (let n = 1; n <= 5; n++) {
      rig.bus.publish(event(`stop.${n}`), 'emergency');
    }
    const { value } = await subscription.next();
    expect(value?.events.map(({ subject }) => subject)).toEqual(['stop.3', 'stop.4', 'stop.5']);
    expect(value?.lostEmergencies).toBe(2);
    await vi.advanceTimersByTimeAsync(10);
    const logged = await take(subscription, 5);
    expect(logged.subjects).toEqual(['stop.1', 'stop.2', 'stop.3', 'stop.4', 'stop.5']);
    expect(rig.bus.stats().activeEmergencies).toBe(3);
  });
});
