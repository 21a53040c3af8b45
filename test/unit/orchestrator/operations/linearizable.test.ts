// SPDX-License-Identifier: Apache-2.0
// The checker itself: it says yes to what can have been, and no to what cannot.
import { describe, expect, it } from 'vitest';
import { linearizable, type Observed } from './linearizable.ts';

function op(called: number, answered: number, rest: Partial<Observed>): Observed {
  return { called, answered, wrote: null, found: null, ...rest };
}

describe('a history of one register', () => {
  it.each<[boolean, string, Observed[]]>([
    [true, 'nothing', []],
    [true, 'one after the other', [op(1, 2, { wrote: 5, found: 0 }), op(3, 4, { found: 5 })]],
    [false, 'a stale read', [op(1, 2, { wrote: 5, found: 0 }), op(3, 4, { found: 0 })]],
    [
      true,
      'a read beside a write, before it',
      [op(1, 4, { wrote: 5, found: 0 }), op(2, 3, { found: 0 })],
    ],
    [
      true,
      'a read beside a write, after it',
      [op(1, 4, { wrote: 5, found: 0 }), op(2, 3, { found: 5 })],
    ],
    [
      false,
      'reads that go back',
      [op(1, 9, { wrote: 5, found: 0 }), op(2, 3, { found: 5 }), op(4, 5, { found: 0 })],
    ],
    [false, 'a lost update', [op(1, 4, { wrote: 5, found: 0 }), op(2, 3, { wrote: 6, found: 0 })]],
    [
      true,
      'one that nobody heard of, seen later',
      [
        op(1, Number.POSITIVE_INFINITY, { wrote: 5, maybe: true }),
        op(2, 3, { found: 0 }),
        op(4, 5, { found: 5 }),
      ],
    ],
    [
      false,
      'one that was undone',
      [
        op(1, Number.POSITIVE_INFINITY, { wrote: 5, maybe: true }),
        op(2, 3, { found: 5 }),
        op(4, 5, { found: 0 }),
      ],
    ],
  ])('%s: %s', (expected, _, history) => {
    expect(linearizable(history, 0)).toBe(expected);
  });
});
