// SPDX-License-Identifier: Apache-2.0
// Against models that keep every single event and know no arithmetic but counting.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  emptyBucket,
  FADING_MAX,
  type Fading,
  fadedTo,
  NOTHING,
  oneMore,
  type Rate,
  taken,
  waitMs,
} from '../../../../src/tracks/security/memory/fading.ts';
import { runs } from '../../core/runs.ts';

const gaps = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
const rates = fc.record({
  burst: fc.integer({ min: 1, max: 6 }),
  intervalMs: fc.integer({ min: 1, max: 30 }),
});

/** A bucket of @burst that gets one each interval, filled millisecond by millisecond. */
class NaiveBucket {
  /** In thousandths of an interval: whole numbers of 1/interval. */
  level = 0;
  at = 0;
  readonly #rate: Rate;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  take(now: number): boolean {
    const { burst, intervalMs } = this.#rate;
    for (; this.at < now; this.at++) {
      this.level = Math.min(burst * intervalMs, this.level + 1);
    }
    if (this.level < intervalMs) {
      return false;
    }
    this.level -= intervalMs;
    return true;
  }
}

/** Failures that queue up to be forgotten, one each period. */
function naiveCount(times: readonly number[], now: number, period: number): number {
  let free = Number.NEGATIVE_INFINITY;
  let left = 0;
  for (const time of times) {
    free = Math.max(free, time) + period;
    left += free > now ? 1 : 0;
  }
  return left;
}

describe('a rate limit', () => {
  it('B6 lets through exactly what a bucket that is filled by the millisecond does', () => {
    fc.assert(
      fc.property(rates, gaps, (rate, waits) => {
        const naive = new NaiveBucket(rate);
        let bucket = emptyBucket(rate, 0);
        let now = 0;
        for (const gap of waits) {
          now += gap;
          const wait = waitMs(bucket, now, rate);
          expect(wait === 0).toBe(naive.take(now));
          if (wait === 0) {
            bucket = taken(bucket, now, rate);
          } else {
            expect(waitMs(bucket, now + wait, rate)).toBe(0);
            expect(waitMs(bucket, now + wait - 1, rate)).toBe(1);
          }
        }
      }),
      runs(500),
    );
  });

  it('gains nothing from a clock that goes back', () => {
    const rate = { burst: 1, intervalMs: 100 };
    const bucket = taken(emptyBucket(rate, 0), 1_000, rate);
    expect(waitMs(bucket, 500, rate)).toBe(100);
    expect(waitMs(taken(bucket, 500, rate), 1_100, rate)).toBe(100);
  });
});

describe('a count that fades', () => {
  it('B6 is what is left of a queue from which one goes each period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), gaps, fc.nat(200), (period, waits, later) => {
        let now = 0;
        let fading: Fading = NOTHING;
        const times: number[] = [];
        for (const gap of waits) {
          now += gap;
          times.push(now);
          fading = oneMore(fading, now, period);
          expect(countOf(fading, now, period)).toBe(naiveCount(times, now, period));
        }
        expect(countOf(fading, now + later, period)).toBe(naiveCount(times, now + later, period));
      }),
      runs(500),
    );
  });

  it('B1 is never lower for one more failure, whenever it came', () => {
    const times = fc.array(fc.nat(200), { maxLength: 20 });
    fc.assert(
      fc.property(
        times,
        fc.nat(200),
        fc.nat(300),
        fc.integer({ min: 1, max: 50 }),
        (all, one, at, period) => {
          const count = (list: readonly number[]): number => {
            const fading = list
              .filter((time) => time <= at)
              .sort((a, b) => a - b)
              .reduce<Fading>((before, time) => oneMore(before, time, period), NOTHING);
            return countOf(fading, at, period);
          };
          expect(count([...all, one])).toBeGreaterThanOrEqual(count(all));
        },
      ),
      runs(500),
    );
  });

  it('forgets nothing for a clock that goes back or reads NaN, and stays a safe integer', () => {
    const some = { count: 3, since: 1_000 };
    expect(fadedTo(some, 0, 10)).toEqual(some);
    expect(fadedTo(some, Number.NaN, 10)).toEqual(some);
    expect(oneMore({ count: FADING_MAX, since: 0 }, 0, 10).count).toBe(FADING_MAX);
  });
});
