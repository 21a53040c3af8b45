// SPDX-License-Identifier: Apache-2.0
// HealthCheck: how the daemon's components are. Their names tell nothing of devices: whoever may connect may
// ask. Why one is not well is for accounts that the policy knows.
import { checkText } from '../../../core/model/check.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { OrchestratorState } from '../../../core/model/orchestrator.ts';
import {
  type ComponentHealth,
  type ComponentState,
  withoutDevices,
} from '../../../orchestrator/degradation/health-board.ts';
import type { GrpcCall } from '../method.ts';
import type {
  IHealthCheckRequest,
  IHealthCheckResponse,
} from '../wire/generated/dsmil-communication-v1.ts';
import { ComponentNotFoundError } from './errors.ts';
import type { CommunicationParts } from './parts.ts';
import { stopStateOf, wireTime } from './values.ts';

export type HealthParts = Pick<
  CommunicationParts,
  'health' | 'orchestratorState' | 'stop' | 'clock' | 'startedAt' | 'version'
>;

const COMPONENTS_MAX = 64;
const NAME_MAX = 64;

/** HealthStatus of the protocol: the greater the worse. */
const STATUSES: Readonly<Record<ComponentState, number>> = {
  OK: 1,
  RECOVERING: 2,
  DEGRADED: 3,
  FAILED: 4,
};

const ORCHESTRATOR_STATES: Readonly<Record<OrchestratorState, number>> = {
  STARTING: 1,
  RECOVERING: 2,
  OPERATIONAL: 3,
  DEGRADED: 4,
  EMERGENCY_STOPPED: 5,
  ENDING: 6,
};

function chosen(
  all: readonly ComponentHealth[],
  names: readonly string[],
): readonly ComponentHealth[] {
  if (names.length === 0) {
    return all;
  }
  if (names.length > COMPONENTS_MAX) {
    throw new InvalidArgumentError('components', names, `at most ${COMPONENTS_MAX} names`);
  }
  const wanted = new Set(names.map((name, n) => checkText(name, `components[${n}]`, 1, NAME_MAX)));
  for (const name of wanted) {
    if (!all.some(({ component }) => component === name)) {
      throw new ComponentNotFoundError(name);
    }
  }
  return all.filter(({ component }) => wanted.has(component));
}

/** Throws InvalidArgumentError and ComponentNotFoundError. */
export function healthCheck(
  parts: HealthParts,
  given: IHealthCheckRequest,
  { caller }: Pick<GrpcCall, 'caller'>,
): IHealthCheckResponse {
  const { health, orchestratorState, stop, clock, startedAt, version } = parts;
  const components = chosen(health(), given.components ?? []);
  const { state, epoch } = stop.control;
  const isSomebody = caller.person !== undefined;
  return {
    status: Math.max(STATUSES.OK, ...components.map((one) => STATUSES[one.state])),
    components: components.map(({ component, state: status, reason, since }) => ({
      component,
      status: STATUSES[status],
      reason: isSomebody ? withoutDevices(reason) : '',
      since: wireTime(since),
    })),
    orchestratorState: ORCHESTRATOR_STATES[orchestratorState()],
    stopState: stopStateOf(state),
    stopEpoch: epoch,
    serverTime: wireTime(clock.wall()),
    uptime: wireTime(clock.boot() - startedAt),
    version,
  };
}
