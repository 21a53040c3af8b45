// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Listing,
  momentKey,
  pageKey,
  pageOf,
  pageSizeOf,
  pageToken,
} from '../../../../../src/api/grpc/control/paging.ts';
import { InvalidArgumentError } from '../../../../../src/core/model/errors.ts';
import { runs } from '../../../core/runs.ts';

const LISTING = { list: 'ListThings', principal: 'ann' };

const KEYS = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }), {
  maxLength: 40,
});

/** Turns all pages; @change is called between two. */
function turn(list: () => readonly string[], pageSize: number, change = (): void => undefined) {
  const seen: string[] = [];
  let token = '';
  do {
    const { items, nextPageToken } = pageOf(
      list(),
      (key) => key,
      { pageSize, pageToken: token },
      LISTING,
    );
    expect(items.length).toBeLessThanOrEqual(pageSize);
    seen.push(...items);
    token = nextPageToken;
    change();
  } while (token !== '');
  return seen;
}

describe('pages', () => {
  it('hold everything once, in the order of keys, whatever their size', () => {
    fc.assert(
      fc.property(KEYS, fc.integer({ min: 1, max: 50 }), (keys, size) => {
        const sorted = [...keys].sort((a, b) => (a < b ? -1 : 1));
        expect(turn(() => keys, size)).toEqual(sorted);
      }),
      runs(200),
    );
  });

  it('hold what was there all the time once, whatever comes and goes between them', () => {
    fc.assert(
      fc.property(KEYS, KEYS, fc.integer({ min: 1, max: 5 }), (stay, pass, size) => {
        const passing = pass.filter((key) => !stay.includes(key));
        let there = true;
        const list = () => (there ? [...stay, ...passing] : stay);
        const seen = turn(list, size, () => {
          there = !there;
        });
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(stay));
      }),
      runs(200),
    );
  });

  it('refuses tokens that no list gave, by name', () => {
    const refused = (token: string, listing: Listing = LISTING): void => {
      let error: unknown;
      try {
        pageKey(token, listing);
      } catch (one) {
        error = one;
      }
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect((error as InvalidArgumentError).field).toBe('page_token');
    };
    const text = fc.string({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 1, max: 255 }), (key, at, bits) => {
        refused(key);
        refused(Buffer.from(key).toString('base64url'));
        const token = pageToken(key, LISTING);
        expect(pageKey(token, LISTING)).toBe(key);
        const bytes = Buffer.from(token, 'base64url');
        const changed = Buffer.from(bytes);
        changed[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ bits;
        refused(changed.toString('base64url'));
        refused(bytes.subarray(0, at % bytes.length || 1).toString('base64url'));
        refused(`${token}A`);
        refused(`${token}=`);
      }),
      runs(300),
    );
    expect(pageKey('', LISTING)).toBe('');
    refused('x'.repeat(2_000));
    const token = pageToken('key', LISTING);
    refused(token, { ...LISTING, list: 'ListOthers' });
    refused(token, { ...LISTING, principal: 'bob' });
    refused(token, { ...LISTING, filter: { kind: 'stop.>' } });
  });

  it('have a size within its range, and one of their own when none is given', () => {
    expect(pageSizeOf(0)).toBe(100);
    expect(pageSizeOf(1_000)).toBe(1_000);
    expect(() => pageSizeOf(1_001)).toThrow('page_size is 1001: it must be an integer in 0..1000');
  });

  it('go by moments as numbers do', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(momentKey(a) < momentKey(b)).toBe(a < b);
      }),
      runs(200),
    );
  });
});
