// SPDX-License-Identifier: Apache-2.0
// A founder's key: made here when there is none yet, in a file that is theirs from then on.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SigningKey } from '../../api/local/client/client.ts';
import { createWhole } from '../../audit/durable-file.ts';
import { ApprovalRole } from '../../core/canonical/signature.ts';
import { possessionDigest } from '../../tracks/security/charter/change.ts';
import { readSigningKey } from '../local/key-file.ts';

/** PKCS #8 of an Ed25519 key, up to its 32 bytes. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Founder {
  readonly person: string;
  readonly keyFile: string;
  /** It was made by this call. */
  readonly keyMade: boolean;
  readonly key: SigningKey;
  /** 32 bytes in lower-case hexadecimal. */
  readonly publicKey: string;
}

function publicOf(path: string): string {
  const { private_key: seed } = JSON.parse(readFileSync(path, 'utf8')) as { private_key: string };
  const der = Buffer.concat([PKCS8_HEAD, Buffer.from(seed, 'hex')]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url').toString('hex');
}

/** A key that is there is used, and never written over. Throws a Failure when it is no such file. */
export function founderWithKey(person: string, folder: string): Founder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keyFile = join(folder, `${person}.key`);
  const keyMade = !existsSync(keyFile);
  if (keyMade) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const seed = Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url');
    const text = JSON.stringify({ key_id: `${person}-1`, private_key: seed.toString('hex') });
    createWhole(keyFile, `${text}\n`, 0o600);
  }
  const key = readSigningKey(keyFile);
  return { person, keyFile, keyMade, key, publicKey: publicOf(keyFile) };
}

/** As the daemon enrols it: the key signs that somebody holds it, for that person. */
export function founderDocument(
  { person, key, publicKey }: Founder,
  clearance: string,
  compartments: readonly string[],
): {
  person: string;
  clearance: string;
  compartments: string[];
  key: { id: string; public_key: string; possession: string };
} {
  const possession = key.sign(possessionDigest(person, publicKey), ApprovalRole.ENROLMENT);
  return {
    person,
    clearance,
    compartments: [...compartments],
    key: { id: key.keyId, public_key: publicKey, possession },
  };
}
