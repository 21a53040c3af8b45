// SPDX-License-Identifier: Apache-2.0
// What was thrown in the store's thread comes back as the class that it was.
import { FencedError } from '../core/ports/commit.ts';
import type { UnitOutcome } from '../store/contract.ts';
import { StoreCommandError } from '../store/errors.ts';
import {
  ApprovalUsedError,
  NotFlaggedError,
  OperationEndedError,
  OperationKnownError,
  OutcomeDiffersError,
  TransactionDecidedError,
} from './errors.ts';

const CLASSES: Readonly<Record<string, { readonly prototype: Error }>> = {
  FencedError,
  ApprovalUsedError,
  NotFlaggedError,
  OperationEndedError,
  OperationKnownError,
  OutcomeDiffersError,
  TransactionDecidedError,
};

/** @error as it was thrown there; one that is not of ours stays what it is. */
export function asThrown(error: Error): Error {
  const known = error instanceof StoreCommandError ? CLASSES[error.name] : undefined;
  if (!(error instanceof StoreCommandError) || known === undefined) {
    return error;
  }
  const { message, name, code, fields, stack } = error;
  const again = Object.assign(new Error(message), fields, { name, code, stack });
  return Object.setPrototypeOf(again, known.prototype) as Error;
}

/** The results of a unit's commands; throws why none of it happened. */
export function resultsOf(outcome: UnitOutcome | undefined): readonly unknown[] {
  if (outcome === undefined) {
    throw new Error('the store gave no outcome of a unit of the journal');
  }
  if (!outcome.done) {
    throw asThrown(outcome.error);
  }
  return outcome.results;
}
