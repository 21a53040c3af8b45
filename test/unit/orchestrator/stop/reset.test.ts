// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/core/canonical/approval.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import type { ResetRefusedError } from '../../../../src/orchestrator/stop/errors.ts';
import { ANN, ANN_2, BOB, CID, DIRECTORY, LOW } from '../../core/canonical/people.ts';
import { type Rig, setUp, signed } from './rig.ts';

const LOW_PERSON: Person = {
  person: 'low-one',
  clearance: ClearanceLevel.RESTRICTED,
  compartments: [],
};

/** Latched and settled. */
async function latched(): Promise<Rig> {
  const rig = setUp();
  rig.stop.stop('ann', 'smoke');
  await rig.time.pass(10);
  return rig;
}

async function pending(): Promise<Rig> {
  const rig = await latched();
  await rig.take(ANN);
  return rig;
}

async function ready(): Promise<Rig> {
  const rig = await pending();
  await rig.take(BOB);
  return rig;
}

async function refusal(taking: Promise<unknown>): Promise<string> {
  try {
    await taking;
    return 'TAKEN';
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_DSMIL_RESET_REFUSED' });
    return (error as ResetRefusedError).refusal;
  }
}

describe('a reset', () => {
  it('takes two persons and a start, each recorded durably before the kernel is asked', async () => {
    const rig = await latched();
    const states: string[] = [];
    rig.audit.append = () => {
      states.push(rig.kernel.latch);
      return Promise.resolve({ index: 0, leafHash: '' });
    };
    expect(await rig.take(ANN)).toEqual({
      step: 'RESET',
      person: 'ann',
      epoch: 5,
      state: 'RESET_PENDING',
    });
    expect(await rig.take(BOB)).toMatchObject({ step: 'CONFIRM', state: 'READY' });
    expect(rig.stop.running).toBe(false);
    expect(await rig.take(ANN_2)).toMatchObject({ step: 'START', person: 'ann', state: 'RUN' });
    expect(rig.stop.running).toBe(true);
    expect(states).toEqual(['LATCHED', 'RESET_PENDING', 'READY']);
    const intents = rig.recorded.filter(([, auditClass]) => auditClass === 'intent');
    expect(intents.map(([{ kind, actor }]) => `${kind} by ${actor}`)).toEqual([
      'stop.reset_intent by ann',
      'stop.confirm_intent by bob',
      'stop.start_intent by ann',
    ]);
    await rig.time.pass(0);
    expect(rig.told.map(([{ subject }]) => subject).slice(2)).toEqual([
      'stop.reset_requested',
      'stop.reset_confirmed',
      'stop.started',
    ]);
  });

  it('may be started by a third person', async () => {
    const rig = await ready();
    expect(await rig.take(CID)).toMatchObject({ step: 'START', person: 'cid', state: 'RUN' });
  });

  it('from LATCHED_DEGRADED names what is missing in every offer', async () => {
    const rig = setUp();
    rig.security.hangs = true;
    rig.kernel.notSafe = ['0x8003'];
    rig.stop.stop('ann', 'smoke');
    await rig.time.pass(100);
    expect(rig.reset.offer()).toMatchObject({ step: 'RESET', accepts: ['0x8003', 'security'] });
    await rig.take(ANN);
    expect(rig.reset.offer()).toMatchObject({ step: 'CONFIRM', accepts: ['0x8003', 'security'] });
    await rig.take(BOB);
    expect(rig.stop.state).toBe('READY');
  });

  it('is of nobody who may not know of a device that is missing, and says no more than to who may not reset', async () => {
    const rig = setUp();
    rig.labels.set('0x8003', { clearance: ClearanceLevel.SECRET, compartments: ['RED'] });
    rig.kernel.notSafe = ['0x8003'];
    rig.stop.stop('ann', 'smoke');
    await rig.time.pass(100);
    const withRed = ({ person }: Person): Person => ({
      person,
      clearance: ClearanceLevel.SECRET,
      compartments: person === 'ann' || person === 'bob' ? ['RED'] : [],
    });
    const { persons, ...others } = rig.people.directory;
    rig.people.directory = { ...others, persons: [...persons.map(withRed), LOW_PERSON] };
    const told = (person: string): string => {
      try {
        return rig.reset.offerTo(person).accepts.join();
      } catch (error) {
        return String(error);
      }
    };
    expect(told('ann')).toBe('0x8003');
    expect(told('cid')).toContain('CLEARANCE');
    expect(told('cid')).toBe(told(LOW_PERSON.person));
    // Whoever was given another's offer does not sign it either.
    expect(await refusal(rig.take(CID))).toBe('COMPARTMENTS');
    await rig.take(ANN);
    const [intent] = rig.recorded.filter(([{ kind }]) => kind === 'stop.reset_intent');
    expect(intent?.[0]).toMatchObject({ clearance: ClearanceLevel.SECRET, compartments: ['RED'] });
    await rig.take(BOB);
    expect(await refusal(rig.take(CID))).toBe('COMPARTMENTS');
    expect(await rig.take(ANN)).toMatchObject({ step: 'START', state: 'RUN' });
  });

  it('is offered step by step, and not while running or stopping', () => {
    const rig = setUp();
    expect(() => rig.reset.offer()).toThrow('NOT_NOW');
    rig.security.hangs = true;
    rig.stop.stop('ann', 'smoke');
    expect(() => rig.reset.offer()).toThrow('NOT_NOW');
  });

  it.each([
    ['the second person', pending],
    ['the start', ready],
  ] as const)('lapses after 120 s without %s', async (_, begin) => {
    const rig = await begin();
    await rig.time.pass(120_001);
    expect(rig.stop.state).toBe('LATCHED');
    expect(rig.kernel.view()?.latch).toBe('LATCHED');
  });

  it('is not held open by a timer that is late', async () => {
    const rig = await ready();
    const offer = rig.reset.offer();
    rig.time.jump(120_000);
    expect(rig.stop.state).toBe('LATCHED');
    expect(await refusal(rig.take(CID, offer))).toBe('EXPIRED');
  });
});

