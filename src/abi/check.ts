// SPDX-License-Identifier: Apache-2.0
// What the generated writers check with. Each answers with the value it was given, or throws
// an AbiError that names field, value and what is allowed.
import { AbiError } from './errors.ts';

const U64_MAX = 0xffff_ffff_ffff_ffffn;
const encoder = new TextEncoder();

export function checkInteger(
  value: number,
  field: string,
  min: number,
  max: number,
  unit = '',
): number {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    const range = min === max ? `${min}` : `an integer in ${min}..${max}`;
    throw new AbiError(field, value, unit === '' ? range : `${range} ${unit}`);
  }
  return value;
}

export function checkBigint(value: bigint, field: string): bigint {
  if (typeof value !== 'bigint' || value < 0n || value > U64_MAX) {
    throw new AbiError(field, value, 'a bigint in 0n..2n**64n-1n');
  }
  return value;
}

export function checkEnum(
  value: number,
  field: string,
  members: Readonly<Record<string, number>>,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const allowed = Object.entries(members).filter(([, v]) => v >= min && v <= max);
  if (!allowed.some(([, v]) => v === value)) {
    throw new AbiError(field, value, `one of ${allowed.map(([k, v]) => `${k} (${v})`).join(', ')}`);
  }
  return value;
}

/** Copies @value to @at. */
export function checkBytes(
  value: Uint8Array,
  field: string,
  view: DataView,
  at: number,
  size: number,
): void {
  if (!(value instanceof Uint8Array) || value.length !== size) {
    throw new AbiError(field, value, `exactly ${size} bytes`);
  }
  new Uint8Array(view.buffer, view.byteOffset + at, size).set(value);
}

/** Writes @value at @at as UTF-8; what is left of the field is zero already. */
export function checkText(
  value: string,
  field: string,
  view: DataView,
  at: number,
  size: number,
): void {
  // Zero pads the field, so it cannot be part of the text.
  if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed()) {
    throw new AbiError(field, value, `text of at most ${size} bytes of UTF-8, without NUL`);
  }
  const bytes = encoder.encode(value);
  if (bytes.length > size) {
    throw new AbiError(
      field,
      value,
      `text of at most ${size} bytes of UTF-8 (it has ${bytes.length})`,
    );
  }
  new Uint8Array(view.buffer, view.byteOffset + at, size).set(bytes);
}

export function checkList<T>(
  value: readonly T[],
  field: string,
  min: number,
  max: number,
): readonly T[] {
  if (!Array.isArray(value) || value.length < min || value.length > max) {
    const range = min === max ? `${min}` : `${min}..${max}`;
    throw new AbiError(field, value, `an array of ${range} elements`);
  }
  return value;
}
