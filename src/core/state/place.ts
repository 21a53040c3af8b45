// SPDX-License-Identifier: Apache-2.0
// Where each field that somebody writes stands in the unified state: kernel_state.power_state is
// kernelState.powerState.
import type { UnifiedDeviceState } from '../model/device-state.ts';
import { FIELDS, type Field, type FieldValue } from './field-table.ts';

export interface Place {
  readonly field: Field;
  readonly part: 'kernelState' | 'securityState' | 'interfaceState' | 'unifiedMetadata';
  readonly name: string;
  /** Of a register. */
  readonly index: number | null;
}

export type Leaves = Record<string, FieldValue | FieldValue[]>;

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** In the order of FIELDS. */
export const PLACES: readonly Place[] = FIELDS.filter(({ writers }) => writers.length > 0).map(
  (field) => {
    const [part = '', leaf = ''] = field.path.split('.');
    const [name = '', index] = leaf.split(/[[\]]/);
    return {
      field,
      part: camelCase(part) as Place['part'],
      name: camelCase(name),
      index: index === undefined ? null : Number(index),
    };
  },
);

export function putLeaf(leaves: Leaves, { name, index }: Place, value: FieldValue): void {
  const old = leaves[name];
  if (Array.isArray(old) && index !== null) {
    old[index] = value;
  } else {
    leaves[name] = value;
  }
}

export function leafOf(leaves: Leaves, { name, index }: Place): FieldValue {
  const value = leaves[name] ?? null;
  return Array.isArray(value) ? (value[index ?? 0] ?? null) : value;
}

/** What @state has at @place. */
export function readPlace(state: UnifiedDeviceState, place: Place): FieldValue {
  return leafOf(state[place.part] as unknown as Leaves, place);
}
