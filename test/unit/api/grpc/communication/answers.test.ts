// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthCheck } from '../../../../../src/api/grpc/communication/health.ts';
import { metrics, StopCount } from '../../../../../src/api/grpc/communication/metrics.ts';
import {
  notificationsOf,
  subscribeEvents,
  watchRequestOf,
} from '../../../../../src/api/grpc/communication/subscribe.ts';
import { millisecondsOf, wireTime } from '../../../../../src/api/grpc/communication/values.ts';
import type { IEventNotification } from '../../../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import type { StopControl } from '../../../../../src/core/machines/stop-control.ts';
import { runs } from '../../../core/runs.ts';
import { event, openRig } from '../../../events/rig.ts';
import { CLOCK, callOf, OPEN, SECRET, SecurityWorld } from './world.ts';

const CONTROL: StopControl = { state: 'RUN', epoch: 3, missing: [], since: 0, firstPerson: null };

describe('SubscribeEvents', () => {
  it('C9 sends each event once, densely numbered, with a cursor on the last of what goes at once', async () => {
    const rig = await openRig();
    for (let n = 0; n < 1_300; n += 1) {
      rig.bus.publish(
        event(`a.n${n}`, { data: { n, text: 'x', flag: true, none: null } }),
        'durable',
      );
    }
    const sent: IEventNotification[] = [];
    const end = new AbortController();
    let delivered = 0;
    const counting = (count: number): void => {
      delivered += count;
    };
    await subscribeEvents(
      { events: rig.bus, clock: CLOCK, delivered: counting },
      { start: 2 },
      callOf('ana', { signal: end.signal }),
      (item) => {
        sent.push(item);
        if (sent.length === 1_300) {
          end.abort();
        }
        return Promise.resolve();
      },
    );
    expect(sent.map(({ sequenceNumber }) => sequenceNumber)).toEqual(sent.map((_, n) => n + 1));
    expect(sent[5]?.eventData).toEqual({ n: '5', text: 'x', flag: 'true', none: 'null' });
    expect(delivered).toBe(1_300);
    const cursors = sent.filter(({ cursor }) => cursor !== undefined);
    expect(cursors.length).toBeGreaterThan(1);
    expect(cursors.length).toBeLessThan(200);
    expect(sent.at(-1)?.cursor).not.toBeUndefined();
    await rig.bus.close();
  });

  it('says what was lost without taking a number, and marks where it is when nothing came', () => {
    const batch = { events: [], firstSequence: 0, cursor: () => 'c' };
    expect([...notificationsOf({ ...batch, lostTelemetry: 2, lostEmergencies: 1 }, 5)]).toEqual([
      {
        subject: 'events.lost',
        timestamp: { seconds: 0, nanos: 5e6 },
        eventData: { telemetry: '2', emergencies: '1' },
        cursor: 'c',
      },
    ]);
    expect([...notificationsOf({ ...batch, lostTelemetry: 0, lostEmergencies: 0 }, 5)]).toEqual([
      { timestamp: { seconds: 0, nanos: 5e6 }, cursor: 'c' },
    ]);
  });

  it('refuses by the protocol’s names what is no subscription', () => {
    const cases = [
      [{ start: 3 }, 'start'],
      [{ label: 'x'.repeat(65) }, 'label'],
      [{ cursor: 'x'.repeat(257) }, 'cursor'],
      [{ bookmarkInterval: { seconds: 0, nanos: 5e6 } }, 'bookmark_interval'],
      [{ subjects: ['a b'] }, 'subjects[0]'],
      [{ minSeverity: -1 }, 'min_severity'],
    ] as const;
    for (const [given, field] of cases) {
      expect(() => watchRequestOf(given, 'ann')).toThrow(field);
    }
    expect(watchRequestOf({ bookmarkInterval: { seconds: 2, nanos: 0 } }, 'ann').bookmarkMs).toBe(
      2_000,
    );
    expect(watchRequestOf({}, 'ann')).toMatchObject({
      bookmarkMs: null,
      start: 'now',
      filters: ['>'],
    });
  });
});

