// SPDX-License-Identifier: Apache-2.0
// How a key is declared: what it accepts, in a schema for the program and in words for people, and
// what holds when nobody says anything.
import { posix } from 'node:path';
import { z } from 'zod';

export interface Key<T> {
  readonly schema: z.ZodType<T>;
  readonly fallback: T;
  /** One or two sentences: what it does, and what happens at its ends. */
  readonly about: string;
  /** 'an integer in 100..60000' */
  readonly allowed: string;
  readonly unit: string | null;
  /** Where the general rule (DSMIL_SECTION_KEY) does not hold. */
  readonly variable: string | null;
}

interface Described<T> {
  readonly about: string;
  readonly fallback: T;
}

export function integer(
  given: Described<number> & { readonly min: number; readonly max: number; readonly unit?: string },
): Key<number> {
  const { about, fallback, min, max, unit = null } = given;
  return {
    schema: z.int().min(min).max(max),
    fallback,
    about,
    allowed: `an integer in ${min}..${max}`,
    unit,
    variable: null,
  };
}

export function flag({ about, fallback }: Described<boolean>): Key<boolean> {
  return {
    schema: z.boolean(),
    fallback,
    about,
    allowed: 'true or false',
    unit: null,
    variable: null,
  };
}

export function choice<const T extends string>(
  given: Described<NoInfer<T>> & { readonly of: Readonly<Record<string, T>> },
): Key<T> {
  const members = Object.values(given.of);
  return {
    schema: z.enum(given.of),
    fallback: given.fallback,
    about: given.about,
    allowed: `one of ${members.map((member) => `"${member}"`).join(', ')}`,
    unit: null,
    variable: null,
  };
}

const PATH_MAX = 4_095;
/** A key that somebody pasted where the name of its file belongs begins so. */
const PASTED = /-----BEGIN/;

/** One spelling of each place, so that two keys with the same one are seen to have it. */
function normalPath(text: string): string {
  const normal = text === '' ? '' : posix.normalize(text);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** A path from the root on, so that it does not depend on where a program was started. */
export function path(
  given: Described<string> & { readonly optional?: boolean; readonly variable?: string },
): Key<string> {
  const { about, fallback, optional = false, variable = null } = given;
  const good = (text: string): boolean =>
    (optional && text === '') ||
    (text.startsWith('/') &&
      text.length <= PATH_MAX &&
      !/\p{Cc}/u.test(text) &&
      !PASTED.test(text) &&
      !text.split('/').includes('..'));
  return {
    schema: z.string().refine(good).transform(normalPath),
    fallback,
    about,
    allowed: `an absolute path without ..${optional ? ', or "" for none' : ''}`,
    unit: null,
    variable,
  };
}

export function text(
  given: Described<string> & { readonly pattern: RegExp; readonly allowed: string },
): Key<string> {
  return {
    schema: z.string().regex(given.pattern),
    fallback: given.fallback,
    about: given.about,
    allowed: given.allowed,
    unit: null,
    variable: null,
  };
}

/** What the others cannot say. */
export function special<T>(
  given: Described<T> & {
    readonly schema: z.ZodType<T>;
    readonly allowed: string;
    readonly unit?: string;
  },
): Key<T> {
  return {
    schema: given.schema,
    fallback: given.fallback,
    about: given.about,
    allowed: given.allowed,
    unit: given.unit ?? null,
    variable: null,
  };
}
