// SPDX-License-Identifier: Apache-2.0
// Changes on their way: proposed, then signed by two different persons. They live in memory alone: a
// restart voids them, and what was signed for one is good for no other, since each has a nonce.

import { Buffer } from 'node:buffer';
import type { Approval } from '../../../core/canonical/approval.ts';
import type { Digest } from '../../../core/canonical/digest.ts';
import type { Json } from '../../../core/canonical/json.ts';
import {
  type ApprovalRole,
  approvalBytes,
  signatureGood,
} from '../../../core/canonical/signature.ts';
import { ChangeRefusedError } from '../errors.ts';
import { type Change, changeOf, roleOf } from './change.ts';
import { activeKey, activePerson, afterChange, type Charter } from './charter.ts';
import { statementDigest } from './revision.ts';

/** {unit ms, of the track's own time} */
export const PROPOSAL_LIFETIME_MS = 3_600_000;
const OPEN_MAX = 32;
const OPEN_PER_PERSON_MAX = 4;
/** Different persons whose signatures it takes. */
export const QUORUM = 2;

/** What persons sign, in canonical JSON: with base_hash, all that was ever decided before. */
export interface Statement {
  readonly change: Json;
  readonly base_revision: number;
  readonly base_hash: Digest;
  readonly proposer: string;
  readonly nonce: string;
  readonly expiry: number;
}

/** A signature that counts. */
export interface Signed {
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Proposal {
  /** 128 random bits in lower-case hexadecimal; part of what is signed. */
  readonly id: string;
  readonly document: Json;
  readonly change: Change;
  readonly role: ApprovalRole;
  readonly statement: Statement;
  /** Of the statement: what persons sign, with core's approvalBytes() for the role. */
  readonly digest: Digest;
  readonly proposer: string;
  /** It is for the charter of this revision, and for no later one. */
  readonly base: number;
  /** {unit ms, of the track's own time} */
  readonly expiry: number;
  /** By person. */
  readonly approvals: ReadonlyMap<string, Signed>;
}

export interface Decided {
  readonly proposal: Proposal;
  /** Enough persons have signed: it is to be applied. */
  readonly complete: boolean;
}

export class Proposals {
  readonly #open = new Map<string, Proposal>();

  /** @document by @proposer, checked against @charter as if it were applied now. */
  propose(
    charter: Charter,
    proposer: string,
    document: Json,
    nonce: string,
    now: number,
  ): Proposal {
    activePerson(charter, proposer);
    const change = changeOf(document);
    afterChange(charter, change);
    this.expire(charter, now);
    const own = [...this.#open.values()].filter((one) => one.proposer === proposer);
    if (this.#open.size >= OPEN_MAX || own.length >= OPEN_PER_PERSON_MAX) {
      throw new ChangeRefusedError('TOO_MANY_OPEN', proposer);
    }
    const expiry = now + PROPOSAL_LIFETIME_MS;
    const base = charter.revision;
    // The change is kept as it was read: the caller's own object may change.
    const kept = structuredClone(document) as Json;
    const statement = {
      change: kept,
      base_revision: base,
      base_hash: charter.hash,
      proposer,
      nonce,
      expiry,
    };
    const role = roleOf(change);
    const digest = statementDigest(role, statement);
    const approvals = new Map<string, Signed>();
    const proposal = {
      id: nonce,
      document: kept,
      change,
      role,
      statement,
      digest,
      proposer,
      base,
      expiry,
      approvals,
    };
    this.#open.set(nonce, proposal);
    return proposal;
  }

  list(): readonly Proposal[] {
    return [...this.#open.values()];
  }

  /** The proposal of that id, if it can still be applied to @charter. */
  valid(charter: Charter, id: string, now: number): Proposal {
    const proposal = this.#open.get(id);
    if (proposal === undefined) {
      throw new ChangeRefusedError('UNKNOWN_PROPOSAL', id);
    }
    // Asked this way round, a time that reads NaN has expired everything.
    if (!(proposal.expiry > now)) {
      this.#open.delete(id);
      throw new ChangeRefusedError('EXPIRED', id);
    }
    if (proposal.base !== charter.revision) {
      this.#open.delete(id);
      throw new ChangeRefusedError('STALE_REVISION', id);
    }
    return proposal;
  }

  /** Adds a signature. Nothing is applied here: the caller does so when it is complete. */
  approve(charter: Charter, id: string, approval: Approval, now: number): Decided {
    const proposal = this.valid(charter, id, now);
    const key = activeKey(charter, approval.keyId);
    if (key === undefined) {
      throw new ChangeRefusedError('UNKNOWN_KEY', approval.keyId);
    }
    const bytes = approvalBytes(proposal.digest, proposal.role);
    if (!signatureGood(bytes, approval.signature, Buffer.from(key.publicKey, 'hex'))) {
      throw new ChangeRefusedError('BAD_SIGNATURE', approval.keyId);
    }
    if (proposal.approvals.has(key.person)) {
      throw new ChangeRefusedError('ALREADY_APPROVED', key.person);
    }
    const { keyId, signature } = approval;
    const signed = { keyId, signature: Uint8Array.from(signature) };
    const approvals = new Map(proposal.approvals).set(key.person, signed);
    const approved = { ...proposal, approvals };
    this.#open.set(id, approved);
    return { proposal: approved, complete: isComplete(charter, approved) };
  }

  remove(id: string): void {
    this.#open.delete(id);
  }

  /** Takes away what can never be applied, and answers with it. */
  expire(charter: Charter, now: number): Proposal[] {
    const gone = this.list().filter(
      ({ expiry, base }) => !(expiry > now) || base !== charter.revision,
    );
    for (const { id } of gone) {
      this.#open.delete(id);
    }
    return gone;
  }
}

/** Whether enough persons have signed whose keys count in @charter, now. */
export function isComplete(charter: Charter, { approvals }: Proposal): boolean {
  const counting = [...approvals].filter(
    ([person, { keyId }]) => activeKey(charter, keyId)?.person === person,
  );
  return counting.length >= QUORUM;
}
