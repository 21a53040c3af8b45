// SPDX-License-Identifier: Apache-2.0
// What the kernel says of a transaction, in the words of a commit.
import type { Operation, OperationInput } from '../../abi/generated/arguments.ts';
import { type OperationType, TxOutcomeNames } from '../../abi/generated/enums.ts';
import type { Effect, EffectResult, KernelAnswer, KernelOutcome } from '../../core/ports/commit.ts';
import { type CallError, reasonName } from '../../device/errors.ts';
import { whatSatisfies } from '../../device/reasons.ts';

/** PREPARING counts as PREPARED: no effect was begun, and none begins before a commit. */
export function kernelOutcome(outcome: number): KernelOutcome {
  const name = TxOutcomeNames[outcome] ?? 'UNKNOWN';
  return name === 'PREPARING' ? 'PREPARED' : name;
}

export function operationOf({ device, type, register, value, timeoutMs }: Effect): OperationInput {
  return {
    device,
    // The codec checks the range: an operation that is no effect is refused there.
    type: type as OperationType,
    registerIndex: register ?? 0,
    value: value ?? 0,
    timeoutMs,
  };
}

export function effectResults(operations: readonly Operation[]): readonly EffectResult[] {
  return operations.map(({ device, snapshot, error, reason }) => ({
    device,
    before: snapshot,
    error,
    reason: reason === 0 ? '' : reasonName(reason),
  }));
}

/** @count: of the effects; a failed one of that number is none. */
export function failedAt(failed: number, count: number): number | null {
  return failed < count ? failed : null;
}

export function plainAnswer(
  outcome: KernelOutcome,
  results: readonly EffectResult[] = [],
): KernelAnswer {
  return { outcome, reason: '', satisfiedBy: '', failed: null, results };
}

/** Of a call that was refused or failed: the rule's name, or the system's name of the error. */
export function failureAnswer(
  error: CallError,
  outcome: KernelOutcome,
  failed: number | null,
  results: readonly EffectResult[],
): KernelAnswer {
  const refused = error.reason !== 0;
  return {
    outcome,
    reason: refused ? error.reasonName : error.errno,
    satisfiedBy: refused ? whatSatisfies(error.reason) : '',
    failed,
    results,
  };
}
