// SPDX-License-Identifier: Apache-2.0
// The daemon's parts, as dsmil.control.v1 needs them.
import type { ControlParts } from '../../api/grpc/control/parts.ts';
import type { ServiceParts } from '../service-parts.ts';

export function controlParts(parts: Omit<ServiceParts, 'log' | 'onProblem'>): ControlParts {
  const { decision, orchestrator, device, conflicts, sessions, version, startedAt } = parts;
  const { audit, clock, core, events, security } = decision;
  const { degradation, desk, journal, operations, stop } = orchestrator;
  return {
    operations,
    planner: core,
    access: security,
    charter: security,
    confirmations: core.interface,
    sessions,
    conflicts,
    clearings: desk,
    stop: stop.stop,
    reset: stop.reset,
    sync: core.sync,
    events,
    audit,
    configuration: core.configuration,
    status: {
      version,
      startedAt,
      devicePath: device.path,
      backend: device.info.backend,
      orchestratorState: () => orchestrator.state,
      health: () => degradation.health(),
      inFlight: () => orchestrator.inFlight,
      undecided: async () => (await journal.transactions.undecided()).length,
    },
    clock,
  };
}
