// SPDX-License-Identifier: Apache-2.0
// What the security track throws beside core's InvalidArgumentError (a value out of its range).

/** Catch this to catch all of them. */
export abstract class SecurityError extends Error {
  abstract readonly code: string;
}

const CHANGE_REFUSALS = {
  NOT_BOOTSTRAPPED: 'no person is enrolled yet: bootstrap enrols the first two',
  ALREADY_BOOTSTRAPPED: 'it happens once: further persons are enrolled by two who are',
  UNKNOWN_PERSON: 'the person is not enrolled, or revoked: name one that is',
  PERSON_EXISTS: 'a person of that name is or was enrolled: names are not used again',
  UNKNOWN_KEY: 'the key is not enrolled, or revoked: sign with one that is',
  KEY_EXISTS: 'that key, or its id, is or was enrolled: make a new one',
  BAD_POSSESSION: 'the possession is no signature by the new key itself: sign with it',
  BAD_SIGNATURE: 'the signature is not over this proposal, in its role, by that key',
  ALREADY_APPROVED: 'that person has approved it: it takes another person',
  TOO_FEW_LEFT: 'two persons with keys must remain, or nobody could change anything again',
  UNKNOWN_PROPOSAL: 'there is no such proposal: it was applied, has expired, or never was',
  NOT_PROPOSER: 'only the proposer takes a proposal back: others simply do not sign it',
  EXPIRED: 'the proposal has expired: propose it again',
  STALE_REVISION: 'another change was applied since it was proposed: look at it, propose again',
  TOO_MANY_OPEN: 'too many proposals are open: let one be applied or expire',
  UNKNOWN_PRINCIPAL: 'the policy names a person that is not enrolled: enrol the person first',
  NOT_RECORDED: 'no audit sink can record it: cure the audit log first',
  CHARTER_UNTRUSTED:
    'what is stored of persons, keys and policy is not what two persons decided: see why, and restore it',
} as const;

export type ChangeRefusal = keyof typeof CHANGE_REFUSALS;

/** A change of persons, keys or policy that did not happen, and nothing of it. */
export class ChangeRefusedError extends SecurityError {
  readonly code = 'ERR_DSMIL_CHANGE_REFUSED';
  readonly refusal: ChangeRefusal;
  /** What it was about: a proposal, person or key; empty without. */
  readonly about: string;

  constructor(refusal: ChangeRefusal, about = '', options?: ErrorOptions) {
    const place = about === '' ? '' : ` (${about})`;
    super(`change refused, ${refusal}${place}: ${CHANGE_REFUSALS[refusal]}`, options);
    this.name = 'ChangeRefusedError';
    this.refusal = refusal;
    this.about = about;
  }
}

/** Test principals where devices are real. */
export class FixtureRefusedError extends SecurityError {
  readonly code = 'ERR_DSMIL_FIXTURE_REFUSED';

  constructor(backend: string) {
    super(
      `test principals are for the simulated backend, and this one is ${backend}: ` +
        'enrol persons with bootstrap, or start the simulator',
    );
    this.name = 'FixtureRefusedError';
  }
}

/** What was stored cannot be read: without it nobody is known, and nothing is allowed. */
export class SecurityMemoryError extends SecurityError {
  readonly code = 'ERR_DSMIL_SECURITY_MEMORY';
  readonly part: string;

  constructor(part: string, problem: string, options?: ErrorOptions) {
    super(
      `the stored security state is unusable at ${part}: ${problem}. Restore the store from a backup`,
      options,
    );
    this.name = 'SecurityMemoryError';
    this.part = part;
  }
}

const CHARTER_FAULTS = {
  MALFORMED: 'Keep a copy of the store as evidence; restore it from a backup',
  HOLE: 'Keep a copy of the store as evidence; restore it from a backup that has every revision',
  CHANGED: 'Keep a copy of the store as evidence; restore it from a backup',
  UNLINKED: 'Keep a copy of the store as evidence; restore it from a backup',
  UNSIGNED:
    'Keep a copy of the store as evidence, and find out who wrote it: two persons have not; restore a backup',
  IMPOSSIBLE: 'Keep a copy of the store as evidence; restore it from a backup',
  CUT: 'The store was put back, or its end was cut off: restore the newest backup that has the revision',
  REPLACED: 'Keep a copy of the store as evidence; restore the charter that the audit log knows',
  UNANNOUNCED: 'Keep a copy of the store as evidence; restore the charter that the audit log knows',
  UNSETTLED: 'See to the audit log, then start again',
} as const;

export type CharterFault = keyof typeof CHARTER_FAULTS;

/**
 * The stored charter is not one that two persons made, revision by revision, or not the one that the
 * audit log knows. Nobody is known then, and nothing but a stop is allowed.
 */
export class CharterTamperedError extends SecurityError {
  readonly code = 'ERR_DSMIL_CHARTER_TAMPERED';
  readonly fault: CharterFault;
  /** Where; 0 when it is about all of them. */
  readonly revision: number;
  /** What is wrong there. */
  readonly problem: string;
  /** What to do. */
  readonly advice: string;

  constructor(fault: CharterFault, revision: number, problem: string, options?: ErrorOptions) {
    const advice = CHARTER_FAULTS[fault];
    const place = revision === 0 ? 'the charter' : `revision ${revision} of the charter`;
    super(`${place} is not to be trusted, ${fault}: ${problem}. ${advice}`, options);
    this.name = 'CharterTamperedError';
    this.fault = fault;
    this.revision = revision;
    this.problem = problem;
    this.advice = advice;
  }
}

/** The store or the log ended while it was writing: what was to be written may be there or not. */
export class UncertainWriteError extends SecurityError {
  readonly code = 'ERR_DSMIL_SECURITY_UNCERTAIN';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`it is not known whether it was written (${why}): start the daemon again, which looks`, {
      cause,
    });
    this.name = 'UncertainWriteError';
  }
}
