// SPDX-License-Identifier: Apache-2.0
// Several devices decided and approved as a whole.
import { createHash, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Approval,
  consumeApproval,
  decisionDigest,
  judgeApproval,
  type Offer,
  type Present,
} from '../../../../src/core/canonical/approval.ts';
import { EMPTY_LEDGER } from '../../../../src/core/canonical/approval-ledger.ts';
import { requestDigest } from '../../../../src/core/canonical/digest.ts';
import { approvalBytes } from '../../../../src/core/canonical/signature.ts';
import {
  checkTransaction,
  type TransactionDecision,
  transactionDigest,
  transactionRequestDigest,
} from '../../../../src/core/canonical/transaction.ts';
import { OperationType } from '../../../../src/core/model/enums.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
import { A_WRITE } from '../model/arbitrary.ts';
import { runs } from '../runs.ts';
import { ANN, BOB, CID, DIRECTORY, LOW, offerOf, PRESENT, type Signer } from './people.ts';

const DECISION: TransactionDecision = {
  operations: [
    {
      action: OperationType.WRITE,
      device: 0x8003,
      parameters: { register: 2, value: 85 },
      safetyVersion: 12,
      risk: 4,
    },
    {
      action: OperationType.ACTIVATE,
      device: 0x8010,
      parameters: { register: null, value: null },
      safetyVersion: 7,
      risk: 3,
    },
  ],
  risk: 4,
  policy: '1',
  stopEpoch: 2,
  nonce: '00112233445566778899aabbccddeeff',
  expiry: PRESENT.now + 300_000,
};

const NOW: Present = {
  ...PRESENT,
  operations: DECISION.operations.map(({ device, safetyVersion, risk }) => ({
    device,
    safetyVersion,
    risk,
  })),
};

function offer(decision: TransactionDecision = DECISION): Offer {
  return { ...offerOf(PRESENT, 1), decision };
}

function approve(by: Signer, of: Offer): Approval {
  const bytes = approvalBytes(decisionDigest(of.decision), of.role);
  return { keyId: by.keyId, signature: sign(null, bytes, by.privateKey) };
}

function judged(of: Offer, approval: Approval, present: Present) {
  const verdict = judgeApproval(EMPTY_LEDGER, DIRECTORY, of, approval, present);
  return verdict.accepted ? 'ACCEPTED' : verdict.refusal;
}

/** Each one with one thing in it changed. */
function variants({ operations, ...rest }: TransactionDecision): TransactionDecision[] {
  const [first, second] = operations as [
    TransactionDecision['operations'][0],
    TransactionDecision['operations'][0],
  ];
  const inFirst = [
    { action: OperationType.CONFIG },
    { device: 0x8004 },
    { parameters: { register: 3, value: 85 } },
    { parameters: { register: 2, value: 86 } },
    { safetyVersion: 13 },
  ].map((change) => ({ ...rest, operations: [{ ...first, ...change }, second] }));
  return [
    ...inFirst,
    { ...rest, operations: [first, { ...second, risk: 2 }] },
    { ...rest, operations: [second, first] },
    { ...rest, operations: [first] },
    { ...rest, operations: [first, second, { ...second, device: 0x8011 }] },
    { ...rest, operations: [{ ...first, risk: 5 }, second], risk: 5 },
    { ...rest, operations, policy: '2' },
    { ...rest, operations, stopEpoch: 3 },
    { ...rest, operations, nonce: rest.nonce.replace('0', '1') },
    { ...rest, operations, expiry: rest.expiry + 1 },
  ];
}

describe('the digest of a transaction', () => {
  it('J4 is over its domain and canonical JSON', () => {
    const json =
      '{"expiry":1300000,"nonce":"00112233445566778899aabbccddeeff","operations":[' +
      '{"action":"WRITE","device":32771,"parameters":{"register":2,"value":85},"risk":4,"safety_version":12},' +
      '{"action":"ACTIVATE","device":32784,"parameters":{"register":null,"value":null},"risk":3,"safety_version":7}' +
      '],"policy":"1","risk":4,"stop_epoch":2}';
    const expected = createHash('sha256').update(`dsmil/tx/v1\0${json}`).digest('hex');
    expect(transactionDigest(DECISION)).toBe(expected);
  });

  it('J4 moves with each of its fields, and with the order', () => {
    const digests = [DECISION, ...variants(DECISION)].map(transactionDigest);
    expect(new Set(digests).size).toBe(15);
  });

  it.each([
    ['operations', { operations: [] }],
    ['operations.device_id', { operations: [DECISION.operations[0], DECISION.operations[0]] }],
    ['risk', { risk: 3 }],
    ['risk', { risk: 5 }],
    ['nonce', { nonce: 'short' }],
    ['stop_epoch', { stopEpoch: -1 }],
    ['expiry', { expiry: Number.NaN }],
  ])('names a bad %s', (field, change) => {
    const bad = { ...DECISION, ...change } as TransactionDecision;
    expect(() => transactionDigest(bad)).toThrow(expect.objectContaining({ field }));
  });
});

