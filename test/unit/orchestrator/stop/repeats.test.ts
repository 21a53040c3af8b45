// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NAMES_MAX,
  OTHERS,
  REPEAT_WINDOW_MS,
  type Repeated,
  Repeats,
} from '../../../../src/orchestrator/stop/repeats.ts';
import { runs } from '../../core/runs.ts';
import { VirtualTime } from '../virtual-time.ts';
import { setUp } from './rig.ts';

function begin() {
  const time = new VirtualTime();
  const once: number[] = [];
  const again: Repeated<number>[] = [];
  const repeats = new Repeats<number>({
    timers: time,
    once: (one) => once.push(one),
    again: (repeated) => again.push(repeated),
  });
  return { time, once, again, repeats };
}

describe('what happens again and again', () => {
  it('is told at once the first time by each one, then as a number, with first, last and by whom', async () => {
    const { time, once, again, repeats } = begin();
    repeats.add(1, 'ann');
    repeats.add(2, 'ann');
    repeats.add(3, 'bob');
    repeats.add(4, 'ann');
    expect(once).toEqual([1, 3]);
    expect(again).toEqual([]);
    await time.pass(REPEAT_WINDOW_MS);
    expect(again).toEqual([{ first: 2, last: 4, count: 2, by: { ann: 2 } }]);
  });

  it('is told at once again after a window in which nothing came', async () => {
    const { time, once, repeats } = begin();
    repeats.add(1, 'ann');
    await time.pass(REPEAT_WINDOW_MS);
    repeats.add(2, 'ann');
    expect(once).toEqual([1, 2]);
    expect(time.timers).toBe(1);
  });

  it('names so many and counts all others together', () => {
    const { once, again, repeats } = begin();
    for (let n = 0; n < NAMES_MAX + 4; n++) {
      repeats.add(n, `person ${n}`);
      repeats.add(n, `person ${n}`);
    }
    expect(once).toHaveLength(NAMES_MAX);
    repeats.flush();
    expect(Object.keys(again[0]?.by ?? {})).toHaveLength(NAMES_MAX + 1);
    expect(again[0]?.by[OTHERS]).toBe(8);
  });

  it('P loses none, whenever they come, and tells no more than each one and a number a window', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3 * REPEAT_WINDOW_MS }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(gaps, async (list) => {
        const { time, once, again, repeats } = begin();
        const from = time.boot();
        for (const [n, gap] of list.entries()) {
          await time.pass(gap % 7 === 0 ? gap : gap % 90);
          repeats.add(n, `person ${n % 3}`);
        }
        repeats.flush();
        const counted = again.reduce((sum, { count }) => sum + count, 0);
        expect(once.length + counted).toBe(list.length);
        for (const { count, by } of again) {
          expect(Object.values(by).reduce((sum, one) => sum + one, 0)).toBe(count);
        }
        const windows = Math.floor((time.boot() - from) / REPEAT_WINDOW_MS) + 2;
        expect(once.length + again.length).toBeLessThanOrEqual(4 * windows);
      }),
      runs(100),
    );
  });
});

describe('many stops one after the other', () => {
  it('latch each, and are recorded as the first of each person and a number', async () => {
    const { stop, time, kernel, recorded } = setUp();
    for (let n = 0; n < 500; n++) {
      expect(stop.stop(n % 2 === 0 ? 'ann' : 'bob', 'again').latched).toBe(true);
      await time.pass(1);
    }
    await time.pass(REPEAT_WINDOW_MS);
    const stops = recorded.filter(([{ kind }]) => kind === 'stop.stopping');
    expect(stops).toHaveLength(3);
    expect(stops.slice(0, 2).map(([{ actor }]) => actor)).toEqual(['ann', 'bob']);
    expect(stops[0]?.[0].details).not.toHaveProperty('repeated');
    expect(stops[2]?.[0].details).toMatchObject({
      generation: kernel.view()?.epoch,
      repeated: 498,
      repeated_by: { ann: 249, bob: 249 },
    });
    expect(recorded.length).toBeLessThan(10);
  });

  it('are counted to the end: what was not told is when the daemon ends', async () => {
    const { stop, time, recorded } = setUp();
    for (let n = 0; n < 3; n++) {
      stop.stop('ann', 'again');
      await time.pass(1);
    }
    stop.close();
    const [, last] = recorded.filter(([{ kind }]) => kind === 'stop.stopping');
    expect(last?.[0].details['repeated']).toBe(2);
  });
});