describe('a step is refused', () => {
  const without = (person: string) => ({
    ...DIRECTORY,
    persons: DIRECTORY.persons.filter((one) => one.person !== person),
  });

  it.each<[string, string, () => Promise<Rig>, (rig: Rig) => Promise<unknown>]>([
    ['SAME_PERSON', 'to the first person, by the other key', pending, (rig) => rig.take(ANN_2)],
    ['CLEARANCE', 'to a person without clearance', latched, (rig) => rig.take(LOW)],
    [
      'BAD_SIGNATURE',
      'with a signature over another offer',
      latched,
      (rig) => rig.reset.take(rig.reset.offer().nonce, signed(ANN, rig.reset.offer())),
    ],
    [
      'UNKNOWN_KEY',
      'with a key that is not enrolled',
      latched,
      (rig) => {
        rig.people.directory = { ...DIRECTORY, keys: [BOB] };
        return rig.take(ANN);
      },
    ],
    [
      'UNKNOWN_PERSON',
      'to a person who was revoked',
      latched,
      (rig) => {
        rig.people.directory = without('ann');
        return rig.take(ANN);
      },
    ],
    [
      'EARLIER_PERSON_REVOKED',
      'when the first person was revoked meanwhile',
      pending,
      (rig) => {
        rig.people.directory = without('ann');
        return rig.take(BOB);
      },
    ],
    [
      'EARLIER_PERSON_REVOKED',
      'to the start when the second was',
      ready,
      (rig) => {
        rig.people.directory = without('bob');
        return rig.take(CID);
      },
    ],
    [
      'CAUSE_PRESENT',
      'while the cause is there',
      latched,
      (rig) => {
        const offer = rig.reset.offer();
        rig.kernel.present = ['the hottest device is at 99 °C'];
        return rig.take(ANN, offer);
      },
    ],
    [
      'EXPIRED',
      'with an offer that is too old',
      latched,
      (rig) => {
        const offer = rig.reset.offer();
        rig.time.jump(120_000);
        return rig.take(ANN, offer);
      },
    ],
    [
      'NOT_NOW',
      'with the offer of a step that was taken',
      latched,
      async (rig) => {
        const [first, again] = [rig.reset.offer(), rig.reset.offer()];
        await rig.take(ANN, first);
        await rig.take(BOB, again);
      },
    ],
    [
      'USED',
      'with an offer that was used',
      latched,
      async (rig) => {
        const offer = rig.reset.offer();
        await rig.take(ANN, offer);
        await rig.take(ANN, offer);
      },
    ],
    [
      'OTHER_EPOCH',
      'when a stop came since the offer',
      latched,
      async (rig) => {
        const offer = rig.reset.offer();
        rig.stop.stop('bob', 'again');
        await rig.time.pass(10);
        await rig.take(ANN, offer);
      },
    ],
    [
      'OTHER_EPOCH',
      'when the kernel is another one',
      latched,
      async (rig) => {
        const offer = rig.reset.offer();
        rig.kernel.instance = 'k2';
        await rig.take(ANN, offer);
      },
    ],
    [
      'NOT_RECORDED',
      'when no audit log takes the intent',
      latched,
      (rig) => {
        rig.audit.append = () => Promise.reject(new Error('no sink'));
        return rig.take(ANN);
      },
    ],
    [
      'KERNEL_REFUSED',
      'by the kernel',
      latched,
      (rig) => {
        rig.kernel.resetRequest = () => Promise.reject(new Error('CAUSE_PRESENT'));
        return rig.take(ANN);
      },
    ],
  ])('%s: %s', async (expected, _, begin, act) => {
    const rig = await begin();
    expect(await refusal(act(rig))).toBe(expected);
    expect(rig.stop.running).toBe(false);
    expect(rig.kernel.latch).not.toBe('RUN');
  });

  it('NOT_RECORDED when the log does not answer within 5 s', async () => {
    const rig = await latched();
    rig.audit.append = () => new Promise(() => undefined);
    const taking = refusal(rig.take(ANN));
    await rig.time.pass(4_999);
    expect(rig.kernel.latch).toBe('LATCHED');
    expect(await refusal(rig.take(BOB))).toBe('BUSY');
    await rig.time.pass(1);
    expect(await taking).toBe('NOT_RECORDED');
  });

  it('OTHER_EPOCH when a stop comes while the intent is written', async () => {
    const rig = await latched();
    let written = (): void => undefined;
    rig.audit.append = () =>
      new Promise((resolve) => {
        written = () => resolve({ index: 0, leafHash: '' });
      });
    const taking = refusal(rig.take(ANN));
    await rig.time.pass(1);
    const answer = written;
    rig.stop.stop('bob', 'again');
    await rig.time.pass(10);
    answer();
    expect(await taking).toBe('OTHER_EPOCH');
    expect(rig.kernel.latch).toBe('LATCHED');
  });

  it('UNKNOWN_PERSON when the signer is revoked while the intent is written', async () => {
    const rig = await ready();
    rig.audit.append = () => {
      rig.people.directory = without('cid');
      return Promise.resolve({ index: 0, leafHash: '' });
    };
    expect(await refusal(rig.take(CID))).toBe('UNKNOWN_PERSON');
    expect(rig.kernel.latch).toBe('READY');
  });
});

