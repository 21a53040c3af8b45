// SPDX-License-Identifier: Apache-2.0
// One level from three tracks. Exact integers; fractions are thousandths. Two departures from the
// specification: WEIGHTED rounds up, since its cast rounds down and can hide a bad input, and a
// computation ends at 5. No method answers below the worst verdict less one.
import { checkInteger } from '../model/check.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import type { PerTrack } from '../model/track.ts';
import { computed, type Level } from './level.ts';

export const AggregationMethod = {
  /** The worst verdict. */
  CONSERVATIVE: 'CONSERVATIVE',
  /** max(⌈Σwr/Σw⌉, max − 1) */
  WEIGHTED: 'WEIGHTED',
  /** max(upper median, max − 1); "agree, else the worst" would not be monotone. */
  CONSENSUS: 'CONSENSUS',
} as const;
export type AggregationMethod = (typeof AggregationMethod)[keyof typeof AggregationMethod];

/** Weights beyond this would only be a scale; it keeps every sum exact. */
const WEIGHT_MAX = 1_000_000;

/** @weights in thousandths, at least one of them positive. */
export function checkWeights(weights: PerTrack<number>): PerTrack<number> {
  const [a, b, c] = weights;
  const check = (weight: number, index: number): number =>
    checkInteger(weight, `risk.track_weights[${index}]`, 0, WEIGHT_MAX, 'thousandths');
  const checked = [check(a, 0), check(b, 1), check(c, 2)] as const;
  if (a + b + c === 0) {
    throw new InvalidArgumentError('risk.track_weights', '0, 0, 0', 'positive in sum');
  }
  return checked;
}

/** ⌈@numerator / @denominator⌉ of non-negative integers below 2^53, exactly. */
export function ceilDiv(numerator: number, denominator: number): number {
  const rest = numerator % denominator;
  return (numerator - rest) / denominator + (rest === 0 ? 0 : 1);
}

/** @levels in 1..5, with a missing verdict already counted as 5; @weights as checkWeights gave them. */
export function aggregate(
  method: AggregationMethod,
  levels: PerTrack<Level>,
  weights: PerTrack<number>,
): Level {
  const [a, b, c] = levels;
  const worst = Math.max(a, b, c);
  switch (method) {
    case AggregationMethod.CONSERVATIVE:
      return computed(worst);
    case AggregationMethod.WEIGHTED: {
      const [wa, wb, wc] = weights;
      const mean = ceilDiv(wa * a + wb * b + wc * c, wa + wb + wc);
      return computed(Math.max(mean, worst - 1));
    }
    case AggregationMethod.CONSENSUS: {
      // Of three, the upper median is the middle one: the largest of the pairwise smaller ones.
      const median = Math.max(Math.min(a, b), Math.min(b, c), Math.min(a, c));
      return computed(Math.max(median, worst - 1));
    }
  }
}
