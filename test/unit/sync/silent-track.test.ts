// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DevicePowerState } from '../../../src/core/model/device-state.ts';
import { RiskLevel, Track } from '../../../src/core/model/enums.ts';
import { SyncTrigger } from '../../../src/sync/trigger.ts';
import { makeWorld, type World } from './ports.ts';
import { device } from './world.ts';

const POWER = 'kernel_state.power_state';
const RISK = 'unified_metadata.current_risk_level';
const ATTENTION = 'interface_state.attention_required';

const DEVICES = [device(0x8000), device(0x8001), device(0x8002, RiskLevel.QUARANTINED)];

describe('a track that does not answer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function hung(): Promise<World> {
    const world = makeWorld(DEVICES, { reportDeadlineMs: 1_000, fullPassMs: 5_000 });
    world.kernel.learn(0x8000, POWER, DevicePowerState.ACTIVE);
    world.kernel.learn(0x8000, ATTENTION, 2);
    world.kernel.learn(0x8000, RISK, RiskLevel.HIGH);
    world.security.learn(0x8000, RISK, RiskLevel.LOW);
    world.ui.learn(0x8000, ATTENTION, 1);
    await world.sync.start();
    expect(world.sync.state(0x8000).kernelState.powerState).toBe(DevicePowerState.ACTIVE);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return world;
  }

  it.each([
    ['hangs', () => new Promise<never>(() => undefined)],
    ['rejects', () => Promise.reject(new Error('broken'))],
    [
      'throws',
      (): never => {
        throw new Error('broken');
      },
    ],
  ])('Z3 and %s degrades what belongs to it, and nothing else', async (_, instead) => {
    const world = await hung();
    await using sync = world.sync;
    world.kernel.instead = instead;
    const pass = sync.syncAll(SyncTrigger.PERIODIC);
    world.security.tell({ device: 0x8001, path: RISK, value: RiskLevel.SAFE });
    expect(sync.state(0x8001).unifiedMetadata.currentRiskLevel).toBe(RiskLevel.SAFE);
    await vi.advanceTimersByTimeAsync(1_000);
    await pass;
    const state = sync.state(0x8000);
    expect(state.kernelState.powerState).toBe(DevicePowerState.UNKNOWN);
    // Its warnings about fields of others stay.
    expect(state.unifiedMetadata.currentRiskLevel).toBe(RiskLevel.HIGH);
    expect(state.interfaceState.attentionRequired).toBe(2);
    expect([sync.health(Track.KERNEL), sync.health(Track.SECURITY), sync.tracksAnswering]).toEqual([
      'SILENT',
      'ANSWERING',
      2,
    ]);
    expect(world.events.subjects(/^track/)).toEqual(['track.kernel.silent']);
    expect(world.problems).toMatchObject([{ kind: 'REPORTER_FAILED', track: Track.KERNEL }]);
  });

  it('is back after the first full pass that it answers', async () => {
    const world = await hung();
    await using sync = world.sync;
    world.kernel.instead = () => Promise.reject(new Error('broken'));
    await sync.syncAll();
    await sync.syncAll();
    world.kernel.instead = undefined;
    await sync.syncAll();
    expect(sync.state(0x8000).kernelState.powerState).toBe(DevicePowerState.ACTIVE);
    expect(sync.tracksAnswering).toBe(3);
    expect(world.events.subjects(/^track/)).toEqual([
      'track.kernel.silent',
      'track.kernel.answering',
    ]);
    world.clock.now += 5_000;
    await sync.syncAll();
    expect(sync.metrics.missed).toBe(0);
  });

  it('that never answers is asked again, but not without end', async () => {
    const world = await hung();
    await using sync = world.sync;
    world.kernel.instead = () => new Promise<never>(() => undefined);
    const asked = world.kernel.asked;
    for (let pass = 0; pass < 10; pass++) {
      const under = sync.syncAll();
      await vi.advanceTimersByTimeAsync(1_000);
      await under;
    }
    expect(world.kernel.asked - asked).toBe(4);
  });

  it('is not silent because many ask at once, as for each device of a transaction', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.learn(0x8000, POWER, DevicePowerState.IDLE);
    await Promise.all(Array.from({ length: 84 }, () => sync.sync(0x8000)));
    expect(sync.tracksAnswering).toBe(3);
    expect(sync.metrics.failures).toBe(0);
    expect(sync.state(0x8000).kernelState.powerState).toBe(DevicePowerState.IDLE);
  });

  it('that hangs keeps those who wait for a place no longer than the deadline', async () => {
    const world = await hung();
    await using sync = world.sync;
    world.kernel.instead = () => new Promise<never>(() => undefined);
    const asked = world.kernel.asked;
    const under = Promise.all(Array.from({ length: 20 }, () => sync.sync(0x8000)));
    await vi.advanceTimersByTimeAsync(1_000);
    await under;
    expect(world.kernel.asked - asked).toBe(4);
    expect(sync.health(Track.KERNEL)).toBe('SILENT');
    // All places are taken by what hangs: nobody waits any more.
    await sync.sync(0x8000);
  });

  it('is passed over periodically by itself', async () => {
    const world = makeWorld(DEVICES, { reportDeadlineMs: 1_000, fullPassMs: 5_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await using sync = world.sync;
    await sync.start();
    world.kernel.learn(0x8000, POWER, DevicePowerState.IDLE);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sync.state(0x8000).kernelState.powerState).toBe(DevicePowerState.IDLE);
    expect(world.kernel.asked).toBe(2);
  });
});
