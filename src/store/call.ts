// SPDX-License-Identifier: Apache-2.0
// One write() call on the main side: its units' outcomes as they come in, until all are there.
import type { UnitOutcome } from './contract.ts';
import type { WireOutcome } from './protocol.ts';
import type { Entry } from './queue.ts';
import { fromWire } from './wire-error.ts';

/** One write() call. */
export interface Call {
  /** By unit; undefined while it is under way. */
  readonly outcomes: (UnitOutcome | undefined)[];
  resolve(outcomes: readonly UnitOutcome[]): void;
  reject(error: Error): void;
}

/** Gives a batch's outcomes to its calls; null is one that is not known. Settles what is complete. */
export function settleEntries(
  entries: readonly Entry<Call>[],
  outcomes: readonly (WireOutcome | null)[],
): void {
  let at = 0;
  for (const { units, owner } of entries) {
    fillIn(owner, outcomes.slice(at, at + units.length));
    at += units.length;
    settleIfDone(owner);
  }
}

function fillIn(call: Call, outcomes: readonly (WireOutcome | null)[]): void {
  let place = 0;
  for (const outcome of outcomes) {
    place = call.outcomes.indexOf(undefined, place);
    if (outcome !== null) {
      call.outcomes[place] = outcome.done
        ? outcome
        : { done: false, error: fromWire(outcome.error) };
    }
    place += 1;
  }
}

export function settleIfDone(call: Call): void {
  const { outcomes } = call;
  if (outcomes.every((outcome) => outcome !== undefined)) {
    call.resolve(outcomes);
  }
}
