// SPDX-License-Identifier: Apache-2.0
// What coordinated operations throw beside core's InvalidArgumentError, IdempotencyConflictError and
// RefusedError. What becomes of an operation is a result, not an error.

const LIMITS = {
  TOO_MANY_OPERATIONS: 'as many operations as may be under way: wait until some have ended',
  TOO_MANY_OF_PRINCIPAL:
    'as many operations as one principal may have under way: wait, cancel or let them expire',
  TOO_MANY_OFFERS: 'as many approvals as may be asked for: wait until some were given or expired',
  TOO_MANY_CLEARINGS_OF_PERSON:
    'as many clearings as one person may have open: sign, or let them expire',
  TOO_MANY_CLEARINGS: 'as many clearings as may be open: sign, or let them expire',
} as const;

export type OperationLimit = keyof typeof LIMITS;

/** A limit of the server; nothing was begun. The same request may succeed later. */
export class OperationLimitError extends Error {
  override readonly name = 'OperationLimitError';
  readonly code = 'ERR_DSMIL_OPERATION_LIMIT';
  readonly limit: OperationLimit;
  readonly satisfiedBy: string;

  constructor(limit: OperationLimit, most: number) {
    super(`refused, ${limit}: there are ${LIMITS[limit]} (at most ${most})`);
    this.limit = limit;
    this.satisfiedBy = LIMITS[limit];
  }
}

/** There is no such thing, or nothing that the asker may know of: one answer for both. */
export class OperationNotFoundError extends Error {
  override readonly name = 'OperationNotFoundError';
  readonly code = 'ERR_DSMIL_NOT_FOUND';

  constructor(what: string, id: string) {
    super(`there is no ${what} ${JSON.stringify(id.slice(0, 128))}: list those that there are`);
  }
}

const REFUSALS = {
  UNKNOWN_KEY: 'a key that is enrolled for one person',
  SHARED_KEY: 'a key that one person alone holds',
  BAD_SIGNATURE: 'a signature by that key over exactly what the list shows',
  UNKNOWN_PERSON: 'a person whom the policy knows; services approve nothing',
  REQUESTER: 'another person than the one who asked for it',
  CLEARANCE: 'a person with the clearance that the list shows',
  COMPARTMENTS: 'a person in all compartments that the list shows',
  EXPIRED: 'an approval within five minutes of being asked: ask again',
  USED: 'a new operation: an approval counts once',
  SAFETY_VERSION_MOVED: 'an approval of the device as it is now: look at the list again',
  STOP_EPOCH_MOVED: 'an approval that was given after the last stop',
  POLICY_MOVED: 'an approval under the policy of now: look at the list again',
  RISK_ROSE: 'an approval of the risk as it is now: look at the list again',
  ALREADY_APPROVED: 'another person: this one has approved already, or the offer is taken',
  NOT_A_PERSON: 'a person; services answer for nothing',
} as const;

export type AnswerRefusal = keyof typeof REFUSALS;

/** An approval, or a clearing, that does not count. Nothing has changed. */
export class AnswerRefusedError extends Error {
  override readonly name = 'AnswerRefusedError';
  readonly code = 'ERR_DSMIL_ANSWER_REFUSED';
  readonly refusal: AnswerRefusal;
  readonly satisfiedBy: string;

  constructor(refusal: AnswerRefusal) {
    super(`refused, ${refusal}: it takes ${REFUSALS[refusal]}`);
    this.refusal = refusal;
    this.satisfiedBy = REFUSALS[refusal];
  }
}
