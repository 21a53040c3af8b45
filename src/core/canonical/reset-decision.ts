// SPDX-License-Identifier: Apache-2.0
// What a person signs on the way from LATCHED back to RUN, and whether the signature counts. Each of
// the three steps has a document of its own; one that was signed for a step is good for no other.
import { checkInteger, checkText, checkTextSet } from '../model/check.ts';
import type { ClearanceLevel } from '../model/enums.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { type Approval, type Directory, isPerson, type Person, signerOf } from './approval.ts';
import { type Digest, domainDigest } from './digest.ts';
import type { Json } from './json.ts';
import { ApprovalRole, approvalBytes } from './signature.ts';

/** From the offer to its use. */
export const RESET_LIFETIME_MS = 120_000;

/** RESET by the first person, CONFIRM by the second, START by any person who may. */
export type ResetStepName = 'RESET' | 'CONFIRM' | 'START';

/** The step is in the document, so a signature over one of the last two is good for no other. */
const ROLES: Readonly<Record<ResetStepName, ApprovalRole>> = {
  RESET: ApprovalRole.RESET_REQUEST,
  CONFIRM: ApprovalRole.RESET_CONFIRM,
  START: ApprovalRole.RESET_CONFIRM,
};

export interface ResetDecision {
  readonly step: ResetStepName;
  /** Stop epochs begin anew with each load of the module: this tells them apart. */
  readonly kernelInstance: string;
  readonly stopEpoch: number;
  /** Tracks and devices that have not answered, which the signer accepts by name; sorted. */
  readonly accepts: readonly string[];
  /** The signer's word that what stopped everything is cured. Without it nothing is offered. */
  readonly causeCleared: boolean;
  /** 128 random bits in lower-case hexadecimal, never used before. */
  readonly nonce: string;
  /** By a clock that counts sleep. {unit ms} */
  readonly expiry: number;
}

/** Who may sign. */
export interface ResetDemand {
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

export type ResetSignatureRefusal =
  | 'UNKNOWN_KEY'
  /** Two persons hold the key: nobody knows who signed. */
  | 'SHARED_KEY'
  | 'BAD_SIGNATURE'
  | 'UNKNOWN_PERSON'
  | 'CLEARANCE'
  | 'COMPARTMENTS'
  | 'EXPIRED';

export type ResetVerdict =
  | { readonly accepted: true; readonly person: Person }
  | { readonly accepted: false; readonly refusal: ResetSignatureRefusal };

const NAMES_MAX = 128;
const NAME_LENGTH_MAX = 64;

/** What resetDigest() is over, in the domain dsmil/reset/v1. */
export function resetDocument(decision: ResetDecision): Json {
  const { step, kernelInstance, stopEpoch, accepts, causeCleared, nonce, expiry } = decision;
  if (!Object.hasOwn(ROLES, step)) {
    throw new InvalidArgumentError('step', step, `one of ${Object.keys(ROLES).join(', ')}`);
  }
  if (!/^[0-9a-f]{32}$/.test(nonce)) {
    throw new InvalidArgumentError('nonce', nonce, '32 lower-case hexadecimal digits');
  }
  return {
    step,
    kernel_instance: checkText(kernelInstance, 'kernel_instance', 1, NAME_LENGTH_MAX),
    stop_epoch: checkInteger(stopEpoch, 'stop_epoch', 0, Number.MAX_SAFE_INTEGER),
    accepts: checkTextSet(accepts, 'accepts', NAMES_MAX, NAME_LENGTH_MAX),
    cause_cleared: causeCleared,
    nonce,
    expiry: checkInteger(expiry, 'expiry', 0, Number.MAX_SAFE_INTEGER),
  };
}

/** SHA-256 over `dsmil/reset/v1` and the canonical document. */
export function resetDigest(decision: ResetDecision): Digest {
  return domainDigest('dsmil/reset/v1', resetDocument(decision));
}

export function resetRole(step: ResetStepName): ApprovalRole {
  return ROLES[step];
}

/** What the key of a person signs. */
export function resetBytes(decision: ResetDecision): Uint8Array {
  return approvalBytes(resetDigest(decision), ROLES[decision.step]);
}

/** Why this person may not take part in a reset; null when they may. */
export function resetPersonProblem(
  { persons }: Directory,
  name: string,
  demand: ResetDemand,
): ResetSignatureRefusal | null {
  const [person, ...others] = persons.filter((one) => one.person === name);
  if (!isPerson(person) || others.length > 0) {
    return 'UNKNOWN_PERSON';
  }
  if (!(person.clearance >= demand.clearance)) {
    return 'CLEARANCE';
  }
  const has = new Set(person.compartments);
  return demand.compartments.every((one) => has.has(one)) ? null : 'COMPARTMENTS';
}

/** Whether @approval counts for @decision at @now. Whether the step may be taken is the machine's. */
export function judgeReset(
  directory: Directory,
  decision: ResetDecision,
  approval: Approval,
  demand: ResetDemand,
  now: number,
): ResetVerdict {
  const signer = signerOf(resetBytes(decision), approval, directory);
  if ('refusal' in signer) {
    return { accepted: false, refusal: signer.refusal };
  }
  const problem = resetPersonProblem(directory, signer.person, demand);
  if (problem !== null) {
    return { accepted: false, refusal: problem };
  }
  // Asked this way round, a clock that says NaN, or one set back to before the offer, refuses.
  const left = decision.expiry - now;
  if (!(left > 0 && left <= RESET_LIFETIME_MS)) {
    return { accepted: false, refusal: 'EXPIRED' };
  }
  const person = directory.persons.find((one) => one.person === signer.person);
  return person === undefined
    ? { accepted: false, refusal: 'UNKNOWN_PERSON' }
    : { accepted: true, person };
}