describe('HealthCheck', () => {
  const parts = {
    health: () => [
      { component: 'ring', state: 'OK' as const, reason: '', since: 1_000 },
      { component: 'store', state: 'DEGRADED' as const, reason: 'slow', since: 2_000 },
    ],
    orchestratorState: () => 'DEGRADED' as const,
    stop: {
      control: CONTROL,
      subscribe: () => () => undefined,
      stop: () => ({ latched: true, epoch: 0, problem: null }),
    },
    clock: { wall: () => 9_000, boot: () => 7_500 },
    startedAt: 2_000,
    version: '1.2.3',
  };

  it('tells the worst of the components that were asked for', () => {
    expect(healthCheck(parts, {}, callOf('ann'))).toMatchObject({
      status: 3,
      components: [
        { component: 'ring', status: 1, since: { seconds: 1, nanos: 0 } },
        { component: 'store', status: 3, reason: 'slow' },
      ],
      orchestratorState: 4,
      stopState: 1,
      stopEpoch: 3,
      version: '1.2.3',
    });
    expect(healthCheck(parts, { components: ['ring'] }, callOf('ann'))).toMatchObject({
      status: 1,
    });
    expect(healthCheck(parts, {}, callOf('ann')).uptime).toEqual({
      seconds: 5,
      nanos: 500_000_000,
    });
  });

  it('says why to accounts that are known, and names no device to anybody', () => {
    const failing = {
      ...parts,
      health: () => [
        {
          component: 'kernel',
          state: 'FAILED' as const,
          reason: 'device 0x8010 is late',
          since: 1,
        },
      ],
    };
    const reasonFor = (who: string) =>
      healthCheck(failing, {}, callOf(who)).components?.[0]?.reason;
    expect(reasonFor('bob')).toBe('a device is late');
    expect(reasonFor('nobody')).toBe('');
  });

  it('knows no component that is not there', () => {
    expect(() => healthCheck(parts, { components: ['ring', 'x'] }, callOf('ann'))).toThrow('"x"');
    expect(() => healthCheck(parts, { components: [''] }, callOf('ann'))).toThrow('components[0]');
  });
});

describe('GetMetrics', () => {
  it('has the specification’s counters by its names', () => {
    let hear: (control: StopControl) => void = () => undefined;
    const stops = new StopCount({
      control: CONTROL,
      stop: () => ({ latched: true, epoch: 0, problem: null }),
      subscribe: (listener) => {
        hear = listener;
        return () => undefined;
      },
    });
    // Two stops, of which the second is told twice; then another kernel.
    for (const epoch of [4, 5, 5, 1, 2]) {
      hear({ ...CONTROL, state: 'STOPPING', epoch });
    }
    const parts = {
      operations: {
        coordinate: () => Promise.reject(new Error('nothing is coordinated here')),
        statistics: {
          total: 9,
          successful: 4,
          failed: 2,
          denied: 1,
          emergencyStopped: 1,
          emergencyStops: 0,
          trackMessages: 27,
          averageMs: 2.5,
          current: 1,
          states: {},
        },
      },
      sync: {
        devices: [OPEN, SECRET].map((deviceId) => ({ deviceId })),
        state: () => ({ synchronization: { syncConflictsDetected: 0 } }),
        disagreements: () => [],
        metrics: { passes: 3, passMs: 12, failures: 1, missed: 0, dropped: 0, longestTurnMs: 0 },
      } as never,
      events: { stats: () => ({ subscriptions: 6 }) } as never,
      ring: () => ({ records: 8, lost: 2 }),
      server: () => ({ started: 5, failed: 1, active: 2, connections: 3 }),
      clock: CLOCK,
      startedAt: CLOCK.boot() - 60_000,
      stops,
      security: new SecurityWorld(),
      delivered: () => 77,
    };
    const answer = metrics(parts, callOf('ann'));
    expect(answer).toMatchObject({
      orchestrator: {
        operationsCoordinated: 4,
        crossTrackMessages: 27,
        emergencyStopsTriggered: 3,
        avgCoordinationTime: { seconds: 0, nanos: 2.5e6 },
        activeOperationsCount: 1,
        operationsReceived: 9,
        operationsFailed: 2,
        operationsDenied: 1,
        operationsEmergencyStopped: 1,
      },
      synchronization: {
        syncOperationsCompleted: 3,
        syncFailures: 1,
        syncConflictsResolved: 0,
        avgSyncTime: { seconds: 0, nanos: 4_000_000 },
      },
      sharedMemory: { messagesSent: 10, messagesReceived: 8, bufferOverruns: 2 },
      server: {
        callsStarted: 5,
        callsFailed: 1,
        callsActive: 2,
        connections: 3,
        subscriptions: 6,
        eventsDelivered: 77,
      },
    });
    // What is counted over all devices is for those who may know of all of them.
    for (const who of ['bob', 'nobody']) {
      const { collectedAt, since, ...counted } = metrics(parts, callOf(who));
      expect([collectedAt, since].every((one) => one !== undefined)).toBe(true);
      expect(counted).toEqual({ orchestrator: { emergencyStopsTriggered: 3 } });
    }
    expect(answer.sharedMemory).not.toHaveProperty('avgLatency');
  });
});

describe('times on the wire', () => {
  it('come back as the milliseconds that they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (ms) => {
        expect(millisecondsOf(wireTime(ms), 'at')).toBe(ms);
      }),
      runs(200),
    );
  });
});
