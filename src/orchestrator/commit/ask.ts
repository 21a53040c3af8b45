// SPDX-License-Identifier: Apache-2.0
// Asks the kernel what became of a transaction, until it says so. What is still prepared is aborted:
// whoever asks does not commit any more.
import {
  FencedError,
  type KernelAnswer,
  type KernelResource,
  type TransactionId,
} from '../../core/ports/commit.ts';
import { decisionFrom } from './decision.ts';
import type { CommitLimits } from './options.ts';
import { sleep, type Timers, within } from './timers.ts';

export interface AskParts {
  readonly kernel: KernelResource;
  readonly timers: Timers;
  readonly limits: CommitLimits;
  readonly problem: (error: unknown) => void;
}

/** Undefined when it is not said within limits.askMs. Rejects with FencedError alone. */
export async function askKernel(
  { kernel, timers, limits, problem }: AskParts,
  id: TransactionId,
): Promise<KernelAnswer | undefined> {
  const { askMs, answerMs, retryMs, retryMaxMs } = limits;
  for (let left = askMs, wait = retryMs; left > 0; wait = Math.min(retryMaxMs, 2 * wait)) {
    let asked = answerMs;
    try {
      const said = await within(timers, answerMs, ask(kernel, id));
      if (said.ended && (said.value.outcome === 'UNKNOWN' || isDecided(said.value))) {
        return said.value;
      }
      asked = said.ended ? 0 : answerMs;
    } catch (error) {
      if (error instanceof FencedError) {
        throw error;
      }
      problem(error);
      asked = 0;
    }
    left -= asked + wait;
    await sleep(timers, wait);
  }
  return undefined;
}

async function ask(kernel: KernelResource, id: TransactionId): Promise<KernelAnswer> {
  const answer = await kernel.outcome(id);
  return answer.outcome === 'PREPARED' ? await kernel.abort(id) : answer;
}

function isDecided({ outcome }: KernelAnswer): boolean {
  return decisionFrom(outcome) !== undefined;
}
