// SPDX-License-Identifier: Apache-2.0
// The seven methods of dsmil.communication.v1, over the daemon's parts.
import { randomBytes } from 'node:crypto';
import type { Method } from '../method.ts';
import * as wire from '../wire/generated/dsmil-communication-v1.ts';
import { answerCodec, requestCodec } from '../wire/message-type.ts';
import { coordinate } from './coordinate.ts';
import { emergencyStop } from './emergency-stop.ts';
import { EncodedStates, statesCodec } from './encoded-states.ts';
import { healthCheck } from './health.ts';
import { metrics, StopCount } from './metrics.ts';
import type { CommunicationParts } from './parts.ts';
import { publishEvent } from './publish.ts';
import { PublishRate } from './publish-rate.ts';
import { RequestedPasses } from './requested-passes.ts';
import { SeenDevices } from './seen-devices.ts';
import { StateVersions } from './state-versions.ts';
import { StopClaims } from './stop-claims.ts';
import { StopWatch } from './stop-watch.ts';
import { subscribeEvents } from './subscribe.ts';
import { synchronize } from './synchronize.ts';

const SERVICE = '/dsmil.communication.v1.DsmilCommunicationService';

/**
 * For as long as the parts live. What was only counted of claims within the last second before their end is not
 * recorded; the stops themselves are, where they happen.
 */
export function communicationMethods(parts: CommunicationParts): Method[] {
  const { stop, sync, security, clock, audit, onProblem } = parts;
  const now = (): number => clock.boot();
  const claims = new StopClaims({ audit, clock, onProblem });
  const stops = new StopCount(stop);
  const stopping = {
    ...parts,
    stop,
    claims,
    now,
    watch: new StopWatch({ control: () => stop.control, now }),
  };
  const versions = new StateVersions({
    subscribe: (listener) => sync.subscribe(listener),
    policyName: () => security.policyName,
    now,
  });
  const synchronizing = {
    ...parts,
    versions,
    seen: new SeenDevices(
      security,
      sync.devices.map(({ deviceId }) => deviceId),
    ),
    states: new EncodedStates(sync),
    passes: new RequestedPasses(sync),
    instance: randomBytes(16).toString('hex'),
  };
  let deliveredCount = 0;
  const subscribing = {
    ...parts,
    delivered: (count: number) => {
      deliveredCount += count;
    },
  };
  const publishing = { ...parts, rate: new PublishRate(now) };
  const measuring = { ...parts, stops, delivered: () => deliveredCount };
  return [
    {
      kind: 'unary',
      path: `${SERVICE}/CoordinateOperation`,
      request: requestCodec(wire.OperationCoordinationRequest),
      answer: answerCodec(wire.OperationCoordinationResponse),
      handle: (given: wire.OperationCoordinationRequest, call) => coordinate(parts, given, call),
    },
    {
      kind: 'unary',
      path: `${SERVICE}/EmergencyStop`,
      request: requestCodec(wire.EmergencyStopRequest),
      answer: answerCodec(wire.EmergencyStopResponse),
      urgent: true,
      handle: (given: wire.EmergencyStopRequest, call) => emergencyStop(stopping, given, call),
    },
    {
      kind: 'unary',
      path: `${SERVICE}/SynchronizeState`,
      request: requestCodec(wire.StateSynchronizationRequest),
      answer: statesCodec,
      handle: (given: wire.StateSynchronizationRequest, call) =>
        synchronize(synchronizing, given, call),
    },
    {
      kind: 'unary',
      path: `${SERVICE}/PublishEvent`,
      request: requestCodec(wire.EventPublishRequest),
      answer: answerCodec(wire.EventPublishResponse),
      handle: (given: wire.EventPublishRequest, call) => publishEvent(publishing, given, call),
    },
    {
      kind: 'stream',
      path: `${SERVICE}/SubscribeEvents`,
      request: requestCodec(wire.EventSubscriptionRequest),
      answer: answerCodec(wire.EventNotification),
      handle: (given: wire.EventSubscriptionRequest, call, send) =>
        subscribeEvents(subscribing, given, call, send),
    },
    {
      kind: 'unary',
      path: `${SERVICE}/HealthCheck`,
      request: requestCodec(wire.HealthCheckRequest),
      answer: answerCodec(wire.HealthCheckResponse),
      handle: (given: wire.HealthCheckRequest, call) => healthCheck(parts, given, call),
    },
    {
      kind: 'unary',
      path: `${SERVICE}/GetMetrics`,
      request: requestCodec(wire.MetricsRequest),
      answer: answerCodec(wire.MetricsResponse),
      handle: (_: wire.MetricsRequest, call) => metrics(measuring, call),
    },
  ];
}
