// SPDX-License-Identifier: Apache-2.0
// How many cases a property gets, and from which seed. A failure prints its seed and path;
// DSMIL_SEED=<seed> takes the same cases again.
import { type Arbitrary, type Parameters, sample } from 'fast-check';

export function runs<T>(count: number): Parameters<T> {
  const seed = process.env['DSMIL_SEED'];
  return seed === undefined ? { numRuns: count } : { numRuns: count, seed: Number(seed) };
}

/**
 * After a property that must have met something to have shown anything: what is met seldom, random cases may leave out
 * for once. Goes on with cases that are the same each time, until it was met @enough.
 */
export async function goOn<T>(
  cases: Arbitrary<T>,
  judge: (one: T) => Promise<void> | void,
  enough: () => boolean,
): Promise<void> {
  for (const one of enough() ? [] : sample(cases, { seed: 1, numRuns: 1_000 })) {
    await judge(one);
    if (enough()) {
      return;
    }
  }
}
