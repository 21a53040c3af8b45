// SPDX-License-Identifier: Apache-2.0
// Asks B and C. All must say yes; the first no ends it, and silence is one.

import { TrackNames } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { WorkingTrack } from '../../core/model/track.ts';
import type { Participant, Proposal, Vote } from '../../core/ports/commit.ts';
import { type Need, need } from '../../core/requirement/input.ts';
import { messageOf } from './codes.ts';
import { unlessAborted } from './timers.ts';

export interface Refusal {
  readonly track: WorkingTrack;
  readonly needs: readonly Need[];
}

/** Undefined when all agree, or when @signal aborted first. Never rejects. */
export async function collectVotes(
  participants: readonly Participant[],
  proposal: Proposal,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  let refusal: Refusal | undefined;
  const ask = async (participant: Participant): Promise<void> => {
    const vote = await voteOf(participant, proposal, either);
    if (vote !== undefined && !vote.yes && refusal === undefined) {
      refusal = { track: participant.track, needs: vote.needs };
      enough.abort();
    }
  };
  await Promise.all(participants.map(ask));
  return refusal;
}

async function voteOf(
  participant: Participant,
  proposal: Proposal,
  signal: AbortSignal,
): Promise<Vote | undefined> {
  try {
    const voted = await unlessAborted(signal, participant.prepare(proposal, signal));
    return voted.ended ? voted.value : undefined;
  } catch (error) {
    if (signal.aborted) {
      return undefined;
    }
    const track = nameOf(TrackNames, participant.track);
    const because = `the ${track} track could not prepare: ${messageOf(error)}`;
    return { yes: false, needs: [need('track-failed', false, because, 'a track that answers')] };
  }
}
