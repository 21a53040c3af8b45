// SPDX-License-Identifier: Apache-2.0
// Rules against an evaluator that keeps every fact for ever and looks at all of them each time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThreatEngine } from '../../../../src/tracks/security/threat/engine.ts';
import type { FactKind, PlacedFact } from '../../../../src/tracks/security/threat/fact.ts';
import {
  type Condition,
  type Match,
  matches,
  type Scope,
  type ThreatRule,
  threatRuleOf,
} from '../../../../src/tracks/security/threat/rule.ts';
import { runs } from '../../core/runs.ts';

const KINDS: FactKind[] = ['access.refused', 'approval.refused', 'lockout'];
const match = fc
  .record({
    kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 }),
    reasons: fc.option(fc.constant(['x']), { nil: undefined, freq: 3 }),
  })
  .map(({ kinds, reasons }) => (reasons === undefined ? { kinds } : { kinds, reasons }));
const condition = fc.oneof(
  fc.record({ rate: fc.record({ facts: match, count: fc.integer({ min: 1, max: 4 }) }) }),
  fc.record({
    spread: fc.record({
      facts: match,
      distinct: fc.constantFrom('device', 'principal'),
      count: fc.integer({ min: 2, max: 3 }),
    }),
  }),
  fc.record({
    sequence: fc.record({ steps: fc.array(match, { minLength: 2, maxLength: 4 }) }),
  }),
);
const rule = fc
  .record({
    condition,
    per: fc.constantFrom('device', 'principal', 'all'),
    within_ms: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ condition: of, ...rest }) =>
    threatRuleOf(
      {
        id: 'r',
        description: 'd',
        effects: [{ do: 'stop' }],
        ...rest,
        ...of,
      },
      'rule',
    ),
  );
const step = fc.record({
  gap: fc.constantFrom(0, 0, 1, 2, 5, 9, 30),
  kind: fc.constantFrom(...KINDS),
  principal: fc.constantFrom('ann', 'bob', null),
  device: fc.constantFrom(0x8000, 0x8001, 0x8002, null),
  reason: fc.constantFrom('x', 'y'),
  prune: fc.boolean(),
  restored: fc.boolean(),
});

function keyOf(scope: Scope, fact: PlacedFact): string | null {
  const keys = { all: 'all', device: fact.device?.toString() ?? null, principal: fact.principal };
  return keys[scope];
}

/** Whether @last is the end of a choice of @facts that fit @steps one after the other. */
function endsSequence(
  steps: readonly Match[],
  facts: readonly PlacedFact[],
  last: PlacedFact,
  from: number,
): boolean {
  const step = steps.at(-1);
  if (step === undefined || !matches(step, last)) {
    return false;
  }
  const earlier = steps.slice(0, -1);
  const before = facts.slice(0, facts.indexOf(last));
  return earlier.length === 0
    ? last.at > from
    : before.some((one) => endsSequence(earlier, before, one, from));
}

function naive(
  { condition: of, withinMs }: { condition: Condition; withinMs: number },
  facts: readonly PlacedFact[],
  last: PlacedFact,
): boolean {
  const from = last.at - withinMs;
  const inside = facts.filter(({ at }) => at > from);
  switch (of.type) {
    case 'rate':
      return (
        matches(of.facts, last) && inside.filter((one) => matches(of.facts, one)).length >= of.count
      );
    case 'spread': {
      const value = (one: PlacedFact) => (of.distinct === 'device' ? one.device : one.principal);
      const values = inside.filter((one) => matches(of.facts, one)).map(value);
      const distinct = new Set(values.filter((one) => one !== null));
      return matches(of.facts, last) && value(last) !== null && distinct.size >= of.count;
    }
    case 'sequence':
      return endsSequence(of.steps, facts, last, from);
  }
}

