// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  APPROVAL_LIFETIME_MS,
  type Approval,
  type ApprovalRefusal,
  consumeApproval,
  type Directory,
  judgeApproval,
  type Offer,
  type Present,
} from '../../../../src/core/canonical/approval.ts';
import { EMPTY_LEDGER, observed } from '../../../../src/core/canonical/approval-ledger.ts';
import {
  ApprovalRole,
  approvalBytes,
  signatureGood,
} from '../../../../src/core/canonical/signature.ts';
import { ClearanceLevel, OperationType } from '../../../../src/core/model/enums.ts';
import { ANN, ANN_2, approve, BOB, CID, DIRECTORY, LOW, offerOf, PRESENT } from './people.ts';

const OFFER = offerOf(PRESENT, 1);
const GOOD = approve(BOB, OFFER);

interface Case {
  readonly approval: Approval;
  readonly offer: Offer;
  readonly present: Present;
  readonly directory: Directory;
}

function refusal(change: Partial<Case>): ApprovalRefusal | 'ACCEPTED' {
  const all = { approval: GOOD, offer: OFFER, present: PRESENT, directory: DIRECTORY, ...change };
  const { directory, offer, approval, present } = all;
  const verdict = judgeApproval(EMPTY_LEDGER, directory, offer, approval, present);
  return verdict.accepted ? 'ACCEPTED' : verdict.refusal;
}

describe('an approval', () => {
  it('counts when everything is right, and says whose it is', () => {
    const verdict = judgeApproval(EMPTY_LEDGER, DIRECTORY, OFFER, GOOD, PRESENT);
    expect(verdict).toEqual({ accepted: true, person: DIRECTORY.persons[1] });
  });

  const { persons, keys } = DIRECTORY;
  const later = (ms: number): Partial<Case> => ({ present: { ...PRESENT, now: PRESENT.now + ms } });
  const now = (change: Partial<Present>): Partial<Case> => ({ present: { ...PRESENT, ...change } });
  const needing = (change: Partial<Offer>): Partial<Case> => ({ offer: { ...OFFER, ...change } });
  it.each<[ApprovalRefusal | 'ACCEPTED', string, Partial<Case>]>([
    ['UNKNOWN_KEY', 'with a key that is not enrolled', { directory: { persons, keys: [ANN] } }],
    [
      'UNKNOWN_KEY',
      'with an ambiguous key',
      { directory: { persons, keys: [...keys, { ...CID, keyId: 'bob-1' }] } },
    ],
    [
      'SHARED_KEY',
      'with a key of two persons',
      { directory: { persons, keys: [...keys, { ...BOB, keyId: 'x', person: 'cid' }] } },
    ],
    ['UNKNOWN_PERSON', 'by nobody known', { directory: { persons: [], keys } }],
    [
      'UNKNOWN_PERSON',
      'by a service, whoever gave it a key',
      {
        directory: {
          persons: persons.map((one) =>
            one.person === 'bob' ? { ...one, person: 'service:bob' } : one,
          ),
          keys: keys.map((key) => (key.person === 'bob' ? { ...key, person: 'service:bob' } : key)),
        },
      },
    ],
    [
      'UNKNOWN_PERSON',
      'by one of two of a name',
      { directory: { persons: [...persons, ...persons], keys } },
    ],
    ['BAD_SIGNATURE', 'by another key', { approval: { ...GOOD, keyId: 'cid-1' } }],
    [
      'BAD_SIGNATURE',
      'with half a signature',
      { approval: { ...GOOD, signature: GOOD.signature.slice(32) } },
    ],
    ['REQUESTER', 'A3 by the requester', { approval: approve(ANN, OFFER) }],
    ['REQUESTER', "A3 by the requester's other key", { approval: approve(ANN_2, OFFER) }],
    ['CLEARANCE', 'by somebody not cleared', { approval: approve(LOW, OFFER) }],
    [
      'COMPARTMENTS',
      'without a compartment',
      needing({ requiredCompartments: ['ALPHA', 'DELTA'] }),
    ],
    ['ACCEPTED', 'A4 after just under five minutes', later(APPROVAL_LIFETIME_MS - 1)],
    ['EXPIRED', 'A4 after five minutes', later(APPROVAL_LIFETIME_MS)],
    ['EXPIRED', 'A4 with the clock set back', later(-1)],
    ['EXPIRED', 'A4 with a clock that cannot be read', now({ now: Number.NaN })],
    ['SAFETY_VERSION_MOVED', 'A5 for a state that moved', now({ safetyVersion: 11 })],
    ['STOP_EPOCH_MOVED', 'A5 after a stop', now({ stopEpoch: 3 })],
    ['POLICY_MOVED', 'A5 under another policy', now({ policy: '2' })],
    ['RISK_ROSE', 'A5 for a higher risk', now({ risk: 5 })],
    ['ACCEPTED', 'for a lower risk', now({ risk: 3 })],
  ])('%s: %s', (expected, _, change) => {
    expect(refusal(change)).toBe(expected);
  });

  it('A2 counts for no other role', () => {
    for (const role of Object.values(ApprovalRole)) {
      const verdict = refusal({ approval: approve(BOB, OFFER, role) });
      expect(verdict).toBe(role === 'OPERATION' ? 'ACCEPTED' : 'BAD_SIGNATURE');
    }
  });

  it('A2 counts for no other decision: each field is signed', () => {
    const { decision } = OFFER;
    const moved = [
      { action: OperationType.CONFIG },
      { device: 0x8004 },
      { parameters: { register: 3, value: 85 } },
      { parameters: { register: 2, value: 86 } },
      { safetyVersion: 11 },
      { risk: 5 as const },
      { policy: '2' },
      { stopEpoch: 3 },
      { nonce: offerOf(PRESENT, 2).decision.nonce },
      { expiry: decision.expiry + 1 },
    ];
    for (const change of moved) {
      expect(refusal({ offer: { ...OFFER, decision: { ...decision, ...change } } })).toBe(
        'BAD_SIGNATURE',
      );
    }
  });

  it('A6 is refused with any one bit of its signature flipped', () => {
    for (let bit = 0; bit < 512; bit++) {
      const signature = Uint8Array.from(GOOD.signature);
      signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(refusal({ approval: { ...GOOD, signature } })).toBe('BAD_SIGNATURE');
    }
  });

  it('A6 is signed over bytes with a domain of their own', () => {
    const digest = '00'.repeat(32);
    expect(Buffer.from(approvalBytes(digest, 'OPERATION')).toString('latin1')).toBe(
      `dsmil/approval/v1\0OPERATION\0${'\0'.repeat(32)}`,
    );
    expect(() => approvalBytes('00', 'OPERATION')).toThrow('digest is "00"');
  });

  it('A6 cannot be forged for a key of small order', () => {
    const points = [
      '0100000000000000000000000000000000000000000000000000000000000000',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0000000000000000000000000000000000000000000000000000000000000000',
      '0000000000000000000000000000000000000000000000000000000000000080',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    ];
    // R the neutral element, S 0: for a key of order n it would hold for one message in n.
    const forged = Buffer.from(`01${'00'.repeat(63)}`, 'hex');
    for (const point of points) {
      for (let n = 0; n < 64; n++) {
        expect(signatureGood(Uint8Array.of(n), forged, Buffer.from(point, 'hex'))).toBe(false);
      }
    }
  });
});

