// SPDX-License-Identifier: Apache-2.0
// O1 to O5 and O7 over random days: principals, devices, people, stops, failures, restarts.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../core/runs.ts';
import { Day, step } from './history.ts';

it('nothing happens without what it needs, nothing twice, and everything ends', async () => {
  const total = { committed: 0, approved: 0, asked: 0, crashes: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 60, maxLength: 160, size: 'max' }),
      async (steps) => {
        const day = await Day.begin();
        for (const one of steps) {
          await day.take(one);
        }
        await day.end();
        expect(day.world.faults.filter(({ name }) => name !== 'Error')).toEqual([]);
        total.committed += day.counts.committed;
        total.approved += day.counts.approved;
        total.asked += day.asked.length;
        total.crashes += day.incarnation;
      },
    ),
    runs(20),
  );
  // The days were not empty.
  expect(total.asked).toBeGreaterThan(100);
  expect(total.approved).toBeGreaterThan(10);
  expect(total.committed).toBeGreaterThan(5);
  expect(total.crashes).toBeGreaterThan(3);
});
