// SPDX-License-Identifier: Apache-2.0
// The bytes of an approval, and whether a signature over them is good. Whose key it is, and whether
// the approval counts, is in approval.ts.
import { Buffer } from 'node:buffer';
import { createPublicKey, verify } from 'node:crypto';
import { InvalidArgumentError } from '../model/errors.ts';
import type { Digest } from './digest.ts';

/** What a signature is good for; one for another role is good for nothing. */
export const ApprovalRole = {
  OPERATION: 'OPERATION',
  RESET_REQUEST: 'RESET_REQUEST',
  RESET_CONFIRM: 'RESET_CONFIRM',
  POLICY_CHANGE: 'POLICY_CHANGE',
  ENROLMENT: 'ENROLMENT',
  /** A flag, a hold or a failure history that people take away. */
  CLEARING: 'CLEARING',
  /** Who is at a connection, and nothing more. */
  LOGIN: 'LOGIN',
} as const;
export type ApprovalRole = (typeof ApprovalRole)[keyof typeof ApprovalRole];

const SIGNATURE_SIZE = 64;
const PUBLIC_KEY_SIZE = 32;

/** What is signed: the domain, the role, and the 32 bytes of the digest. */
export function approvalBytes(digest: Digest, role: ApprovalRole): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(digest)) {
    throw new InvalidArgumentError('digest', digest, '64 lower-case hexadecimal digits');
  }
  return Buffer.concat([
    Buffer.from(`dsmil/approval/v1\0${role}\0`, 'utf8'),
    Buffer.from(digest, 'hex'),
  ]);
}

/**
 * Whether @signature over @bytes is by the Ed25519 @publicKey (32 bytes). False for anything odd; so
 * also for a key of small order, with which anybody could sign: OpenSSL ≥ 3.5 refuses those.
 */
export function signatureGood(
  bytes: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_SIZE || publicKey.length !== PUBLIC_KEY_SIZE) {
    return false;
  }
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, bytes, key, signature);
}
