// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpiryWatch } from '../../../../src/api/identity/expiry.ts';
import { neighbourhood } from '../../../../src/api/identity/tls-listener.ts';
import {
  EMPTY_REVOCATIONS,
  formatRevocations,
  parseRevocations,
  type Revoked,
  serialOf,
  withRevoked,
} from '../../../../src/api/identity/wire/revocation-list.ts';
import { parseSpiffe, spiffeUri } from '../../../../src/api/identity/wire/spiffe.ts';
import { runs } from '../../core/runs.ts';

const DAY_MS = 86_400_000;

const revoked: fc.Arbitrary<Revoked> = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: 1n, max: 2n ** 127n }).map((serial) => ({ serial: serial.toString(16) })),
      fc
        .stringMatching(/^[a-z][a-z0-9]{0,9}$/)
        .map((name) => ({ principal: `spiffe://d/person/${name}` })),
    ),
    fc.string({ maxLength: 40 }),
  )
  .map(([what, reason]) => ({ ...what, reason, at: '2026-01-31T00:00:00.000Z' }));

describe('a revocation list', () => {
  it('says after reading what was written', () => {
    fc.assert(
      fc.property(fc.array(revoked, { maxLength: 20 }), (entries) => {
        const list = entries.reduce(withRevoked, EMPTY_REVOCATIONS);
        const read = parseRevocations(formatRevocations(list.entries));
        expect(read).toEqual(list);
        for (const { serial, principal } of entries) {
          expect(serial === undefined || read.serials.has(serial)).toBe(true);
          expect(principal === undefined || read.principals.has(principal)).toBe(true);
        }
      }),
      runs(60),
    );
  });

  it('I5 is refused when anything in it was changed, cut off or left out', () => {
    const text = formatRevocations([
      { serial: 'ab12', at: '2026-01-31T00:00:00Z', reason: 'lost' },
      { principal: 'spiffe://d/person/ann', at: '2026-01-31T00:00:00Z', reason: 'left' },
    ]);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(2), (at, how) => {
        const other = text[at] === 'e' ? 'f' : 'e';
        const [changed = ''] = [
          text.slice(0, at) + other + text.slice(at + 1),
          text.slice(0, at),
          text.slice(0, at) + text.slice(at + 1),
        ].slice(how);
        let read: unknown;
        try {
          read = parseRevocations(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_DSMIL_INVALID_ARGUMENT' });
          return;
        }
        // White space between its parts says nothing.
        expect(read).toEqual(parseRevocations(text));
      }),
      runs(300),
    );
  });

  it('a serial has one spelling', () => {
    expect(serialOf('00AB')).toBe('ab');
    expect(serialOf('0')).toBe('0');
  });
});

describe('the name in a certificate', () => {
  it('is one of a person or a service, and has one spelling', () => {
    for (const name of ['spiffe://dsmil.internal/person/ann', 'spiffe://d/service/hms.1']) {
      const id = parseSpiffe(name);
      expect(id && spiffeUri(id)).toBe(name);
    }
  });

  it.each([
    'spiffe://d/person/',
    'spiffe://d/person/ann/x',
    'spiffe://D/person/ann',
    'spiffe://d/admin/ann',
    'spiffe://d/person/../ann',
    'spiffe://d/person/ann?x',
    'https://d/person/ann',
    'spiffe://user@d/person/ann',
    `spiffe://d/person/${'a'.repeat(60)}`,
    ' spiffe://d/person/ann',
  ])('is none: %s', (name) => {
    expect(parseSpiffe(name)).toBeUndefined();
  });
});

describe('the end of a certificate', () => {
  it('is announced 30, 7 and 1 days before and when it is there, each once', () => {
    const watch = new ExpiryWatch();
    const one = { what: 'x', serial: '1', notAfter: 100 * DAY_MS };
    const said: number[] = [];
    for (let hour = 0; hour <= 101 * 24; hour += 7) {
      said.push(...watch.look([one], hour * 3_600_000).map(({ days }) => days));
    }
    expect(said).toEqual([30, 7, 1, 0]);
  });

  it('is announced at once when somebody looks late', () => {
    const one = { what: 'x', serial: '1', notAfter: 100 * DAY_MS };
    expect(new ExpiryWatch().look([one], 98 * DAY_MS)).toEqual([{ ...one, days: 7 }]);
  });
});

describe('neighbours', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is one of %s', (address, network) => {
    expect(neighbourhood(address)).toBe(network);
  });
});
