// SPDX-License-Identifier: Apache-2.0
// O11: when the tracks are asked again while an operation waits, and when they need not be.
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_REQUIREMENTS } from '../../../../src/core/model/safety-requirements.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { approveAs, aRead, CONFIG, DEVICE, request, settle, World } from './world.ts';

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
