// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';

export function entry(n: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'operation.intent',
    severity: 1,
    actor: 'alice',
    device: 0x8003,
    coordinationId: `c${n}`,
    clearance: 0,
    compartments: [],
    at: 1_790_000_000_000 + n,
    details: { n },
    ...more,
  };
}

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((value) => value.isWellFormed() && !/\p{Cc}/u.test(value));

export const anyEntry: fc.Arbitrary<AuditEntry> = fc.record({
  kind: fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('.')),
  severity: fc.constantFrom(0, 1, 2, 3, 4, 5),
  actor: text,
  device: fc.option(fc.nat({ max: 0xffff })),
  coordinationId: fc.option(text),
  clearance: fc.nat({ max: 9 }),
  compartments: fc.array(text, { maxLength: 3 }),
  at: fc.nat({ max: 8.64e15 }),
  details: fc.dictionary(
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((key) => key !== '__proto__'),
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
    { maxKeys: 5, noNullPrototype: true },
  ),
});
