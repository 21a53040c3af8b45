// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RiskLevel, Track } from '../../../src/core/model/enums.ts';
import { fieldAt } from '../../../src/core/state/field-table.ts';
import { countChanges, NO_CHANGES } from '../../../src/core/state/safety-version.ts';
import { Strategy } from '../../../src/core/state/strategy.ts';
import { StateBook } from '../../../src/sync/book.ts';
import { DeviceList } from '../../../src/sync/device-list.ts';
import { DecisionError } from '../../../src/sync/errors.ts';
import { slotsOf } from '../../../src/sync/layout.ts';
import { runs } from '../core/runs.ts';
import { device, NaiveKeeper, type Word, word } from './world.ts';

const DEVICES = [device(0), device(1, RiskLevel.QUARANTINED), device(2, RiskLevel.HIGH)];

interface Change {
  readonly device: number;
  readonly path: string;
}

function open(strategy: Strategy, changes: Change[] = [], wall: () => number = () => 0): StateBook {
  return new StateBook({
    devices: new DeviceList(DEVICES),
    strategyOf: () => strategy,
    wall,
    events: {
      changed: (number, { field }) => changes.push({ device: number, path: field.path }),
      disagreed: () => undefined,
    },
  });
}

function hear(book: StateBook, { device: number, path, by, value, back }: Word): boolean {
  const slot = slotsOf(by).find(({ layout }) => layout.field.path === path);
  if (slot === undefined) {
    throw new Error(`${by} may not write ${path}`);
  }
  return back ? book.takeBack(number, slot) : book.say(number, slot, value);
}

const strategies = fc.constantFrom(...Object.values(Strategy));

/** Lets people decide for the last word on whatever is open on @device, where they may. */
function decideAnything(book: StateBook, device: number): void {
  for (const { path, about, set } of book.disagreements(device)) {
    const value = set.at(-1)?.value ?? null;
    try {
      book.decide(device, path, { about, value, persons: ['ann', 'bob'] });
    } catch (error) {
      expect(error).toBeInstanceOf(DecisionError);
    }
  }
}

/** What moves a state beside words. */
const beside = fc.record({
  what: fc.constantFrom('synced', 'all synced', 'changed', 'decided'),
  device: fc.nat({ max: DEVICES.length - 1 }),
});

function take(book: StateBook, step: Word | { what: string; device: number }, at: number): void {
  const { device: number } = step;
  if ('path' in step) {
    hear(book, step);
  } else if (step.what === 'changed') {
    book.counters.changed(number, at);
  } else if (step.what === 'decided') {
    decideAnything(book, number);
  } else {
    book.counters.synced(step.what === 'synced' ? number : null, at);
  }
}