describe('the ledger', () => {
  it('A1 takes an approval once, whoever approves', () => {
    const first = consumeApproval(EMPTY_LEDGER, DIRECTORY, OFFER, GOOD, PRESENT);
    expect(first.verdict.accepted).toBe(true);
    for (const by of [BOB, CID]) {
      const again = consumeApproval(first.ledger, DIRECTORY, OFFER, approve(by, OFFER), PRESENT);
      expect(again.verdict).toEqual({ accepted: false, refusal: 'USED' });
    }
  });

  it('A1 judging uses nothing up', () => {
    judgeApproval(EMPTY_LEDGER, DIRECTORY, OFFER, GOOD, PRESENT);
    expect(EMPTY_LEDGER.used.size).toBe(0);
  });

  it('copies nothing for a look at the clock while none has expired', () => {
    const { ledger } = consumeApproval(EMPTY_LEDGER, DIRECTORY, OFFER, GOOD, PRESENT);
    const later = observed(ledger, PRESENT.now + 1);
    expect(later.used).toBe(ledger.used);
    expect(later.latest).toBe(PRESENT.now + 1);
  });

  it('A4 remembers the latest time, and forgets only what has expired', () => {
    const { ledger } = consumeApproval(EMPTY_LEDGER, DIRECTORY, OFFER, GOOD, PRESENT);
    const { expiry } = OFFER.decision;
    expect(observed(ledger, expiry - 1).used.size).toBe(1);
    const late = observed(ledger, expiry);
    expect(late.used.size).toBe(0);
    const back = consumeApproval(late, DIRECTORY, OFFER, GOOD, PRESENT);
    expect(back.verdict).toEqual({ accepted: false, refusal: 'EXPIRED' });
    expect(observed(late, Number.NaN).latest).toBe(expiry);
  });
});

describe('clearances', () => {
  it('of the approver are compared with what the operation needs', () => {
    const levels = Object.values(ClearanceLevel);
    for (const has of levels) {
      for (const requiredClearance of levels) {
        const persons = [{ person: 'bob', clearance: has, compartments: ['ALPHA'] }];
        const verdict = refusal({
          offer: { ...OFFER, requiredClearance },
          directory: { ...DIRECTORY, persons },
        });
        expect(verdict).toBe(has >= requiredClearance ? 'ACCEPTED' : 'CLEARANCE');
      }
    }
  });
});
