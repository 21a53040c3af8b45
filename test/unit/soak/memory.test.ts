// SPDX-License-Identifier: Apache-2.0
// The soak's verdict on the heap: tells a leak of a kilobyte an operation from caches that breathe.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEFT_MAX, leftByEach, type Sample } from '../../soak/memory.ts';

const COUNT = 40;
const MIB = 2 ** 20;

/** @left bytes by each of @each operations a sample, and up to a MiB of @noise in 0..1 either way. */
function run(left: number, each: number, noise: readonly number[]): Sample[] {
  return Array.from({ length: COUNT }, (_, n) => ({
    at: n * 7.5,
    ended: n * each,
    heap: 45 * MIB + left * n * each + Math.round(((noise[n] ?? 0.5) - 0.5) * 2 * MIB),
    outside: 14 * MIB,
    resident: 0,
    descriptors: 70,
  }));
}

const noises = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: COUNT,
  maxLength: COUNT,
});

describe('the heap of a long run', () => {
  it('that a kilobyte an operation stays in grows by that', () => {
    expect(leftByEach(run(1_024, 300, []))).toBe(1_024);
  });

  it('is not said to grow where nothing stays, nor to be flat where something does', () => {
    let [wrong, runs] = [0, 0];
    fc.assert(
      fc.property(noises, (noise) => {
        runs += 1;
        const flat = leftByEach(run(0, 300, noise)) ?? Number.NaN;
        const leaking = leftByEach(run(1_024, 300, noise)) ?? Number.NaN;
        wrong += Number(!(flat <= LEFT_MAX && leaking > LEFT_MAX));
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(wrong / runs).toBeLessThan(0.02);
  });

  it('is not judged by a single sample that is far off', () => {
    const samples = run(0, 300, []);
    const last = samples.at(-1) as Sample;
    expect(leftByEach([...samples.slice(0, -1), { ...last, heap: last.heap + 30 * MIB }])).toBe(0);
  });

  it('is not judged where too little was done, or it was looked at too seldom', () => {
    expect(leftByEach(run(1_024, 100, []))).toBeUndefined();
    expect(leftByEach(run(1_024, 10_000, []).slice(0, 8))).toBeUndefined();
    expect(leftByEach([])).toBeUndefined();
  });
});
