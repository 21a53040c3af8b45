// SPDX-License-Identifier: Apache-2.0
// Taking away what keeps devices safe while nobody can tell: a flag, a hold, a history of failures,
// a transaction that somebody else left in the kernel.
// Two different persons sign the same document, each cleared for every device in it.

import { checkInteger, checkText } from '../model/check.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { type Approval, type Directory, isPerson, type Person, signerOf } from './approval.ts';
import { type Digest, domainDigest } from './digest.ts';
import type { Json } from './json.ts';
import { approvalBytes } from './signature.ts';

export const CLEARING_LIFETIME_MS = 5 * 60 * 1000;
export const CLEARING_NOTE_MAX = 1_024;

export const ClearingKind = {
  /** A transaction of which nobody could tell how it ended; releases its devices. */
  HEURISTIC: 'HEURISTIC',
  /** A device that the kernel has on hold for another reason. */
  HOLD: 'HOLD',
  /** What has failed of one operation type on one device. */
  HISTORY: 'HISTORY',
  /** A transaction in the kernel that another coordinator began, and no journal of ours knows. */
  STRANGER: 'STRANGER',
} as const;
export type ClearingKind = (typeof ClearingKind)[keyof typeof ClearingKind];

export interface ClearingDecision {
  readonly kind: ClearingKind;
  /** The transaction's id (of a STRANGER with the kernel's word on it), the device's name, or device and operation type. */
  readonly subject: string;
  /** The tokens. */
  readonly devices: readonly number[];
  /** What was looked at, and what was found: 1..1024 characters. */
  readonly note: string;
  readonly policy: string;
  /** 128 random bits in lower-case hexadecimal, never used before. */
  readonly nonce: string;
  /** By a clock that counts sleep. {unit ms} */
  readonly expiry: number;
}

/** What clearingDigest() is over, in the domain dsmil/clear/v1. */
export function clearingDocument(decision: ClearingDecision): Json {
  const { kind, subject, devices, note, policy, nonce, expiry } = decision;
  if (!/^[0-9a-f]{32}$/.test(nonce)) {
    throw new InvalidArgumentError('nonce', nonce, '32 lower-case hexadecimal digits');
  }
  return {
    kind,
    subject: checkText(subject, 'subject', 1, 128),
    devices: [...devices],
    note: checkText(note, 'note', 1, CLEARING_NOTE_MAX),
    policy,
    nonce,
    expiry: checkInteger(expiry, 'expiry', 0, Number.MAX_SAFE_INTEGER),
  };
}

export function clearingDigest(decision: ClearingDecision): Digest {
  return domainDigest('dsmil/clear/v1', clearingDocument(decision));
}

export type ClearingRefusal =
  | 'UNKNOWN_KEY'
  | 'SHARED_KEY'
  | 'BAD_SIGNATURE'
  | 'UNKNOWN_PERSON'
  | 'CLEARANCE'
  | 'COMPARTMENTS'
  | 'EXPIRED'
  | 'POLICY_MOVED';

export interface ClearingPresent {
  readonly policy: string;
  /** Of all its devices. */
  readonly requiredClearance: number;
  readonly requiredCompartments: readonly string[];
  /** By the clock of the decision's expiry. {unit ms} */
  readonly now: number;
}

/** Whose signature it is, when it counts now. That there are two of them is for the caller to see. */
export function judgeClearing(
  directory: Directory,
  decision: ClearingDecision,
  approval: Approval,
  present: ClearingPresent,
): { readonly person: Person } | { readonly refusal: ClearingRefusal } {
  const bytes = approvalBytes(clearingDigest(decision), 'CLEARING');
  const signer = signerOf(bytes, approval, directory);
  if ('refusal' in signer) {
    return signer;
  }
  const [person, ...others] = directory.persons.filter((one) => one.person === signer.person);
  if (!isPerson(person) || others.length > 0) {
    return { refusal: 'UNKNOWN_PERSON' };
  }
  if (!(person.clearance >= present.requiredClearance)) {
    return { refusal: 'CLEARANCE' };
  }
  if (!present.requiredCompartments.every((name) => person.compartments.includes(name))) {
    return { refusal: 'COMPARTMENTS' };
  }
  // Asked this way round, a clock that says NaN, or one set back, refuses.
  const left = decision.expiry - present.now;
  if (!(left > 0 && left <= CLEARING_LIFETIME_MS)) {
    return { refusal: 'EXPIRED' };
  }
  return present.policy === decision.policy ? { person } : { refusal: 'POLICY_MOVED' };
}
