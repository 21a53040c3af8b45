// SPDX-License-Identifier: Apache-2.0
// What makes a chain of revisions good: each fault by itself, made by somebody who can write the
// database and makes every hash right that can be made right without the keys.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import type { CharterHead, CharterMark } from '../../../../src/core/ports/charter-mark.ts';
import { enact, replay } from '../../../../src/tracks/security/charter/replay.ts';
import {
  type RevisionRow,
  revisionHash,
} from '../../../../src/tracks/security/charter/revision.ts';
import { verifyCharter } from '../../../../src/tracks/security/charter/verify.ts';
import { CharterTamperedError } from '../../../../src/tracks/security/errors.ts';
import { decided, type Forged, founding, recordsOf, relinked } from './forge.ts';
import {
  ANN,
  ANN_2,
  BOB,
  CID,
  EVE,
  keyDocument,
  personDocument,
  policyDocument,
  type Signer,
  signer,
} from './people.ts';

function fault(read: () => unknown): [fault: string, revision: number] | 'GOOD' {
  try {
    read();
    return 'GOOD';
  } catch (error) {
    if (error instanceof CharterTamperedError) {
      return [error.fault, error.revision];
    }
    throw error;
  }
}

/** ann, bob; then cid; then a second key of ann's; then cid gone. */
function honest(): RevisionRow[] {
  const rows = [founding()];
  const next = (change: Json, forged: Forged = {}): void => {
    rows.push(decided(replay(rows), change, [ANN, BOB], forged));
  };
  next({ change: 'enrol_person', ...personDocument(CID) });
  next({ change: 'enrol_key', person: 'ann', key: keyDocument(ANN_2) });
  next({ change: 'revoke_person', person: 'cid' });
  return rows;
}

const HONEST = honest();
const CLEAR = { change: 'clear', target: 'all' };
const POLICY = { role: 'POLICY_CHANGE' } as const;

