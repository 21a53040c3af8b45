// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationType, RiskLevel, Track } from '../../../../src/core/model/enums.ts';
import type { PerTrack } from '../../../../src/core/model/track.ts';
import {
  assessRisk,
  checkRiskPolicy,
  missingVerdicts,
  type RiskAssessment,
  type RiskInput,
  type RiskPolicy,
  replay,
} from '../../../../src/core/risk/assess.ts';
import { upperBoundThousandths } from '../../../../src/core/risk/beta.ts';
import { explainRisk, sameAssessment } from '../../../../src/core/risk/explain.ts';
import { floorOf } from '../../../../src/core/risk/floor.ts';
import { NO_HISTORY } from '../../../../src/core/risk/history.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
import { runs } from '../runs.ts';
import { input, LEVELS, matrix, NOW, policy, WORSENING } from './arbitrary.ts';

/** @list with the element at @index replaced. */
function at<T>(list: PerTrack<T>, index: number, value: T): PerTrack<T> {
  const [a, b, c] = list.map((old, i) => (i === index ? value : old));
  return [a, b, c] as PerTrack<T>;
}

/** @value once for each number and word in it, which is another one then. */
function othersOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) {
    return [typeof value === 'string' ? `${value}?` : Number(value ?? 0) + 1];
  }
  const copy = (key: string, other: unknown): unknown =>
    Array.isArray(value)
      ? value.with(Number(key), other)
      : { ...(value as Record<string, unknown>), [key]: other };
  return Object.entries(value).flatMap(([key, one]) =>
    othersOf(one).map((other) => copy(key, other)),
  );
}

/** One change towards worse of one input. */
const worsening = fc.oneof(
  fc.record({ kind: fc.constant('verdict' as const), track: fc.nat(2), steps: fc.nat(6) }),
  fc.record({ kind: fc.constant('device' as const), steps: fc.nat(5) }),
  fc.record({ kind: fc.constant('uncertainty' as const), steps: fc.nat(1000) }),
  fc.record({ kind: fc.constant('failure' as const), steps: fc.nat(40) }),
  fc.record({ kind: fc.constant('success' as const), steps: fc.nat(100) }),
  fc.record({ kind: fc.constant('correlation' as const), with: matrix }),
  fc.record({ kind: fc.constant('correlation on' as const), with: matrix }),
);
type Worsening = typeof worsening extends fc.Arbitrary<infer W> ? W : never;

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.min(a, b);
}

function worsened(i: RiskInput, p: RiskPolicy, by: Worsening): [RiskInput, RiskPolicy] {
  switch (by.kind) {
    case 'verdict': {
      const old = WORSENING.indexOf(i.verdicts[by.track] as (typeof WORSENING)[number]);
      const verdict = WORSENING[Math.min(old + by.steps, WORSENING.length - 1)];
      return [{ ...i, verdicts: at(i.verdicts, by.track, verdict) }, p];
    }
    case 'device': {
      const deviceRisk = Math.min(i.deviceRisk + by.steps, 6) as Level;
      return [{ ...i, deviceRisk }, p];
    }
    case 'uncertainty':
      return [i, { ...p, uncertaintyFactor: Math.min(p.uncertaintyFactor + by.steps, 1000) }];
    case 'failure':
      return [{ ...i, history: { ...i.history, failures: i.history.failures + by.steps } }, p];
    case 'success': {
      const successes = Math.max(0, i.history.successes - by.steps);
      return [{ ...i, history: { ...i.history, successes } }, p];
    }
    case 'correlation': {
      const old = p.correlationMatrix;
      const correlationMatrix = old && {
        kernelSecurity: smaller(old.kernelSecurity, by.with.kernelSecurity),
        kernelInterface: smaller(old.kernelInterface, by.with.kernelInterface),
        securityInterface: smaller(old.securityInterface, by.with.securityInterface),
      };
      return [i, { ...p, correlationMatrix }];
    }
    case 'correlation on':
      return [i, { ...p, correlationMatrix: p.correlationMatrix ?? by.with }];
  }
}

const PERMUTATIONS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

function permuted<T>(list: PerTrack<T>, order: (typeof PERMUTATIONS)[number]): PerTrack<T> {
  return [list[order[0]], list[order[1]], list[order[2]]];
}

const quarantined = (i: RiskInput): boolean => i.deviceRisk === 6 || i.verdicts.includes(6);

