// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DevicePowerState } from '../../../src/core/model/device-state.ts';
import { ClearanceLevel, RiskLevel, Track } from '../../../src/core/model/enums.ts';
import type { FieldReport } from '../../../src/core/ports/track.ts';
import { Strategy } from '../../../src/core/state/strategy.ts';
import type { DeviceChange } from '../../../src/sync/change-log.ts';
import { UnknownDeviceError } from '../../../src/sync/errors.ts';
import { SyncTrigger } from '../../../src/sync/trigger.ts';
import { runs } from '../core/runs.ts';
import { type FakeTrack, makeWorld, type World } from './ports.ts';
import { device, type Word, word } from './world.ts';

const POWER = 'kernel_state.power_state';
const RISK = 'unified_metadata.current_risk_level';
const REGISTER = 'kernel_state.last_register_values[3]';

const DEVICES = [device(0x8000), device(0x8001), device(0x8002, RiskLevel.QUARANTINED)];

function trackOf({ kernel, security, ui }: World, { by }: Word): FakeTrack {
  return { [Track.KERNEL]: kernel, [Track.SECURITY]: security, [Track.INTERFACE]: ui }[by];
}

/** All that tracks said, without what counts how often. */
function comparable({ sync }: World): unknown {
  return DEVICES.map(({ deviceId }) => {
    const { synchronization: _, unifiedMetadata, ...rest } = sync.state(deviceId);
    const { lastStateChange: __, stateChangeCount: ___, ...metadata } = unifiedMetadata;
    const open = sync
      .disagreements(deviceId)
      .map(({ path, resolution }) => ({ path, resolution }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    return { rest, metadata, open, blocks: sync.blocksEffects(deviceId) };
  });
}

describe('the synchronizer', () => {
  it('knows after its start what the tracks know', async () => {
    const world = makeWorld(DEVICES);
    world.kernel.learn(0x8001, POWER, DevicePowerState.ACTIVE);
    world.security.learn(0x8001, 'security_state.required_clearance', ClearanceLevel.SECRET);
    await using sync = world.sync;
    await sync.start();
    const state = sync.state(0x8001);
    expect(state.kernelState.powerState).toBe(DevicePowerState.ACTIVE);
    expect(state.securityState.requiredClearance).toBe(ClearanceLevel.SECRET);
    expect(sync.state(0x8000).securityState.requiredClearance).toBe(ClearanceLevel.COSMIC);
    expect(sync.tracksAnswering).toBe(3);
    expect(world.problems).toEqual([]);
  });

  it('takes in a change at once', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.tell({ device: 0x8000, path: REGISTER, value: 77 });
    expect(sync.state(0x8000).kernelState.lastRegisterValues[3]).toBe(77);
  });

  it('Z7 shows nothing new under an old revision, also while a track is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word(DEVICES.length), { maxLength: 20 }), async (words) => {
        const world = makeWorld(DEVICES);
        await using sync = world.sync;
        await sync.start();
        const seen = new Map<string, string>();
        const look = (): void => {
          for (const { deviceId } of DEVICES) {
            const key = `${deviceId} ${sync.revision(deviceId)}`;
            const state = JSON.stringify(sync.state(deviceId));
            expect(seen.get(key) ?? state).toBe(state);
            seen.set(key, state);
          }
        };
        look();
        for (const [n, one] of words.entries()) {
          const token = DEVICES[one.device]?.deviceId ?? 0;
          const track = trackOf(world, one);
          world.clock.now += 1;
          track.tell(track.learn(token, one.path, one.value));
          look();
          if (n % 4 === 0) {
            const asked = sync.sync(token);
            look();
            await asked;
            look();
          }
        }
      }),
      runs(50),
    );
  });

  it('Z5 asks once more, however many losses come while a track is asked', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    const track = world.kernel;
    const { promise, resolve } = Promise.withResolvers<readonly FieldReport[]>();
    track.instead = () => promise;
    const asked = track.asked;
    const losses = Array.from({ length: 100 }, async () => {
      await setImmediate();
      await sync.syncAllInTurn(SyncTrigger.LOSS);
    });
    await setImmediate();
    await setImmediate();
    resolve(track.all);
    await Promise.all(losses);
    expect(track.asked - asked).toBeGreaterThan(0);
    expect(track.asked - asked).toBeLessThanOrEqual(2);
  });

  it('knows no other devices', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    expect(() => sync.state(0x8003)).toThrow(UnknownDeviceError);
    await expect(sync.sync(0x8003)).rejects.toThrow(UnknownDeviceError);
  });

  it('Z1 comes to the same state after a full pass, whatever came before, lost, doubled or mixed up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(word(DEVICES.length), { maxLength: 30 }),
        fc.array(word(DEVICES.length), { maxLength: 30 }),
        fc.constantFrom(...Object.values(Strategy)),
        async (known, noise, strategy) => {
          const settings = { strategyOf: () => strategy };
          const [calm, troubled] = [makeWorld(DEVICES, settings), makeWorld(DEVICES, settings)];
          await using a = calm.sync;
          await using b = troubled.sync;
          await b.start();
          for (const one of noise) {
            const path = one.path;
            const { deviceId = 0 } = DEVICES[one.device] ?? {};
            trackOf(troubled, one).tell({ device: deviceId, path, value: one.value });
          }
          for (const one of known) {
            const { deviceId = 0 } = DEVICES[one.device] ?? {};
            trackOf(calm, one).learn(deviceId, one.path, one.value);
            trackOf(troubled, one).learn(deviceId, one.path, one.value);
          }
          await a.start();
          await b.syncAll(SyncTrigger.PERIODIC);
          // Which is the latest word depends on when it was heard.
          if (strategy !== Strategy.TIMESTAMP) {
            expect(comparable(troubled)).toEqual(comparable(calm));
          }
        },
      ),
      runs(150),
    );
  });

  it('Z2 a change that comes while a pass is under way is not undone by its older answer', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.learn(0x8000, REGISTER, 1);
    const old = world.kernel.all;
    let answer: ((reports: typeof old) => void) | undefined;
    world.kernel.instead = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const pass = sync.syncAll();
    world.kernel.tell(world.kernel.learn(0x8000, REGISTER, 2));
    world.kernel.instead = undefined;
    const asked = world.kernel.asked;
    answer?.(old);
    await pass;
    expect(sync.state(0x8000).kernelState.lastRegisterValues[3]).toBe(2);
    // They said different things: it was asked again, once.
    expect(world.kernel.asked).toBe(asked + 1);
  });

  it('Z2 an answer that is older than one taken in meanwhile counts for nothing', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.learn(0x8000, REGISTER, 1);
    world.kernel.learn(0x8001, REGISTER, 1);
    const old = world.kernel.all;
    let answer: ((reports: typeof old) => void) | undefined;
    world.kernel.instead = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const first = sync.syncAll();
    world.kernel.instead = undefined;
    world.kernel.learn(0x8000, REGISTER, 2);
    await sync.sync(0x8000);
    answer?.(old);
    await first;
    expect(sync.state(0x8000).kernelState.lastRegisterValues[3]).toBe(2);
    expect(sync.state(0x8001).kernelState.lastRegisterValues[3]).toBe(1);
  });

  it.each([null, 0x8000])(
    'Z2 nor does one about %s that another pass has overtaken',
    async (only) => {
      const world = makeWorld(DEVICES);
      await using sync = world.sync;
      await sync.start();
      const ask = () => (only === null ? sync.syncAll() : sync.sync(only));
      world.kernel.learn(0x8000, REGISTER, 1);
      const old = world.kernel.all;
      let answer: ((reports: typeof old) => void) | undefined;
      world.kernel.instead = () =>
        new Promise((resolve) => {
          answer = resolve;
        });
      const first = ask();
      world.kernel.instead = undefined;
      world.kernel.learn(0x8000, REGISTER, 2);
      await sync.syncAll();
      answer?.(old);
      await first;
      expect(sync.state(0x8000).kernelState.lastRegisterValues[3]).toBe(2);
    },
  );

  it('asks about one device alone, and leaves the others as they are', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.learn(0x8000, REGISTER, 5);
    world.kernel.learn(0x8001, REGISTER, 6);
    const state = await sync.sync(0x8000);
    expect(state.kernelState.lastRegisterValues[3]).toBe(5);
    expect(state.synchronization.lastSyncTimestamp).toBe(world.clock.now * 1e6);
    expect(sync.state(0x8001).kernelState.lastRegisterValues[3]).toBeNull();
  });

  it('says that a synchronization is in progress while it is', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    const pass = sync.sync(0x8000);
    expect(sync.state(0x8000).synchronization.syncInProgress).toBe(true);
    expect(sync.state(0x8001).synchronization.syncInProgress).toBe(false);
    await pass;
    expect(sync.state(0x8000).synchronization.syncInProgress).toBe(false);
  });

  it('counts what changed, and tells listeners once a turn', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    const told: DeviceChange[] = [];
    const end = sync.subscribe((changes) => told.push(...changes));
    world.kernel.tell(
      { device: 0x8000, path: REGISTER, value: 1 },
      { device: 0x8000, path: POWER, value: 2 },
      { device: 0x8001, path: REGISTER, value: 1 },
      { device: 0x8001, path: REGISTER, value: null },
    );
    expect(told).toMatchObject([
      {
        device: 0x8000,
        trigger: 'EVENT',
        fields: [
          { layout: { field: { path: REGISTER } }, before: null, after: 1 },
          { layout: { field: { path: POWER } }, before: 0, after: 2 },
        ],
      },
    ]);
    expect(sync.state(0x8000).unifiedMetadata.stateChangeCount).toBe(1);
    // It came back within the turn; an approval that saw the first must not hold for the third.
    expect(sync.safetyVersion(0x8001, [3], 0)).toBe(2);
    end();
    world.kernel.tell({ device: 0x8000, path: REGISTER, value: 2 });
    expect(told).toHaveLength(1);
  });

  it('goes on when a listener throws', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    const told: number[] = [];
    sync.subscribe(() => {
      throw new Error('mine');
    });
    sync.subscribe(([first]) => told.push(first?.device ?? 0));
    world.kernel.tell({ device: 0x8000, path: REGISTER, value: 1 });
    expect(told).toEqual([0x8000]);
    expect(world.problems).toMatchObject([{ kind: 'LISTENER_FAILED' }]);
  });

  it('a word that cannot be counts as the worst, and is told', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.security.tell(
      { device: 0x8000, path: RISK, value: RiskLevel.LOW },
      { device: 0x8000, path: RISK, value: Number.NaN },
      { device: 0x9999, path: RISK, value: 1 },
      { device: 0x8000, path: POWER, value: 1 },
      { device: 0x8000, path: 'no.such', value: 1 },
    );
    expect(sync.state(0x8000).unifiedMetadata.currentRiskLevel).toBe(RiskLevel.CRITICAL);
    expect(world.problems.map((problem) => 'why' in problem && problem.why)).toEqual([
      'NOT_FINITE',
      'UNKNOWN_DEVICE',
      'NOT_ITS_FIELD',
      'NOT_ITS_FIELD',
    ]);
  });

  it('works through many reports without holding the loop, in order', async () => {
    const many = Array.from({ length: 8_000 }, (_, n) => device(n));
    const world = makeWorld(many);
    await using sync = world.sync;
    await sync.start();
    const reports = many.flatMap(({ deviceId }) =>
      [0, 1, 2].map((n) => ({ device: deviceId, path: REGISTER, value: n + 10 })),
    );
    world.kernel.tell(...reports);
    expect(sync.state(7_999).kernelState.lastRegisterValues[3]).toBeNull();
    await vi.waitUntil(() => sync.state(7_999).kernelState.lastRegisterValues[3] === 12, {
      timeout: 60_000,
    });
    expect(sync.state(4_000).kernelState.lastRegisterValues[3]).toBe(12);
  });

  it('drops what is too much, counts it, and asks anew', async () => {
    const world = makeWorld(DEVICES, { backlogCount: 2 });
    await using sync = world.sync;
    await sync.start();
    const change = world.kernel.learn(0x8000, REGISTER, 9);
    world.kernel.tell(change, change, change);
    expect(sync.metrics.dropped).toBe(3);
    await vi.waitUntil(() => sync.state(0x8000).kernelState.lastRegisterValues[3] === 9, 60_000);
    expect(world.problems).toMatchObject([{ kind: 'REPORTS_DROPPED', count: 3 }]);
  });

  it('after it was closed nothing changes and nobody is asked', async () => {
    const world = makeWorld(DEVICES);
    await world.sync.start();
    world.sync.close();
    world.sync.close();
    expect(world.kernel.listeners).toBe(0);
    await expect(world.sync.syncAll()).rejects.toThrow(/closed/);
    await expect(world.sync.start()).rejects.toThrow(/closed/);
  });
});