describe('an approval of a transaction', () => {
  it('counts once, by another person, over exactly this', () => {
    const good = approve(BOB, offer());
    const first = consumeApproval(EMPTY_LEDGER, DIRECTORY, offer(), good, NOW);
    expect(first.verdict.accepted).toBe(true);
    const again = consumeApproval(first.ledger, DIRECTORY, offer(), approve(CID, offer()), NOW);
    expect(again.verdict).toEqual({ accepted: false, refusal: 'USED' });
    expect(judged(offer(), approve(ANN, offer()), NOW)).toBe('REQUESTER');
    expect(judged(offer(), approve(LOW, offer()), NOW)).toBe('CLEARANCE');
    for (const other of variants(DECISION)) {
      expect(judged(offer(other), good, NOW)).toBe('BAD_SIGNATURE');
    }
  });

  it('A6 is refused with any one bit flipped', () => {
    const good = approve(BOB, offer());
    for (let bit = 0; bit < 512; bit += 7) {
      const signature = Uint8Array.from(good.signature);
      signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(judged(offer(), { ...good, signature }, NOW)).toBe('BAD_SIGNATURE');
    }
  });

  it('A4, A5 dies when any device of it moves or rises, at whatever greatest risk', () => {
    const good = approve(BOB, offer());
    const change = fc.record({
      versions: fc.tuple(fc.constantFrom(12, 12, 12, 13), fc.constantFrom(7, 7, 7, 8)),
      risks: fc.tuple(fc.constantFrom<Level[]>(3, 4, 4, 5), fc.constantFrom<Level[]>(2, 3, 3, 4)),
      missing: fc.constantFrom(false, false, false, true),
      epoch: fc.constantFrom(2, 2, 2, 3),
      policy: fc.constantFrom('1', '1', '1', '2'),
      wait: fc.constantFrom(0, 0, 299_999, 300_000, -1),
    });
    fc.assert(
      fc.property(change, ({ versions, risks, missing, epoch, policy, wait }) => {
        const operations = DECISION.operations.map(({ device }, n) => ({
          device,
          safetyVersion: versions[n] ?? 0,
          risk: risks[n] ?? 5,
        }));
        const present: Present = {
          ...NOW,
          now: PRESENT.now + wait,
          stopEpoch: epoch,
          policy,
          risk: Math.max(...risks) as Level,
          operations: missing ? operations.slice(1) : operations,
        };
        const holds =
          versions[0] === 12 &&
          versions[1] === 7 &&
          risks[0] <= 4 &&
          risks[1] <= 3 &&
          !missing &&
          epoch === 2 &&
          policy === '1' &&
          wait >= 0 &&
          wait < 300_000;
        expect(judged(offer(), good, present) === 'ACCEPTED').toBe(holds);
      }),
      runs(300),
    );
  });

  it('A2 is none of an operation by itself, nor the other way round', () => {
    const single = offerOf(PRESENT, 1);
    expect(judged(single, approve(BOB, offer()), NOW)).toBe('BAD_SIGNATURE');
    expect(judged(offer(), approve(BOB, single), NOW)).toBe('BAD_SIGNATURE');
  });
});

describe('a transaction that is asked for', () => {
  const other = { ...A_WRITE, deviceId: 0x8010 };
  const asked = { coordinationId: 'op-1', operations: [A_WRITE, other] };

  it('is its requests in their order, under one id', () => {
    expect(checkTransaction(asked)).toEqual(asked);
    const digest = transactionRequestDigest(asked);
    const turned = { ...asked, operations: [other, A_WRITE] };
    const later = { ...asked, operations: [{ ...A_WRITE, requestedAt: 5 }, other] };
    expect(transactionRequestDigest(turned)).not.toBe(digest);
    expect(transactionRequestDigest(later)).toBe(digest);
    expect(digest).not.toBe(requestDigest(A_WRITE));
  });

  it.each([
    ['coordination_id', { coordinationId: '' }],
    ['operations', { operations: [] }],
    ['operations', { operations: 'all' }],
    ['operations.device_id', { operations: [A_WRITE, A_WRITE] }],
    ['operations.coordination_id', { operations: [A_WRITE, { ...other, coordinationId: 'x' }] }],
    ['device_id', { operations: [{ ...A_WRITE, deviceId: 1 }] }],
  ])('names a bad %s', (field, change) => {
    const bad = { ...asked, ...change } as typeof asked;
    expect(() => checkTransaction(bad)).toThrow(expect.objectContaining({ field }));
  });
});
