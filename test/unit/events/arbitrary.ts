// SPDX-License-Identifier: Apache-2.0
// Random subjects, filters and publications.
import fc from 'fast-check';
import { ClearanceLevel, EventType, Severity, Track } from '../../../src/core/model/enums.ts';
import type { DeliveryClass, Publication } from '../../../src/core/ports/event-log.ts';

/** Few different ones, so that filters match. */
const token = fc.constantFrom('device', 'stop', '8003', '8009', 'a', 'b', '-', '_', '~7f');

export const subjects = fc
  .array(token, { minLength: 1, maxLength: 5 })
  .map((tokens) => tokens.join('.'));

export const filters = fc
  .tuple(fc.array(fc.oneof(token, fc.constant('*')), { minLength: 0, maxLength: 4 }), fc.boolean())
  .map(([tokens, rest]) => [...tokens, ...(rest || tokens.length === 0 ? ['>'] : [])].join('.'));

const known = <T extends number>(members: Readonly<Record<string, T>>) =>
  fc.constantFrom(...Object.values(members).filter((member) => member !== 0));

export const publications: fc.Arbitrary<Publication> = fc.record({
  subject: subjects,
  type: known(EventType),
  severity: known(Severity),
  source: known(Track),
  clearance: fc.constantFrom(...Object.values(ClearanceLevel)),
  compartments: fc.uniqueArray(
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((text) => !/\p{Cc}/u.test(text)),
    { maxLength: 3 },
  ),
  at: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  data: fc.dictionary(
    fc.string({ unit: 'grapheme', maxLength: 6 }).filter((key) => key !== '__proto__'),
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.nat(), { maxLength: 3 }),
    ),
    { noNullPrototype: true },
  ),
});

export const deliveries = fc.constantFrom<DeliveryClass>('telemetry', 'durable', 'emergency');
