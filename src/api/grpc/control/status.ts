// SPDX-License-Identifier: Apache-2.0
// StatusService: how the daemon and its parts stand. What is flagged is counted as far as the caller may know;
// what is counted over all devices, for those who may know of all of them.
import type { OrchestratorState } from '../../../core/model/orchestrator.ts';
import { withoutDevices } from '../../../orchestrator/degradation/health-board.ts';
import { wireTime } from '../communication/values.ts';
import { maySeeAll } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type { IGetStatusResponse } from '../wire/generated/dsmil-control-v1.ts';
import { knownCaller } from './caller.ts';
import type { ControlParts } from './parts.ts';
import { wireStop } from './stop.ts';

const STATES: Readonly<Record<OrchestratorState, number>> = {
  STARTING: 1,
  RECOVERING: 2,
  OPERATIONAL: 3,
  DEGRADED: 4,
  EMERGENCY_STOPPED: 5,
  ENDING: 6,
};

export type StatusParts = Pick<
  ControlParts,
  'status' | 'stop' | 'sync' | 'access' | 'operations' | 'clearings' | 'audit' | 'clock'
>;

export function statusService(parts: StatusParts) {
  const { status, sync, access, operations, clearings, audit, clock } = parts;
  return {
    async GetStatus(_: object, { caller }: GrpcCall): Promise<IGetStatusResponse> {
      knownCaller(caller);
      const tokens = sync.devices.map(({ deviceId }) => deviceId);
      const all = maySeeAll(access, caller.principal, tokens);
      const { states: _states, averageMs: _average, ...counters } = operations.statistics;
      const [undecided, { flagged }] = await Promise.all([
        status.undecided(),
        clearings.conflicts(caller.principal),
      ]);
      const now = clock.boot();
      const { size, durable, sinks } = audit.status();
      return {
        version: status.version,
        upTime: wireTime(now - status.startedAt),
        orchestrator: STATES[status.orchestratorState()],
        devicePath: status.devicePath,
        backend: status.backend,
        stop: wireStop(parts, caller),
        health: status.health().map(({ component, state, reason, since }) => ({
          component,
          state,
          reason: withoutDevices(reason),
          since: wireTime(since),
        })),
        operationCounts: all ? { ...counters } : {},
        inFlight: all ? status.inFlight() : 0,
        undecided: all ? undecided : 0,
        flagged: flagged.length,
        audit: {
          size,
          durable,
          problems: sinks.flatMap(({ name, problem }) =>
            problem === undefined ? [] : [`${name}: ${problem}`],
          ),
        },
      };
    },
  };
}
