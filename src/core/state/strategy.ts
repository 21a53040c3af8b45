// SPDX-License-Identifier: Apache-2.0
// What a field reads as when tracks disagree: pure functions of the set, never stored back as a
// merge. Whatever the strategy, a safety field never reads weaker than the join of what was said.

import { type Entry, entryKey, type FieldSet } from './field-set.ts';
import { authorityOrder, type Field, type FieldValue } from './field-table.ts';

export const Strategy = {
  /** The safest of the values. */
  CONSERVATIVE: 'CONSERVATIVE',
  /** The word of the track that the field belongs to. */
  AUTHORITY: 'AUTHORITY',
  /** The latest word, by the labels of a hybrid clock; of equally late ones the safest. */
  TIMESTAMP: 'TIMESTAMP',
  /** What people decide; until then the safest. */
  USER_MEDIATED: 'USER_MEDIATED',
} as const;
export type Strategy = (typeof Strategy)[keyof typeof Strategy];

/** What people decided about one disagreement. */
export interface Decision {
  /** One of the values that were said. */
  readonly value: FieldValue;
  /** disagreementKey() of the set they were shown: another disagreement is not decided by it. */
  readonly about: string;
  readonly persons: readonly string[];
}

export interface Resolution {
  readonly value: FieldValue;
  readonly status:
    | 'AGREED'
    /** The strategy, or people, chose. */
    | 'RESOLVED'
    /** People are to choose; the join holds. */
    | 'OPEN'
    /** No value is the safe one; @value is what the owner says, for display. */
    | 'CONFLICT';
  readonly blocksEffects: boolean;
}

export function disagreementKey(set: FieldSet): string {
  return set.map(entryKey).join(' ');
}

/** The value that is at least as safe as all. Sets are sorted, so the first of equals is always it. */
function join(values: readonly FieldValue[], order: (value: FieldValue) => number): FieldValue {
  return values.reduce((a, b) => (order(b) > order(a) ? b : a));
}

function joined(entries: readonly Entry[], field: Field): FieldValue {
  const order = field.order ?? ((): number => 0);
  return join(
    entries.map((entry) => entry.value),
    order,
  );
}

function byAuthority(set: FieldSet, field: Field): FieldValue {
  const first = authorityOrder(field)
    .map((track) => set.filter((entry) => entry.by === track))
    .find((entries) => entries.length > 0);
  return joined(first ?? set, field);
}

function latest(set: FieldSet): readonly Entry[] {
  const before = (a: Entry, b: Entry): boolean =>
    a.stamp.wall !== b.stamp.wall ? a.stamp.wall < b.stamp.wall : a.stamp.counter < b.stamp.counter;
  return set.filter((entry) => !set.some((other) => before(entry, other)));
}

/** Whether @decision may stand for @field: about this set, with a value of it, by enough persons. */
function stands(decision: Decision, field: Field, set: FieldSet, safest: FieldValue): boolean {
  const weaker = field.order === null || field.order(decision.value) < field.order(safest);
  const persons = new Set(decision.persons).size;
  return (
    decision.about === disagreementKey(set) &&
    set.some((entry) => entry.value === decision.value) &&
    persons >= (field.safety && weaker ? 2 : 1)
  );
}

function chosen(field: Field, set: FieldSet, strategy: Strategy): FieldValue {
  switch (strategy) {
    case Strategy.AUTHORITY:
      return byAuthority(set, field);
    case Strategy.TIMESTAMP:
      return joined(latest(set), field);
    case Strategy.CONSERVATIVE:
    case Strategy.USER_MEDIATED:
      return joined(set, field);
  }
}

/** What @field reads as; null when nobody has said anything. */
export function resolveField(
  field: Field,
  set: FieldSet,
  strategy: Strategy,
  decision: Decision | null,
): Resolution | null {
  const [first] = set;
  if (first === undefined) {
    return null;
  }
  if (set.every((entry) => entry.value === first.value)) {
    return { value: first.value, status: 'AGREED', blocksEffects: false };
  }
  const safest = joined(set, field);
  const mediated = strategy === Strategy.USER_MEDIATED;
  if (mediated && decision !== null && stands(decision, field, set, safest)) {
    return { value: decision.value, status: 'RESOLVED', blocksEffects: false };
  }
  if (field.order === null) {
    return { value: byAuthority(set, field), status: 'CONFLICT', blocksEffects: field.safety };
  }
  const value = chosen(field, set, strategy);
  return {
    value: field.safety ? join([value, safest], field.order) : value,
    status: mediated ? 'OPEN' : 'RESOLVED',
    blocksEffects: false,
  };
}
