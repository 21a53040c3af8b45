// SPDX-License-Identifier: Apache-2.0
// O1: what moved between being authorized and the record that allows the commit stops it; what moved
// before that is asked about anew.
import { beforeEach, describe, expect, it } from 'vitest';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { approveAs, DEVICE, OTHER, request, settle, signed, transaction, World } from './world.ts';

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
});

const MOVES: readonly (readonly [string, (world: World) => void])[] = [
  ['a safety version', ({ situation }) => situation.move(DEVICE)],
  ['the policy', ({ security }) => (security.revision += 1)],
  ['the policy is gone', ({ security }) => (security.policyLoaded = false)],
  ['the stop generation', ({ situation }) => (situation.stopEpoch += 1)],
  [
    'the risk',
    ({ security }) => security.accesses.set(DEVICE, { ...security.deviceAccess(DEVICE), risk: 5 }),
  ],
  ['the approver', ({ security }) => security.revoke('bob')],
  [
    'the key of the approver',
    ({ security }) => (security.keys = security.keys.filter(({ person }) => person !== 'bob')),
  ],
  [
    "the requester's clearance",
    ({ security }) =>
      security.persons.set('ann', {
        person: 'ann',
        clearance: ClearanceLevel.NONE,
        compartments: [],
      }),
  ],
  ['a hold', ({ situation }) => (situation.facts_ = { onHold: true })],
  ['a conflict', ({ situation }) => (situation.facts_ = { conflict: true })],
  ['the audit log', ({ situation }) => (situation.facts_ = { auditDurable: false })],
  ['an unknown latch', ({ situation }) => (situation.facts_ = { stop: undefined })],
  [
    'the confirmation',
    ({ interface: track, time }) => {
      time.jump(301_000);
      track.tick();
    },
  ],
];

describe('everything is there, and prepared', () => {
  it.each(MOVES)('nothing is committed when %s has moved', async (_, move) => {
    const call = operations.coordinate({ principal: 'ann', request: request('w1') });
    await settle();
    world.confirm(operations);
    world.coordinator.prepared = () => move(world);
    approveAs(operations, 'bob');
    const { result } = await call;
    expect(world.coordinator.executed).toHaveLength(1);
    expect(world.coordinator.committed).toEqual([]);
    expect(['FAILED', 'EMERGENCY_STOPPED']).toContain(result.state);
    expect(result.unmet.length).toBeGreaterThan(0);
    for (const { rule, satisfiedBy } of result.unmet) {
      expect([rule, satisfiedBy]).not.toContain('');
    }
  });

  it('it is committed when nothing has', async () => {
    const call = operations.coordinate({ principal: 'ann', request: request('w1') });
    await settle();
    world.confirm(operations);
    approveAs(operations, 'bob');
    expect((await call).result.state).toBe('COMPLETED');
  });
});

describe('while it waits', () => {
  const voided: readonly (readonly [string, (world: World) => void])[] = MOVES.slice(0, 2);

  it.each(voided)('an approval is void when %s has moved, and asked for anew', async (_, move) => {
    const call = operations.coordinate({ principal: 'ann', request: request('w1') });
    await settle();
    const [old] = operations.offers('bob');
    if (old === undefined) {
      throw new Error('nothing is offered');
    }
    approveAs(operations, 'bob');
    move(world);
    operations.recheck();
    await settle();
    const [fresh] = operations.offers('bob');
    expect(fresh?.approvedBy).toBeNull();
    expect(fresh?.offer).not.toBe(old.offer);
    expect(() => operations.approve('bob', old.offer, signed('bob', old))).toThrow('no offer');
    expect(world.audit.kinds()).toContain('approval.void');
    world.confirm(operations);
    await settle();
    expect(world.coordinator.executed).toEqual([]);
    approveAs(operations, 'bob');
    expect((await call).result.state).toBe('COMPLETED');
  });

  it('one device of a transaction that moved voids the whole', async () => {
    const call = operations.coordinate({
      principal: 'ann',
      request: transaction('t1', DEVICE, OTHER),
    });
    await settle();
    world.confirm(operations);
    const old = operations.offers('bob')[0];
    world.situation.move(OTHER);
    await settle();
    const fresh = operations.offers('bob')[0];
    expect(fresh?.offer).not.toBe(old?.offer);
    approveAs(operations, 'bob');
    expect((await call).result.state).toBe('COMPLETED');
  });

  it('a stop that nobody told of ends it', async () => {
    const call = operations.coordinate({ principal: 'ann', request: request('w1') });
    await settle();
    world.situation.stopEpoch += 1;
    operations.recheck();
    expect((await call).result.state).toBe('EMERGENCY_STOPPED');
  });

  it('a second effect on a device waits for the first, and sees what it did', async () => {
    world.coordinator.mode = 'waits';
    const calls = ['w1', 'w2'].map((id) =>
      operations.coordinate({ principal: 'ann', request: request(id) }),
    );
    await settle();
    world.confirm(operations);
    world.confirm(operations);
    approveAs(operations, 'bob');
    approveAs(operations, 'bob');
    await settle();
    expect(world.coordinator.executed).toHaveLength(1);
    world.situation.move(DEVICE);
    world.coordinator.mode = 'commits';
    world.coordinator.release();
    expect((await calls[0])?.result).toMatchObject({
      state: 'FAILED',
      cause: 'AUTHORIZATION_MOVED',
    });
    await settle();
    expect(world.coordinator.executed).toHaveLength(1);
    approveAs(operations, 'bob');
    expect((await calls[1])?.result.state).toBe('COMPLETED');
  });
});