describe('what events miss', () => {
  it('is found by the next pass, repaired, and told when no event has come since', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.learn(0x8000, POWER, DevicePowerState.FAULT);
    await sync.syncAll(SyncTrigger.PERIODIC);
    expect(sync.state(0x8000).kernelState.powerState).toBe(DevicePowerState.FAULT);
    expect(sync.metrics.missed).toBe(0);
    world.clock.now += 5_000;
    await sync.syncAll(SyncTrigger.PERIODIC);
    expect(sync.metrics.missed).toBe(1);
    expect(world.events.published.find(({ subject }) => subject === 'sync.missed')).toMatchObject({
      data: { track: 'kernel', count: 1, first: [{ device: '8000', path: POWER }] },
    });
    expect(world.audit.kinds(/^sync/)).toEqual(['sync.missed']);
  });

  it('was not missed when the event was only late, or nobody could have told', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    const late = world.kernel.learn(0x8000, POWER, DevicePowerState.FAULT);
    await sync.syncAll(SyncTrigger.PERIODIC);
    world.kernel.tell(late);
    world.kernel.learn(0x8001, POWER, DevicePowerState.FAULT);
    await sync.syncAll(SyncTrigger.LOSS);
    world.kernel.learn(0x8001, 'kernel_state.kernel_operation_count', 5);
    await sync.syncAll(SyncTrigger.PERIODIC);
    world.clock.now += 5_000;
    await sync.syncAll(SyncTrigger.PERIODIC);
    expect(sync.metrics.missed).toBe(0);
  });
});

describe('what is published', () => {
  it('is durable where safety hangs on it, and telemetry otherwise, with all of it each time', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.security.tell({
      device: 0x8000,
      path: 'security_state.required_clearance',
      value: ClearanceLevel.SECRET,
    });
    world.kernel.tell({ device: 0x8000, path: REGISTER, value: 9 });
    const [state, telemetry, ...more] = world.events.published;
    expect(state).toMatchObject({
      subject: 'device.8000.state',
      delivery: 'durable',
      clearance: ClearanceLevel.SECRET,
      data: {
        trigger: 'EVENT',
        fields: { 'security_state.required_clearance': { before: 7, after: 3 } },
      },
    });
    expect(telemetry).toMatchObject({ subject: 'device.8000.telemetry', delivery: 'telemetry' });
    expect(telemetry?.data).toMatchObject({
      trigger: 'EVENT',
      fields: {
        'kernel_state.kernel_operation_count': 0,
        'interface_state.active_ui_sessions': 0,
      },
      registers: Array.from({ length: 16 }, (_, n) => (n === 3 ? 9 : null)),
    });
    expect(more).toEqual([]);
  });
});
