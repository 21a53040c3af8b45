// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aged,
  cleared,
  type FailureHistory,
  HALF_LIFE_MS,
  halved,
  historyAdds,
  NO_HISTORY,
  posterior,
  recorded,
  STEPS,
} from '../../../../src/core/risk/history.ts';
import { runs } from '../runs.ts';

function failedTimes(count: number, now: number): FailureHistory {
  return Array.from({ length: count }).reduce<FailureHistory>(
    (history) => recorded(history, true, now),
    NO_HISTORY,
  );
}

const adds = (history: FailureHistory, now: number): number => historyAdds(posterior(history, now));
const T = 50 * HALF_LIFE_MS;

describe('the history of failures', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [9, 1],
    [10, 2],
    [50, 2],
  ])('%d fresh failures add %d', (failures, more) => {
    expect(adds(failedTimes(failures, T), T)).toBe(more);
  });

  it('forgets by halves every 7 days', () => {
    const one = failedTimes(16, T);
    expect(aged(one, T + HALF_LIFE_MS).failures).toBe(8);
    expect(aged(one, T + 2 * HALF_LIFE_MS).failures).toBe(4);
    expect(posterior(one, T + 3 * HALF_LIFE_MS)).toEqual({ failures: 3, successes: 19 });
    expect(aged(one, T + 64 * HALF_LIFE_MS).failures).toBe(0);
    const after = [0, 1, 2, 3, 4].map((halves) => adds(one, T + halves * HALF_LIFE_MS));
    expect(after).toEqual([2, 1, 1, 1, 0]);
  });

  it('R10 weighs by 2^(−steps/1024), falling with every step', () => {
    for (let steps = 0; steps < 3 * STEPS; steps++) {
      expect(halved(steps)).toBeCloseTo(2 ** (-steps / STEPS), 14);
      expect(halved(steps + 1)).toBeLessThan(halved(steps));
    }
  });

  it('R10 ages the same at once or in pieces', () => {
    const moment = fc.integer({ min: T, max: T + 5 * HALF_LIFE_MS });
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 30 }), (moments) => {
        const start = failedTimes(8, T);
        const end = T + 5 * HALF_LIFE_MS;
        const pieces = moments.sort((a, b) => a - b).reduce(aged, start);
        expect(aged(pieces, end).failures).toBeCloseTo(aged(start, end).failures, 12);
      }),
      runs(500),
    );
  });

  it('ages nothing when the clock goes back, and takes no such time over', () => {
    const one = failedTimes(2, T);
    expect(aged(one, T - HALF_LIFE_MS)).toEqual(one);
    expect(recorded(one, true, 0)).toEqual({ failures: 3, successes: 0, at: T });
    expect(() => aged(one, Number.NaN)).toThrow('now is NaN');
  });

  it('counts successes', () => {
    const one = recorded(failedTimes(1, T), false, T);
    expect(one).toEqual({ failures: 1, successes: 1, at: T });
  });

  it('R1 never adds less after one more failure', () => {
    const outcomes = fc.array(fc.tuple(fc.boolean(), fc.nat(HALF_LIFE_MS)), { maxLength: 60 });
    fc.assert(
      fc.property(outcomes, fc.nat(59), (steps, at) => {
        const play = (list: readonly (readonly [boolean, number])[]): number => {
          let [history, now] = [NO_HISTORY, T];
          for (const [failed, wait] of list) {
            now += wait;
            history = recorded(history, failed, now);
          }
          return adds(history, now);
        };
        const worse = [...steps.slice(0, at), [true, 0] as const, ...steps.slice(at)];
        expect(play(worse)).toBeGreaterThanOrEqual(play(steps));
      }),
      runs(1000),
    );
  });

  it('is cleared by two persons alone', () => {
    expect(cleared(['ann', 'bob'], T)).toEqual({ failures: 0, successes: 0, at: T });
    expect(() => cleared(['ann', 'ann'], T)).toThrow('two different persons');
  });
});