describe('the book', () => {
  it('Y1 reads as the core’s unify() of the same words, whatever the strategy', () => {
    fc.assert(
      fc.property(
        fc.array(word(DEVICES.length), { maxLength: 60 }),
        strategies,
        (words, strategy) => {
          const book = open(strategy);
          const naive = new NaiveKeeper(DEVICES);
          for (const one of words) {
            hear(book, one);
            naive.hear(one);
          }
          for (const [number] of DEVICES.entries()) {
            const { state, disagreements, blocksEffects } = naive.view(number, strategy);
            const { synchronization: _, unifiedMetadata: expected, ...rest } = state;
            const { synchronization: __, unifiedMetadata: got, ...own } = book.state(number, false);
            expect(own).toEqual(rest);
            expect({ ...got, lastStateChange: 0, stateChangeCount: 0 }).toEqual(expected);
            expect(book.blocksEffects(number)).toBe(blocksEffects);
            expect(
              book
                .disagreements(number)
                .map(({ path, resolution }) => ({ path, resolution }))
                .sort((a, b) => (a.path < b.path ? -1 : 1)),
            ).toEqual(
              disagreements
                .map(({ path, resolution }) => ({ path, resolution }))
                .sort((a, b) => (a.path < b.path ? -1 : 1)),
            );
          }
        },
      ),
      runs(400),
    );
  });

  it('Y2 never reads a safety field weaker than the join of what was said', () => {
    fc.assert(
      fc.property(fc.array(word(1), { maxLength: 40 }), strategies, (words, strategy) => {
        const book = open(strategy);
        for (const one of words) {
          hear(book, one);
        }
        for (const { path, set, resolution } of book.disagreements(0)) {
          const { order, safety } = fieldAt(path);
          if (safety && order !== null) {
            const worst = Math.max(...set.map(({ value }) => order(value)));
            expect(order(resolution.value)).toBeGreaterThanOrEqual(worst);
          }
        }
      }),
      runs(400),
    );
  });

  it('Y3 tells each change of what a field reads as, and no other', () => {
    fc.assert(
      fc.property(
        fc.array(word(DEVICES.length), { maxLength: 40 }),
        strategies,
        (words, strategy) => {
          const changes: Change[] = [];
          const book = open(strategy, changes);
          for (const one of words) {
            const before = DEVICES.map((_, number) => book.state(number, false));
            changes.length = 0;
            hear(book, one);
            const after = DEVICES.map((_, number) => book.state(number, false));
            const moved = before.flatMap((state, number) => {
              const parts = (s: typeof state | undefined) =>
                JSON.stringify([
                  s?.kernelState,
                  s?.securityState,
                  s?.interfaceState,
                  s?.unifiedMetadata.currentRiskLevel,
                  s?.unifiedMetadata.overallStatus,
                  s?.unifiedMetadata.emergencyStopApplied,
                ]);
              return parts(state) === parts(after[number]) ? [] : [number];
            });
            expect(changes.map(({ device: number }) => number)).toEqual(moved);
            expect(changes.every(({ path }) => path === one.path)).toBe(true);
          }
        },
      ),
      runs(100),
    );
  });

  it('Y4 counts safety as the core does, word by word', () => {
    fc.assert(
      fc.property(
        fc.array(word(DEVICES.length), { maxLength: 60 }),
        strategies,
        (words, strategy) => {
          const book = open(strategy);
          const counters = DEVICES.map(() => NO_CHANGES);
          for (const one of words) {
            const before = book.state(one.device, false);
            hear(book, one);
            const known = counters[one.device] ?? NO_CHANGES;
            counters[one.device] = countChanges(known, before, book.state(one.device, false));
          }
          expect(DEVICES.map((_, number) => book.safety(number))).toEqual(counters);
        },
      ),
      runs(400),
    );
  });

  it('Y5 sync versions move with each word, and never back', () => {
    fc.assert(
      fc.property(fc.array(word(1), { maxLength: 60 }), (words) => {
        const book = open(Strategy.CONSERVATIVE);
        const expected = [0, 0, 0];
        for (const one of words) {
          if (hear(book, one)) {
            expected[one.by - 1] = (expected[one.by - 1] ?? 0) + 1;
          }
        }
        expect(book.counters.syncVersions(0)).toEqual(expected);
      }),
      runs(100),
    );
  });

  it('Y8 reads the same for as long as its revision does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word(DEVICES.length), beside), { maxLength: 40 }),
        strategies,
        (steps, strategy) => {
          const book = open(strategy);
          const look = () =>
            DEVICES.map((_, n) => ({ revision: book.revision(n), state: book.state(n, false) }));
          let before = look();
          for (const [n, step] of steps.entries()) {
            take(book, step, n + 1);
            const after = look();
            for (const [number, { revision, state }] of after.entries()) {
              expect(revision).toBeGreaterThanOrEqual(before[number]?.revision ?? 0);
              if (revision === before[number]?.revision) {
                expect(state).toEqual(before[number]?.state);
              }
            }
            before = after;
          }
        },
      ),
      runs(400),
    );
  });

  it('TIMESTAMP takes the latest word, also when the wall’s clock goes back', () => {
    const times = [100, 50, 7, 7, 7];
    const book = open(Strategy.TIMESTAMP, [], () => times.shift() ?? 0);
    const path = 'interface_state.attention_required';
    const say = (by: 1 | 2 | 3, value: number): void => {
      hear(book, { device: 0, path, by, value, back: false });
    };
    say(3, 1);
    say(2, 3);
    say(1, 2);
    expect(book.state(0, false).interfaceState.attentionRequired).toBe(2);
    say(3, 0);
    expect(book.state(0, false).interfaceState.attentionRequired).toBe(0);
  });
});

