// SPDX-License-Identifier: Apache-2.0
// O11: when the tracks are asked again while an operation waits, and when they need not be.
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_REQUIREMENTS } from '../../../../src/core/model/safety-requirements.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
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

const ann = { principal: 'ann' };

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
});

/** How often the tracks are asked while @action and all that comes of it happens. */
async function asked(action: () => void): Promise<number> {
  const before = world.kernel.asked;
  action();
  await settle();
  return world.kernel.asked - before;
}

describe('O11 the last answer', () => {
  it('has the tracks asked once, at the moment of use', async () => {
    const call = operations.coordinate({ ...ann, request: request('w1') });
    await settle();
    // Something is missing still: what is asked of the others is asked as things are now.
    expect(await asked(() => world.confirm(operations))).toBe(1);
    expect(await asked(() => approveAs(operations, 'bob'))).toBe(1);
    expect((await call).result.state).toBe('COMPLETED');
  });

  it.each([
    ['refuses', 6, 'DENIED'],
    ['asks for more', 4, 'AUTHORIZING'],
  ] as const)('commits nothing when a track %s by then', async (_, risk, state) => {
    void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    world.kernel.risk = risk;
    world.confirm(operations);
    await settle();
    expect(world.coordinator.executed).toEqual([]);
    expect(operations.find('ann', 'w1').state).toBe(state);
    // Nobody waits for the device any more: another effect on it happens.
    world.kernel.risk = 1;
    const other = operations.coordinate({ ...ann, request: request('w2', CONFIG) });
    await settle();
    world.confirm(operations, true, 'ann', world.interface.questions().length - 1);
    expect((await other).result.state).toBe('COMPLETED');
  });

  it('to a read has them asked before it is read: nothing asks them later', async () => {
    const interfaceSafety = {
      ...NO_REQUIREMENTS.interfaceSafety,
      userConfirmationRequired: true,
    };
    const safetyRequirements = { ...NO_REQUIREMENTS, interfaceSafety };
    const call = operations.coordinate({ ...ann, request: aRead('r1', { safetyRequirements }) });
    await settle();
    world.kernel.risk = 6;
    world.readAnswer = () => Promise.reject(new Error('the device was asked'));
    expect(await asked(() => world.confirm(operations))).toBe(1);
    expect((await call).result).toMatchObject({ state: 'DENIED', devices: [] });
  });
});

describe('O11 a second', () => {
  it('has them asked each time: what they say changes with time alone', async () => {
    void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
    world.kernel.risk = 4;
    expect(await asked(() => operations.tick())).toBe(1);
    expect(world.interface.questions()).toMatchObject([{ risk: 4 }]);
  });
});

describe('O11 a change of the device', () => {
  beforeEach(async () => {
    void operations.coordinate({ ...ann, request: request('w1') });
    await settle();
    // What its own refresh told is over.
    await world.time.pass(100);
  });

  it('that they were asked after is not asked about again', async () => {
    expect(await asked(() => world.situation.tell(DEVICE))).toBe(1);
    expect(await asked(() => world.situation.move(DEVICE))).toBe(0);
    expect(await asked(() => operations.recheck())).toBe(1);
    expect(operations.offers('bob')[0]?.decision).toMatchObject({ safetyVersion: 2 });
    const before = world.kernel.asked;
    await world.time.pass(200);
    await settle();
    expect(world.kernel.asked).toBe(before);
  });

  it('that came after they were asked is', async () => {
    expect(await asked(() => world.situation.tell(DEVICE))).toBe(1);
    expect(await asked(() => operations.recheck())).toBe(1);
    expect(await asked(() => world.situation.move(DEVICE))).toBe(0);
    const before = world.kernel.asked;
    await world.time.pass(50);
    await settle();
    expect(world.kernel.asked).toBe(before + 1);
    expect(operations.offers('bob')[0]?.decision).toMatchObject({ safetyVersion: 2 });
  });

  it('that came while they were asked is', async () => {
    expect(await asked(() => world.situation.tell(DEVICE))).toBe(1);
    const answers = world.kernel.assess.bind(world.kernel);
    world.kernel.assess = async (...given) => {
      const verdict = await answers(...given);
      world.kernel.assess = answers;
      world.kernel.risk = 5;
      world.situation.tell(DEVICE);
      return verdict;
    };
    expect(await asked(() => operations.recheck())).toBe(1);
    expect(operations.find('ann', 'w1').risk).toBe(4);
    await world.time.pass(50);
    await settle();
    expect(operations.find('ann', 'w1').risk).toBe(5);
  });
});

