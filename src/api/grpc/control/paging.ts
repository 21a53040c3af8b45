// SPDX-License-Identifier: Apache-2.0
// Lists page by page. A page ends behind a key, not at a number, so that what comes and goes meanwhile moves
// nothing: whoever turns all pages has seen everything that was there all the time, once.
import { checkInteger } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';

export const PAGE_SIZE_DEFAULT = 100;
export const PAGE_SIZE_MAX = 1_000;
const TOKEN_MAX = 1_024;

export interface Page<T> {
  readonly items: readonly T[];
  /** '' when there are no more. */
  readonly nextPageToken: string;
}

export interface PageRequest {
  readonly pageSize?: number | null;
  readonly pageToken?: string | null;
}

/** A place in a list. It says nothing that its reader was not given, so nobody gains by making one up. */
export function pageToken(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** '' is the beginning. Throws InvalidArgumentError for what pageToken() never makes. */
export function pageKey(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (token.length > TOKEN_MAX || pageToken(key) !== token) {
    throw new InvalidArgumentError('page_token', token, 'empty, or a next_page_token of this list');
  }
  return key;
}

export function pageSizeOf(
  given: number | null | undefined,
  most = PAGE_SIZE_MAX,
  otherwise = PAGE_SIZE_DEFAULT,
): number {
  const size = checkInteger(given ?? 0, 'page_size', 0, most);
  return size === 0 ? otherwise : size;
}

/** A moment as a key, so that earlier ones sort first. {unit ms; range 0..2^53-1} */
export function momentKey(ms: number): string {
  return Math.max(0, Math.floor(ms)).toString().padStart(16, '0');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** @keyOf gives each item a key of its own, not ''. Throws InvalidArgumentError. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  request: PageRequest,
  most = PAGE_SIZE_MAX,
  otherwise = PAGE_SIZE_DEFAULT,
): Page<T> {
  const size = pageSizeOf(request.pageSize, most, otherwise);
  const after = pageKey(request.pageToken ?? '');
  const rest = all
    .map((item) => ({ key: keyOf(item), item }))
    .filter(({ key }) => key > after)
    .sort((a, b) => compare(a.key, b.key));
  const taken = rest.slice(0, size);
  const last = taken.at(-1);
  const more = last !== undefined && rest.length > taken.length;
  return {
    items: taken.map(({ item }) => item),
    nextPageToken: more ? pageToken(last.key) : '',
  };
}
