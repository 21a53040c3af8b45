// SPDX-License-Identifier: Apache-2.0
// Who may see, approve, deny: and what is there for nobody else.
import { beforeEach, describe, expect, it } from 'vitest';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { approveAs, CONFIG, DEVICE, request, settle, signed, World } from './world.ts';

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
  void operations.coordinate({ principal: 'ann', request: request('w1') });
  await settle();
});

function offer() {
  const [first] = operations.offers('ann');
  if (first === undefined) {
    throw new Error('nothing is offered');
  }
  return first;
}

describe('O6 an operation', () => {
  it('is its requester’s, and of those who are cleared for its devices', () => {
    const { operation } = operations.find('ann', 'w1');
    expect(operations.find('bob', operation).operation).toBe(operation);
    for (const who of ['low', 'nobody']) {
      expect(() => operations.find(who, operation)).toThrow('there is no operation');
      expect(operations.list(who)).toEqual([]);
      expect(operations.offers(who)).toEqual([]);
      expect(() => operations.approve(who, offer().offer, signed('bob', offer()))).toThrow(
        'no offer',
      );
      expect(() => operations.deny(who, offer().offer)).toThrow('there is no offer');
    }
    // Ids are the principal's own: another's is not found by it.
    expect(() => operations.find('bob', 'w1')).toThrow('there is no operation');
  });

  it('answers to who is not cleared as to what is not there', () => {
    const absent = (): string => {
      try {
        operations.find('low', 'f'.repeat(32));
      } catch (error) {
        return (error as Error).message.replace('f'.repeat(32), 'ID');
      }
      return '';
    };
    const { operation } = operations.find('ann', 'w1');
    expect(() => operations.find('low', operation)).toThrow(absent().replace('ID', operation));
  });

  it('asks for the clearance that its request demands, too', async () => {
    const strict = request('w2');
    const { securitySafety } = strict.safetyRequirements;
    world.security.persons.set('ann', {
      person: 'ann',
      clearance: ClearanceLevel.COSMIC,
      compartments: ['ALPHA'],
    });
    void operations.coordinate({
      principal: 'ann',
      request: {
        ...strict,
        safetyRequirements: {
          ...strict.safetyRequirements,
          securitySafety: { ...securitySafety, requiredClearance: ClearanceLevel.COSMIC },
        },
      },
    });
    await settle();
    const { operation } = operations.find('ann', 'w2');
    expect(() => operations.find('bob', operation)).toThrow('there is no operation');
    expect(operations.offers('bob').map((one) => one.coordinationId)).toEqual(['w1']);
  });
});

describe('an answer at the interface', () => {
  it('has the operation that asked judged again, and no other', async () => {
    for (const id of ['w2', 'w3', 'w4']) {
      void operations.coordinate({ principal: 'ann', request: request(id) });
    }
    await settle();
    const before = operations.statistics.trackMessages;
    world.confirm(operations);
    await settle();
    expect(operations.statistics.trackMessages - before).toBe(3);
  });
});

describe('an offer', () => {
  it('shows exactly what is approved', () => {
    expect(offer()).toMatchObject({
      requester: 'ann',
      justification: 'calibration',
      role: 'OPERATION',
      approvedBy: null,
      decision: {
        device: DEVICE,
        parameters: { register: 2, value: 0x55 },
        safetyVersion: 1,
        risk: 4,
        policy: '1',
        stopEpoch: 1,
        expiry: 350_000,
      },
      demand: { requiredClearance: ClearanceLevel.RESTRICTED, compartments: ['ALPHA'] },
    });
    expect(offer().words[0]).toBe('WRITE on 0x8003 register 2 to 85 (0x55)');
    expect(offer().words.at(-1)).toBe('  risk is HIGH');
  });

  it('is about the device as it is, not as it was last heard of', async () => {
    world.situation.movesUnheard(DEVICE);
    void operations.coordinate({ principal: 'ann', request: request('w2') });
    await settle();
    const asked = operations.offers('ann').find(({ coordinationId }) => coordinationId === 'w2');
    expect(asked?.decision).toMatchObject({ safetyVersion: 2 });
  });

  it.each([
    ['REQUESTER', 'ann', 'ann'],
    ['CLEARANCE', 'bob', 'low'],
  ])('refuses %s, and counts it as an attempt', (refusal, by, signer) => {
    const asked = offer();
    expect(() => operations.approve(by, asked.offer, signed(signer, asked))).toThrow(
      expect.objectContaining({ code: 'ERR_DSMIL_ANSWER_REFUSED', refusal }),
    );
    expect(world.security.attempts).toEqual([`${by} ${refusal}`]);
    expect(offer().approvedBy).toBeNull();
  });

  it('refuses a signature over anything else', () => {
    const asked = offer();
    const other = { ...asked, role: 'CLEARING' as const };
    expect(() => operations.approve('bob', asked.offer, signed('bob', other))).toThrow(
      'BAD_SIGNATURE',
    );
    const digest = `${asked.digest.slice(1)}${asked.digest[0] === '0' ? '1' : '0'}`;
    expect(() =>
      operations.approve('bob', asked.offer, signed('bob', { ...asked, digest })),
    ).toThrow('BAD_SIGNATURE');
  });

  it('is taken once', () => {
    approveAs(operations, 'bob');
    const asked = offer();
    expect(asked.approvedBy).toBe('bob');
    expect(() => operations.approve('cid', asked.offer, signed('cid', asked))).toThrow(
      'ALREADY_APPROVED',
    );
  });

  it('is gone when what it asks for is not needed any more, or the operation has ended', () => {
    const { offer: id } = offer();
    operations.cancel('ann', 'w1');
    expect(operations.offers('bob')).toEqual([]);
    expect(() => operations.deny('bob', id)).toThrow('there is no offer');
  });

  it('denied by a cleared person ends the operation', async () => {
    expect(() => operations.deny('ops', offer().offer)).toThrow('there is no offer');
    operations.deny('bob', offer().offer);
    await settle();
    expect(operations.find('ann', 'w1')).toMatchObject({
      state: 'DENIED',
      cause: 'REFUSED_BY_PERSON',
    });
    expect(world.audit.kinds()).toContain('approval.denied');
  });
});

describe('what is told', () => {
  it('goes to those who are cleared alone', async () => {
    void operations.coordinate({ principal: 'ann', request: request('w2', CONFIG) });
    await settle();
    world.confirm(operations);
    world.confirm(operations);
    await settle();
    operations.cancel('ann', 'w1');
    await settle();
    const own = world.events.published.filter(({ subject }) =>
      /^(operation|approval)\./.test(subject),
    );
    expect(own.map(({ subject }) => subject.replace(/[0-9a-f]{32}/, 'ID'))).toEqual([
      'approval.ID.asked',
      'operation.ID.completed',
      'operation.ID.completed',
    ]);
    for (const { clearance, compartments } of own) {
      expect([clearance, compartments]).toEqual([ClearanceLevel.RESTRICTED, ['ALPHA']]);
    }
  });
});

describe('an operation that waits for people', () => {
  it('is judged again at once when its device changes, and then once a moment, however much changes', async () => {
    const { kernel } = world;
    const before = kernel.asked;
    for (let change = 0; change < 100; change++) {
      world.situation.tell(DEVICE);
      await settle();
    }
    expect(kernel.asked).toBe(before + 1);
    await world.time.pass(50);
    expect(kernel.asked).toBe(before + 2);
    await world.time.pass(1_000);
    expect(kernel.asked).toBe(before + 2);
    world.situation.move(DEVICE);
    await settle();
    expect(offer().decision).toMatchObject({ safetyVersion: 2 });
  });
});
