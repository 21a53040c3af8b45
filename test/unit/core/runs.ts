// SPDX-License-Identifier: Apache-2.0
// How many cases a property gets, and from which seed. A failure prints its seed and path;
// DSMIL_SEED=<seed> takes the same cases again.
import type { Parameters } from 'fast-check';

export function runs<T>(count: number): Parameters<T> {
  const seed = process.env['DSMIL_SEED'];
  return seed === undefined ? { numRuns: count } : { numRuns: count, seed: Number(seed) };
}
