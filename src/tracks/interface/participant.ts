// SPDX-License-Identifier: Apache-2.0
// Track C in a commit: whether the yes that it stands on still holds. One yes is good for one commit. Its
// promises are in memory: with a restart they are gone, as the confirmations are.
import { Track } from '../../core/model/enums.ts';
import type {
  Decision,
  Participant,
  Proposal,
  TransactionId,
  Vote,
} from '../../core/ports/commit.ts';
import { need } from '../../core/requirement/input.ts';
import { Promises } from '../promises.ts';
import type { InterfaceTrack } from './interface-track.ts';

/** What it asks of the track. */
export type InterfaceStandpoint = Pick<InterfaceTrack, 'confirmation' | 'withdraw'>;

export class InterfaceParticipant implements Participant {
  readonly track: typeof Track.INTERFACE = Track.INTERFACE;
  readonly #track: InterfaceStandpoint;
  readonly #promises = new Promises();

  constructor(track: InterfaceStandpoint) {
    this.#track = track;
  }

  prepare(proposal: Proposal, signal: AbortSignal): Promise<Vote> {
    const { id, transaction } = proposal;
    const promised = new Set(
      this.#promises.others(id).flatMap((other) => other.transaction.confirmed),
    );
    const needs = transaction.confirmed.flatMap((about) => {
      const problem = promised.has(about)
        ? 'another transaction is about to use it'
        : this.#track.confirmation(about) === undefined
          ? 'it was withdrawn, has run out, or the risk has risen'
          : null;
      const satisfiedBy = 'a confirmation of this request at the interface that holds now';
      return problem === null
        ? []
        : [need('confirmation', false, `the confirmation does not count: ${problem}`, satisfiedBy)];
    });
    if (needs.length > 0 || signal.aborted) {
      return Promise.resolve({ yes: false, needs });
    }
    this.#promises.hold(proposal);
    return Promise.resolve({ yes: true });
  }

  /** What was done, or may have been, has used its yes up. */
  decided(id: TransactionId, decision: Decision): Promise<void> {
    const proposal = this.#promises.end(id);
    if (decision !== 'ABORT') {
      for (const about of proposal?.transaction.confirmed ?? []) {
        this.#track.withdraw(about);
      }
    }
    return Promise.resolve();
  }

  inDoubt(): ReturnType<Participant['inDoubt']> {
    return Promise.resolve(this.#promises.list());
  }
}