describe('risk', () => {
  it('R1 is monotone in every input', () => {
    fc.assert(
      fc.property(
        input,
        policy,
        fc.array(worsening, { minLength: 1, maxLength: 4 }),
        (i, p, by) => {
          const [wi, wp] = by.reduce(([ci, cp], one) => worsened(ci, cp, one), [i, p]);
          expect(assessRisk(wi, wp).level).toBeGreaterThanOrEqual(assessRisk(i, p).level);
        },
      ),
      runs(10_000),
    );
  });

  it('R1 worsens with a worse verdict, exhaustively for three tracks and every method', () => {
    for (const method of ['CONSERVATIVE', 'WEIGHTED', 'CONSENSUS'] as const) {
      const p = { ...PLAIN, method };
      const level = (...v: [number, number, number]): number =>
        assessRisk({ ...READ, verdicts: [WORSENING[v[0]], WORSENING[v[1]], WORSENING[v[2]]] }, p)
          .level;
      for (let a = 0; a < 7; a++) {
        for (let b = 0; b < 7; b++) {
          for (let c = 0; c < 6; c++) {
            expect(level(a, b, c + 1)).toBeGreaterThanOrEqual(level(a, b, c));
          }
        }
      }
    }
  });

  it('R2 is never under the floor', () => {
    fc.assert(
      fc.property(input, policy, (i, p) => {
        const floor = floorOf(i.operationType, i.deviceRisk);
        expect(assessRisk(i, p).level).toBeGreaterThanOrEqual(floor);
      }),
      runs(3000),
    );
  });

  it('R3 does not depend on the order of tracks', () => {
    fc.assert(
      fc.property(input, policy, fc.constantFrom(...PERMUTATIONS), (i, p, order) => {
        const other = assessRisk(
          { ...i, verdicts: permuted(i.verdicts, order) },
          { ...p, trackWeights: permuted(p.trackWeights, order) },
        );
        expect(other.level).toBe(assessRisk(i, p).level);
      }),
      runs(3000),
    );
  });

  it('R4, R5 is 6 exactly when the table or a track says so', () => {
    fc.assert(
      fc.property(input, policy, (i, p) => {
        expect(assessRisk(i, p).level === 6).toBe(quarantined(i));
      }),
      runs(5000),
    );
  });

  it('R6 is at least 5 with a verdict missing, whatever makes it so', () => {
    const nothing = fc.constantFrom(undefined, 0, 7, -3, 1.5, Number.NaN);
    fc.assert(
      fc.property(input, policy, fc.nat(2), nothing, (i, p, track, missing) => {
        const assessment = assessRisk({ ...i, verdicts: at(i.verdicts, track, missing) }, p);
        expect(assessment.level).toBeGreaterThanOrEqual(5);
      }),
      runs(3000),
    );
  });

  it('R7 hides no bad verdict', () => {
    fc.assert(
      fc.property(input, policy, (i, p) => {
        const worst = Math.max(...i.verdicts.map((verdict) => verdict ?? 5));
        const least = p.method === 'CONSERVATIVE' || p.correlationMatrix ? worst : worst - 1;
        expect(assessRisk(i, p).level).toBeGreaterThanOrEqual(least);
      }),
      runs(3000),
    );
  });

  it('R8 follows from its terms alone', () => {
    fc.assert(
      fc.property(input, policy, (i, p) => {
        const { level, terms } = assessRisk(i, p);
        const plain = JSON.parse(JSON.stringify(terms));
        expect(replay(plain)).toBe(level);
        terms.forEach((term, index) => {
          expect(term.level).toBe(replay(plain.slice(0, index + 1)));
        });
        // And by somebody who reads the words.
        const said = explainRisk(assessRisk(i, p));
        expect(said).toHaveLength(terms.length + 1);
        expect(said.at(-1)).toBe(`risk is ${Object.keys(RiskLevel)[level]}`);
      }),
      runs(3000),
    );
  });
});

describe('R12 an assessment', () => {
  it('is the same as one with the same numbers and words, and as no other', () => {
    fc.assert(
      fc.property(input, policy, (i, p) => {
        const assessment = assessRisk(i, p);
        expect(sameAssessment(assessment, assessRisk(structuredClone(i), p))).toBe(true);
        const others = othersOf(assessment) as RiskAssessment[];
        expect(others.length).toBeGreaterThan(10);
        expect(others.filter((one) => sameAssessment(assessment, one))).toEqual([]);
        expect(others.filter((one) => sameAssessment(one, assessment))).toEqual([]);
        const { terms } = assessment;
        expect(sameAssessment(assessment, { ...assessment, terms: terms.slice(1) })).toBe(false);
        expect(sameAssessment({ ...assessment, terms: terms.slice(1) }, assessment)).toBe(false);
      }),
      runs(500),
    );
  });
});

