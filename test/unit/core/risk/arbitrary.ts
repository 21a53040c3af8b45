// SPDX-License-Identifier: Apache-2.0
// Random input of an assessment. A verdict is worse the further right it stands in WORSENING.
import fc from 'fast-check';
import { OperationType } from '../../../../src/core/model/enums.ts';
import type { PerTrack } from '../../../../src/core/model/track.ts';
import { AggregationMethod } from '../../../../src/core/risk/aggregate.ts';
import type { RiskInput, RiskPolicy } from '../../../../src/core/risk/assess.ts';
import { type FailureHistory, HALF_LIFE_MS } from '../../../../src/core/risk/history.ts';
import type { Level } from '../../../../src/core/risk/level.ts';

export const WORSENING = [1, 2, 3, 4, 5, undefined, 6] as const;
export const LEVELS = [1, 2, 3, 4, 5, 6] as const;
export const NOW = 100 * HALF_LIFE_MS;

export function three<T>(one: fc.Arbitrary<T>): fc.Arbitrary<PerTrack<T>> {
  return fc.tuple(one, one, one);
}

export const verdict = fc.constantFrom<number | undefined>(...WORSENING);
const milder = fc.constantFrom<number | undefined>(1, 2, 3, 4, 5, undefined);
export const level = fc.constantFrom<Level>(...LEVELS);
export const operationType = fc.constantFrom(...Object.values(OperationType));
const thousandths = fc.nat(1000);
export const matrix = three(fc.option(thousandths, { nil: undefined })).map(
  ([kernelSecurity, kernelInterface, securityInterface]) => ({
    kernelSecurity,
    kernelInterface,
    securityInterface,
  }),
);
const weights = three(fc.nat(1000)).map(([a, b, c]): PerTrack<number> => [a + 1, b, c]);
export const history: fc.Arbitrary<FailureHistory> = fc.record({
  failures: fc.double({ min: 0, max: 40, noNaN: true }),
  successes: fc.double({ min: 0, max: 100, noNaN: true }),
  at: fc.integer({ min: NOW - 3 * HALF_LIFE_MS, max: NOW }),
});

export const policy: fc.Arbitrary<RiskPolicy> = fc.record({
  method: fc.constantFrom(...Object.values(AggregationMethod)),
  trackWeights: weights,
  uncertaintyFactor: fc.oneof(fc.constant(0), thousandths),
  correlationMatrix: fc.option(matrix),
});

export const input: fc.Arbitrary<RiskInput> = fc.record({
  operationType,
  deviceRisk: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom<Level>(1, 2, 3, 4, 5) },
    { weight: 1, arbitrary: fc.constant<Level>(6) },
  ),
  verdicts: three(fc.oneof({ weight: 9, arbitrary: milder }, { weight: 1, arbitrary: verdict })),
  history,
  now: fc.constant(NOW),
});
