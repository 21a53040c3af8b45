// SPDX-License-Identifier: Apache-2.0
// How much memory an argument takes while it waits: an estimate, for the bound on the queue.
import { StoreArgumentError } from './errors.ts';

const DEEPEST = 64;
const VALUE = 8;
const OBJECT = 32;

/** Throws StoreArgumentError for what cannot cross to a thread. {unit bytes} */
export function estimateBytes(value: unknown, field: string): number {
  return measure(value, field, 0);
}

function measure(value: unknown, field: string, depth: number): number {
  switch (typeof value) {
    case 'string':
      return VALUE + 2 * value.length;
    case 'object':
      return value === null ? VALUE : measureObject(value, field, depth);
    case 'function':
    case 'symbol':
      throw new StoreArgumentError(
        field,
        value,
        'data: it crosses to a thread by structured clone',
      );
    default:
      return VALUE;
  }
}

function measureObject(value: object, field: string, depth: number): number {
  if (depth >= DEEPEST) {
    throw new StoreArgumentError(field, value, `nested at most ${DEEPEST} deep, without cycles`);
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return OBJECT + value.byteLength;
  }
  let bytes = OBJECT;
  if (value instanceof Map || value instanceof Set) {
    for (const [key, inner] of value.entries()) {
      bytes += measure(key, field, depth + 1) + measure(inner, field, depth + 1);
    }
    return bytes;
  }
  for (const key in value) {
    bytes += VALUE + measure((value as Record<string, unknown>)[key], field, depth + 1);
  }
  return bytes;
}
