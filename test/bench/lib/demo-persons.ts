// SPDX-License-Identifier: Apache-2.0
// The persons of the demonstration, whose keys everybody knows, and their signatures.
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Approval } from '../../../src/core/canonical/approval.ts';
import { type ResetDecision, resetBytes } from '../../../src/core/canonical/reset-decision.ts';
import { ROOT } from './program.ts';

const PRINCIPALS = join(ROOT, 'native', 'sim', 'principals');

/** Persons and policy, taken with a simulated device alone. */
export const PERSONS_FILE = join(PRINCIPALS, 'demo.toml');

export type DemoPerson = 'ann' | 'bob';

interface KeyFile {
  readonly keys: Readonly<
    Record<
      string,
      { readonly key_id: string; readonly public_key: string; readonly private_key: string }
    >
  >;
}

const text = readFileSync(join(PRINCIPALS, 'demo-keys.json'), 'utf8');
const { keys } = JSON.parse(text) as KeyFile;
const opened = new Map<DemoPerson, { readonly keyId: string; readonly key: KeyObject }>();

export function demoKey(person: DemoPerson): { readonly keyId: string; readonly key: KeyObject } {
  const known = opened.get(person);
  if (known !== undefined) {
    return known;
  }
  const found = keys[person];
  if (found === undefined) {
    throw new Error(`the demonstration has no key of ${person}`);
  }
  const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
  const [x, d] = [base64url(found.public_key), base64url(found.private_key)];
  const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
  const entry = { keyId: found.key_id, key };
  opened.set(person, entry);
  return entry;
}

/** What ResetDesk.take() takes from @person for @offer. */
export function signReset(person: DemoPerson, offer: ResetDecision): Approval {
  const { keyId, key } = demoKey(person);
  return { keyId, signature: sign(null, resetBytes(offer), key) };
}
