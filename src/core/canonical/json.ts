// SPDX-License-Identifier: Apache-2.0
// Canonical JSON (RFC 8785): one byte sequence for one value, so that a digest or a signature means
// the value. ECMAScript's own number and string forms are the RFC's; what is left to do is to sort
// by UTF-16 units and to refuse what has no such form, where JSON.stringify would drop or mend it.
import { CanonicalFormError } from '../model/errors.ts';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Deeper than anything of ours; it ends cycles and keeps hostile input off the stack. */
const DEPTH_MAX = 64;

function string(value: string, path: string): string {
  if (!value.isWellFormed()) {
    throw new CanonicalFormError(path, 'has a lone surrogate, which UTF-8 cannot say');
  }
  return JSON.stringify(value);
}

function object(value: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CanonicalFormError(path, 'is an instance of a class, not plain data');
  }
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      const at = `${path}.${key}`;
      return `${string(key, at)}:${write((value as Record<string, unknown>)[key], at, depth)}`;
    });
  return `{${members.join(',')}}`;
}

function array(value: readonly unknown[], path: string, depth: number): string {
  // Array.from visits holes too, as undefined.
  const elements = Array.from(value, (element, n) => write(element, `${path}[${n}]`, depth));
  return `[${elements.join(',')}]`;
}

function write(value: unknown, path: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return string(value, path);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) {
        throw new CanonicalFormError(path, `is ${value}, which JSON cannot say`);
      }
      return String(value);
    case 'object':
      if (value === null) {
        return 'null';
      }
      if (depth >= DEPTH_MAX) {
        throw new CanonicalFormError(path, `is nested deeper than ${DEPTH_MAX}, or in itself`);
      }
      return Array.isArray(value) ? array(value, path, depth + 1) : object(value, path, depth + 1);
    case 'bigint':
      throw new CanonicalFormError(path, 'is a bigint: give it as a string, or as a safe integer');
    default:
      throw new CanonicalFormError(path, `is ${typeof value}, which JSON cannot say`);
  }
}

/** The canonical form; CanonicalFormError names the place of what has none. */
export function canonicalJson(value: Json): string {
  return write(value, '$', 0);
}

/** The value of @text, which must be canonical itself: no other spelling of it is accepted. */
export function parseCanonicalJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw new CanonicalFormError('$', `is not JSON: ${(error as Error).message}`);
  }
  if (canonicalJson(value) !== text) {
    throw new CanonicalFormError('$', 'is JSON, but not in its canonical form (RFC 8785)');
  }
  return value;
}
