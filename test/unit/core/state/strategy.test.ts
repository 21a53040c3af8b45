// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Track } from '../../../../src/core/model/enums.ts';
import {
  EMPTY_SET,
  type Entry,
  type FieldSet,
  mergeSets,
} from '../../../../src/core/state/field-set.ts';
import { type Field, type FieldValue, fieldAt } from '../../../../src/core/state/field-table.ts';
import {
  type Decision,
  disagreementKey,
  resolveField,
  Strategy,
} from '../../../../src/core/state/strategy.ts';
import { runs } from '../runs.ts';
import { anySet, mergeAll, replicas, steps, value, written } from './arbitrary.ts';

const strategies = fc.oneof(
  fc.constantFrom(...Object.values(Strategy)),
  fc.constant(Strategy.USER_MEDIATED),
);
const persons = fc.array(fc.constantFrom('ann', 'bob'), { maxLength: 4, size: 'max' });

/** A decision about the set itself or about something else. */
function decisionAbout(set: FieldSet): fc.Arbitrary<Decision | null> {
  const said = set.map((entry) => entry.value);
  return fc.option(
    fc.record({
      value: fc.oneof(
        { weight: 1, arbitrary: value },
        { weight: 3, arbitrary: fc.constantFrom(...said, null) },
      ),
      about: fc.oneof(
        { weight: 3, arbitrary: fc.constant(disagreementKey(set)) },
        { weight: 1, arbitrary: fc.constant('something else') },
      ),
      persons,
    }),
  );
}

function casesOf(fields: fc.Arbitrary<Field>) {
  return fc
    .tuple(fields, anySet, strategies)
    .chain(([field, set, strategy]) =>
      decisionAbout(set).map((decision) => ({ field, set, strategy, decision })),
    );
}
const cases = casesOf(written);
const ordered = casesOf(written.filter(({ safety, order }) => safety && order !== null));

/** The safest rank among what was said. */
function safest(field: Field, set: FieldSet): number {
  return Math.max(...set.map((entry) => field.order?.(entry.value) ?? 0));
}

describe('every strategy', () => {
  it('C3 is at least the join on a safety field, unless two persons decided on this set', () => {
    let weaker = 0;
    fc.assert(
      fc.property(ordered, ({ field, set, strategy, decision }) => {
        const resolution = resolveField(field, set, strategy, decision);
        if (resolution === null || !field.safety || field.order === null) {
          return;
        }
        if (field.order(resolution.value) < safest(field, set)) {
          weaker++;
          expect(strategy).toBe(Strategy.USER_MEDIATED);
          expect(decision?.about).toBe(disagreementKey(set));
          expect(new Set(decision?.persons).size).toBe(2);
          expect(resolution).toMatchObject({ status: 'RESOLVED', value: decision?.value });
        }
      }),
      runs(10_000),
    );
    // One in which nobody ever decides for less would prove nothing.
    expect(weaker).toBeGreaterThan(10);
  });

  it('C4 calls a disagreement without an order a CONFLICT, which blocks effects', () => {
    const unordered = written.filter(({ order, safety }) => order === null && safety);
    fc.assert(
      fc.property(unordered, anySet, strategies, persons, (field, set, strategy, people) => {
        const values = new Set(set.map((entry) => entry.value));
        const about = disagreementKey(set);
        const decision = { value: [...values][0] ?? null, about, persons: people };
        const resolution = resolveField(field, set, strategy, decision);
        if (values.size < 2) {
          expect(resolution?.blocksEffects ?? false).toBe(false);
          return;
        }
        const decided = strategy === Strategy.USER_MEDIATED && new Set(people).size === 2;
        expect(resolution).toMatchObject({
          status: decided ? 'RESOLVED' : 'CONFLICT',
          blocksEffects: !decided,
        });
      }),
      runs(3000),
    );
  });

  it('C5 does not depend on the order in which things were heard', () => {
    fc.assert(
      fc.property(written, steps, strategies, (field, list, strategy) => {
        const sets = replicas(field, list);
        const one = resolveField(field, mergeAll(sets), strategy, null);
        const other = resolveField(field, mergeAll([...sets].reverse()), strategy, null);
        expect(one).toEqual(other);
      }),
      runs(2000),
    );
  });

  it('C5 reads as something that was said', () => {
    fc.assert(
      fc.property(cases, ({ field, set, strategy, decision }) => {
        const resolution = resolveField(field, set, strategy, decision);
        const said = set.map((entry) => entry.value);
        if (resolution === null) {
          expect(said).toEqual([]);
        } else {
          expect(said).toContain(resolution.value);
        }
      }),
      runs(3000),
    );
  });
});

