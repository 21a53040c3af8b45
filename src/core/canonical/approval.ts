// SPDX-License-Identifier: Apache-2.0
// Whether an approval counts: by another person, cleared, with a key of that person alone, over
// exactly this decision, within five minutes, once, and only while what was decided on still holds.
// Pure functions of their arguments; the ledger is a value that the caller stores.
import { Buffer } from 'node:buffer';
import type { ClearanceLevel } from '../model/enums.ts';
import type { Level } from '../risk/level.ts';
import { type ApprovalLedger, observed, withUsed } from './approval-ledger.ts';
import { type Digest, type OperationDecision, operationDigest } from './digest.ts';
import { type ApprovalRole, approvalBytes, signatureGood } from './signature.ts';
import { isTransaction, type TransactionDecision, transactionDigest } from './transaction.ts';

export const APPROVAL_LIFETIME_MS = 5 * 60 * 1000;

export interface Person {
  /** The person, not an account or a certificate of theirs. */
  readonly person: string;
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

/** A person, not a service: names of services have a colon. A service is nobody's second person. */
export function isPerson(person: Person | undefined): person is Person {
  return person !== undefined && !person.person.includes(':');
}

export interface EnrolledKey {
  readonly keyId: string;
  readonly person: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface Directory {
  readonly persons: readonly Person[];
  readonly keys: readonly EnrolledKey[];
}

/** What people are asked to approve. Kept by the server, from the moment it asks. */
export interface Offer {
  readonly decision: OperationDecision | TransactionDecision;
  readonly role: ApprovalRole;
  /** The person who wants it. */
  readonly requester: string;
  readonly requiredClearance: ClearanceLevel;
  readonly requiredCompartments: readonly string[];
}

export interface Approval {
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** How one device of a transaction is at the moment of use. */
export interface PresentOperation {
  /** The token. */
  readonly device: number;
  readonly safetyVersion: number;
  readonly risk: Level;
}

/** What holds at the moment of use. */
export interface Present {
  /** Of an operation on one device. */
  readonly safetyVersion: number;
  readonly stopEpoch: number;
  readonly policy: string;
  /** Of a transaction the greatest. */
  readonly risk: Level;
  /** Each device of a transaction: one that is not in it has moved. */
  readonly operations?: readonly PresentOperation[];
  /** By the clock of the decision's expiry. {unit ms} */
  readonly now: number;
}

export type ApprovalRefusal =
  /** No key of that id is enrolled, or more than one. */
  | 'UNKNOWN_KEY'
  /** Two persons hold the key: nobody knows who signed. */
  | 'SHARED_KEY'
  /** Not over this decision and role, or not by this key. */
  | 'BAD_SIGNATURE'
  | 'UNKNOWN_PERSON'
  | 'REQUESTER'
  | 'CLEARANCE'
  | 'COMPARTMENTS'
  | 'EXPIRED'
  | 'USED'
  | 'SAFETY_VERSION_MOVED'
  | 'STOP_EPOCH_MOVED'
  | 'POLICY_MOVED'
  | 'RISK_ROSE';

export type ApprovalVerdict =
  | { readonly accepted: true; readonly person: Person }
  | { readonly accepted: false; readonly refusal: ApprovalRefusal };

export type Signer =
  | { readonly person: string }
  | { readonly refusal: 'UNKNOWN_KEY' | 'SHARED_KEY' | 'BAD_SIGNATURE' };

/** Of one device's operation, or of several. */
export function decisionDigest(decision: Offer['decision']): Digest {
  return isTransaction(decision) ? transactionDigest(decision) : operationDigest(decision);
}

/** Whose signature over @bytes it is, if it is one. */
export function signerOf(bytes: Uint8Array, approval: Approval, { keys }: Directory): Signer {
  const [key, ...others] = keys.filter(({ keyId }) => keyId === approval.keyId);
  if (key === undefined || others.length > 0) {
    return { refusal: 'UNKNOWN_KEY' };
  }
  const holders = keys.filter(({ publicKey }) => Buffer.compare(publicKey, key.publicKey) === 0);
  if (holders.some(({ person }) => person !== key.person)) {
    return { refusal: 'SHARED_KEY' };
  }
  return signatureGood(bytes, approval.signature, key.publicKey)
    ? { person: key.person }
    : { refusal: 'BAD_SIGNATURE' };
}

function personProblem(offer: Offer, person: Person): ApprovalRefusal | null {
  if (person.person === offer.requester) {
    return 'REQUESTER';
  }
  if (!(person.clearance >= offer.requiredClearance)) {
    return 'CLEARANCE';
  }
  const has = new Set(person.compartments);
  return offer.requiredCompartments.every((name) => has.has(name)) ? null : 'COMPARTMENTS';
}

/** Whether a device is otherwise than it was decided on. */
function deviceProblem(
  decision: Offer['decision'],
  present: Present,
): 'SAFETY_VERSION_MOVED' | 'RISK_ROSE' | null {
  if (!isTransaction(decision)) {
    return present.safetyVersion === decision.safetyVersion ? null : 'SAFETY_VERSION_MOVED';
  }
  const pairs = decision.operations.map((operation) => ({
    operation,
    now: present.operations?.find(({ device }) => device === operation.device),
  }));
  if (pairs.some(({ operation, now }) => now?.safetyVersion !== operation.safetyVersion)) {
    return 'SAFETY_VERSION_MOVED';
  }
  const rose = pairs.some(
    ({ operation, now }) => !(now !== undefined && now.risk <= operation.risk),
  );
  return rose ? 'RISK_ROSE' : null;
}

/** Why no approval of @offer would count now, whoever gave it; null when one would. */
export function offerProblem(
  ledger: ApprovalLedger,
  { decision }: Offer,
  present: Present,
): ApprovalRefusal | null {
  // Asked this way round, a clock that says NaN, or one set back to before the offer, refuses.
  const left = decision.expiry - Math.max(present.now, ledger.latest);
  if (!(left > 0 && left <= APPROVAL_LIFETIME_MS)) {
    return 'EXPIRED';
  }
  if (ledger.used.has(decision.nonce)) {
    return 'USED';
  }
  const moved = deviceProblem(decision, present);
  if (moved === 'SAFETY_VERSION_MOVED') {
    return moved;
  }
  if (present.stopEpoch !== decision.stopEpoch) {
    return 'STOP_EPOCH_MOVED';
  }
  if (present.policy !== decision.policy) {
    return 'POLICY_MOVED';
  }
  return present.risk <= decision.risk ? moved : 'RISK_ROSE';
}

/** Whether @approval would count for @offer now. Changes nothing: to use it, consumeApproval(). */
export function judgeApproval(
  ledger: ApprovalLedger,
  directory: Directory,
  offer: Offer,
  approval: Approval,
  present: Present,
): ApprovalVerdict {
  // Over the decision itself, not over a digest that somebody stored beside it.
  const bytes = approvalBytes(decisionDigest(offer.decision), offer.role);
  const signer = signerOf(bytes, approval, directory);
  if ('refusal' in signer) {
    return { accepted: false, refusal: signer.refusal };
  }
  const [person, ...others] = directory.persons.filter((one) => one.person === signer.person);
  if (!isPerson(person) || others.length > 0) {
    return { accepted: false, refusal: 'UNKNOWN_PERSON' };
  }
  const refusal = personProblem(offer, person) ?? offerProblem(ledger, offer, present);
  return refusal === null ? { accepted: true, person } : { accepted: false, refusal };
}

/**
 * Judges @approval at the moment of its use and, when it counts, uses it up. The ledger must be
 * stored with the decision it allows, in one durable record.
 */
export function consumeApproval(
  ledger: ApprovalLedger,
  directory: Directory,
  offer: Offer,
  approval: Approval,
  present: Present,
): { readonly verdict: ApprovalVerdict; readonly ledger: ApprovalLedger } {
  const verdict = judgeApproval(ledger, directory, offer, approval, present);
  const next = observed(ledger, present.now);
  if (!verdict.accepted) {
    return { verdict, ledger: next };
  }
  const { nonce, expiry } = offer.decision;
  return { verdict, ledger: withUsed(next, [{ nonce, expiry }]) };
}
