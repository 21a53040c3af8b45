// SPDX-License-Identifier: Apache-2.0
// A track that has promised and was not told asks. The journal's line is the answer; without one it is
// ABORT, but only for what nobody can commit any more: transactions of an older incarnation, and those
// of the present one that their own coordinator knows to be over.
import type {
  Decision,
  Participant,
  TransactionId,
  TransactionJournal,
} from '../../core/ports/commit.ts';

export interface DoubtParts {
  readonly journal: TransactionJournal;
  readonly participants: readonly Participant[];
  readonly problem: (error: unknown) => void;
}

/** How many were told. @underWay: of the present incarnation, not over yet. */
export async function tellInDoubt(
  { journal, participants, problem }: DoubtParts,
  underWay: (id: TransactionId) => boolean,
): Promise<number> {
  const undecided = new Set((await journal.undecided()).map(({ id }) => id));
  const answer = async (id: TransactionId, incarnation: number): Promise<Decision | undefined> => {
    if (incarnation > journal.incarnation || underWay(id) || undecided.has(id)) {
      return undefined;
    }
    return (await journal.decisionOf(id)) ?? 'ABORT';
  };
  const tell = async (participant: Participant): Promise<number> => {
    let told = 0;
    for (const { id, incarnation } of await participant.inDoubt()) {
      const decision = await answer(id, incarnation);
      if (decision !== undefined) {
        await participant.decided(id, decision);
        told++;
      }
    }
    return told;
  };
  const told = await Promise.all(
    participants.map(async (participant) => {
      try {
        return await tell(participant);
      } catch (error) {
        problem(error);
        return 0;
      }
    }),
  );
  return told.reduce((sum, count) => sum + count, 0);
}