describe('O11 a change of one device of several', () => {
  beforeEach(async () => {
    void operations.coordinate({
      ...ann,
      request: transaction('w1', DEVICE, OTHER, THIRD),
    });
    await settle();
    await world.time.pass(100);
  });

  /** From now on, of the kernel's track. */
  function refuses(device: number): void {
    const answers = world.kernel.assess.bind(world.kernel);
    world.kernel.assess = async (subject, signal) => {
      const verdict = await answers(subject, signal);
      return subject.request.deviceId === device ? { ...verdict, risk: 6 } : verdict;
    };
  }

  it('has them asked about that one; a second, an answer and the moment of use about all', async () => {
    expect(await asked(() => world.situation.tell(OTHER))).toBe(1);
    expect(await asked(() => operations.tick())).toBe(3);
    expect(await asked(() => world.confirm(operations))).toBe(3);
    expect(await asked(() => approveAs(operations, 'bob'))).toBe(3);
    expect(world.coordinator.executed).toHaveLength(1);
  });

  it('has them asked about those that changed while it rested, each once', async () => {
    expect(await asked(() => world.situation.tell(DEVICE))).toBe(1);
    for (const device of [OTHER, THIRD, OTHER]) {
      expect(await asked(() => world.situation.tell(device))).toBe(0);
    }
    const before = world.kernel.asked;
    await world.time.pass(50);
    await settle();
    expect(world.kernel.asked).toBe(before + 2);
  });

  it('counts: what they say of it refuses all of it', async () => {
    refuses(OTHER);
    world.situation.tell(OTHER);
    await settle();
    expect(operations.find('ann', 'w1').state).toBe('DENIED');
  });

  it('voids what was signed for all of them', async () => {
    approveAs(operations, 'bob');
    await settle();
    expect(operations.offers('bob')).toMatchObject([{ approvedBy: 'bob' }]);
    world.situation.move(THIRD);
    await settle();
    expect(operations.offers('bob')).toMatchObject([{ approvedBy: null }]);
    world.confirm(operations);
    await settle();
    expect(world.coordinator.executed).toEqual([]);
  });

  it('leaves what they say of the others to the next second', async () => {
    refuses(THIRD);
    world.situation.tell(OTHER);
    await settle();
    expect(operations.find('ann', 'w1').state).toBe('AUTHORIZING');
    operations.tick();
    await settle();
    expect(operations.find('ann', 'w1').state).toBe('DENIED');
  });

  it('leaves it to the moment of use at the latest: nothing is committed on what they said before', async () => {
    approveAs(operations, 'bob');
    await settle();
    refuses(THIRD);
    world.situation.tell(OTHER);
    await settle();
    world.confirm(operations);
    await settle();
    expect(world.coordinator.executed).toEqual([]);
    expect(operations.find('ann', 'w1').state).toBe('DENIED');
  });

  it('that takes away the last thing missing leaves all of them to the moment of use', async () => {
    const risks = new Map<number, Level>([[OTHER, 4]]);
    const answers = world.kernel.assess.bind(world.kernel);
    world.kernel.assess = async (subject, signal) => {
      const verdict = await answers(subject, signal);
      return { ...verdict, risk: risks.get(subject.request.deviceId) ?? 1 };
    };
    operations.cancel('ann', 'w1');
    const steps = [DEVICE, OTHER, THIRD].map((deviceId) => request('c1', { ...CONFIG, deviceId }));
    void operations.coordinate({ ...ann, request: { coordinationId: 'c1', operations: steps } });
    await settle();
    world.confirm(operations);
    await settle();
    // A second person is missing still, for the risk of one.
    expect(operations.find('ann', 'c1').state).toBe('AUTHORIZING');
    await world.time.pass(100);
    risks.set(OTHER, 1).set(THIRD, 6);
    world.situation.tell(OTHER);
    await settle();
    expect(world.coordinator.executed).toEqual([]);
    expect(operations.find('ann', 'c1').state).toBe('DENIED');
  });

  it('of a read has them asked about all: nothing asks them later', async () => {
    const interfaceSafety = {
      ...NO_REQUIREMENTS.interfaceSafety,
      userConfirmationRequired: true,
    };
    const safetyRequirements = { ...NO_REQUIREMENTS, interfaceSafety };
    const reads = [DEVICE, OTHER].map((deviceId) => aRead('r1', { deviceId, safetyRequirements }));
    operations.cancel('ann', 'w1');
    void operations.coordinate({ ...ann, request: { coordinationId: 'r1', operations: reads } });
    await settle();
    await world.time.pass(100);
    expect(operations.find('ann', 'r1').state).toBe('AUTHORIZING');
    expect(await asked(() => world.situation.tell(OTHER))).toBe(2);
  });

  it('does not swallow the second that comes while they are asked about it', async () => {
    const answers = world.kernel.assess.bind(world.kernel);
    world.kernel.assess = async (...given) => {
      world.kernel.assess = answers;
      const verdict = await answers(...given);
      operations.tick();
      return verdict;
    };
    expect(await asked(() => world.situation.tell(OTHER))).toBe(1 + 3);
  });
});
