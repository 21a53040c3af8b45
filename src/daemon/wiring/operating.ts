// SPDX-License-Identifier: Apache-2.0
// Operations through their life cycle, and the desk where two persons clear what nobody can tell.
import { ReadRecorder } from '../../audit/record/reads.ts';
import { RefusalRecorder } from '../../audit/record/refusals.ts';
import type { Assessor } from '../../core/ports/track.ts';
import { clearFlagged } from '../../orchestrator/commit/clearing.ts';
import { Strangers } from '../../orchestrator/commit/strangers.ts';
import { SYSTEM_TIMERS } from '../../orchestrator/commit/timers.ts';
import { guardAssessor } from '../../orchestrator/degradation/guarded-track.ts';
import type { Degradation } from '../../orchestrator/degradation/open.ts';
import { type ClearingDesk, openClearingDesk } from '../../orchestrator/operations/clearing.ts';
import { type Operations, openOperations } from '../../orchestrator/operations/operations.ts';
import { DEFAULT_LIMITS } from '../../orchestrator/operations/ports.ts';
import type { StopParts } from '../../orchestrator/stop/open.ts';
import { riskPolicyOf } from '../local/policies.ts';
import type { OrchestratorOptions } from '../orchestrator.ts';
import type { Committing } from './committing.ts';
import { heldDevices } from './holds.ts';
import type { Life } from './life.ts';
import { DeviceReads } from './reads.ts';
import { CoreSituation } from './situation.ts';

export interface Operating {
  readonly operations: Operations;
  readonly desk: ClearingDesk;
  readonly reads: ReadRecorder;
  readonly refusals: RefusalRecorder;
}

interface OperatingParts {
  readonly life: Life;
  readonly degradation: Degradation;
  readonly committing: Committing;
  readonly stop: StopParts;
}

/** Whoever judges, guarded against silence, and timed when somebody measures. */
function assessorsOf(
  { decision, timing }: OrchestratorOptions,
  degradation: Degradation,
): readonly Assessor[] {
  const { security, core } = decision;
  return [core.kernel, security, core.interface].map((track) => {
    const guard = degradation.guard(track.track);
    const guarded = guardAssessor(track, guard);
    return timing?.(guarded, guard.component) ?? guarded;
  });
}

/** Rejects with what the journal does. */
export async function openOperating(
  options: OrchestratorOptions,
  { life, degradation, committing, stop }: OperatingParts,
): Promise<Operating> {
  const { device, kernel, decision, onProblem } = options;
  const { clock, audit, events, security, core } = decision;
  const { config } = core.configuration;
  const { journal, coordinator } = committing;
  const reads = new ReadRecorder({ log: audit, onError: onProblem });
  const refusals = new RefusalRecorder({ log: audit, clock, onError: onProblem });
  const operations = await openOperations({
    security,
    interface: core.interface,
    assessors: assessorsOf(options, degradation),
    situation: new CoreSituation(core, () => life.moment),
    coordinator,
    journal: journal.operations,
    reads: new DeviceReads(device),
    stop: {
      stop: (reason, principal) => {
        stop.stop.stop(principal, reason);
      },
    },
    audit,
    readRecords: reads,
    refusals,
    events,
    clock,
    timers: SYSTEM_TIMERS,
    settings: {
      ...DEFAULT_LIMITS,
      risk: riskPolicyOf(config),
      allowCritical: config.risk.allowCritical,
      assessDeadlineMs: config.sync.assessDeadlineMs,
    },
    fault: onProblem,
  });
  stop.stop.subscribe(({ state }) => {
    if (state !== 'RUN') {
      operations.stopped();
    }
  });
  const strangers = new Strangers(kernel, committing.recovered.strangers);
  const desk = openClearingDesk({
    security,
    actions: {
      flagged: () => journal.transactions.flagged(),
      holds: () => heldDevices(device),
      clearFlagged: (id, persons, note) =>
        clearFlagged({ journal: journal.transactions, kernel }, id, persons, note),
      release: (token) => kernel.release(token),
      clearHistory: (...given) => operations.clearHistory(...given),
      strangers: () => strangers.list(),
      clearStranger: (id, said) => strangers.clear(id, said),
    },
    audit,
    refusals,
    events,
    clock,
  });
  return { operations, desk, reads, refusals };
}