describe('what people decide', () => {
  const path = 'kernel_state.power_state';

  function disputed(): StateBook {
    const book = open(Strategy.USER_MEDIATED);
    hear(book, { device: 0, path, by: Track.KERNEL, value: 2, back: false });
    hear(book, { device: 0, path, by: Track.INTERFACE, value: 3, back: false });
    return book;
  }

  function about(book: StateBook): string {
    const [dispute] = book.disagreements(0);
    if (dispute === undefined) {
      throw new Error('nobody disagrees');
    }
    return dispute.about;
  }

  function problemOf(work: () => unknown): string {
    try {
      work();
    } catch (error) {
      if (error instanceof DecisionError) {
        return error.problem;
      }
      throw error;
    }
    return 'none';
  }

  it('blocks effects until two persons have chosen', () => {
    const book = disputed();
    expect(book.blocksEffects(0)).toBe(true);
    const decision = { value: 3, about: about(book), persons: ['ada', 'grace'] };
    book.decide(0, path, decision);
    expect(book.state(0, false).kernelState.powerState).toBe(3);
    expect(book.blocksEffects(0)).toBe(false);
  });

  it('moves the revision of what reads otherwise by it, on a field that nothing counts', () => {
    const attention = 'interface_state.attention_required';
    const book = open(Strategy.USER_MEDIATED);
    hear(book, { device: 0, path: attention, by: Track.SECURITY, value: 3, back: false });
    hear(book, { device: 0, path: attention, by: Track.INTERFACE, value: 1, back: false });
    const before = [book.state(0, false).interfaceState.attentionRequired, book.revision(0)];
    book.decide(0, attention, { value: 1, about: about(book), persons: ['ada', 'grace'] });
    expect(before[0]).toBe(3);
    expect(book.state(0, false).interfaceState.attentionRequired).toBe(1);
    expect(book.revision(0)).toBeGreaterThan(before[1] ?? 0);
  });

  it('Y6 holds for exactly the set they saw', () => {
    const book = disputed();
    const decision = { value: 3, about: about(book), persons: ['ada', 'grace'] };
    book.decide(0, path, decision);
    // Said again and taken back: the same values, another set.
    hear(book, { device: 0, path, by: Track.KERNEL, value: 4, back: false });
    expect(book.blocksEffects(0)).toBe(true);
    hear(book, { device: 0, path, by: Track.KERNEL, value: 2, back: false });
    expect(book.blocksEffects(0)).toBe(true);
    expect(problemOf(() => book.decide(0, path, decision))).toBe('SET_MOVED');
  });

  it.each([
    ['NOT_SAID', { value: 4, persons: ['ada', 'grace'] }],
    ['TWO_PERSONS', { value: 3, persons: ['ada'] }],
    ['TWO_PERSONS', { value: 3, persons: ['ada', 'ada'] }],
  ])('is refused as %s: %j', (problem, given) => {
    const book = disputed();
    const before = book.state(0, false);
    expect(problemOf(() => book.decide(0, path, { about: about(book), ...given }))).toBe(problem);
    expect(book.state(0, false)).toEqual(before);
  });

  it('is refused where nobody disagrees, or people are not asked', () => {
    const nobody = open(Strategy.USER_MEDIATED);
    const decision = { value: 3, about: '', persons: ['ada', 'grace'] };
    expect(problemOf(() => nobody.decide(0, path, decision))).toBe('NOT_OPEN');
    expect(problemOf(() => nobody.decide(0, 'no.such', decision))).toBe('NOT_OPEN');
    const book = open(Strategy.AUTHORITY);
    hear(book, { device: 0, path, by: Track.KERNEL, value: 2, back: false });
    hear(book, { device: 0, path, by: Track.INTERFACE, value: 3, back: false });
    expect(problemOf(() => book.decide(0, path, decision))).toBe('NOT_MEDIATED');
  });
});
