// SPDX-License-Identifier: Apache-2.0
// Readers for documents that people write: each value is checked where it stands, and the error names
// its place. A key that nobody knows is refused by name, so that a misspelt limit is not a missing one.
import { checkInteger, checkText } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { nearestName } from '../../../core/model/nearest.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** ` (did you mean lock_after?)`, or nothing. */
export function suggestion(word: string, words: readonly string[]): string {
  const near = nearestName(word, words);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

/** An object with no other keys than @required, all of them, and @optional. */
export function objectOf(
  value: unknown,
  field: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Fields {
  const known = [...required, ...optional];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError(field, value, `a table with the keys ${known.join(', ')}`);
  }
  const fields = value as Fields;
  for (const key of Object.keys(fields)) {
    if (!known.includes(key)) {
      const hint = suggestion(key, known);
      const allowed = `absent: the keys here are ${known.join(', ')}${hint}`;
      throw new InvalidArgumentError(`${field}.${key}`, fields[key], allowed);
    }
  }
  for (const key of required) {
    if (fields[key] === undefined) {
      throw new InvalidArgumentError(`${field}.${key}`, undefined, 'given');
    }
  }
  return fields;
}

export function integerOf(
  value: unknown,
  field: string,
  min: number,
  max: number,
  unit = '',
): number {
  return checkInteger(value as number, field, min, max, unit);
}

export function textOf(value: unknown, field: string, min: number, max: number): string {
  return checkText(value as string, field, min, max);
}

/** A name that audit entries and rules use: short, without white space. */
export function nameIn(value: unknown, field: string): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,63}$/.test(value)) {
    const allowed = '1..64 of A-Z a-z 0-9 . _ : @ / -, a letter or digit first';
    throw new InvalidArgumentError(field, value, allowed);
  }
  return value;
}

export function memberOf<T extends number>(
  value: unknown,
  field: string,
  members: Readonly<Record<string, T>>,
): T {
  const member =
    typeof value === 'string' && Object.hasOwn(members, value) ? members[value] : undefined;
  if (member === undefined) {
    const names = Object.keys(members);
    const hint = typeof value === 'string' ? suggestion(value, names) : '';
    throw new InvalidArgumentError(field, value, `one of ${names.join(', ')}${hint}`);
  }
  return member;
}

export function wordOf<T extends string>(value: unknown, field: string, words: readonly T[]): T {
  const word = words.find((one) => one === value);
  if (word === undefined) {
    const hint = typeof value === 'string' ? suggestion(value, words) : '';
    throw new InvalidArgumentError(field, value, `one of ${words.join(', ')}${hint}`);
  }
  return word;
}

export function listOf<T>(
  value: unknown,
  field: string,
  min: number,
  max: number,
  read: (element: unknown, at: string) => T,
): T[] {
  if (!Array.isArray(value) || value.length < min || value.length > max) {
    throw new InvalidArgumentError(field, value, `a list of ${min}..${max}`);
  }
  return value.map((element: unknown, index) => read(element, `${field}[${index}]`));
}

/** No two of @items have the same name. */
export function distinctBy<T>(items: readonly T[], field: string, name: (item: T) => string): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(name(item))) {
      throw new InvalidArgumentError(`${field}[${index}]`, name(item), 'there only once');
    }
    seen.add(name(item));
  }
}

/** UTC, to the second: 2026-01-31T00:00:00Z. {unit ms since 1970} */
export function momentOf(value: unknown, field: string): number {
  const good = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
  const moment = good ? Date.parse(value) : Number.NaN;
  // Some engines carry the 31st of April over into May.
  if (!good || new Date(moment || 0).toISOString().replace('.000Z', 'Z') !== value) {
    throw new InvalidArgumentError(field, value, 'a UTC time like 2026-01-31T00:00:00Z');
  }
  return moment;
}
