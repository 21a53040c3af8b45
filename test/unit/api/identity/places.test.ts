// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Places } from '../../../../src/api/identity/places.ts';
import { runs } from '../../core/runs.ts';

/** Of @loser's items, who came first of the source that has most, @newcomer counted with them. */
function rightToGo(
  loser: string | undefined,
  here: ReadonlyMap<number, string>,
  newcomer: readonly [item: number, name: string],
  sources: ReadonlyMap<number, string>,
): number | undefined {
  const counted = [...here, newcomer].filter(([, name]) => name === loser).map(([item]) => item);
  const sizeOf = (item: number): number =>
    counted.filter((one) => sources.get(one) === sources.get(item)).length;
  const rivals = counted.filter((item) => here.has(item));
  const most = Math.max(...rivals.map(sizeOf));
  return rivals.find((item) => sizeOf(item) === most);
}

describe('I3 places', () => {
  it('are lost first by who is idle, of those among whom somebody has to go', () => {
    const places = new Places<string>({ total: 4, ofOne: 3 }, (item) => item.startsWith('idle'));
    places.enter('busy', 'a');
    places.enter('idle one', 'a');
    places.enter('idle two', 'a');
    places.enter('idle too', 'b');
    expect(places.enter('another', 'a')).toBe('idle one');
    expect(places.enter('a third', 'a')).toBe('idle two');
    expect(places.enter('a fourth', 'a')).toBe('busy');
    // Idle, and of a name that has fewer: it stays.
    expect(places.has('idle too')).toBe(true);
  });

  it('are never more than there are, in all and of one name, and a newcomer always has one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(
          fc.tuple(
            fc.constantFrom('a', 'b', 'c'),
            fc.boolean(),
            fc.constantFrom('flood', 'one', 'other'),
          ),
          { maxLength: 60 },
        ),
        (total, ofOne, steps) => {
          const places = new Places<number>({ total, ofOne });
          const here = new Map<number, string>();
          const sources = new Map<number, string>();
          for (const [item, [name, leaves, source]] of steps.entries()) {
            sources.set(item, source);
            const [first] = here.keys();
            if (leaves && first !== undefined) {
              expect(places.leave(first)).toBe(true);
              here.delete(first);
              continue;
            }
            const fitted = places.fits(name);
            const displaced = places.enter(item, name, source);
            expect(displaced === undefined).toBe(fitted);
            if (displaced !== undefined) {
              const loser = here.get(displaced);
              const sizeOf = (of: string | undefined): number =>
                [...here.values()].filter((one) => one === of).length;
              // Whoever crowds makes room: nobody loses a place to a name that has all of its own, or as many.
              expect(sizeOf(name) >= ofOne ? loser : name).toBe(name);
              expect(loser === name || sizeOf(loser) > sizeOf(name)).toBe(true);
              expect(displaced).toBe(rightToGo(loser, here, [item, name], sources));
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

  it('a source that floods takes the places of its own, whoever else of its name is there', () => {
    const places = new Places<string>({ total: 8, ofOne: 4 });
    places.enter('other', 'b', 'flood');
    for (let n = 0; n < 21; n++) {
      places.enter(`stop ${n}`, 'a', 'stop');
      for (let more = 0; more < 100; more++) {
        places.enter(`flood ${n} ${more}`, 'a', 'flood');
      }
      expect(places.leave(`stop ${n}`)).toBe(true);
    }
    expect(places.has('other')).toBe(true);
    expect(places.size).toBe(4);
  });

  it('a place that is left counts for its source no more', () => {
    const places = new Places<string>({ total: 8, ofOne: 3 });
    for (const item of ['p1', 'p2', 'p3']) {
      places.enter(item, 'a', 'p');
    }
    places.leave('p2');
    places.leave('p3');
    places.enter('q1', 'a', 'q');
    places.enter('q2', 'a', 'q');
    expect(places.enter('r1', 'a', 'r')).toBe('q1');
  });
});