describe('a chain of revisions', () => {
  it('is good when two persons signed each, and makes what they decided', () => {
    const charter = replay(HONEST);
    expect(charter.revision).toBe(4);
    expect(charter.hash).toBe(HONEST.at(-1)?.hash);
    expect([...charter.persons.values()].map(({ person, active }) => [person, active])).toEqual([
      ['ann', true],
      ['bob', true],
      ['cid', false],
    ]);
    const row = decided(charter, { change: 'set_policy', policy: policyDocument() }, [BOB, ANN_2], {
      ...POLICY,
      proposer: 'bob',
    });
    expect(enact(charter, row).charter.policy?.policy.principals.size).toBe(4);
  });

  it.each<[string, readonly Signer[], Forged, string]>([
    ['nobody', [], {}, 'nobody signed'],
    ['one person', [ANN], {}, 'ann signed'],
    ['one person with two keys', [ANN, ANN_2], {}, 'ann signed'],
    ['one person who says to be two', [ANN, ANN_2], { persons: ['ann', 'bob'] }, 'no key of bob'],
    ['one key twice', [ANN, ANN], {}, 'ann signed'],
    ['a key that nobody enrolled', [ANN, EVE], {}, 'eve-1 was no key of eve'],
    ['a key of somebody revoked', [ANN, CID], {}, 'cid-1 was no key of cid'],
    [
      'a forged signature in the name of a key',
      [ANN, { ...EVE, keyId: 'bob-1', person: 'bob' }],
      {},
      'the signature of bob-1 is not over',
    ],
    [
      'approvals of another role',
      [ANN, BOB],
      { approvalRole: 'OPERATION' },
      'another role or time',
    ],
    [
      'approvals of another hour',
      [ANN, BOB],
      { approvalExpiry: 7_200_000 },
      'another role or time',
    ],
    ['applied after its hour', [ANN, BOB], { trackTime: 3_600_000 }, 'outside of its hour'],
    ['applied before its hour', [ANN, BOB], { expiry: 7_200_000 }, 'outside of its hour'],
  ])('refuses what %s decided', (_, by, forged, problem) => {
    const base = replay(HONEST);
    const row = decided(base, CLEAR, by, { ...POLICY, ...forged });
    expect(fault(() => enact(base, row))).toEqual(['UNSIGNED', 5]);
    expect(() => enact(base, row)).toThrow(problem);
  });

  it('refuses a service as one of the two', () => {
    const base = replay(HONEST);
    const row = decided(base, CLEAR, [ANN, BOB], { ...POLICY, persons: ['ann', 'service:hms'] });
    expect(fault(() => enact(base, row))).toEqual(['MALFORMED', 5]);
  });

  it('refuses signatures of keys that were enrolled only later', () => {
    const [first, , third] = HONEST;
    const base = replay([first as RevisionRow]);
    const change = JSON.parse(third?.record ?? '').statement.change as Json;
    expect(fault(() => enact(base, decided(base, change, [ANN_2, BOB])))).toEqual(['UNSIGNED', 2]);
  });

  it('refuses what two persons signed and nobody may do', () => {
    const base = replay(HONEST);
    const gone = { change: 'revoke_person', person: 'bob' };
    expect(fault(() => enact(base, decided(base, gone, [ANN, BOB])))).toEqual(['IMPOSSIBLE', 5]);
    const again = { change: 'enrol_person', ...personDocument(signer('x', 'cid')) };
    expect(fault(() => enact(base, decided(base, again, [ANN, BOB])))).toEqual(['IMPOSSIBLE', 5]);
    const by = decided(base, CLEAR, [ANN, BOB], { ...POLICY, proposer: 'cid' });
    expect(fault(() => enact(base, by))).toEqual(['IMPOSSIBLE', 5]);
    // Signed as an enrolment, it says of itself that it is no change of policy.
    const role = decided(base, CLEAR, [ANN, BOB], { role: 'ENROLMENT' });
    expect(fault(() => enact(base, role))).toEqual(['IMPOSSIBLE', 5]);
  });

  it('refuses what was signed to follow another history', () => {
    const base = replay(HONEST);
    const forged = { ...POLICY, base: { revision: 4, hash: 'a'.repeat(64) } };
    expect(fault(() => enact(base, decided(base, CLEAR, [ANN, BOB], forged)))).toEqual([
      'UNLINKED',
      5,
    ]);
    const earlier = { ...POLICY, base: { revision: 3, hash: base.hash } };
    expect(fault(() => enact(base, decided(base, CLEAR, [ANN, BOB], earlier)))).toEqual([
      'UNLINKED',
      5,
    ]);
    const other = { revision: base.revision, hash: 'b'.repeat(64) };
    const row = decided(other, CLEAR, [ANN, BOB], { ...POLICY, base });
    expect(fault(() => enact(base, row))).toEqual(['UNLINKED', 5]);
  });

  it('refuses founders who come late, twice, or not first', () => {
    const [one, two] = [signer('m-1', 'mallory'), signer('n-1', 'nobody')];
    const own = recordsOf([founding([personDocument(one), personDocument(two)])]);
    const late = relinked([...recordsOf(HONEST), ...own.map((r) => ({ ...r, revision: 5 }))]);
    expect(fault(() => replay(late))).toEqual(['UNSIGNED', 5]);
    const headless = relinked(
      recordsOf(HONEST)
        .slice(1)
        .map((record) => ({ ...record, revision: record.revision - 1 })),
    );
    expect(fault(() => replay(headless))).toEqual(['UNSIGNED', 1]);
    const [first] = recordsOf(HONEST);
    const signed = recordsOf(HONEST)[1]?.approvals ?? [];
    const twice = relinked([{ ...(first as (typeof own)[0]), approvals: signed }]);
    expect(fault(() => replay(twice))).toEqual(['IMPOSSIBLE', 1]);
    const three = relinked([{ ...(first as (typeof own)[0]), statement: { founders: [] } }]);
    expect(fault(() => replay(three))).toEqual(['IMPOSSIBLE', 1]);
  });

  it.each<[string, (rows: RevisionRow[]) => RevisionRow[], unknown]>([
    ['a hole', ([a, , ...rest]) => [a as RevisionRow, ...rest], ['HOLE', 2]],
    ['a double', ([a, b, ...rest]) => [a, b, b, ...rest] as RevisionRow[], ['HOLE', 3]],
    ['another order', ([a, b, c, d]) => [a, c, b, d] as RevisionRow[], ['HOLE', 2]],
    [
      'places changed with their numbers',
      ([a, b, c, d]) => [a, { ...c, revision: 2 }, { ...b, revision: 3 }, d] as RevisionRow[],
      ['HOLE', 2],
    ],
    ['no first one', ([, ...rest]) => rest, ['HOLE', 1]],
    [
      'a record that is changed',
      ([a, b, ...rest]) =>
        [a, { ...b, record: b?.record.replace('SECRET', 'COSMIC') }, ...rest] as RevisionRow[],
      ['CHANGED', 2],
    ],
    [
      'another time than the one under the hash',
      ([a, b, ...rest]) =>
        [a, { ...b, record: b?.record.replace('"at":0', '"at":1') }, ...rest] as RevisionRow[],
      ['CHANGED', 2],
    ],
    [
      'another spelling of a record, with its hash made right',
      ([a, b, ...rest]) => {
        const record = ` ${b?.record}`;
        return [a, { ...b, record, hash: revisionHash(record) }, ...rest] as RevisionRow[];
      },
      ['MALFORMED', 2],
    ],
    [
      'a digest of something else',
      ([a, b]) => {
        const record = JSON.parse(b?.record ?? '');
        const text = b?.record.replaceAll(record.digest, 'c'.repeat(64)) ?? '';
        return [a, { ...b, record: text, hash: revisionHash(text) }] as RevisionRow[];
      },
      ['CHANGED', 2],
    ],
  ])('refuses %s, and says where', (_, change, expected) => {
    expect(fault(() => replay(change([...HONEST])))).toEqual(expected);
  });
});

