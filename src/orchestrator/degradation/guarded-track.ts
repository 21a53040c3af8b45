// SPDX-License-Identifier: Apache-2.0
// The ports of a track behind its guard. What refuses may be refused for: an assessment that is missing
// counts as the worst, a vote that is missing is a no. What has been decided may not: it is told
// without any breaker.
import type { Participant } from '../../core/ports/commit.ts';
import type { Assessor, Reporter } from '../../core/ports/track.ts';
import type { Guard } from './guard.ts';

export function guardAssessor(assessor: Assessor, guard: Guard): Assessor {
  return {
    track: assessor.track,
    assess: (subject, signal) => guard.call((own) => assessor.assess(subject, own), signal),
  };
}

export function guardReporter(reporter: Reporter, guard: Guard): Reporter {
  return {
    track: reporter.track,
    report: (signal, device) => guard.call((own) => reporter.report(own, device), signal),
    subscribe: (listener) => reporter.subscribe(listener),
  };
}

export function guardParticipant(participant: Participant, guard: Guard): Participant {
  return {
    track: participant.track,
    prepare: (proposal, signal) => guard.call((own) => participant.prepare(proposal, own), signal),
    decided: (id, decision) => participant.decided(id, decision),
    inDoubt: () => participant.inDoubt(),
  };
}
