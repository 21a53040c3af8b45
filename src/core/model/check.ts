// SPDX-License-Identifier: Apache-2.0
// Checks of what comes from outside. Each answers with the value it was given, or throws an
// InvalidArgumentError that names field, value and what is allowed.
import { InvalidArgumentError } from './errors.ts';

export const U32_MAX = 0xffff_ffff;

export function checkInteger(
  value: number,
  field: string,
  min: number,
  max: number,
  unit = '',
): number {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    const range = `an integer in ${min}..${max}`;
    throw new InvalidArgumentError(field, value, unit === '' ? range : `${range} ${unit}`);
  }
  return value;
}

export function checkBoolean(value: boolean, field: string): boolean {
  if (typeof value !== 'boolean') {
    throw new InvalidArgumentError(field, value, 'true or false');
  }
  return value;
}

/** Text that is well-formed, without control characters, of @min to @max UTF-16 units. */
export function checkText(value: string, field: string, min: number, max: number): string {
  const good =
    typeof value === 'string' &&
    value.length >= min &&
    value.length <= max &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value);
  if (!good) {
    const allowed = `well-formed text of ${min}..${max} characters without control characters`;
    throw new InvalidArgumentError(field, value, allowed);
  }
  return value;
}

export function checkMember<T extends number>(
  value: T,
  field: string,
  members: Readonly<Record<string, T>>,
): T {
  const entries = Object.entries(members);
  if (!entries.some(([, member]) => member === value)) {
    const allowed = `one of ${entries.map(([name, number]) => `${name} (${number})`).join(', ')}`;
    throw new InvalidArgumentError(field, value, allowed);
  }
  return value;
}

/** Distinct texts, sorted by their UTF-16 units, so that equal sets are equal lists. */
export function checkTextSet(
  values: readonly string[],
  field: string,
  maxCount: number,
  maxLength: number,
): readonly string[] {
  if (!Array.isArray(values) || values.length > maxCount) {
    throw new InvalidArgumentError(field, values, `an array of at most ${maxCount}`);
  }
  const texts = values.map((value, index) => checkText(value, `${field}[${index}]`, 1, maxLength));
  return [...new Set(texts)].sort();
}
