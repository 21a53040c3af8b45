// SPDX-License-Identifier: Apache-2.0
// Levels as risk computes with them: 1 SAFE to 6 QUARANTINED, always known.
import { checkInteger } from '../model/check.ts';
import { RiskLevel } from '../model/enums.ts';

export type Level = Exclude<RiskLevel, typeof RiskLevel.UNKNOWN>;

/** The most that any computation may say. */
export const COMPUTED_MAX = RiskLevel.CRITICAL;

/** What a missing verdict counts as in a computation. */
export const MISSING_COUNTS_AS = RiskLevel.CRITICAL;

/** A number in 1..6 as a level. */
export function levelOf(value: number, field: string): Level {
  return checkInteger(value, field, RiskLevel.SAFE, RiskLevel.QUARANTINED) as Level;
}

/** Computations end in 1..5; whatever they say beyond is cut here, in one place. */
export function computed(value: number): Level {
  return Math.min(Math.max(value, RiskLevel.SAFE), COMPUTED_MAX) as Level;
}

/**
 * A track's own answer. Missing, late, failed, UNKNOWN, or anything but 1..6 is undefined, which is
 * worse than any that is computed.
 */
export function verdictOf(verdict: number | undefined): Level | undefined {
  const known =
    Number.isSafeInteger(verdict) && verdict !== undefined && verdict >= 1 && verdict <= 6;
  return known ? (verdict as Level) : undefined;
}
