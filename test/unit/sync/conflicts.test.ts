// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { DevicePowerState } from '../../../src/core/model/device-state.ts';
import { ClearanceLevel, RiskLevel } from '../../../src/core/model/enums.ts';
import { Strategy } from '../../../src/core/state/strategy.ts';
import { DecisionError } from '../../../src/sync/errors.ts';
import { makeWorld, type World } from './ports.ts';
import { device } from './world.ts';

const POWER = 'kernel_state.power_state';

const DEVICES = [device(0x8000), device(0x8001), device(0x8002, RiskLevel.QUARANTINED)];

describe('conflicts', () => {
  it('are detected, resolved, logged and propagated, once each', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.tell({ device: 0x8000, path: POWER, value: DevicePowerState.ACTIVE });
    world.ui.tell({ device: 0x8000, path: POWER, value: DevicePowerState.OFF });
    expect(sync.blocksEffects(0x8000)).toBe(true);
    world.ui.tell({ device: 0x8000, path: POWER, value: DevicePowerState.IDLE });
    expect(world.events.subjects(/^conflict/)).toEqual(['conflict.8000.detected']);
    const [detected] = world.events.published.filter(({ subject }) => /^conflict/.test(subject));
    expect(detected).toMatchObject({
      delivery: 'durable',
      clearance: ClearanceLevel.COSMIC,
      data: {
        path: POWER,
        after: { status: 'CONFLICT', value: DevicePowerState.ACTIVE, blocks_effects: true },
        said: [
          { track: 'INTERFACE', value: DevicePowerState.OFF },
          { track: 'KERNEL', value: DevicePowerState.ACTIVE },
        ],
      },
    });
    // The wish is taken back.
    world.ui.tell({ device: 0x8000, path: POWER, value: null });
    expect(sync.blocksEffects(0x8000)).toBe(false);
    expect(sync.disagreements(0x8000)).toEqual([]);
    expect(sync.state(0x8000).synchronization.syncConflictsDetected).toBe(1);
    expect(world.events.subjects(/^conflict/)).toEqual([
      'conflict.8000.detected',
      'conflict.8000.ended',
    ]);
    await vi.waitUntil(() => world.audit.entries.length === 2, 60_000);
    expect(world.audit.kinds(/./)).toEqual(['conflict.detected', 'conflict.ended']);
  });

  it('without end are counted instead of logged, and the count is', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.kernel.tell(world.kernel.learn(0x8000, POWER, DevicePowerState.ACTIVE));
    for (let n = 0; n < 1_000; n++) {
      world.ui.tell(world.ui.learn(0x8000, POWER, DevicePowerState.OFF));
      world.ui.tell(world.ui.learn(0x8000, POWER, DevicePowerState.ACTIVE));
    }
    expect(world.events.subjects(/^conflict/)).toHaveLength(500);
    await sync.syncAll();
    expect(world.events.published.at(-1)).toMatchObject({
      subject: 'conflict.suppressed',
      data: { count: 1_500 },
    });
    expect(sync.state(0x8000).synchronization.syncConflictsDetected).toBe(1_000);
  });

  it('that cannot be logged are told, and hold all the same', async () => {
    const world = makeWorld(DEVICES);
    await using sync = world.sync;
    await sync.start();
    world.audit.failing = new Error('no sink');
    world.kernel.tell({ device: 0x8000, path: POWER, value: DevicePowerState.ACTIVE });
    world.ui.tell({ device: 0x8000, path: POWER, value: DevicePowerState.OFF });
    await vi.waitUntil(() => world.problems.length > 0, 60_000);
    expect(world.problems).toMatchObject([{ kind: 'AUDIT_FAILED' }]);
    expect(sync.blocksEffects(0x8000)).toBe(true);
  });
});

describe('people', () => {
  async function disputed(): Promise<World & { readonly about: string }> {
    const world = makeWorld(DEVICES, { strategyOf: () => Strategy.USER_MEDIATED });
    await world.sync.start();
    world.kernel.tell({ device: 0x8000, path: POWER, value: DevicePowerState.ACTIVE });
    world.ui.tell({ device: 0x8000, path: POWER, value: DevicePowerState.OFF });
    const [{ about } = { about: '' }] = world.sync.disagreements(0x8000);
    return { ...world, about };
  }
  const persons = ['ada', 'grace'];

  it('decide, which is durable before it holds', async () => {
    const world = await disputed();
    await using sync = world.sync;
    const held: boolean[] = [];
    world.audit.before = () => {
      held.push(sync.blocksEffects(0x8000));
    };
    const decision = { value: DevicePowerState.OFF, about: world.about, persons };
    await sync.decide(0x8000, POWER, decision);
    expect(held[0]).toBe(true);
    expect(sync.blocksEffects(0x8000)).toBe(false);
    expect(sync.state(0x8000).kernelState.powerState).toBe(DevicePowerState.OFF);
    expect(world.audit.entries.find(({ kind }) => kind === 'conflict.decided')).toMatchObject({
      auditClass: 'intent',
      actor: 'ada',
      details: { path: POWER, value: DevicePowerState.OFF, persons },
    });
    expect(world.events.subjects(/^conflict/)).toContain('conflict.8000.changed');
  });

  it('decide nothing when it cannot be recorded', async () => {
    const world = await disputed();
    await using sync = world.sync;
    world.audit.failing = new Error('no sink');
    const decision = { value: DevicePowerState.OFF, about: world.about, persons };
    await expect(sync.decide(0x8000, POWER, decision)).rejects.toThrow('no sink');
    expect(sync.blocksEffects(0x8000)).toBe(true);
  });

  it('decide nothing in the name of somebody who is not one of them, by name', async () => {
    const world = await disputed();
    await using sync = world.sync;
    world.problemOf.set('grace', 'is revoked');
    const decision = { value: DevicePowerState.OFF, about: world.about, persons };
    await expect(sync.decide(0x8000, POWER, decision)).rejects.toMatchObject({
      code: 'ERR_DSMIL_SYNC_PERSON',
      person: 'grace',
      message: expect.stringContaining('names "grace", who is revoked'),
    });
    expect(sync.blocksEffects(0x8000)).toBe(true);
    expect(world.audit.entries.map(({ kind }) => kind)).not.toContain('conflict.decided');
  });

  it('decide nothing when one of them is revoked while it is recorded', async () => {
    const world = await disputed();
    await using sync = world.sync;
    world.audit.before = () => {
      world.problemOf.set('ada', 'is revoked');
    };
    const decision = { value: DevicePowerState.OFF, about: world.about, persons };
    await expect(sync.decide(0x8000, POWER, decision)).rejects.toMatchObject({ person: 'ada' });
    expect(sync.blocksEffects(0x8000)).toBe(true);
  });

  it('decide nothing when what they saw has moved while it was recorded', async () => {
    const world = await disputed();
    await using sync = world.sync;
    world.audit.before = () => {
      world.audit.before = undefined;
      world.kernel.tell({ device: 0x8000, path: POWER, value: DevicePowerState.FAULT });
    };
    const decision = { value: DevicePowerState.OFF, about: world.about, persons };
    await expect(sync.decide(0x8000, POWER, decision)).rejects.toThrow(DecisionError);
    expect(sync.blocksEffects(0x8000)).toBe(true);
  });
});
