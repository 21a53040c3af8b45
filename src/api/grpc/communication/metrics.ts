// SPDX-License-Identifier: Apache-2.0
// GetMetrics: the specification's counters, by its names, from the parts that count. What is counted over all
// devices is for those who may know of all of them; to others those parts are absent.
import type { StopControl } from '../../../core/machines/stop-control.ts';
import type { GrpcCall } from '../method.ts';
import type { IMetricsResponse } from '../wire/generated/dsmil-communication-v1.ts';
import type { CommunicationParts } from './parts.ts';
import { wireTime } from './values.ts';
import { maySeeAll } from './visibility.ts';

/** Stops, whichever way they came. */
export class StopCount {
  #count = 0;
  #epoch: number;

  constructor(stop: CommunicationParts['stop']) {
    this.#epoch = stop.control.epoch;
    stop.subscribe((control: StopControl) => {
      // Another kernel counts its own: its first stop is one, whatever its number.
      this.#count += control.epoch > this.#epoch ? control.epoch - this.#epoch : 0;
      this.#epoch = control.epoch;
    });
  }

  get count(): number {
    return this.#count;
  }
}

export interface MetricsParts
  extends Pick<
    CommunicationParts,
    'operations' | 'sync' | 'events' | 'security' | 'ring' | 'server' | 'clock' | 'startedAt'
  > {
  readonly stops: Pick<StopCount, 'count'>;
  /** Events that went out to subscribers. */
  readonly delivered: () => number;
}

/** Every disagreement was detected once; what is open still was not resolved. */
function resolvedConflicts({ sync }: MetricsParts): number {
  const detected = sync.devices.reduce(
    (sum, { deviceId }) => sum + sync.state(deviceId).synchronization.syncConflictsDetected,
    0,
  );
  const open = sync.disagreements().filter(({ resolution }) => resolution.status !== 'RESOLVED');
  return Math.max(0, detected - open.length);
}

export function metrics(
  parts: MetricsParts,
  { caller }: Pick<GrpcCall, 'caller'>,
): IMetricsResponse {
  const { sync, security, clock, startedAt, stops } = parts;
  const wall = clock.wall();
  const tokens = sync.devices.map(({ deviceId }) => deviceId);
  return {
    collectedAt: wireTime(wall),
    since: wireTime(wall - (clock.boot() - startedAt)),
    ...(maySeeAll(security, caller.principal, tokens)
      ? counted(parts)
      : // A stop is told to everybody.
        { orchestrator: { emergencyStopsTriggered: stops.count } }),
  };
}

function counted(parts: MetricsParts): IMetricsResponse {
  const { operations, sync, events, ring, server, stops, delivered } = parts;
  const { statistics } = operations;
  const { passes, passMs, failures } = sync.metrics;
  const { records, lost } = ring();
  const { started, failed, active, connections } = server();
  return {
    orchestrator: {
      operationsCoordinated: statistics.successful,
      crossTrackMessages: statistics.trackMessages,
      emergencyStopsTriggered: stops.count,
      avgCoordinationTime: wireTime(statistics.averageMs),
      activeOperationsCount: statistics.current,
      operationsReceived: statistics.total,
      operationsFailed: statistics.failed,
      operationsDenied: statistics.denied,
      operationsEmergencyStopped: statistics.emergencyStopped,
    },
    synchronization: {
      syncOperationsCompleted: passes,
      syncConflictsResolved: resolvedConflicts(parts),
      syncFailures: failures,
      ...(passes > 0 && { avgSyncTime: wireTime(passMs / passes) }),
    },
    sharedMemory: {
      messagesSent: records + lost,
      messagesReceived: records,
      bufferOverruns: lost,
    },
    server: {
      callsStarted: started,
      callsFailed: failed,
      callsActive: active,
      connections,
      subscriptions: events.stats().subscriptions,
      eventsDelivered: delivered(),
    },
  };
}