const PLAIN: RiskPolicy = {
  method: 'CONSERVATIVE',
  trackWeights: [1000, 1000, 1000],
  uncertaintyFactor: 0,
  correlationMatrix: null,
};
const READ: RiskInput = {
  operationType: OperationType.READ,
  deviceRisk: 1,
  verdicts: [1, 1, 1],
  history: NO_HISTORY,
  now: NOW,
};

describe('the terms in order', () => {
  it('bump by ⌊u·r⌋ after the floor', () => {
    for (const level of LEVELS.slice(0, 5)) {
      for (const u of [0, 199, 200, 250, 333, 334, 500, 999, 1000]) {
        const i = { ...READ, verdicts: [level, level, level] as const };
        const expected = Math.min(5, level + Math.floor((u * level) / 1000));
        expect(assessRisk(i, { ...PLAIN, uncertaintyFactor: u }).level).toBe(expected);
      }
    }
    const write = { ...READ, operationType: OperationType.WRITE };
    // 4 by the floor, and a quarter of that.
    expect(assessRisk(write, { ...PLAIN, uncertaintyFactor: 250 }).level).toBe(5);
    expect(assessRisk(write, { ...PLAIN, uncertaintyFactor: 249 }).level).toBe(4);
  });

  it('are explained in words', () => {
    const assessment = assessRisk(
      {
        operationType: OperationType.CONFIG,
        deviceRisk: 2,
        verdicts: [1, undefined, 2],
        history: { failures: 2, successes: 0, at: NOW },
        now: NOW,
      },
      {
        ...PLAIN,
        correlationMatrix: { kernelSecurity: 1, kernelInterface: 1, securityInterface: 1 },
      },
    );
    expect(missingVerdicts(assessment)).toEqual([Track.SECURITY]);
    expect(explainRisk(assessment)).toEqual([
      'at least CRITICAL: CONSERVATIVE over the tracks: KERNEL says SAFE, SECURITY says nothing, INTERFACE says LOW',
      'at least CRITICAL: risks of different tracks add up as far as they are independent',
      'at least CRITICAL: no verdict from SECURITY, which counts as the worst',
      'at least MODERATE: the floor of this operation type on a device of this class',
      'plus 0: the configured uncertainty factor',
      'plus 1: recent failures count 2.0: up to 28 % may fail (with 95 % confidence)',
      'risk is CRITICAL',
    ]);
  });

  it('say the same in words until a whole percent is another, and never less than the bound', () => {
    const wordsFor = (successes: number): readonly [string | undefined, number] => {
      const history = { failures: 6, successes, at: NOW };
      const { posterior, ...rest } = assessRisk({ ...READ, history, now: NOW }, PLAIN);
      const words = explainRisk({ posterior, ...rest }).find((line) => line.includes('may fail'));
      return [words, upperBoundThousandths(posterior.failures, posterior.successes)];
    };
    const seen = new Set<string>();
    for (let successes = 0; successes <= 4; successes += 0.1) {
      const [words = '', thousandths] = wordsFor(successes);
      seen.add(words);
      const [, percent = '0'] = /up to (\d+) % may fail/.exec(words) ?? [];
      expect(Number(percent) * 10).toBeGreaterThan(thousandths);
      expect(Number(percent) * 10).toBeLessThanOrEqual(thousandths + 10);
    }
    // From 37.6 % to 34 %, in forty steps.
    expect(seen.size).toBeLessThan(8);
  });

  it('are one for a quarantined device', () => {
    const { level, terms } = assessRisk({ ...READ, deviceRisk: 6 }, PLAIN);
    expect(level).toBe(6);
    expect(terms).toEqual([{ rule: 'quarantine', effect: 'at_least', amount: 6, level: 6 }]);
  });
});

describe('a risk policy', () => {
  it.each([
    ['risk.uncertainty_factor', { uncertaintyFactor: 1001 }],
    ['risk.uncertainty_factor', { uncertaintyFactor: 0.5 }],
    ['risk.track_weights', { trackWeights: [0, 0, 0] as const }],
    [
      'risk.correlation_matrix.kernel_security',
      { correlationMatrix: { kernelSecurity: -1, kernelInterface: 0, securityInterface: 0 } },
    ],
  ])('names %s', (field, change) => {
    expect(checkRiskPolicy(PLAIN)).toBe(PLAIN);
    expect(() => checkRiskPolicy({ ...PLAIN, ...change })).toThrow(
      expect.objectContaining({ field }),
    );
  });
});
