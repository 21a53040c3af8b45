// SPDX-License-Identifier: Apache-2.0
// Lists page by page. A page ends behind a key, not at a number, so that what comes and goes meanwhile moves
// nothing: whoever turns all pages has seen everything that was there all the time, once. A token is good for the
// list that gave it, and for the account that it was given to.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
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

/** What a token is good for. */
export interface Listing {
  /** The method. */
  readonly list: string;
  /** Who turns its pages. */
  readonly principal: string;
  /** What the list is asked for; nothing when it is the same for every request. */
  readonly filter?: object;
}

/** Of this run: a token of another one is refused, and its list is read from the beginning. */
const KEY = randomBytes(32);
const SEAL_SIZE = 16;

function sealOf(place: Buffer, { list, principal, filter = {} }: Listing): Buffer {
  const bound = JSON.stringify([list, principal, filter]);
  const hmac = createHmac('sha256', KEY).update(`${Buffer.byteLength(bound)}\0${bound}`);
  return hmac.update(place).digest().subarray(0, SEAL_SIZE);
}

/** A place in @listing, behind @key: sealed, then as it is. */
export function pageToken(key: string, listing: Listing): string {
  const place = Buffer.from(key, 'utf8');
  return Buffer.concat([sealOf(place, listing), place]).toString('base64url');
}

/** '' is the beginning. Throws InvalidArgumentError for what pageToken() has not made for @listing in this run. */
export function pageKey(token: string, listing: Listing): string {
  if (token === '') {
    return '';
  }
  const bytes = Buffer.from(token.slice(0, TOKEN_MAX), 'base64url');
  const [seal, place] = [bytes.subarray(0, SEAL_SIZE), bytes.subarray(SEAL_SIZE)];
  const good =
    bytes.toString('base64url') === token &&
    seal.length === SEAL_SIZE &&
    timingSafeEqual(seal, sealOf(place, listing));
  if (!good) {
    const allowed = 'empty, or a next_page_token that this account was given for this very list';
    throw new InvalidArgumentError('page_token', token, allowed);
  }
  return place.toString('utf8');
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
  listing: Listing,
  most = PAGE_SIZE_MAX,
  otherwise = PAGE_SIZE_DEFAULT,
): Page<T> {
  const size = pageSizeOf(request.pageSize, most, otherwise);
  const after = pageKey(request.pageToken ?? '', listing);
  const rest = all
    .map((item) => ({ key: keyOf(item), item }))
    .filter(({ key }) => key > after)
    .sort((a, b) => compare(a.key, b.key));
  const taken = rest.slice(0, size);
  const last = taken.at(-1);
  const more = last !== undefined && rest.length > taken.length;
  return {
    items: taken.map(({ item }) => item),
    nextPageToken: more ? pageToken(last.key, listing) : '',
  };
}
