// SPDX-License-Identifier: Apache-2.0
// What is known about one field: the (vector, value) pairs that no other has seen and replaced.
// With one writer that is the pair of the highest version; with several, as many as disagree.
// Merge is set union less the dominated, so replicas agree whatever order they hear things in.
import { checkInteger } from '../model/check.ts';
import { TrackNames } from '../model/enums.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { nameOf } from '../model/names.ts';
import { type PerTrack, TRACKS, type WorkingTrack } from '../model/track.ts';
import type { Field, FieldValue } from './field-table.ts';

/** A hybrid clock's reading: a label for TIMESTAMP, never what decides domination. */
export interface Stamp {
  /** {unit ms} */
  readonly wall: number;
  /** Counts within one wall time. */
  readonly counter: number;
}

export interface Entry {
  readonly by: WorkingTrack;
  /** How many writes of each track this one has seen, itself included. */
  readonly vector: PerTrack<number>;
  readonly value: FieldValue;
  readonly stamp: Stamp;
}

/** Sorted by key, none dominated, none twice: equal sets are equal lists. */
export type FieldSet = readonly Entry[];

export const EMPTY_SET: FieldSet = [];

export function entryKey({ by, vector, value, stamp }: Entry): string {
  // -0 and 0 are one value; a string keeps them so.
  return `${vector.join('.')}/${by}/${stamp.wall}.${stamp.counter}/${value}`;
}

/** Whether @b has seen @a and replaced it. */
export function dominates(b: PerTrack<number>, a: PerTrack<number>): boolean {
  const all = b[0] >= a[0] && b[1] >= a[1] && b[2] >= a[2];
  return all && (b[0] > a[0] || b[1] > a[1] || b[2] > a[2]);
}

function sameEntry(a: Entry, b: Entry): boolean {
  const [v, w] = [a.vector, b.vector];
  return (
    v[0] === w[0] &&
    v[1] === w[1] &&
    v[2] === w[2] &&
    a.by === b.by &&
    a.value === b.value &&
    a.stamp.wall === b.stamp.wall &&
    a.stamp.counter === b.stamp.counter
  );
}

export function mergeSets(a: FieldSet, b: FieldSet): FieldSet {
  const union = [...a, ...b];
  const kept: Entry[] = [];
  for (const entry of union) {
    const replaced = union.some((other) => dominates(other.vector, entry.vector));
    if (!replaced && !kept.some((other) => sameEntry(other, entry))) {
      kept.push(entry);
    }
  }
  // One is the rule; only then would keys cost anything.
  return kept.length < 2
    ? kept
    : kept
        .map((entry) => ({ entry, key: entryKey(entry) }))
        .sort((x, y) => (x.key < y.key ? -1 : 1))
        .map(({ entry }) => entry);
}

/** How many writes of each track are in or behind @set. */
export function seen(set: FieldSet): PerTrack<number> {
  return set.reduce<PerTrack<number>>(
    ([a, b, c], { vector: [x, y, z] }) => [Math.max(a, x), Math.max(b, y), Math.max(c, z)],
    [0, 0, 0],
  );
}

/** @set after @by, having seen all of it, wrote @value. Throws when @by may not write @field. */
export function writeField(
  field: Field,
  set: FieldSet,
  by: WorkingTrack,
  value: FieldValue,
  stamp: Stamp,
): FieldSet {
  if (!field.writers.includes(by)) {
    const names = field.writers.map((track) => nameOf(TrackNames, track)).join(', ');
    throw new InvalidArgumentError(`writer of ${field.path}`, nameOf(TrackNames, by), names);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InvalidArgumentError(field.path, value, 'a finite number');
  }
  checkInteger(stamp.wall, 'stamp.wall', 0, Number.MAX_SAFE_INTEGER, 'ms');
  checkInteger(stamp.counter, 'stamp.counter', 0, Number.MAX_SAFE_INTEGER);
  const [a, b, c] = seen(set).map((count, index) => (TRACKS[index] === by ? count + 1 : count));
  return [{ by, vector: [a, b, c] as PerTrack<number>, value, stamp }];
}
