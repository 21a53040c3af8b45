// SPDX-License-Identifier: Apache-2.0
// After the decision: holds where nobody can tell, the outcome durable, the tracks told, the kernel's
// memory freed. In this order, and the last only when the first are done.
import {
  type AuthorizedTransaction,
  FencedError,
  type Outcome,
  type Participant,
  type TransactionId,
} from '../../core/ports/commit.ts';
import { codeOf } from './codes.ts';
import type { CommitParts } from './options.ts';
import { sleep, within } from './timers.ts';

export type FinishParts = Pick<
  CommitParts,
  'kernel' | 'journal' | 'participants' | 'timers' | 'limits' | 'problem'
>;

/** It is decided otherwise already: to insist is no use, and who asks is told what is written down. */
const OUTCOME_DIFFERS = 'ERR_DSMIL_OUTCOME_DIFFERS';

/** Tries until it succeeds or @parts' owner is fenced off. Rejects with FencedError alone. */
async function insist(
  { timers, limits, problem }: FinishParts,
  action: () => Promise<void>,
  mayGoOn: () => boolean,
): Promise<boolean> {
  for (let wait = limits.retryMs; mayGoOn(); wait = Math.min(limits.retryMaxMs, 2 * wait)) {
    try {
      await action();
      return true;
    } catch (error) {
      if (error instanceof FencedError) {
        throw error;
      }
      problem(error);
      if (codeOf(error) === OUTCOME_DIFFERS) {
        return false;
      }
    }
    await sleep(timers, wait);
  }
  return false;
}

/** No effect on these devices until two persons have looked. */
export async function holdAll(
  parts: FinishParts,
  devices: readonly number[],
  mayGoOn: () => boolean,
): Promise<void> {
  const { kernel, timers, limits } = parts;
  for (const device of devices) {
    const hold = async (): Promise<void> => {
      const held = await within(timers, limits.answerMs, kernel.hold(device));
      if (!held.ended) {
        throw new Error(`the kernel does not answer to a hold of device 0x${device.toString(16)}`);
      }
    };
    await insist(parts, hold, mayGoOn);
  }
}

/** Those that could not be told stay in doubt, and ask. */
export async function tellAll(
  { participants, problem }: Pick<FinishParts, 'participants' | 'problem'>,
  id: TransactionId,
  decision: Outcome['decision'],
): Promise<void> {
  const tell = async (participant: Participant): Promise<void> => {
    try {
      await participant.decided(id, decision);
    } catch (error) {
      problem(error);
    }
  };
  await Promise.all(participants.map(tell));
}

/**
 * Resolves when all of it is done, or was given up because @mayGoOn says so: then recovery does it.
 * @recorded is called as soon as the outcome is durable. Rejects with FencedError alone.
 */
export async function finish(
  parts: FinishParts,
  outcome: Outcome,
  transaction: AuthorizedTransaction,
  mayGoOn: () => boolean,
  recorded: () => void,
): Promise<void> {
  const { kernel, journal, problem } = parts;
  if (outcome.decision === 'HEURISTIC') {
    const devices = transaction.effects.map(({ device }) => device);
    await holdAll(parts, devices, mayGoOn);
  }
  if (!(await insist(parts, () => journal.outcome(outcome, transaction), mayGoOn))) {
    return;
  }
  recorded();
  await tellAll(parts, outcome.id, outcome.decision);
  try {
    await kernel.forget(outcome.id);
  } catch (error) {
    // The next recovery forgets it.
    problem(error);
  }
}
