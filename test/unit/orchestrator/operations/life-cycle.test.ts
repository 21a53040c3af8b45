// SPDX-License-Identifier: Apache-2.0
// One operation from reception to its end.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OperationType } from '../../../../src/core/model/enums.ts';
import { NO_REQUIREMENTS } from '../../../../src/core/model/safety-requirements.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import {
  approveAs,
  aRead,
  CONFIG,
  DEVICE,
  OTHER,
  request,
  settle,
  THIRD,
  transaction,
  World,
} from './world.ts';

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
});

const ann = { principal: 'ann' };

describe('a read', () => {
  it('is answered at once, without a commit, and recorded', async () => {
    const { result } = await operations.coordinate({ ...ann, request: aRead('r1') });
    expect(result).toMatchObject({ state: 'COMPLETED', risk: 1, cause: null });
    expect(result.devices).toEqual([
      { device: DEVICE, value: 0x2a, error: 0, reason: 'STATE_PAGE' },
    ]);
    expect(world.coordinator.executed).toEqual([]);
    expect(world.reads).toMatchObject([{ required: false, entry: { kind: 'operation.read' } }]);
  });

  it('says what each track said', async () => {
    world.securityTrack.risk = 2;
    const { result } = await operations.coordinate({ ...ann, request: aRead('r1') });
    expect(result.verdicts).toEqual([1, 2, 1]);
  });

  it('says that a track said nothing', async () => {
    world.kernel.mode = 'fails';
    const leaves = new AbortController();
    const call = operations.coordinate({ ...ann, request: aRead('r1'), signal: leaves.signal });
    await settle();
    leaves.abort();
    expect((await call).result.verdicts).toEqual([null, 1, 1]);
  });

  const recorded = {
    ...NO_REQUIREMENTS,
    securitySafety: { ...NO_REQUIREMENTS.securitySafety, auditRequired: true },
  };

  it('with audit_required is not answered when it cannot be recorded', async () => {
    world.audit.durable = false;
    const { result } = await operations.coordinate({
      ...ann,
      request: aRead('r1', { safetyRequirements: recorded }),
    });
    expect(result).toMatchObject({ state: 'FAILED', cause: 'NOT_RECORDED', devices: [] });
  });

  it('that the device does not answer fails by its limit, and counts as a failure', async () => {
    world.readAnswer = () => new Promise(() => undefined);
    const call = operations.coordinate({ ...ann, request: aRead('r1') });
    await settle();
    await world.time.pass(5_000);
    expect((await call).result).toMatchObject({ state: 'FAILED', cause: 'READ_FAILED' });
    expect(operations.context.histories.of(DEVICE, OperationType.READ).failures).toBe(1);
  });

  it('whose leave goes while the device answers is not told', async () => {
    const answer = Promise.withResolvers<{ value: number; source: 'HARDWARE'; at: number }>();
    world.readAnswer = () => answer.promise;
    const call = operations.coordinate({ ...ann, request: aRead('r1') });
    await settle();
    world.security.persons.set('ann', { person: 'ann', clearance: 0, compartments: [] });
    answer.resolve({ value: 1, source: 'HARDWARE', at: 1 });
    expect((await call).result).toMatchObject({
      state: 'FAILED',
      cause: 'AUTHORIZATION_MOVED',
      devices: [],
    });
  });

  describe('that the state page can answer', () => {
    let samples = 0;

    beforeEach(() => {
      samples = 0;
      world.sample = () => {
        samples += 1;
        return { value: 7, source: 'STATE_PAGE', at: world.time.wall() };
      };
      world.readAnswer = () => Promise.reject(new Error('the device was asked'));
    });

    it('asks no device, and is recorded as any other', async () => {
      const { result } = await operations.coordinate({ ...ann, request: aRead('r1') });
      expect(result).toMatchObject({ state: 'COMPLETED', devices: [{ device: DEVICE, value: 7 }] });
      expect(world.reads).toMatchObject([
        { required: false, entry: { kind: 'operation.read', details: { values: [{ value: 7 }] } } },
      ]);
    });

    it('with audit_required is not answered when it cannot be recorded', async () => {
      world.audit.durable = false;
      const request = { ...aRead('r1'), safetyRequirements: recorded };
      const { result } = await operations.coordinate({ ...ann, request });
      expect(result).toMatchObject({ state: 'FAILED', cause: 'NOT_RECORDED', devices: [] });
    });

    it('is not looked at for whose leave goes while the tracks are asked', async () => {
      const answer = world.kernel.assess.bind(world.kernel);
      world.kernel.assess = async (...asked) => {
        const verdict = await answer(...asked);
        world.security.persons.set('ann', { person: 'ann', clearance: 0, compartments: [] });
        return verdict;
      };
      const { result } = await operations.coordinate({ ...ann, request: aRead('r1') });
      expect(result).toMatchObject({ state: 'DENIED', devices: [] });
      expect(samples).toBe(0);
    });
  });

  it('is possible while the stop is latched', async () => {
    world.latch(operations);
    const { result } = await operations.coordinate({ ...ann, request: aRead('r1') });
    expect(result.state).toBe('COMPLETED');
  });
});

