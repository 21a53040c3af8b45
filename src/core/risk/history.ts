// SPDX-License-Identifier: Apache-2.0
// What the past says about an operation type on a device: failures as a Beta posterior, prior
// (1, 19), each outcome counting half as much every 7 days. It only ever adds to a risk.
import { checkInteger } from '../model/check.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { upperBoundReaches } from './beta.ts';

export const HALF_LIFE_MS = 7 * 24 * 3600 * 1000;
/** Age moves in 1,024 steps a half-life (9.8 minutes), so that the weight is exact and monotone. */
export const STEPS = 1024;
const STEP_MS = HALF_LIFE_MS / STEPS;
const PRIOR_FAILURES = 1;
const PRIOR_SUCCESSES = 19;

/** Outcomes of one operation type on one device, each weighted as of @at. Start with NO_HISTORY. */
export interface FailureHistory {
  readonly failures: number;
  readonly successes: number;
  /** By a clock that counts sleep. {unit ms} */
  readonly at: number;
}

export const NO_HISTORY: FailureHistory = { failures: 0, successes: 0, at: 0 };

/** 2^(−1/2), 2^(−1/4), … 2^(−1/1024): one for each bit of a step's number. */
const ROOTS: readonly number[] = Array.from({ length: Math.log2(STEPS) }).reduce<number[]>(
  (roots) => [...roots, Math.sqrt(roots.at(-1) ?? 0.5)],
  [],
);

/** 2^(−@steps/1024). */
export function halved(steps: number): number {
  let weight = 2 ** -Math.floor(steps / STEPS);
  for (const [index, root] of ROOTS.entries()) {
    if ((steps & (STEPS >> (index + 1))) !== 0) {
      weight *= root;
    }
  }
  return weight;
}

/** @history as of @now. A clock that went back ages nothing. */
export function aged(history: FailureHistory, now: number): FailureHistory {
  checkInteger(now, 'now', 0, Number.MAX_SAFE_INTEGER, 'ms');
  const steps = Math.floor(now / STEP_MS) - Math.floor(history.at / STEP_MS);
  if (steps <= 0) {
    return history;
  }
  // 64 half-lives leave nothing of anything that was ever counted.
  const weight = steps >= 64 * STEPS ? 0 : halved(steps);
  return { failures: history.failures * weight, successes: history.successes * weight, at: now };
}

/** @history with one more outcome. */
export function recorded(history: FailureHistory, failed: boolean, now: number): FailureHistory {
  const { failures, successes, at } = aged(history, now);
  return failed
    ? { failures: failures + 1, successes, at: Math.max(at, now) }
    : { failures, successes: successes + 1, at: Math.max(at, now) };
}

/** Forgets everything; that takes two persons. */
export function cleared(persons: readonly [string, string], now: number): FailureHistory {
  if (persons[0] === persons[1]) {
    throw new InvalidArgumentError('persons', persons[1], 'two different persons');
  }
  return { ...NO_HISTORY, at: checkInteger(now, 'now', 0, Number.MAX_SAFE_INTEGER, 'ms') };
}

export interface Posterior {
  readonly failures: number;
  readonly successes: number;
}

/** The parameters (a, b) of the posterior as of @now. */
export function posterior(history: FailureHistory, now: number): Posterior {
  const { failures, successes } = aged(history, now);
  return { failures: PRIOR_FAILURES + failures, successes: PRIOR_SUCCESSES + successes };
}

/** What history adds: 2 when the upper 95 % bound is ≥ 0.5, 1 when it is ≥ 0.25, else 0. */
export function historyAdds({ failures, successes }: Posterior): 0 | 1 | 2 {
  if (!upperBoundReaches(failures, successes, 0.25)) {
    return 0;
  }
  return upperBoundReaches(failures, successes, 0.5) ? 2 : 1;
}
