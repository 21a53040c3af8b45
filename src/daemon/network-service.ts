// SPDX-License-Identifier: Apache-2.0
// The gRPC service over the daemon's open parts: its methods, its server, its doors.
import { randomBytes } from 'node:crypto';
import { status as grpcStatus } from '@grpc/grpc-js';
import type { Arrival } from '../api/caller.ts';
import { communicationMethods } from '../api/grpc/communication/methods.ts';
import type { ServerCounters } from '../api/grpc/communication/parts.ts';
import { controlMethods } from '../api/grpc/control/methods.ts';
import type { CallMetrics } from '../api/grpc/server/front.ts';
import { GrpcServer } from '../api/grpc/server/server.ts';
import { RefusalRecorder } from '../audit/record/refusals.ts';
import { peerOf } from '../device/peer.ts';
import { descriptorLimit } from './descriptors.ts';
import type { CallObserver } from './metrics/calls.ts';
import { Network } from './network.ts';
import { networkNews } from './network-news.ts';
import { controlParts } from './service/control.ts';
import type { Sessions } from './service/people.ts';
import type { ServiceParts } from './service-parts.ts';

/** What the service's own GetMetrics tells of itself. */
class CallCount implements CallMetrics {
  readonly #observer: CallObserver | undefined;
  started = 0;
  failed = 0;
  active = 0;

  constructor(observer: CallObserver | undefined) {
    this.#observer = observer;
  }

  begin(path: string): (code: grpcStatus) => void {
    const observed = this.#observer?.begin(path);
    this.started += 1;
    this.active += 1;
    return (code) => {
      this.active -= 1;
      this.failed += code === grpcStatus.OK ? 0 : 1;
      observed?.(grpcStatus[code]);
    };
  }
}

export interface NetworkService {
  readonly network: Network;
  /** Nobody new; what is under way ends in bounded time. Idempotent. */
  close(): Promise<void>;
}

/** Rejects with what kept a listener from opening, or a certificate from use. */
export async function openNetworkService(
  parts: ServiceParts,
  observer: CallObserver | undefined,
): Promise<NetworkService> {
  const { decision, orchestrator, device, sessions, version, startedAt, log, onProblem } = parts;
  const { audit, clock, core, events, security } = decision;
  const calls = new CallCount(observer);
  let connections = (): number => 0;
  const counters = (): ServerCounters => ({
    started: calls.started,
    failed: calls.failed,
    active: calls.active,
    connections: connections(),
  });
  const server = GrpcServer.open({
    methods: [
      ...communicationMethods({
        operations: orchestrator.operations,
        stop: orchestrator.stop.stop,
        sync: core.sync,
        events,
        security,
        grants: security,
        audit,
        health: () => orchestrator.degradation.health(),
        orchestratorState: () => orchestrator.state,
        ring: () => device.counters(),
        server: counters,
        clock,
        version,
        startedAt,
        onProblem,
      }),
      ...controlMethods(controlParts(parts)),
    ],
    clock,
    metrics: calls,
    onDefect: (error) => log.defect(error),
    onFailed: ({ path, requestId, principal, code, ms }) =>
      log.call({
        request: requestId,
        transport: 'grpc',
        method: path,
        principal: principal === '' ? undefined : principal,
        code: grpcStatus[code],
        ms,
      }),
  });
  connections = () => server.connections;
  const refusals = new RefusalRecorder({ log: audit, clock, onError: onProblem });
  const close = async (network?: Network): Promise<void> => {
    await (network ?? server).close();
    refusals.flush();
  };
  try {
    const network = await Network.open({
      configuration: core.configuration,
      identity: security,
      clock,
      peerOf,
      nonce: () => randomBytes(16).toString('hex'),
      server: {
        arrive: (arrival) => arrive(server, sessions, arrival),
        close: () => server.close(),
      },
      log,
      descriptors: descriptorLimit(),
      news: networkNews({ security, audit, refusals, events, clock, log, onProblem }),
    });
    return { network, close: () => close(network) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A connection that has gone has no sessions at the interface track any more. */
function arrive(server: GrpcServer, sessions: Sessions, arrival: Arrival): void {
  const { connection, gone } = arrival.caller;
  gone.addEventListener('abort', () => sessions.end(connection), { once: true });
  server.arrive(arrival);
}