describe('an effect of moderate risk', () => {
  it('waits for a confirmation, then happens', async () => {
    const call = operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    expect(operations.list('ann')).toMatchObject([{ state: 'AUTHORIZING', risk: 3 }]);
    world.confirm(operations);
    const { result } = await call;
    expect(result).toMatchObject({ state: 'COMPLETED', transaction: '1' });
    expect(result.devices).toEqual([{ device: DEVICE, value: 7, error: 0, reason: '' }]);
    expect(world.coordinator.committed).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it('is denied by a no at the interface', async () => {
    const call = operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    world.confirm(operations, false, 'bob');
    expect((await call).result).toMatchObject({ state: 'DENIED', cause: 'REFUSED_BY_PERSON' });
  });

  it('is asked about anew when its risk rises after the yes', async () => {
    const call = operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    world.coordinator.mode = 'waits';
    world.kernel.risk = 4;
    world.confirm(operations);
    await settle();
    expect(world.coordinator.executed).toEqual([]);
    expect(world.interface.questions()).toMatchObject([{ risk: 4 }]);
    expect(operations.offers('bob')).toHaveLength(1);
    operations.cancel('ann', 'w1');
    expect((await call).result).toMatchObject({ state: 'FAILED', cause: 'CANCELLED' });
  });

  it('has the same request of somebody else as another question', async () => {
    void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    void operations.coordinate({ principal: 'bob', request: request('w1', CONFIG) });
    await settle();
    expect(world.interface.questions()).toHaveLength(2);
    world.confirm(operations);
    await settle();
    expect(world.coordinator.committed.map(({ principal }) => principal)).toEqual(['ann']);
  });
});

describe('an effect of high risk', () => {
  it('waits for a second person too, whose approval the commit uses up', async () => {
    const call = operations.coordinate({ ...ann, request: request('w1') });
    await settle();
    world.confirm(operations);
    const offer = approveAs(operations, 'bob');
    expect((await call).result.state).toBe('COMPLETED');
    expect(world.coordinator.committed[0]).toMatchObject({
      approvals: [{ nonce: offer.offer, person: 'bob' }],
      digest: offer.digest,
      policy: '1',
      risk: 4,
    });
    expect(world.coordinator.committed[0]?.confirmed).toHaveLength(1);
  });

  it('of a service takes two persons, each with an offer', async () => {
    const call = operations.coordinate({ principal: 'ops', request: request('w1') });
    await settle();
    world.confirm(operations, true, 'bob');
    expect(operations.offers('bob')).toHaveLength(2);
    approveAs(operations, 'bob');
    await settle();
    expect(world.coordinator.executed).toEqual([]);
    expect(() => approveAs(operations, 'bob')).toThrow('ALREADY_APPROVED');
    approveAs(operations, 'cid');
    expect((await call).result.state).toBe('COMPLETED');
    expect(world.coordinator.committed[0]?.approvals.map(({ person }) => person)).toEqual([
      'bob',
      'cid',
    ]);
  });
});

describe('a transaction', () => {
  it('is one decision over its devices, approved and committed as a whole', async () => {
    const call = operations.coordinate({ ...ann, request: transaction('t1', DEVICE, OTHER) });
    await settle();
    expect(world.interface.questions()).toHaveLength(1);
    world.confirm(operations);
    const offer = approveAs(operations, 'bob');
    expect(offer.decision).toMatchObject({
      risk: 4,
      operations: [
        { device: DEVICE, risk: 4, safetyVersion: 1 },
        { device: OTHER, risk: 4, safetyVersion: 1 },
      ],
    });
    expect((await call).result.state).toBe('COMPLETED');
    expect(world.coordinator.committed[0]?.effects.map(({ device }) => device)).toEqual([
      DEVICE,
      OTHER,
    ]);
  });

  it('says which device of it refuses', async () => {
    world.security.accesses.set(THIRD, {
      risk: 6,
      requiredClearance: 1,
      compartments: [],
      accessAuthorized: true,
    });
    const asked = transaction('t1', DEVICE, OTHER, THIRD);
    const { result } = await operations.coordinate({ ...ann, request: asked });
    expect(result).toMatchObject({ state: 'DENIED', cause: 'REFUSED', risk: 6 });
    const quarantine = result.unmet.find(({ rule }) => rule === 'quarantine');
    expect(quarantine?.because).toMatch(/^0x8010: /);
    expect(world.journal.lines.size).toBe(0);
  });

  it('shows all 84 devices in one question', async () => {
    const devices = Array.from(
      { length: 84 },
      (_, n) => 0x8000 + Math.floor(n / 12) * 16 + (n % 12),
    );
    void operations.coordinate({ ...ann, request: transaction('t1', ...devices) });
    await vi.waitFor(() => expect(world.interface.questions()).toHaveLength(1), 60_000);
    const [question] = world.interface.questions();
    const shown = question?.terms.join(' ') ?? '';
    expect(devices.filter((one) => !shown.includes(one.toString(16).toUpperCase()))).toEqual([]);
  });

  it('takes reads alone or effects alone', async () => {
    const mixed = {
      coordinationId: 't1',
      operations: [request('t1'), aRead('t1', { deviceId: OTHER })],
    };
    await expect(operations.coordinate({ ...ann, request: mixed })).rejects.toMatchObject({
      field: 'operations.operation_type',
    });
  });
});

describe('how a commit ends', () => {
  it.each([
    ['refuses', 'ABORTED', 0],
    ['rolls back', 'ROLLED_BACK', 1],
    ['loses', 'HEURISTIC', 1],
  ] as const)('%s: FAILED, %s, and counts %i failure', async (mode, cause, failures) => {
    world.coordinator.mode = mode;
    const call = operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    world.confirm(operations);
    expect((await call).result).toMatchObject({ state: 'FAILED', cause });
    expect(operations.context.histories.of(DEVICE, CONFIG.operationType).failures).toBe(failures);
    await operations.close();
    await operations.written();
    const again = await world.open();
    expect(again.context.histories.of(DEVICE, CONFIG.operationType).failures).toBe(failures);
  });

  it('is what the coordinator says, when the kernel is gone right after', async () => {
    const { coordinator, situation } = world;
    coordinator.committing = ({ effects }) => {
      Object.defineProperty(situation, 'stopEpoch', {
        get: () => {
          throw new Error('the device is gone');
        },
      });
      return effects.map(() => 7);
    };
    const call = operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    world.confirm(operations);
    expect((await call).result).toMatchObject({ state: 'COMPLETED', transaction: '1' });
    expect(world.faults).toMatchObject([{ message: 'the device is gone' }]);
  });

  it.each([
    ['commits', true],
    ['commits', false],
    ['refuses', true],
    ['refuses', false],
    ['rolls back', true],
    ['rolls back', false],
    ['loses', true],
    ['loses', false],
  ] as const)(
    '%s: is answered at once, and written down once its outcome is: %s',
    async (mode, is) => {
      const recorded = Promise.withResolvers<boolean>();
      world.coordinator.mode = mode;
      world.coordinator.recorded = recorded.promise;
      const call = operations.coordinate({ ...ann, request: request('w1', CONFIG) });
      await settle();
      world.confirm(operations);
      expect((await call).result).toMatchObject({ transaction: '1' });
      let closed = false;
      await operations.close();
      void operations.written().then(() => {
        closed = true;
      });
      const written = () =>
        [...world.journal.lines.values()].filter(({ ending }) => ending !== null);
      await settle();
      expect([closed, written()]).toEqual([false, []]);
      recorded.resolve(is);
      await settle();
      expect(closed).toBe(true);
      expect(written()).toHaveLength(is ? 1 : 0);
    },
  );

  it('failures raise what is asked next, until two persons forget them', async () => {
    world.coordinator.mode = 'rolls back';
    for (let n = 0; n < 8; n++) {
      const call = operations.coordinate({ ...ann, request: request(`w${n}`, CONFIG) });
      await settle();
      if (world.interface.questions().length > 0) {
        world.confirm(operations);
      }
      const [offer] = operations.offers('bob');
      if (offer !== undefined) {
        approveAs(operations, 'bob');
      }
      expect((await call).result.cause).toBe('ROLLED_BACK');
    }
    void operations.coordinate({ ...ann, request: request('next', CONFIG) });
    await settle();
    expect(operations.find('ann', 'next').risk).toBe(4);
    await operations.clearHistory(DEVICE, CONFIG.operationType, ['ann', 'bob'], 'replaced');
    await settle();
    expect(operations.find('ann', 'next').risk).toBe(3);
  });
});

describe('counters', () => {
  it('are those that the specification names', async () => {
    await operations.coordinate({ ...ann, request: aRead('r1') });
    await operations.coordinate({ principal: 'low', request: aRead('r2') });
    void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    expect(operations.statistics).toMatchObject({
      total: 3,
      successful: 1,
      denied: 1,
      failed: 0,
      current: 1,
      // Each track once an operation, and once more for the one that waits for people.
      trackMessages: 12,
      states: { AUTHORIZING: 1 },
    });
    world.time.jump(10_000);
    world.confirm(operations);
    await settle();
    expect(operations.statistics).toMatchObject({ successful: 2, current: 0, averageMs: 0 });
  });
});
