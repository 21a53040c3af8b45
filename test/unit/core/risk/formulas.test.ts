// SPDX-License-Identifier: Apache-2.0
// R9: each formula against an independent reading of it in exact fractions.
import { describe, expect, it } from 'vitest';
import { OperationType, RiskLevel } from '../../../../src/core/model/enums.ts';
import type { PerTrack } from '../../../../src/core/model/track.ts';
import { aggregate, ceilDiv, checkWeights } from '../../../../src/core/risk/aggregate.ts';
import { correlated, smallestCorrelation } from '../../../../src/core/risk/correlation.ts';
import { floorOf } from '../../../../src/core/risk/floor.ts';
import { computed, type Level, levelOf, verdictOf } from '../../../../src/core/risk/level.ts';

/** n/d in lowest effort: exact, never rounded. */
class Fraction {
  readonly n: bigint;
  readonly d: bigint;
  constructor(n: bigint, d = 1n) {
    this.n = n;
    this.d = d;
  }
  plus(o: Fraction): Fraction {
    return new Fraction(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  times(o: Fraction): Fraction {
    return new Fraction(this.n * o.n, this.d * o.d);
  }
  from(whole: bigint): Fraction {
    return new Fraction(whole * this.d - this.n, this.d);
  }
  ceil(): number {
    return Number(-(-this.n / this.d) + (this.n > 0n && this.n % this.d !== 0n ? 1n : 0n));
  }
}

const FIVE = [1, 2, 3, 4, 5] as const;
const TRIPLES = FIVE.flatMap((a) =>
  FIVE.flatMap((b) => FIVE.map((c): PerTrack<Level> => [a, b, c])),
);
const WEIGHTS: readonly PerTrack<number>[] = [
  [333, 333, 333],
  [1000, 0, 0],
  [1, 0, 1_000_000],
  [500, 300, 200],
  [7, 11, 13],
];

describe('aggregation', () => {
  it('R9 CONSERVATIVE is the worst', () => {
    for (const levels of TRIPLES) {
      expect(aggregate('CONSERVATIVE', levels, [1, 1, 1])).toBe(Math.max(...levels));
    }
  });

  it('R9 WEIGHTED is max(⌈Σwr/Σw⌉, max − 1)', () => {
    for (const weights of WEIGHTS) {
      for (const levels of TRIPLES) {
        const sum = weights.reduce((s, w) => s + BigInt(w), 0n);
        const mean = levels.reduce(
          (s, r, i) => s.plus(new Fraction(BigInt(weights[i] ?? 0) * BigInt(r), sum)),
          new Fraction(0n),
        );
        const expected = Math.max(mean.ceil(), Math.max(...levels) - 1);
        expect(aggregate('WEIGHTED', levels, weights)).toBe(expected);
      }
    }
  });

  it('R9 CONSENSUS is max(upper median, max − 1)', () => {
    for (const levels of TRIPLES) {
      const ordered = [...levels].sort();
      const expected = Math.max(ordered[1] ?? 0, (ordered[2] ?? 0) - 1);
      expect(aggregate('CONSENSUS', levels, [1, 1, 1])).toBe(expected);
    }
  });

  it('rounds up where the cast of the specification rounds down', () => {
    expect(aggregate('WEIGHTED', [1, 1, 2], [1, 1, 1])).toBe(2);
    expect(aggregate('WEIGHTED', [1, 1, 5], [1000, 1000, 1])).toBe(4);
  });

  it.each([
    [[0, 0, 0], 'risk.track_weights is "0, 0, 0"'],
    [[1, -1, 1], 'risk.track_weights[1] is -1'],
    [[1, 1, 0.5], 'risk.track_weights[2] is 0.5'],
    [[1_000_001, 1, 1], 'risk.track_weights[0] is 1000001'],
  ] as const)('refuses weights %j', (weights, message) => {
    expect(() => checkWeights(weights)).toThrow(message);
  });

  it('divides exactly up to the largest integers', () => {
    for (const n of [0, 1, 6, 7, Number.MAX_SAFE_INTEGER]) {
      for (const d of [1, 2, 3, 7, 25_000]) {
        expect(ceilDiv(n, d)).toBe(new Fraction(BigInt(n), BigInt(d)).ceil());
      }
    }
  });
});

describe('correlation', () => {
  it('R9 is 1 + ⌈5(ρ·max x + (1−ρ)(1−∏(1−x)))⌉, capped, for every triple and every ρ', () => {
    let wrong = 0;
    for (const levels of TRIPLES) {
      const x = levels.map((r) => new Fraction(BigInt(r - 1), 5n));
      const most = new Fraction(BigInt(Math.max(...levels) - 1), 5n);
      const any = x.reduce((p, one) => p.times(one.from(1n)), new Fraction(1n)).from(1n);
      for (let thousandths = 0; thousandths <= 1000; thousandths++) {
        const rho = new Fraction(BigInt(thousandths), 1000n);
        const mixed = rho.times(most).plus(rho.from(1n).times(any));
        const expected = Math.min(1 + mixed.times(new Fraction(5n)).ceil(), 5);
        wrong += correlated(levels, thousandths) === expected ? 0 : 1;
      }
    }
    expect(wrong).toBe(0);
  });

  it('takes the smallest entry, an unknown one as 0', () => {
    const m = { kernelSecurity: 300, kernelInterface: 200, securityInterface: 900 };
    expect(smallestCorrelation(m)).toBe(200);
    expect(smallestCorrelation({ ...m, securityInterface: undefined })).toBe(0);
    expect(() => smallestCorrelation({ ...m, kernelInterface: 1001 })).toThrow(
      'risk.correlation_matrix.kernel_interface is 1001: it must be an integer in 0..1000',
    );
  });
});

describe('the floor', () => {
  // Rows: operations; columns: device SAFE LOW MODERATE HIGH CRITICAL QUARANTINED.
  it.each([
    ['READ', '1 1 1 2 2 6'],
    ['CONFIG', '3 3 3 4 5 6'],
    ['DEACTIVATE', '3 3 3 4 5 6'],
    ['WRITE', '4 4 4 4 5 6'],
    ['RESET', '4 4 4 4 5 6'],
    ['ACTIVATE', '4 4 4 4 5 6'],
    ['UNKNOWN', '5 5 5 5 5 6'],
    ['EMERGENCY_STOP', '1 1 1 1 1 6'],
  ] as const)('of %s is %s', (operation, floors) => {
    const row = ([1, 2, 3, 4, 5, 6] as const).map((d) => floorOf(OperationType[operation], d));
    expect(row.join(' ')).toBe(floors);
  });

  it('of an operation from the future is the worst computed', () => {
    expect(floorOf(9 as OperationType, RiskLevel.SAFE)).toBe(RiskLevel.CRITICAL);
  });
});

describe('levels', () => {
  it('are 1..6; a verdict that is no level is a missing one', () => {
    expect(() => levelOf(0, 'device.risk')).toThrow('device.risk is 0');
    expect(levelOf(6, 'device.risk')).toBe(6);
    for (const verdict of [undefined, 0, 7, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(verdictOf(verdict)).toBeUndefined();
    }
    expect([1, 2, 3, 4, 5, 6].map(verdictOf)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('end at 5 when computed', () => {
    expect([0, 1, 5, 6, 99].map(computed)).toEqual([1, 1, 5, 5, 5]);
  });
});
