// SPDX-License-Identifier: Apache-2.0
// Operations that the last run left open: each ends as its transaction did, and one that had none was
// never begun. What is not decided yet stays open.

import { coordinationResult } from '../../core/machines/operation.ts';
import type { CountedOutcome, KnownOperation } from '../../core/ports/operations-journal.ts';
import { deviceResults, type Ending, INTERRUPTED } from './ending.ts';
import type { OperationsOptions } from './ports.ts';
import { requestedEffects } from './request-json.ts';
import { type FinalState, type OperationResult, resultJson } from './result.ts';

/**
 * What enters the failure history, as it does when nobody dies (endingOf() of ending.ts): what stands, what was begun and
 * undone, and what nobody can tell. What the kernel aborted before it began was not tried.
 */
function countedOf({ request, transaction }: KnownOperation): readonly CountedOutcome[] {
  const effects = requestedEffects(request);
  const all = (failed: boolean) => effects.map((effect) => ({ ...effect, failed }));
  if (transaction?.decision === 'COMMIT') {
    return all(false);
  }
  if (transaction?.decision === 'HEURISTIC') {
    return all(true);
  }
  if (transaction?.outcome?.kernel !== 'ROLLED_BACK') {
    return [];
  }
  const failed = transaction.outcome.results.filter(({ error }) => error !== 0);
  const blamed = all(true).filter(({ device }) => failed.some((one) => one.device === device));
  return blamed.length > 0 ? blamed : all(true);
}

function endingOf({
  transaction,
}: KnownOperation): Pick<Ending, 'cause' | 'message'> | null | 'COMMITTED' {
  if (transaction === null) {
    return INTERRUPTED;
  }
  switch (transaction.decision) {
    case 'COMMIT':
      return 'COMMITTED';
    case 'ABORT':
      if (transaction.outcome?.kernel === 'ROLLED_BACK') {
        return { cause: 'ROLLED_BACK', message: 'what had begun was undone, and its daemon ended' };
      }
      return {
        cause: 'ABORTED',
        message:
          'the daemon ended while it was committed: nothing was changed, or what was is undone',
      };
    case 'HEURISTIC':
      return {
        cause: 'HEURISTIC',
        message: 'nobody can tell how it ended: the devices are on hold until two persons clear it',
      };
    case undefined:
      return null;
  }
}

function operationOf({ request }: KnownOperation): string {
  const named = typeof request === 'object' && request !== null && !Array.isArray(request);
  return named ? String((request as { readonly operation?: unknown }).operation ?? '') : '';
}

/** How many stay open. Rejects with the journal's errors. */
export async function endUnfinished({ journal, clock }: OperationsOptions): Promise<number> {
  let open = 0;
  for (const known of await journal.unfinished()) {
    const ending = endingOf(known);
    if (ending === null) {
      open += 1;
      continue;
    }
    const state: FinalState = ending === 'COMMITTED' ? 'COMPLETED' : 'FAILED';
    const at = clock.wall();
    const outcome: OperationResult = {
      coordinationId: known.coordinationId,
      operation: operationOf(known),
      state,
      result: coordinationResult(state),
      cause: ending === 'COMMITTED' ? null : ending.cause,
      message: ending === 'COMMITTED' ? '' : ending.message,
      risk: null,
      unmet: [],
      devices: deviceResults(known.transaction?.outcome?.results ?? []),
      transaction: known.transaction === null ? null : String(known.transaction.id),
      receivedAt: known.receivedAt,
      coordinationMs: 0,
    };
    await journal.ended(known.principal, known.coordinationId, {
      state,
      outcome: resultJson(outcome),
      at,
      // In the line of its end, which is written once: a recovery that runs again counts nothing again.
      counted: countedOf(known),
    });
  }
  return open;
}