const { KERNEL, SECURITY, INTERFACE } = Track;

function concurrent(...said: readonly [Entry['by'], FieldValue, number][]): FieldSet {
  return mergeSets(
    EMPTY_SET,
    said.map(([by, what, wall]): Entry => {
      const [a, b, c] = [KERNEL, SECURITY, INTERFACE].map((track) => (track === by ? 1 : 0));
      return { by, vector: [a ?? 0, b ?? 0, c ?? 0], value: what, stamp: { wall, counter: 0 } };
    }),
  );
}

describe('one disagreement under each strategy', () => {
  const power = fieldAt('kernel_state.power_state');
  const risk = fieldAt('unified_metadata.current_risk_level');
  const attention = fieldAt('interface_state.attention_required');
  // The kernel track speaks last and mildest.
  const said = concurrent([KERNEL, 1, 9], [SECURITY, 2, 5], [INTERFACE, 3, 1]);

  it.each([
    ['attention', attention, Strategy.CONSERVATIVE, 3, 'RESOLVED'],
    ['attention', attention, Strategy.AUTHORITY, 3, 'RESOLVED'],
    ['attention', attention, Strategy.TIMESTAMP, 1, 'RESOLVED'],
    ['attention', attention, Strategy.USER_MEDIATED, 3, 'OPEN'],
    ['risk', risk, Strategy.CONSERVATIVE, 3, 'RESOLVED'],
    ['risk', risk, Strategy.AUTHORITY, 3, 'RESOLVED'],
    ['risk', risk, Strategy.TIMESTAMP, 3, 'RESOLVED'],
    ['risk', risk, Strategy.USER_MEDIATED, 3, 'OPEN'],
    ['power', power, Strategy.CONSERVATIVE, 1, 'CONFLICT'],
    ['power', power, Strategy.AUTHORITY, 1, 'CONFLICT'],
    ['power', power, Strategy.TIMESTAMP, 1, 'CONFLICT'],
    ['power', power, Strategy.USER_MEDIATED, 1, 'CONFLICT'],
  ] as const)('%s by %o', (_, field, strategy, reads, status) => {
    expect(resolveField(field, said, strategy, null)).toMatchObject({ value: reads, status });
  });

  it('takes the word of the owner by AUTHORITY, and of the next when the owner is silent', () => {
    const mild = concurrent([KERNEL, 3, 0], [SECURITY, 2, 0], [INTERFACE, 1, 0]);
    expect(resolveField(attention, mild, 'AUTHORITY', null)?.value).toBe(1);
    const silent = concurrent([KERNEL, 2, 0], [SECURITY, 3, 0]);
    expect(resolveField(attention, silent, 'AUTHORITY', null)?.value).toBe(2);
  });

  it('takes the safest of equally late ones by TIMESTAMP', () => {
    const late = concurrent([KERNEL, 1, 9], [SECURITY, 2, 9], [INTERFACE, 3, 8]);
    expect(resolveField(attention, late, 'TIMESTAMP', null)?.value).toBe(2);
  });

  it('is decided by one person towards safe, by two towards weaker, for this set only', () => {
    const about = disagreementKey(said);
    const decided = (what: number, people: string[], key = about) =>
      resolveField(risk, said, 'USER_MEDIATED', { value: what, about: key, persons: people });
    expect(decided(3, ['ann'])).toMatchObject({ value: 3, status: 'RESOLVED' });
    expect(decided(1, ['ann'])).toMatchObject({ value: 3, status: 'OPEN' });
    expect(decided(1, ['ann', 'ann'])).toMatchObject({ value: 3, status: 'OPEN' });
    expect(decided(1, ['ann', 'bob'])).toMatchObject({ value: 1, status: 'RESOLVED' });
    expect(decided(1, ['ann', 'bob'], 'older')).toMatchObject({ value: 3, status: 'OPEN' });
    expect(decided(4, ['ann', 'bob'])).toMatchObject({ value: 3, status: 'OPEN' });
  });

  it('blocks effects only for a safety field', () => {
    const shown = fieldAt('interface_state.display_state');
    expect(resolveField(shown, said, 'CONSERVATIVE', null)).toMatchObject({
      status: 'CONFLICT',
      blocksEffects: false,
    });
    expect(resolveField(power, said, 'CONSERVATIVE', null)?.blocksEffects).toBe(true);
  });
});
