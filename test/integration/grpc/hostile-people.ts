// SPDX-License-Identifier: Apache-2.0
// The demo's persons and policy with others besides.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { domainDigest } from '../../../src/core/canonical/digest.ts';
import { parseCanonicalJson } from '../../../src/core/canonical/json.ts';
import { type ApprovalRole, approvalBytes } from '../../../src/core/canonical/signature.ts';

export interface Another {
  readonly person: string;
  readonly clearance: string;
  readonly compartments: readonly string[];
}

/** A key of somebody who is not in the demo, or another one of somebody who is. */
export class AnotherKey {
  readonly keyId: string;
  readonly #private: KeyObject;
  readonly #public: KeyObject;

  constructor(keyId: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.keyId = keyId;
    this.#private = privateKey;
    this.#public = publicKey;
  }

  /** As a fixture has it. */
  get toml(): string {
    const { x = '' } = this.#public.export({ format: 'jwk' });
    const hex = Buffer.from(x, 'base64url').toString('hex');
    return `{ id = "${this.keyId}", public_key = "${hex}" }`;
  }

  signed(document: wire.SignedDocument | null): wire.ISignature {
    const { domain = '', document: text = '', role = '' } = document ?? {};
    const digest = domainDigest(domain, parseCanonicalJson(text));
    const bytes = approvalBytes(digest, role as ApprovalRole);
    return { keyId: this.keyId, signature: sign(null, bytes, this.#private) };
  }
}

function list(texts: readonly string[]): string {
  return `[${texts.map((text) => `"${text}"`).join(', ')}]`;
}

/** Each with an account demo:PERSON that may read everything. */
export function withPersons(demo: string, people: readonly Another[]): string {
  const persons = people.map(
    ({ person, clearance, compartments }) =>
      `[[persons]]\nperson = "${person}"\nclearance = "${clearance}"\n` +
      `compartments = ${list(compartments)}\nkeys = [${new AnotherKey(`${person}-1`).toml}]\n`,
  );
  const accounts = people.map(({ person }) => `  { id = "demo:${person}", person = "${person}" },`);
  const names = list(people.map(({ person }) => `demo:${person}`));
  const grant = `  { id = "others", principals = ${names}, devices = "all", operations = ["READ"] },`;
  return demo
    .replace('[policy]', `${persons.join('\n')}\n[policy]`)
    .replace('principals = [', `principals = [\n${accounts.join('\n')}`)
    .replace('grants = [', `grants = [\n${grant}`);
}
