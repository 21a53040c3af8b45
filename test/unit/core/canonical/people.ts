// SPDX-License-Identifier: Apache-2.0
// Persons with real keys, and offers to them.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type Approval,
  type Directory,
  decisionDigest,
  type EnrolledKey,
  type Offer,
  type Present,
} from '../../../../src/core/canonical/approval.ts';
import { type ApprovalRole, approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { ClearanceLevel, OperationType } from '../../../../src/core/model/enums.ts';

export interface Signer extends EnrolledKey {
  readonly privateKey: KeyObject;
}

function signer(keyId: string, person: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { keyId, person, publicKey: Buffer.from(x, 'base64url'), privateKey };
}

/** ann has two keys, as somebody with two accounts has. */
export const SIGNERS = [
  signer('ann-1', 'ann'),
  signer('ann-2', 'ann'),
  signer('bob-1', 'bob'),
  signer('cid-1', 'cid'),
  signer('low-1', 'low'),
] as const;
export const [ANN, ANN_2, BOB, CID, LOW] = SIGNERS;

const cleared = { clearance: ClearanceLevel.SECRET, compartments: ['ALPHA', 'BRAVO'] };
export const DIRECTORY: Directory = {
  persons: [
    { person: 'ann', ...cleared },
    { person: 'bob', ...cleared },
    { person: 'cid', ...cleared },
    { person: 'low', clearance: ClearanceLevel.CONFIDENTIAL, compartments: [] },
  ],
  keys: SIGNERS,
};

export const PRESENT: Present = {
  safetyVersion: 10,
  stopEpoch: 2,
  policy: '1',
  risk: 4,
  now: 1_000_000,
};

export function offerOf(present: Present, nonce: number, requester = 'ann'): Offer {
  const { safetyVersion, stopEpoch, policy, risk, now } = present;
  return {
    decision: {
      action: OperationType.WRITE,
      device: 0x8003,
      parameters: { register: 2, value: 85 },
      safetyVersion,
      risk,
      policy,
      stopEpoch,
      nonce: nonce.toString(16).padStart(32, '0'),
      expiry: now + 300_000,
    },
    role: 'OPERATION',
    requester,
    requiredClearance: ClearanceLevel.SECRET,
    requiredCompartments: ['ALPHA'],
  };
}

export function approve(by: Signer, offer: Offer, role: ApprovalRole = offer.role): Approval {
  const bytes = approvalBytes(decisionDigest(offer.decision), role);
  return { keyId: by.keyId, signature: sign(null, bytes, by.privateKey) };
}
