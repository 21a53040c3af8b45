// SPDX-License-Identifier: Apache-2.0
// One operation: in memory while it is known there, else as the journal has it. What is not its asker's to
// know of is not there in either.
import type { OperationsJournal } from '../../core/ports/operations-journal.ts';
import { OperationNotFoundError } from '../../orchestrator/operations/errors.ts';
import type { Operations } from '../../orchestrator/operations/operations.ts';
import { type OperationResult, resultFrom } from '../../orchestrator/operations/result.ts';

export interface FindParts {
  readonly operations: Pick<Operations, 'find'>;
  /** Knows what ended before this process began: the asker's own alone, and without what was read. */
  readonly journal: Pick<OperationsJournal, 'known'>;
}

/** By its coordination id when it is @principal's own, or the server's. Rejects with OperationNotFoundError. */
export async function findOperation(
  { operations, journal }: FindParts,
  principal: string,
  id: string,
): Promise<OperationResult> {
  try {
    return operations.find(principal, id);
  } catch (error) {
    const known = error instanceof OperationNotFoundError && (await journal.known(principal, id));
    if (!known || known.ending === null) {
      throw error;
    }
    return resultFrom(known.ending.outcome);
  }
}

/** It has not ended: some of its fields are not what they will be. */
export function isPending(result: OperationResult): boolean {
  return result.message === '' && result.state !== 'COMPLETED';
}
