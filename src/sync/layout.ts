// SPDX-License-Identifier: Apache-2.0
// Where each word about a field is kept: a slot for each field and each track that may write it.
import type { WorkingTrack } from '../core/model/track.ts';
import type { Field } from '../core/state/field-table.ts';
import { PLACES, type Place } from '../core/state/place.ts';

/** A field with its slots: first, first + 1, … in the order of its writers, the owner first. */
export interface FieldLayout {
  /** Its position in LAYOUT. */
  readonly number: number;
  readonly field: Field;
  readonly place: Place;
  readonly first: number;
}

export interface Slot {
  readonly number: number;
  readonly by: WorkingTrack;
  readonly owner: boolean;
  readonly layout: FieldLayout;
}

function lay(): readonly FieldLayout[] {
  let first = 0;
  return PLACES.map((place, number) => {
    const layout = { number, field: place.field, place, first };
    first += place.field.writers.length;
    return layout;
  });
}

export const LAYOUT: readonly FieldLayout[] = lay();

export const SLOTS: readonly Slot[] = LAYOUT.flatMap((layout) =>
  layout.field.writers.map((by, index) => ({
    number: layout.first + index,
    by,
    owner: index === 0,
    layout,
  })),
);

export const FIELD_COUNT = LAYOUT.length;
export const SLOT_COUNT = SLOTS.length;

const BY_PATH = new Map(LAYOUT.map((layout) => [layout.field.path, layout]));

export function layoutAt(path: string): FieldLayout | undefined {
  return BY_PATH.get(path);
}

export function slotsOf(track: WorkingTrack): readonly Slot[] {
  return SLOTS.filter(({ by }) => by === track);
}