describe('what the audit log says last', () => {
  const head = (n: number): CharterHead => {
    const { revision, hash } = replay(HONEST.slice(0, n));
    return { revision, hash };
  };
  const inForce = (n: number): CharterMark => ({ step: 'in_force', head: head(n) });
  const intent = (n: number): CharterMark => ({ step: 'intent', head: head(n), base: head(n - 1) });
  const judged = (n: number, mark: CharterMark | undefined) => {
    const verdict = verifyCharter(HONEST.slice(0, n), mark);
    return 'tampered' in verdict
      ? [verdict.tampered.fault, verdict.tampered.revision]
      : verdict.settled;
  };

  it('finds every end that was cut off, and everything that nobody announced', () => {
    for (let known = 0; known <= 4; known++) {
      for (let found = 0; found <= 4; found++) {
        const expected =
          found === known ? true : found < known ? ['CUT', known] : ['UNANNOUNCED', found];
        expect([known, found, judged(found, inForce(known))]).toEqual([known, found, expected]);
      }
    }
    expect(judged(0, undefined)).toBe(true);
    expect(judged(1, undefined)).toEqual(['UNANNOUNCED', 1]);
  });

  it('leaves two possibilities while a change is on its way, and no third', () => {
    expect(judged(2, intent(3))).toBe(false);
    expect(judged(3, intent(3))).toBe(false);
    expect(judged(1, intent(3))).toEqual(['CUT', 2]);
    expect(judged(4, intent(3))).toEqual(['UNANNOUNCED', 4]);
  });

  it('finds a chain that is good in itself, made by somebody with keys of their own', () => {
    const [m, n] = [signer('ann-1', 'ann'), signer('bob-1', 'bob')];
    const rows = [founding([personDocument(m), personDocument(n)])];
    const clear = (): number => rows.push(decided(replay(rows), CLEAR, [m, n], POLICY));
    expect(fault(() => replay(rows))).toBe('GOOD');
    const verdict = (mark: CharterMark) => {
      const answer = verifyCharter(rows, mark);
      return 'tampered' in answer ? answer.tampered.fault : 'GOOD';
    };
    expect(verdict(inForce(1))).toBe('REPLACED');
    clear();
    expect(verdict(intent(2))).toBe('REPLACED');
    expect(verdict(intent(3))).toBe('REPLACED');
    clear();
    expect(verdict(inForce(3))).toBe('REPLACED');
  });
});
