// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/model/errors.ts';
import { FilterTrie } from '../../../src/events/filter-trie.ts';
import { matches, parseFilter, parseSubject, tokenOf } from '../../../src/events/subject.ts';
import { runs } from '../core/runs.ts';
import { filters, subjects } from './arbitrary.ts';

/** Written from the definition alone: a regular expression for each filter. */
function matchesNaively(filter: string, subject: string): boolean {
  const token = '[^.]+';
  const pattern = filter
    .split('.')
    .map((part) => (part === '*' ? token : part === '>' ? `${token}(?:[.]${token})*` : part))
    .join('[.]');
  return new RegExp(`^${pattern}$`).test(subject);
}

describe('subjects and filters', () => {
  it.each([
    ['device.8003.state', 'device.8003.state', true],
    ['device.*.state', 'device.8003.state', true],
    ['device.*.state', 'device.8003.80.state', false],
    ['device.*', 'device', false],
    ['operation.*.completed', 'operation.~7f.completed', true],
    ['stop.>', 'stop.latched', true],
    ['stop.>', 'stop.latched.degraded', true],
    ['stop.>', 'stop', false],
    ['>', 'anything.at.all', true],
    ['*.>', 'one', false],
    ['*', 'one.two', false],
  ])('%s and %s: %s', (filter, subject, expected) => {
    expect(matches(parseFilter(filter), parseSubject(subject))).toBe(expected);
  });

  it.each([
    ['', 'with dots between, 1..255 characters'],
    ['a..b', 'its token 2 is empty'],
    ['.a', 'its token 1 is empty'],
    ['a.', 'its token 2 is empty'],
    ['device.*.state', 'its token 2 is a wildcard: those are for filters'],
    ['stop.>', 'its token 2 is a wildcard'],
    ['with space', 'its token 1 is not such a token'],
    ['a.é', 'its token 2 is not such a token'],
    ['a\nb', 'its token 1 is not such a token'],
    ['x'.repeat(256), '1..255 characters'],
    ['a.'.repeat(16).concat('a'), 'at most 16 tokens (this has 17)'],
  ])('no subject: %j', (subject, problem) => {
    expect(() => parseSubject(subject)).toThrow(InvalidArgumentError);
    expect(() => parseSubject(subject)).toThrow(problem);
  });

  it.each([
    ['>.a', 'its token 1 is ">", which must be the last'],
    ['a.**', 'its token 2 is not such a token'],
    ['a.>b', 'its token 2 is not such a token'],
    ['a*', 'its token 1 is not such a token'],
    ['a..>', 'its token 2 is empty'],
  ])('no filter: %j', (filter, problem) => {
    expect(() => parseFilter(filter)).toThrow(problem);
  });

  it('whatever text a client chose becomes one token, and different texts different ones', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(parseSubject(`operation.${tokenOf(one)}`)).toHaveLength(2);
        expect(tokenOf(one) === tokenOf(other)).toBe(one === other);
      }),
      runs(300),
    );
  });
});

describe('the trie of filters', () => {
  it('finds exactly whose filter matches, like one regular expression for each', () => {
    fc.assert(
      fc.property(fc.array(filters, { maxLength: 12 }), subjects, (all, subject) => {
        const trie = new FilterTrie<number>();
        all.forEach((filter, n) => {
          trie.add(parseFilter(filter), n);
        });
        const found: number[] = [];
        trie.visit(parseSubject(subject), (n) => found.push(n));
        const expected = all.flatMap((filter, n) => (matchesNaively(filter, subject) ? [n] : []));
        expect(found.sort((a, b) => a - b)).toEqual(expected);
        for (const [n, filter] of all.entries()) {
          const tokens = [parseFilter(filter), parseSubject(subject)] as const;
          expect(matches(...tokens)).toBe(expected.includes(n));
        }
      }),
      runs(500),
    );
  });

  it('who left is not found, whoever stays is, and nothing remains of all when all left', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(filters, fc.boolean()), { maxLength: 12 }),
        subjects,
        (all, subject) => {
          const trie = new FilterTrie<number>();
          all.forEach(([filter], n) => {
            trie.add(parseFilter(filter), n);
          });
          all.forEach(([filter, leaves], n) => {
            if (leaves) {
              trie.delete(parseFilter(filter), n);
            }
          });
          const found: number[] = [];
          trie.visit(parseSubject(subject), (n) => found.push(n));
          const stays = all.flatMap(([filter, leaves], n) =>
            !leaves && matchesNaively(filter, subject) ? [n] : [],
          );
          expect(found.sort((a, b) => a - b)).toEqual(stays);
          all.forEach(([filter], n) => {
            trie.delete(parseFilter(filter), n);
          });
          expect(trie.empty).toBe(true);
        },
      ),
      runs(300),
    );
  });
});
