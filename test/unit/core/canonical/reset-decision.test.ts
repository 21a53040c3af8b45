// SPDX-License-Identifier: Apache-2.0
import { sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval, Directory } from '../../../../src/core/canonical/approval.ts';
import {
  judgeReset,
  RESET_LIFETIME_MS,
  type ResetDecision,
  resetBytes,
  resetDigest,
  resetPersonProblem,
} from '../../../../src/core/canonical/reset-decision.ts';
import { ApprovalRole, approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import { runs } from '../runs.ts';
import { ANN, BOB, CID, DIRECTORY, LOW, type Signer } from './people.ts';

const NOW = 1_000_000;
const DECISION: ResetDecision = {
  step: 'CONFIRM',
  kernelInstance: 'a1b2',
  stopEpoch: 7,
  accepts: ['0x8003', 'security'],
  causeCleared: true,
  nonce: '00112233445566778899aabbccddeeff',
  expiry: NOW + RESET_LIFETIME_MS,
};
const DEMAND = { clearance: ClearanceLevel.SECRET, compartments: ['ALPHA'] };

function signed(by: Signer, bytes = resetBytes(DECISION)): Approval {
  return { keyId: by.keyId, signature: sign(null, bytes, by.privateKey) };
}

function verdict(approval: Approval, directory: Directory = DIRECTORY, now = NOW): string {
  const judged = judgeReset(directory, DECISION, approval, DEMAND, now);
  return judged.accepted ? judged.person.person : judged.refusal;
}

describe('the document of a reset', () => {
  it('J4 has another digest whichever field is another', () => {
    const changes: Record<keyof ResetDecision, Partial<ResetDecision>> = {
      step: { step: 'START' },
      kernelInstance: { kernelInstance: 'a1b3' },
      stopEpoch: { stopEpoch: 8 },
      accepts: { accepts: ['0x8003'] },
      causeCleared: { causeCleared: false },
      nonce: { nonce: 'f0112233445566778899aabbccddeeff' },
      expiry: { expiry: NOW },
    };
    const digests = Object.values(changes).map((change) => resetDigest({ ...DECISION, ...change }));
    expect(new Set([resetDigest(DECISION), ...digests]).size).toBe(1 + digests.length);
  });

  it('is one digest for one meaning: the order of names does not matter', () => {
    const other = { ...DECISION, accepts: ['security', '0x8003', 'security'] };
    expect(resetDigest(other)).toBe(resetDigest(DECISION));
  });

  it.each<[string, Partial<ResetDecision>]>([
    ['nonce', { nonce: 'short' }],
    ['stop_epoch', { stopEpoch: -1 }],
    ['expiry', { expiry: Number.NaN }],
    ['kernel_instance', { kernelInstance: '' }],
    ['accepts[0]', { accepts: [''] }],
    ['step', { step: 'toString' as 'START' }],
  ])('has none for a wrong %s', (field, change) => {
    expect(() => resetDigest({ ...DECISION, ...change })).toThrow(`${field} is `);
  });
});

describe('a signature over it', () => {
  it('counts, and says whose it is', () => {
    expect(verdict(signed(BOB))).toBe('bob');
  });

  const { persons, keys } = DIRECTORY;
  const without = { persons: persons.filter(({ person }) => person !== 'bob'), keys };
  const outside = {
    keys,
    persons: persons.map((one) => (one.person === 'bob' ? { ...one, compartments: [] } : one)),
  };
  it.each<[string, Approval, Directory, number]>([
    ['UNKNOWN_KEY', signed(BOB), { persons, keys: [ANN] }, NOW],
    [
      'SHARED_KEY',
      signed(BOB),
      { persons, keys: [...keys, { ...BOB, keyId: 'x', person: 'cid' }] },
      NOW,
    ],
    ['BAD_SIGNATURE', { ...signed(BOB), keyId: CID.keyId }, DIRECTORY, NOW],
    ['UNKNOWN_PERSON', signed(BOB), without, NOW],
    ['CLEARANCE', signed(LOW), DIRECTORY, NOW],
    ['COMPARTMENTS', signed(BOB), outside, NOW],
    ['EXPIRED', signed(BOB), DIRECTORY, NOW + RESET_LIFETIME_MS],
    ['EXPIRED', signed(BOB), DIRECTORY, NOW - 1],
    ['EXPIRED', signed(BOB), DIRECTORY, Number.NaN],
  ])('is refused: %s', (refusal, approval, directory, now) => {
    expect(verdict(approval, directory, now)).toBe(refusal);
  });

  it('is good for no other step, and no other role', () => {
    for (const step of ['RESET', 'START'] as const) {
      expect(verdict(signed(BOB, resetBytes({ ...DECISION, step })))).toBe('BAD_SIGNATURE');
    }
    for (const role of [ApprovalRole.OPERATION, ApprovalRole.RESET_REQUEST]) {
      const bytes = approvalBytes(resetDigest(DECISION), role);
      expect(verdict(signed(BOB, bytes))).toBe('BAD_SIGNATURE');
    }
  });

  it('A6 is refused with any bit flipped', () => {
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const signature = Buffer.from(signed(BOB).signature);
        signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verdict({ keyId: BOB.keyId, signature })).toBe('BAD_SIGNATURE');
      }),
      runs(100),
    );
  });

  it('is nobody’s when two persons have the name', () => {
    const twice = { persons: [...persons, ...persons], keys };
    expect(resetPersonProblem(twice, 'bob', DEMAND)).toBe('UNKNOWN_PERSON');
    expect(resetPersonProblem(DIRECTORY, 'bob', DEMAND)).toBeNull();
  });
});
