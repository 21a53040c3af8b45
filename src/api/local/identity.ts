// SPDX-License-Identifier: Apache-2.0
// Who is at a connection: the kernel says which user; a signature by an enrolled key says which person.
// Asked anew at each call, so that whoever was revoked is nobody from then on.
import { Buffer } from 'node:buffer';
import { type Directory, isPerson, type Person } from '../../core/canonical/approval.ts';
import { ApprovalRole, approvalBytes, signatureGood } from '../../core/canonical/signature.ts';
import { loginDigest } from './wire/messages.ts';

export interface IdentitySource {
  /** Persons and keys that count now. */
  directory(): Directory;
  /** Whose account @principal is; undefined when nobody knows. */
  identify(principal: string): Person | undefined;
}

export interface Peer {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

export interface Login {
  readonly principal: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export class LoginRefusedError extends Error {
  override readonly name = 'LoginRefusedError';
  readonly code = 'ERR_DSMIL_LOGIN_REFUSED';

  /** One text for every reason: who may not in learns nothing about accounts and keys. */
  constructor() {
    super(
      'the login is refused: the account and the key must be one person’s, the key enrolled, and the ' +
        'signature over this connection’s nonce, the account and the key',
    );
  }
}

/** How the policy names a user of this host. */
export function principalOfPeer({ uid }: Pick<Peer, 'uid'>): string {
  return `unix:${uid}`;
}

export class Identity {
  readonly peer: Peer;
  readonly nonce: string;
  readonly #source: IdentitySource;
  #login: { readonly principal: string; readonly keyId: string } | null = null;

  constructor(peer: Peer, nonce: string, source: IdentitySource) {
    this.peer = peer;
    this.nonce = nonce;
    this.#source = source;
  }

  /** The account that acts. */
  get principal(): string {
    return this.#login?.principal ?? principalOfPeer(this.peer);
  }

  /** Who that is now; undefined when nobody knows, or the key that said so is revoked. */
  get person(): Person | undefined {
    const person = this.#source.identify(this.principal);
    if (this.#login !== null && this.#holder(this.#login.keyId) !== person?.person) {
      return undefined;
    }
    return person;
  }

  /** Throws LoginRefusedError; whoever was logged in before stays so. */
  login({ principal, keyId, signature }: Login): void {
    const person = this.#source.identify(principal);
    const holder = this.#holder(keyId);
    const key = this.#source.directory().keys.find((one) => one.keyId === keyId);
    const good =
      key !== undefined &&
      isPerson(person) &&
      person.person === holder &&
      signatureGood(
        approvalBytes(loginDigest(this.nonce, principal, keyId), ApprovalRole.LOGIN),
        signature,
        key.publicKey,
      );
    if (!good) {
      throw new LoginRefusedError();
    }
    this.#login = { principal, keyId };
  }

  /** The one person who holds the key; a key that two hold is nobody's. */
  #holder(keyId: string): string | undefined {
    const { keys } = this.#source.directory();
    const [key, ...doubles] = keys.filter((one) => one.keyId === keyId);
    if (key === undefined || doubles.length > 0) {
      return undefined;
    }
    const holders = keys.filter((one) => Buffer.compare(one.publicKey, key.publicKey) === 0);
    return holders.every(({ person }) => person === key.person) ? key.person : undefined;
  }
}
