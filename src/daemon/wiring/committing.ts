// SPDX-License-Identifier: Apache-2.0
// The commit across the tracks: journal, recovery, coordinator. Recovery comes before everything.
import { Track } from '../../core/model/enums.ts';
import { type Journal, openJournal } from '../../journal/open.ts';
import {
  type CommitCoordinator,
  createCoordinator,
} from '../../orchestrator/commit/coordinator.ts';
import { recoverPatiently } from '../../orchestrator/commit/recover-patiently.ts';
import type { RecoveryReport } from '../../orchestrator/commit/recovery.ts';
import {
  type WatchedCoordinator,
  watchCoordinator,
} from '../../orchestrator/degradation/coordinator-watch.ts';
import { guardParticipant } from '../../orchestrator/degradation/guarded-track.ts';
import type { Degradation } from '../../orchestrator/degradation/open.ts';
import { InterfaceParticipant } from '../../tracks/interface/participant.ts';
import { SecurityParticipant } from '../../tracks/security/participant.ts';
import type { OrchestratorOptions } from '../orchestrator.ts';

export interface Committing {
  readonly journal: Journal;
  readonly recovered: RecoveryReport;
  readonly coordinator: WatchedCoordinator;
  /** The same, without the watch: it is what is closed. */
  readonly bare: CommitCoordinator;
}

/** Rejects with what the journal does, and with RecoveryGivenUpError. */
export async function openCommitting(
  { kernel, decision, onProblem, onFenced, onRecovering }: OrchestratorOptions,
  degradation: Degradation,
): Promise<Committing> {
  const { clock, audit, security, core, shared } = decision;
  const journal = await openJournal({ store: shared, audit, clock, problem: onProblem });
  const participants = [
    guardParticipant(
      new SecurityParticipant({ track: security, clock }),
      degradation.guard(Track.SECURITY),
    ),
    guardParticipant(new InterfaceParticipant(core.interface), degradation.guard(Track.INTERFACE)),
  ];
  const options = {
    kernel,
    journal: journal.transactions,
    participants,
    clock,
    problem: onProblem,
    fenced: onFenced,
  };
  const recovered = await recoverPatiently(options, {
    waiting: onRecovering ?? (({ error }) => onProblem(error)),
  });
  const bare = createCoordinator(options);
  return { journal, recovered, coordinator: watchCoordinator(bare, clock), bare };
}
