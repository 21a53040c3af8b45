// SPDX-License-Identifier: Apache-2.0
// What the seven methods need of the daemon. Each is as narrow as its use.
import type { EventType, Track } from '../../../core/model/enums.ts';
import type { OrchestratorState } from '../../../core/model/orchestrator.ts';
import type { AuditLog } from '../../../core/ports/audit-log.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { EventBus } from '../../../events/bus.ts';
import type { ComponentHealth } from '../../../orchestrator/degradation/health-board.ts';
import type { Operations } from '../../../orchestrator/operations/operations.ts';
import type { StopOrchestrator } from '../../../orchestrator/stop/stop-orchestrator.ts';
import type { Synchronizer } from '../../../sync/synchronizer.ts';
import type { AccessPort, RefusalPort } from './visibility.ts';

/** Track B, as far as these methods ask it. */
export interface SecurityPort extends AccessPort, RefusalPort {
  /** Names persons, keys and policy as they are now; moves with each change of them. */
  readonly policyName: string;
}

/** What the policy lets clients publish. */
export interface PublishGrants {
  mayPublish(principal: string, type: EventType, source: Track): boolean;
}

/** The ring from the kernel, since it was opened. */
export interface RingCounters {
  /** Records that were read. */
  readonly records: number;
  readonly lost: number;
}

/** The server that these methods are of. */
export interface ServerCounters {
  readonly started: number;
  readonly failed: number;
  readonly active: number;
  readonly connections: number;
}

export interface CommunicationParts {
  readonly operations: Pick<Operations, 'coordinate' | 'statistics'>;
  readonly stop: Pick<StopOrchestrator, 'stop' | 'control' | 'subscribe'>;
  readonly sync: Pick<
    Synchronizer,
    | 'devices'
    | 'state'
    | 'revision'
    | 'sync'
    | 'syncAll'
    | 'disagreements'
    | 'health'
    | 'subscribe'
    | 'metrics'
  >;
  readonly events: Pick<EventBus, 'subscribe' | 'publish' | 'stats'>;
  readonly security: SecurityPort;
  /** Absent denies: nobody publishes. */
  readonly grants?: PublishGrants;
  readonly audit: AuditLog;
  readonly health: () => readonly ComponentHealth[];
  readonly orchestratorState: () => OrchestratorState;
  readonly ring: () => RingCounters;
  readonly server: () => ServerCounters;
  readonly clock: Clock;
  readonly version: string;
  /** By the boot clock. {unit ms} */
  readonly startedAt: number;
  /** What goes wrong beside: no call fails because of it. */
  readonly onProblem: (error: unknown) => void;
}