describe('a start that the kernel has taken', () => {
  it('is undone when a stop came before its answer', async () => {
    const rig = await ready();
    rig.kernel.answers = () => {
      rig.stop.stop('bob', 'again');
      return Promise.resolve();
    };
    expect(await refusal(rig.take(CID))).toBe('OTHER_EPOCH');
    expect(rig.kernel.latch).toBe('LATCHED');
    expect(rig.stop.running).toBe(false);
  });

  it('lets nothing run before its answer is there', async () => {
    const rig = await ready();
    const running: boolean[] = [];
    rig.kernel.answers = () => {
      rig.kernel.tell();
      running.push(rig.kernel.latch === 'RUN', rig.stop.running);
      return Promise.resolve();
    };
    await rig.take(CID);
    expect([...running, rig.stop.running]).toEqual([true, false, true]);
  });

  it('and was not answered is latched again: nobody knows', async () => {
    const rig = await ready();
    rig.kernel.answers = () => Promise.reject(new Error('closed before it was answered'));
    expect(await refusal(rig.take(CID))).toBe('KERNEL_REFUSED');
    expect(rig.kernel.latch).toBe('LATCHED');
    expect(rig.stop.running).toBe(false);
  });
});

describe('a step that is refused', () => {
  it('is told of, with who was at the connection: who or what was signed is not right', async () => {
    const rig = await pending();
    const offer = rig.reset.offer();
    const { nonce } = offer;
    const forged = { ...signed(BOB, offer), signature: new Uint8Array(64) };
    await refusal(rig.reset.take(nonce, forged, 'unix:7'));
    await refusal(rig.reset.take(nonce, signed(ANN, offer), 'unix:8'));
    await refusal(rig.reset.take('00'.repeat(16), signed(BOB, offer), 'unix:9'));
    expect(rig.refusals).toEqual([
      ['BAD_SIGNATURE', 'unix:7'],
      ['SAME_PERSON', 'unix:8'],
      ['UNKNOWN_OFFER', 'unix:9'],
    ]);
  });

  it('is not held against anybody when it is our own trouble', async () => {
    const rig = await pending();
    rig.audit.append = () => Promise.reject(new Error('disk'));
    expect(await refusal(rig.take(BOB))).toBe('NOT_RECORDED');
    expect(rig.refusals).toEqual([]);
  });
});
