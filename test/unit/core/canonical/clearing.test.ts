// SPDX-License-Identifier: Apache-2.0
// What two persons sign to take away a flag, a hold or a history of failures.
import { createHash, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../../src/core/canonical/approval.ts';
import {
  CLEARING_LIFETIME_MS,
  type ClearingDecision,
  type ClearingPresent,
  clearingDigest,
  judgeClearing,
} from '../../../../src/core/canonical/clearing.ts';
import { type ApprovalRole, approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { BOB, DIRECTORY, LOW, type Signer } from './people.ts';

const DECISION: ClearingDecision = {
  kind: 'HEURISTIC',
  subject: '4294967297',
  devices: [0x8003],
  note: 'read it back by hand: as before',
  policy: '7',
  nonce: '00112233445566778899aabbccddeeff',
  expiry: 1_000_000 + CLEARING_LIFETIME_MS,
};
const PRESENT: ClearingPresent = {
  policy: '7',
  requiredClearance: 3,
  requiredCompartments: ['ALPHA'],
  now: 1_000_000,
};

function signature(by: Signer, role: ApprovalRole = 'CLEARING'): Approval {
  const bytes = approvalBytes(clearingDigest(DECISION), role);
  return { keyId: by.keyId, signature: sign(null, bytes, by.privateKey) };
}

function judged(approval: Approval, decision: Partial<ClearingDecision>, present = {}) {
  const now = { ...PRESENT, ...present };
  const verdict = judgeClearing(DIRECTORY, { ...DECISION, ...decision }, approval, now);
  return 'person' in verdict ? verdict.person.person : verdict.refusal;
}

describe('a clearing', () => {
  it('J4 is signed over its domain and canonical JSON', () => {
    const json =
      '{"devices":[32771],"expiry":1300000,"kind":"HEURISTIC","nonce":"00112233445566778899aabbccddeeff",' +
      '"note":"read it back by hand: as before","policy":"7","subject":"4294967297"}';
    const expected = createHash('sha256').update(`dsmil/clear/v1\0${json}`).digest('hex');
    expect(clearingDigest(DECISION)).toBe(expected);
  });

  it('counts for exactly what was signed, in its role', () => {
    expect(judged(signature(BOB), {})).toBe('bob');
    expect(judged(signature(BOB, 'OPERATION'), {})).toBe('BAD_SIGNATURE');
    const changes: Partial<ClearingDecision>[] = [
      { kind: 'HOLD' },
      { subject: '4294967298' },
      { devices: [0x8003, 0x8004] },
      { note: 'looks fine' },
      { policy: '8' },
      { nonce: '10112233445566778899aabbccddeeff' },
      { expiry: DECISION.expiry - 1 },
    ];
    for (const change of changes) {
      expect(judged(signature(BOB), change)).toBe('BAD_SIGNATURE');
    }
  });

  it.each([
    ['CLEARANCE', { requiredClearance: 4 }],
    ['COMPARTMENTS', { requiredCompartments: ['DELTA'] }],
    ['POLICY_MOVED', { policy: '8' }],
    ['EXPIRED', { now: DECISION.expiry }],
    ['EXPIRED', { now: 999_999 }],
    ['EXPIRED', { now: Number.NaN }],
  ])('is refused: %s', (refusal, present) => {
    expect(judged(signature(BOB), {}, present)).toBe(refusal);
  });

  it('is refused to who is not cleared, and without words', () => {
    expect(judged(signature(LOW), {})).toBe('CLEARANCE');
    expect(() => clearingDigest({ ...DECISION, note: '' })).toThrow('note');
    expect(() => clearingDigest({ ...DECISION, nonce: 'short' })).toThrow('nonce');
  });
});
