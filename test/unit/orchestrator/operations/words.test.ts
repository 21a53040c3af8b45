// SPDX-License-Identifier: Apache-2.0
// O10: what people are told is what the judgement at hand says, and is put into words when it says something else.
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { assessRisk, type RiskAssessment } from '../../../../src/core/risk/assess.ts';
import { explainRisk } from '../../../../src/core/risk/explain.ts';
import type { Judgement } from '../../../../src/orchestrator/operations/judgement.ts';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { Words } from '../../../../src/orchestrator/operations/words.ts';
import { input, policy } from '../../core/risk/arbitrary.ts';
import { runs } from '../../core/runs.ts';
import { CONFIG, DEVICE, OTHER, request, settle, THIRD, transaction, World } from './world.ts';

vi.mock('../../../../src/core/risk/explain.ts', async (original) => {
  const real = await original<typeof import('../../../../src/core/risk/explain.ts')>();
  return { ...real, explainRisk: vi.fn(real.explainRisk) };
});

const explained = vi.mocked(explainRisk);
const ann = { principal: 'ann' };

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
  explained.mockClear();
});

async function judgedAgain(): Promise<void> {
  operations.recheck();
  await settle();
}

describe('O10 a question', () => {
  beforeEach(async () => {
    void operations.coordinate({ ...ann, request: request('w1', CONFIG) });
    await settle();
  });

  it('is not put into words again while nothing has moved', async () => {
    const asked = world.interface.questions();
    explained.mockClear();
    const before = world.kernel.asked;
    for (let second = 0; second < 10; second++) {
      world.time.jump(1_000);
      await judgedAgain();
    }
    expect(world.kernel.asked).toBe(before + 10);
    expect(explained).not.toHaveBeenCalled();
    expect(world.interface.questions()).toEqual(asked);
  });

  it('is another one when its reasons are others, and says them', async () => {
    const [old] = world.interface.questions();
    // One verdict for another of the same weight: the level stays, the words do not.
    world.kernel.risk = 2;
    await judgedAgain();
    const [fresh] = world.interface.questions();
    expect(fresh?.id).not.toBe(old?.id);
    expect(fresh?.risk).toBe(old?.risk);
    expect(fresh?.terms.join('\n')).toContain('KERNEL says LOW');
  });

  it('is another one when what has failed on the device is', async () => {
    const [old] = world.interface.questions();
    const { operationType } = request('w1', CONFIG);
    operations.context.count([{ device: DEVICE, type: operationType, failed: false }]);
    await judgedAgain();
    const [fresh] = world.interface.questions();
    expect(fresh?.id).not.toBe(old?.id);
    expect(fresh?.terms).not.toEqual(old?.terms);
  });

  it('that was answered at a lower risk is asked again in the words of the higher', async () => {
    world.kernel.risk = 4;
    await judgedAgain();
    expect(world.interface.questions()).toMatchObject([{ risk: 4 }]);
    expect(world.interface.questions()[0]?.terms.at(-1)).toBe('  risk is HIGH');
  });
});

describe('O10 an offer', () => {
  it('is not put into words again for everybody who looks at it', async () => {
    void operations.coordinate({ ...ann, request: request('w1') });
    await settle();
    explained.mockClear();
    const words = operations.offers('ann').map((offer) => offer.words);
    await judgedAgain();
    expect(operations.offers('bob').map((offer) => offer.words)).toEqual(words);
    expect(explained).not.toHaveBeenCalled();
  });

  it('of several devices is made anew for the one that moved', async () => {
    const devices = [DEVICE, OTHER, THIRD];
    void operations.coordinate({ ...ann, request: transaction('t1', ...devices) });
    await settle();
    explained.mockClear();
    world.security.accesses.set(OTHER, { ...world.security.deviceAccess(OTHER), risk: 5 });
    await judgedAgain();
    expect(explained).toHaveBeenCalledTimes(1);
    const [offer] = operations.offers('bob');
    expect(offer?.words.filter((line) => line.includes('the floor'))).toHaveLength(3);
    expect(offer?.words).toContain('  risk is CRITICAL');
  });
});

describe('O10 words', () => {
  it('P are those of the assessments at hand, whatever was said before', () => {
    const assessments = fc
      .tuple(input, policy)
      .map(([risk, how]): RiskAssessment => assessRisk(risk, how));
    const few = fc.array(assessments, { minLength: 2, maxLength: 4 });
    const devices = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(few, devices, fc.infiniteStream(fc.nat()), (known, count, choices) => {
        const requests = Array.from({ length: count }, (_, n) => request('w', { deviceId: n }));
        const words = new Words();
        for (let turn = 0; turn < 8; turn++) {
          const judgement = {
            devices: requests.map((one) => {
              const chosen = known[(choices.next().value as number) % known.length];
              // Each time new objects, as a judgement has.
              return { input: { request: one, assessment: structuredClone(chosen) } };
            }),
          } as unknown as Judgement;
          const fresh = new Words();
          expect(words.terms(judgement)).toEqual(fresh.terms(judgement));
          expect(words.lines(judgement)).toEqual(fresh.lines(judgement));
        }
      }),
      runs(100),
    );
  });
});
