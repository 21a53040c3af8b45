// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emergencyStop } from '../../../../../src/api/grpc/communication/emergency-stop.ts';
import { StopClaims } from '../../../../../src/api/grpc/communication/stop-claims.ts';
import { StopWatch } from '../../../../../src/api/grpc/communication/stop-watch.ts';
import type { StopControl } from '../../../../../src/core/machines/stop-control.ts';
import { runs } from '../../../core/runs.ts';
import { AuditWorld, CLOCK, callOf, SecurityWorld } from './world.ts';

function world(latched = true) {
  const audit = new AuditWorld();
  const problems: unknown[] = [];
  const onProblem = (problem: unknown): number => problems.push(problem);
  const stops: string[] = [];
  let control: StopControl = { state: 'RUN', epoch: 4, missing: [], since: 0, firstPerson: null };
  const set = (change: Partial<StopControl>): void => {
    control = { ...control, ...change };
  };
  const parts = {
    security: new SecurityWorld(),
    onProblem,
    claims: new StopClaims({ audit, clock: CLOCK, onProblem }),
    watch: new StopWatch({ control: () => control, now: () => performance.now() }),
    now: () => performance.now(),
    stop: {
      get control() {
        return control;
      },
      subscribe: () => () => undefined,
      stop: (by: string, reason: string) => {
        stops.push(`${by}: ${reason}`);
        set({
          state: 'STOPPING',
          epoch: 5,
          missing: ['kernel', 'security', 'interface', '0x8010'],
        });
        return { latched, epoch: 5, problem: latched ? null : new Error('gone') };
      },
    },
  };
  return { parts, audit, stops, set, problems };
}

describe('EmergencyStop', () => {
  it('C3 stops whatever is in it, in the connection’s name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          reason: fc.oneof(
            fc.string({ maxLength: 400 }),
            fc.constant('\ud800'),
            fc.constant(7 as unknown as string),
          ),
          priority: fc.integer(),
          triggeredBy: fc.oneof(fc.string({ maxLength: 400 }), fc.constant('\udc00')),
          timestamp: fc.record({ seconds: fc.double(), nanos: fc.integer() }),
          affectedDevices: fc.array(fc.integer(), { maxLength: 100 }),
        }),
        async (given) => {
          const { parts, stops, set, problems, audit } = world();
          const answer = emergencyStop(parts, given, callOf('ann'));
          expect(stops).toHaveLength(1);
          expect(stops[0]?.startsWith('ann: ')).toBe(true);
          set({ missing: [] });
          expect((await answer).success).toBe(true);
          expect(problems).toEqual([]);
          expect(JSON.stringify(audit.entries).isWellFormed()).toBe(true);
        },
      ),
      runs(40),
    );
  });
});

describe('EmergencyStop in time', () => {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance', 'Date'],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('C5 answers when every track has, with the time of each', async () => {
    // Times are of the call, not of the clock.
    vi.advanceTimersByTime(70);
    const { parts, set } = world();
    const answer = emergencyStop(parts, { reason: 'smoke' }, callOf('ann'));
    setTimeout(() => set({ missing: ['interface', '0x8010'] }), 5);
    setTimeout(() => set({ missing: ['0x8010'] }), 20);
    await vi.advanceTimersByTimeAsync(30);
    const { success, trackResults, stopEpoch, stopState, errorMessage, missing } = await answer;
    expect({ success, stopEpoch, stopState, errorMessage }).toEqual({
      success: true,
      stopEpoch: 5,
      stopState: 2,
      errorMessage: '',
    });
    expect(missing).toEqual(['0x8010']);
    expect(trackResults?.map(({ acknowledged }) => acknowledged)).toEqual([true, true, true]);
    const times = trackResults?.map(({ responseTime }) => (responseTime?.nanos ?? 0) / 1e6) ?? [];
    expect(times[0]).toBeLessThan(10);
    expect(times[2]).toBeGreaterThanOrEqual(20);
  });

  it('C5 answers after 100 ms whoever is silent, and says who', async () => {
    const { parts, set } = world();
    const answer = emergencyStop(parts, {}, callOf('bob'));
    setTimeout(() => set({ missing: ['security', '0x8010'] }), 5);
    await vi.advanceTimersByTimeAsync(105);
    const { success, trackResults, errorMessage, missing, responseTime } = await answer;
    expect(success).toBe(true);
    expect(trackResults?.map(({ acknowledged }) => acknowledged)).toEqual([true, false, true]);
    expect(errorMessage).toContain('security');
    // The device is none that this caller may know of.
    expect(missing).toEqual(['security']);
    expect(responseTime?.nanos).toBeLessThan(110e6);
  });

  it('says so when the kernel has not latched, and when nobody knows the caller stops all the same', async () => {
    const { parts, stops } = world(false);
    const answer = emergencyStop(parts, { reason: 'x' }, callOf('stranger'));
    await vi.advanceTimersByTimeAsync(105);
    expect(await answer).toMatchObject({ success: false, stopEpoch: 0 });
    expect((await answer).errorMessage).toContain('kernel');
    expect(stops).toEqual(['stranger: x']);
  });

  it('stops though who calls cannot be looked up', async () => {
    const { parts, stops, set, problems } = world();
    const call = callOf('ann');
    const caller = Object.defineProperty({ ...call.caller }, 'person', {
      get: () => {
        throw new Error('the policy is gone');
      },
    });
    const answer = emergencyStop(parts, {}, { caller });
    set({ missing: [] });
    await vi.advanceTimersByTimeAsync(5);
    expect((await answer).success).toBe(true);
    expect(stops).toEqual(['ann: ']);
    expect(problems).toHaveLength(1);
  });

  it('C10 writes down what a thousand stops a second claim in two entries', async () => {
    const { parts, audit, set } = world();
    const answers = Array.from({ length: 1_000 }, (_, n) =>
      emergencyStop(parts, { triggeredBy: `n${n}`, affectedDevices: [0x8003] }, callOf('ann')),
    );
    set({ missing: [] });
    await vi.advanceTimersByTimeAsync(1_001);
    await Promise.all(answers);
    expect(audit.entries.map(({ details }) => details)).toMatchObject([
      { triggeredBy: 'n0', affectedDevices: [0x8003], priority: 3 },
      { triggeredBy: 'n999', count: 999 },
    ]);
  });
});
