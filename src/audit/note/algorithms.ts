// SPDX-License-Identifier: Apache-2.0
// Raw public keys and signatures of Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204), by node:crypto.
import { Buffer } from 'node:buffer';
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { AuditFormatError } from '../errors.ts';

export type Algorithm = 'ed25519' | 'ml-dsa-44';

interface Facts {
  readonly publicKeySize: number;
  readonly signatureSize: number;
  /** SubjectPublicKeyInfo up to the key itself. */
  readonly spki: string;
}

export const ALGORITHMS: Readonly<Record<Algorithm, Facts>> = {
  ed25519: { publicKeySize: 32, signatureSize: 64, spki: '302a300506032b6570032100' },
  'ml-dsa-44': {
    publicKeySize: 1312,
    signatureSize: 2420,
    spki: '30820532300b06096086480165030403110382052100',
  },
};

export function publicKeyOf(algorithm: Algorithm, raw: Uint8Array): KeyObject {
  const { publicKeySize, spki } = ALGORITHMS[algorithm];
  if (raw.length !== publicKeySize) {
    throw new AuditFormatError(
      `${algorithm} public key`,
      `has ${raw.length} bytes, it must have ${publicKeySize}`,
    );
  }
  try {
    const key = Buffer.concat([Buffer.from(spki, 'hex'), raw]);
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch (error) {
    throw new AuditFormatError(`${algorithm} public key`, 'is not a key', { cause: error });
  }
}

export function rawPublicKey(algorithm: Algorithm, key: KeyObject): Uint8Array {
  const der = key.export({ format: 'der', type: 'spki' });
  return der.subarray(der.length - ALGORITHMS[algorithm].publicKeySize);
}

export function signatureHolds(
  algorithm: Algorithm,
  message: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
): boolean {
  return (
    signature.length === ALGORITHMS[algorithm].signatureSize &&
    verify(null, message, key, signature)
  );
}

export function signWith(message: Uint8Array, key: KeyObject): Uint8Array {
  return sign(null, message, key);
}
