// SPDX-License-Identifier: Apache-2.0
// Persons with real keys, and the documents that they write and sign.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Approval } from '../../../../src/core/canonical/approval.ts';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { possessionDigest } from '../../../../src/tracks/security/charter/change.ts';
import type { Proposal } from '../../../../src/tracks/security/charter/proposals.ts';

export interface Signer {
  readonly keyId: string;
  readonly person: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function signer(keyId: string, person: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { keyId, person, publicKey: Buffer.from(x, 'base64url').toString('hex'), privateKey };
}

export const ANN: Signer = signer('ann-1', 'ann');
export const ANN_2: Signer = signer('ann-2', 'ann');
export const BOB: Signer = signer('bob-1', 'bob');
export const CID: Signer = signer('cid-1', 'cid');
export const EVE: Signer = signer('eve-1', 'eve');

export function keyDocument({
  keyId,
  person,
  publicKey,
  privateKey,
}: Signer): Record<string, Json> {
  const bytes = approvalBytes(possessionDigest(person, publicKey), 'ENROLMENT');
  const possession = sign(null, bytes, privateKey).toString('hex');
  return { id: keyId, public_key: publicKey, possession };
}

export function personDocument(
  of: Signer,
  clearance = 'SECRET',
  compartments: string[] = ['ALPHA'],
): Record<string, Json> {
  return { person: of.person, clearance, compartments, key: keyDocument(of) };
}

export function approve(by: Signer, { digest, role }: Pick<Proposal, 'digest' | 'role'>): Approval {
  return { keyId: by.keyId, signature: sign(null, approvalBytes(digest, role), by.privateKey) };
}

export const ATTEMPTS = {
  forget_ms: 60_000,
  raise_after: 2,
  raise_to: 'HIGH',
  lock_after: 4,
  lock_ms: 600_000,
};

/** ann and bob may read and write group 0, svc:hms may read everything. */
export function policyDocument(change: Record<string, Json> = {}): Record<string, Json> {
  return {
    schema: 1,
    principals: [
      { id: 'unix:1000', person: 'ann' },
      { id: 'cert:ann', person: 'ann' },
      { id: 'unix:1001', person: 'bob' },
      { id: 'svc:hms', service: { clearance: 'RESTRICTED' } },
    ],
    devices: [
      { devices: 'all', required_clearance: 'RESTRICTED' },
      {
        devices: { tokens: ['0x8003'] },
        required_clearance: 'CONFIDENTIAL',
        compartments: ['ALPHA'],
      },
    ],
    grants: [
      {
        id: 'group-0',
        principals: ['unix:1000', 'cert:ann', 'unix:1001'],
        devices: { groups: [0] },
        operations: ['READ', 'WRITE', 'CONFIG'],
      },
      { id: 'hms-reads', principals: ['svc:hms'], devices: 'all', operations: ['READ'] },
    ],
    limits: {
      per_principal: { burst: 1_000, interval_ms: 1 },
      per_device: { burst: 1_000, interval_ms: 1 },
    },
    attempts: ATTEMPTS,
    threats: [],
    ...change,
  };
}
