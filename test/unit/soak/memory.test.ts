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

/** Of a run that had filled up after some 5,000 operations. Operations that had ended; heap and buffers {unit KiB} */
const FILLED_LATE: readonly (readonly [number, number])[] = [
  [0, 59005],
  [113, 61820],
  [233, 62468],
  [375, 62125],
  [519, 63435],
  [696, 63952],
  [959, 64734],
  [1143, 65079],
  [1310, 66537],
  [1519, 68695],
  [1781, 69140],
  [1910, 69480],
  [2077, 69972],
  [2254, 70243],
  [2443, 70374],
  [2585, 69603],
  [2736, 69821],
  [2886, 70480],
  [3122, 70866],
  [3353, 71645],
  [3532, 72984],
  [3776, 72695],
  [3996, 72456],
  [4215, 72293],
  [4381, 72155],
  [4558, 73333],
  [4847, 74111],
  [5108, 73943],
  [5264, 75115],
  [5364, 75302],
  [5563, 73281],
  [5660, 74951],
  [5800, 74687],
  [5923, 74290],
  [6088, 74578],
  [6247, 74668],
  [6353, 74079],
  [6422, 75318],
  [6478, 75195],
  [6577, 73944],
];

/** As recorded, and @left bytes more by each operation. */
function recorded(left: number): Sample[] {
  return FILLED_LATE.map(([ended, size], n) => ({
    at: n * 7.5,
    ended,
    heap: size * 1_024 + left * ended,
    outside: 0,
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
    expect(leftByEach(run(1_024, 300, []))).toEqual({ bytes: 1_024, from: 6_000 });
  });

  it('is not said to grow where nothing stays, nor to be flat where something does', () => {
    let [wrong, runs] = [0, 0];
    fc.assert(
      fc.property(noises, (noise) => {
        runs += 1;
        const flat = leftByEach(run(0, 300, noise))?.bytes ?? Number.NaN;
        const leaking = leftByEach(run(1_024, 300, noise))?.bytes ?? Number.NaN;
        wrong += Number(!(flat <= LEFT_MAX && leaking > LEFT_MAX));
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(wrong / runs).toBeLessThan(0.02);
  });

  it('is not judged by a single sample that is far off', () => {
    const samples = run(0, 300, []);
    const last = samples.at(-1) as Sample;
    const off = [...samples.slice(0, -1), { ...last, heap: last.heap + 30 * MIB }];
    expect(leftByEach(off)?.bytes).toBe(0);
  });

  it('is judged by its level where what fills up is full only in the second half', () => {
    const left = leftByEach(recorded(0));
    expect(left?.bytes).toBeLessThanOrEqual(LEFT_MAX / 2);
    expect(left?.from).toBeGreaterThan(4_000);
  });

  it('is not taken for level where a kilobyte an operation stays beside that', () => {
    expect(leftByEach(recorded(1_024))?.bytes).toBeGreaterThan(LEFT_MAX);
    expect(leftByEach(recorded(LEFT_MAX))?.bytes).toBeGreaterThan(LEFT_MAX);
  });

  it('is not taken for level by the breath of a few operations at the end', () => {
    const samples = run(1_024, 300, []);
    const held = samples.at(-6)?.heap ?? 0;
    const still = samples.map((one, n) => (n < COUNT - 6 ? one : { ...one, heap: held }));
    expect(leftByEach(still)?.bytes).toBeGreaterThan(LEFT_MAX);
  });

  it('is not judged where too little was done, or it was looked at too seldom', () => {
    expect(leftByEach(run(1_024, 100, []))).toBeUndefined();
    expect(leftByEach(run(1_024, 10_000, []).slice(0, 8))).toBeUndefined();
    expect(leftByEach([])).toBeUndefined();
  });
});
