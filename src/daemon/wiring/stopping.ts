// SPDX-License-Identifier: Apache-2.0
// The stop over kernel and tracks, with the deadman and the reset.
import { ClearanceLevel } from '../../core/model/enums.ts';
import type { Reporter } from '../../core/ports/track.ts';
import type { Degradation } from '../../orchestrator/degradation/open.ts';
import { openStop, type StopParts } from '../../orchestrator/stop/open.ts';
import type { StopParty } from '../../orchestrator/stop/ports.ts';
import { STRANGER } from '../../tracks/security/threat/fact.ts';
import type { OrchestratorOptions } from '../orchestrator.ts';
import { DeviceLatch } from '../stop/device-latch.ts';
import type { Committing } from './committing.ts';

/** Whether a track hears: it answers a report, or it is missing. */
function party(name: string, reporter: Reporter): StopParty {
  return {
    name,
    stopped: async (_epoch, signal) => {
      await reporter.report(signal);
    },
  };
}

/** Arms the deadman: throws what that does. */
export function openStopping(
  { device, decision, lastResort, onProblem }: OrchestratorOptions,
  degradation: Degradation,
  { coordinator }: Committing,
): StopParts {
  const { clock, audit, events, security, core } = decision;
  const { deadman, stop } = core.configuration.config;
  const latch = new DeviceLatch(device);
  return openStop({
    kernel: latch,
    deadman: latch,
    parties: [party('security', security), party('interface', core.interface)],
    coordinator,
    lastResort,
    labelOf: (device) => {
      const { requiredClearance, compartments } = security.deviceAccess(Number(device));
      return { clearance: requiredClearance, compartments };
    },
    events,
    audit,
    clock,
    settleMs: stop.settleMs,
    periodMs: deadman.periodMs,
    beatMs: deadman.beatMs,
    checks: [coordinator],
    onBeat: (state) => degradation.beat(state),
    directory: () => security.directory(),
    resetDemand: { clearance: ClearanceLevel.SECRET, compartments: [] },
    onResetRefused: ({ refusal, person }, principal) => {
      security.observe({
        kind: 'approval.refused',
        principal: principal ?? person ?? STRANGER,
        device: null,
        operation: null,
        reason: refusal,
      });
    },
    onProblem,
  });
}
