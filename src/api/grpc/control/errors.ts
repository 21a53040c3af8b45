// SPDX-License-Identifier: Apache-2.0
// What these methods throw beside what the parts behind them do.

const REFUSALS = {
  UNKNOWN: 'an account that the policy knows',
  NOT_A_PERSON: 'a person; services look at no policy and sign nothing',
} as const;

export type CallerRefusal = keyof typeof REFUSALS;

/** Not for this caller, whatever it asks of the method: PERMISSION_DENIED. */
export class CallerRefusedError extends Error {
  override readonly name = 'CallerRefusedError';
  readonly code = 'ERR_DSMIL_CALLER_REFUSED';
  readonly refusal: CallerRefusal;
  readonly satisfiedBy: string;

  constructor(refusal: CallerRefusal) {
    super(`refused, ${refusal}: it takes ${REFUSALS[refusal]}`);
    this.refusal = refusal;
    this.satisfiedBy = REFUSALS[refusal];
  }
}

/** There is no such thing, or none that the caller may know of: NOT_FOUND, one answer for both. */
export class NothingThereError extends Error {
  override readonly name = 'NothingThereError';
  readonly code = 'ERR_DSMIL_NOT_FOUND';

  constructor(what: string, id: string) {
    super(`there is no ${what} ${JSON.stringify(id.slice(0, 128))}: list those that there are`);
  }
}

/** Another step of the way back from the stop is next: FAILED_PRECONDITION. */
export class OtherStepError extends Error {
  override readonly name = 'OtherStepError';
  readonly code = 'ERR_DSMIL_RESET_REFUSED';
  readonly refusal = 'NOT_NOW';
  readonly satisfiedBy: string;

  constructor(expected: string, next: string) {
    super(`refused, NOT_NOW: ${expected} was meant, and ${next} is next`);
    this.satisfiedBy = `asking for ${next}, which is next`;
  }
}
