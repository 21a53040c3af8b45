// SPDX-License-Identifier: Apache-2.0
// R10: the bound against exact binomial sums, closed forms and numeric integration.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aboutUpperBound,
  lastReached,
  upperBoundReaches,
  upperBoundThousandths,
} from '../../../../src/core/risk/beta.ts';
import { runs } from '../runs.ts';

/** I_x(a, b) ≤ 0.95 for integers and x = k/4, exactly: P(Binomial(a+b−1, x) ≥ a) ≤ 19/20. */
function reachesExactly(a: number, b: number, quarters: bigint): boolean {
  const n = BigInt(a + b - 1);
  let [choose, sum] = [1n, 0n];
  for (let j = 0n; j <= n; j++) {
    if (j >= BigInt(a)) {
      sum += choose * quarters ** j * (4n - quarters) ** (n - j);
    }
    choose = (choose * (n - j)) / (j + 1n);
  }
  return 20n * sum <= 19n * 4n ** n;
}

/** I_x(a, b) by Simpson's rule, up to about 1e-8; for a, b ≥ 2. */
function cumulative(a: number, b: number, x: number): number {
  // Scaled at the mode, so that nothing underflows; the scale cancels.
  const mode = (a - 1) / (a + b - 2);
  const log = (t: number): number => (a - 1) * Math.log(t) + (b - 1) * Math.log(1 - t);
  const density = (t: number): number => (t <= 0 || t >= 1 ? 0 : Math.exp(log(t) - log(mode)));
  const integral = (to: number): number => {
    const n = 20_000;
    let sum = density(0) + density(to);
    for (let i = 1; i < n; i++) {
      sum += (i % 2 === 0 ? 2 : 4) * density((to * i) / n);
    }
    return (sum * to) / n / 3;
  };
  return integral(x) / integral(1);
}

/** By halving from the whole range, as it was found at first. */
function halvedThousandths(a: number, b: number): number {
  let [low, high] = [0, 1000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    [low, high] = upperBoundReaches(a, b, middle / 1000) ? [middle, high] : [low, middle];
  }
  return low;
}

describe('the upper 95 % bound', () => {
  it('R10 equals the exact binomial sum for integers', () => {
    const wrong: string[] = [];
    for (let a = 1; a <= 40; a++) {
      for (let b = 1; b <= 120; b += 3) {
        for (const quarters of [1n, 2n]) {
          if (upperBoundReaches(a, b, Number(quarters) / 4) !== reachesExactly(a, b, quarters)) {
            wrong.push(`${a} ${b} ${quarters}/4`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('R10 equals closed forms where a or b is 1', () => {
    for (let n = 1; n <= 60; n += 0.5) {
      expect(upperBoundThousandths(1, n)).toBe(Math.floor(1000 * (1 - 0.05 ** (1 / n))));
      expect(upperBoundThousandths(n, 1)).toBe(Math.floor(1000 * 0.95 ** (1 / n)));
    }
  });

  // 95 % points from exact binomial sums in Python's fractions: 0.145868, 0.216106, 0.270551, …
  it.each([
    [1, 19, 145],
    [2, 19, 216],
    [3, 19, 270],
    [5, 5, 748],
    [2, 2, 864],
    [10, 30, 368],
    [7, 3, 902],
  ])('R10 of Beta(%d, %d) is 0.%d', (a, b, thousandths) => {
    expect(upperBoundThousandths(a, b)).toBe(thousandths);
  });

  it('R10 agrees with numeric integration of the density', () => {
    let near = 0;
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 60, noNaN: true }),
        fc.double({ min: 19, max: 150, noNaN: true }),
        fc.constantFrom(0.25, 0.5),
        (a, b, x) => {
          const probability = cumulative(a, b, x);
          near += Math.abs(probability - 0.95) < 0.05 ? 1 : 0;
          if (Math.abs(probability - 0.95) > 1e-6) {
            expect(upperBoundReaches(a, b, x)).toBe(probability < 0.95);
          }
        },
      ),
      runs(300),
    );
    expect(near).toBeGreaterThan(3);
  });

  it('R10 rises with failures and sinks with successes', () => {
    const count = fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(count, count, count, fc.constantFrom(0.25, 0.5), (f, s, more, x) => {
        const is = upperBoundReaches(1 + f, 19 + s, x);
        const worse = upperBoundReaches(1 + f + more, 19 + s, x);
        const better = upperBoundReaches(1 + f, 19 + s + more, x);
        expect([is || !better, worse || !is]).toEqual([true, true]);
      }),
      runs(5000),
    );
  });

  it('R10 decides far beyond what factorials could', () => {
    expect(upperBoundReaches(1e6, 1e7, 0.25)).toBe(false);
    expect(upperBoundReaches(2.6e6, 7.4e6, 0.25)).toBe(true);
    expect(upperBoundReaches(1, 1e9, 0.25)).toBe(false);
    expect(upperBoundReaches(1e9, 19, 0.5)).toBe(true);
  });

  it('R11 is found where halving finds it', () => {
    const histories = [
      fc.tuple(
        fc.double({ min: 1, max: 41, noNaN: true }),
        fc.double({ min: 19, max: 119, noNaN: true }),
      ),
      fc.tuple(
        fc.double({ min: 1, max: 3_000, noNaN: true }),
        fc.double({ min: 1, max: 3_000, noNaN: true }),
      ),
      // From next to nothing to far beyond what was ever counted.
      fc
        .tuple(
          fc.double({ min: 0, max: 6, noNaN: true }),
          fc.double({ min: 0, max: 6, noNaN: true }),
        )
        .map(([a, b]): [number, number] => [10 ** a, 10 ** b]),
    ];
    fc.assert(
      fc.property(fc.oneof(...histories), ([a, b]) => {
        expect(upperBoundThousandths(a, b)).toBe(halvedThousandths(a, b));
      }),
      runs(3_000),
    );
    const odd = [1, 1e9, 1e200, 1e300, Number.POSITIVE_INFINITY, Number.NaN];
    for (const [a, b] of odd.flatMap((one) => odd.map((other) => [one, other] as const))) {
      expect([a, b, upperBoundThousandths(a, b)]).toEqual([a, b, halvedThousandths(a, b)]);
    }
  });

  it('R11 of a history is found with four looks at most, mostly two', () => {
    let [looks, all] = [0, 0];
    const look = (a: number, b: number): void => {
      let own = 0;
      lastReached(Math.floor(aboutUpperBound(a, b) * 1000), (thousandths) => {
        own += 1;
        return upperBoundReaches(a, b, thousandths / 1000);
      });
      expect([a, b, own <= 4]).toEqual([a, b, true]);
      looks += own;
      all += 1;
    };
    for (let failures = 0; failures <= 40; failures += 0.5) {
      for (let successes = 0; successes <= 100; successes += 2.5) {
        look(1 + failures, 19 + successes);
      }
    }
    expect(looks / all).toBeLessThan(2.5);
  });

  it('R11 wherever one begins to look', () => {
    const anywhere = fc.oneof(fc.integer({ min: -2_000, max: 3_000 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 0, max: 999 }), (first, last) => {
        let looks = 0;
        const found = lastReached(first, (thousandths) => {
          expect(thousandths).toSatisfy((at: number) => at > 0 && at < 1000);
          looks += 1;
          return thousandths <= last;
        });
        expect([found, looks <= 20]).toEqual([last, true]);
      }),
      runs(5_000),
    );
  });
});