function restoredFrom(engine: ThreatEngine, rules: readonly ThreatRule[]): ThreatEngine {
  const next = new ThreatEngine();
  next.setRules(rules);
  for (const [, history] of JSON.parse(JSON.stringify([...engine.stored()]))) {
    next.restore(history);
  }
  return next;
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The engine and the evaluator that forgets nothing, over the same facts. */
class Both {
  readonly #rule: ThreatRule;
  #engine = new ThreatEngine();
  readonly #byKey = new Map<string, PlacedFact[]>();
  #at = 0;
  #number = 0;

  constructor(one: ThreatRule) {
    this.#rule = one;
    this.#engine.setRules([one]);
  }

  take({ gap, prune, restored, ...fact }: Step): { actual: boolean; expected: boolean } {
    this.#at += gap;
    this.#number += 1;
    const placed: PlacedFact = { ...fact, at: this.#at, number: this.#number, operation: null };
    const actual = this.#engine.observe(placed).firings.length > 0;
    const expected = this.#expected(placed);
    if (prune) {
      this.#engine.prune(this.#at);
    }
    if (restored) {
      this.#engine = restoredFrom(this.#engine, [this.#rule]);
    }
    return { actual, expected };
  }

  #expected(placed: PlacedFact): boolean {
    const key = keyOf(this.#rule.per, placed);
    if (key === null) {
      return false;
    }
    const facts = [...(this.#byKey.get(key) ?? []), placed];
    this.#byKey.set(key, facts);
    return naive(this.#rule, facts, placed);
  }
}

describe('threat rules', () => {
  it('B7 fire exactly when the whole history says so, pruned and restored or not', () => {
    let [fired, quiet] = [0, 0];
    fc.assert(
      fc.property(rule, fc.array(step, { maxLength: 30, size: 'max' }), (one, steps) => {
        const both = new Both(one);
        for (const given of steps) {
          const { actual, expected } = both.take(given);
          expect(actual).toBe(expected);
          fired += expected ? 1 : 0;
          quiet += expected ? 0 : 1;
        }
      }),
      runs(800),
    );
    expect(Math.min(fired, quiet)).toBeGreaterThan(500);
  });

  it('says once a window that it goes on', () => {
    const one = threatRuleOf(
      {
        id: 'r',
        description: 'd',
        per: 'all',
        within_ms: 100,
        rate: { facts: { kinds: ['lockout'] }, count: 1 },
        effects: [{ do: 'stop' }],
      },
      'rule',
    );
    const engine = new ThreatEngine();
    engine.setRules([one]);
    const again = [0, 50, 99, 100, 199, 200].map((at, number) => {
      const fact: PlacedFact = {
        kind: 'lockout',
        principal: 'ann',
        device: null,
        operation: null,
        reason: '',
        at,
        number,
      };
      return engine.observe(fact).firings[0]?.again;
    });
    expect(again).toEqual([false, true, true, false, true, false]);
  });

  it('B8 remember no more than they count, whoever floods them', () => {
    const rules = [
      { rate: { facts: { kinds: KINDS }, count: 100 } },
      { spread: { facts: { kinds: KINDS }, distinct: 'device', count: 84 } },
      { sequence: { steps: [{ kinds: ['lockout'] }, { kinds: KINDS }, { kinds: ['lockout'] }] } },
    ].map((of, n) =>
      threatRuleOf(
        {
          id: `r${n}`,
          description: 'd',
          per: 'device',
          within_ms: 604_800_000,
          effects: [{ do: 'stop' }],
          ...of,
        },
        'rule',
      ),
    );
    const engine = new ThreatEngine();
    engine.setRules(rules);
    for (let number = 0; number < 30_000; number++) {
      const kind = KINDS[number % 3] ?? 'lockout';
      const device = 0x8000 + (number % 7);
      engine.observe({
        kind,
        principal: 'p',
        device,
        operation: null,
        reason: '',
        at: number,
        number,
      });
    }
    expect(engine.remembered).toBeLessThanOrEqual(7 * (100 + 84 + 6));
    engine.prune(Number.MAX_SAFE_INTEGER);
    expect(engine.remembered).toBe(0);
    expect([...engine.stored()]).toEqual([]);
  });

  it('go on with what they have seen when another rule changes, and begin anew when they do', () => {
    const make = (id: string, count: number): ThreatRule =>
      threatRuleOf(
        {
          id,
          description: 'd',
          per: 'all',
          within_ms: 100,
          rate: { facts: { kinds: ['lockout'] }, count },
          effects: [{ do: 'stop' }],
        },
        'rule',
      );
    const engine = new ThreatEngine();
    const see = (at: number): string[] =>
      engine
        .observe({
          kind: 'lockout',
          principal: null,
          device: null,
          operation: null,
          reason: '',
          at,
          number: at,
        })
        .firings.map(({ rule: { id } }) => id);
    engine.setRules([make('a', 2), make('b', 2)]);
    expect(see(1)).toEqual([]);
    engine.setRules([make('b', 2), make('a', 3)]);
    expect(see(2)).toEqual(['b']);
    expect(see(3)).toEqual(['b']);
    expect(see(4)).toEqual(['b', 'a']);
  });
});
