// SPDX-License-Identifier: Apache-2.0
// Random field sets: free ones, and ones that replicas reach by the protocol.
import fc from 'fast-check';
import type { PerTrack } from '../../../../src/core/model/track.ts';
import { TRACKS } from '../../../../src/core/model/track.ts';
import {
  EMPTY_SET,
  type Entry,
  type FieldSet,
  mergeSets,
  writeField,
} from '../../../../src/core/state/field-set.ts';
import { FIELDS, type Field, type FieldValue } from '../../../../src/core/state/field-table.ts';

export const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.nat(7),
  fc.boolean(),
  fc.constant(null),
  fc.constant(-1),
);
const stamp = fc.record({ wall: fc.nat(3), counter: fc.nat(2) });
const count = fc.nat(3);
const vector: fc.Arbitrary<PerTrack<number>> = fc.tuple(count, count, count);

/** Anything, also what no writer that keeps to the protocol could make. */
export const entry: fc.Arbitrary<Entry> = fc.record({
  by: fc.constantFrom(...TRACKS),
  vector,
  value,
  stamp,
});
export const anySet: fc.Arbitrary<FieldSet> = fc
  .array(entry, { maxLength: 5 })
  .map((entries) => mergeSets(entries, EMPTY_SET));

export const written = fc.constantFrom(...FIELDS.filter(({ writers }) => writers.length > 0));

/** What a step does to two of three replicas. */
export interface Step {
  readonly at: number;
  readonly from: number;
  readonly merge: boolean;
  readonly value: FieldValue;
  readonly wall: number;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    at: fc.nat(2),
    from: fc.nat(2),
    merge: fc.boolean(),
    value,
    wall: fc.nat(5),
  }),
  { maxLength: 25 },
);

/** Replicas, each of whom writes as the track of its place when that may write @field. */
export function replicas(field: Field, list: readonly Step[]): FieldSet[] {
  const sets: FieldSet[] = [EMPTY_SET, EMPTY_SET, EMPTY_SET];
  list.forEach((step, counter) => {
    const own = sets[step.at] ?? EMPTY_SET;
    const track = TRACKS[step.at];
    if (step.merge) {
      sets[step.at] = mergeSets(own, sets[step.from] ?? EMPTY_SET);
    } else if (track !== undefined && field.writers.includes(track)) {
      sets[step.at] = writeField(field, own, track, step.value, { wall: step.wall, counter });
    }
  });
  return sets;
}

export function mergeAll(sets: readonly FieldSet[]): FieldSet {
  return sets.reduce(mergeSets, EMPTY_SET);
}
