// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Places } from '../../../../src/api/identity/places.ts';
import { runs } from '../../core/runs.ts';

describe('I3 places', () => {
  it('are never more than there are, in all and of one name, and a newcomer always has one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 60 }),
        (total, ofOne, steps) => {
          const places = new Places<number>({ total, ofOne });
          const here = new Map<number, string>();
          for (const [item, [name, leaves]] of steps.entries()) {
            const [first] = here.keys();
            if (leaves && first !== undefined) {
              expect(places.leave(first)).toBe(true);
              here.delete(first);
              continue;
            }
            const fitted = places.fits(name);
            const displaced = places.enter(item, name);
            expect(displaced === undefined).toBe(fitted);
            if (displaced !== undefined) {
              const own = [...here].filter(([, one]) => one === name).length;
              // Whoever crowds makes room: nobody loses a place to a name that has all of its own.
              expect(own >= ofOne ? here.get(displaced) : name).toBe(name);
              here.delete(displaced);
            }
            here.set(item, name);
            expect(places.has(item)).toBe(true);
            expect([...places]).toEqual([...here.keys()]);
            expect(places.size).toBeLessThanOrEqual(total);
            for (const one of ['a', 'b', 'c']) {
              const count = [...here.values()].filter((other) => other === one).length;
              expect(count).toBeLessThanOrEqual(ofOne);
            }
          }
        },
      ),
      runs(150),
    );
  });

  it('who came first of the most crowded name goes, when others fill the house', () => {
    const places = new Places<string>({ total: 3, ofOne: 2 });
    places.enter('a1', 'a');
    places.enter('b1', 'b');
    places.enter('b2', 'b');
    expect(places.enter('c1', 'c')).toBe('b1');
    expect(places.leave('b1')).toBe(false);
  });
});
