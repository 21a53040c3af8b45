// SPDX-License-Identifier: Apache-2.0
// A client of grpc-js with the messages of dsmil.communication.v1.
import { Client, credentials, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { readDetails } from '../../../src/api/grpc/server/status.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import type { MessageType } from '../../../src/api/grpc/wire/message-type.ts';

const SERVICE = '/dsmil.communication.v1.DsmilCommunicationService';
/** {unit ms} */
const LIMIT_MS = 60_000;

function coder<Message, Input>(type: MessageType<Message, Input>) {
  return (message: Input): Buffer => Buffer.from(type.encode(message).finish());
}

export class CommunicationClient implements Disposable {
  readonly #client: Client;

  constructor(target: string) {
    this.#client = new Client(target, credentials.createInsecure());
  }

  #unary<R, RI, A, AI>(
    name: string,
    [request, input]: readonly [MessageType<R, RI>, RI],
    answer: MessageType<A, AI>,
    deadlineMs: number,
  ): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest<RI, A>(
        `${SERVICE}/${name}`,
        coder(request),
        (bytes) => answer.decode(bytes),
        input,
        { deadline: Date.now() + deadlineMs },
        (error, value) => (error === null ? resolve(value as A) : reject(error)),
      );
    });
  }

  coordinate(given: wire.IOperationCoordinationRequest, deadlineMs = LIMIT_MS) {
    const request = [wire.OperationCoordinationRequest, given] as const;
    return this.#unary(
      'CoordinateOperation',
      request,
      wire.OperationCoordinationResponse,
      deadlineMs,
    );
  }

  stop(given: wire.IEmergencyStopRequest) {
    const request = [wire.EmergencyStopRequest, given] as const;
    return this.#unary('EmergencyStop', request, wire.EmergencyStopResponse, LIMIT_MS);
  }

  synchronize(given: wire.IStateSynchronizationRequest) {
    const request = [wire.StateSynchronizationRequest, given] as const;
    return this.#unary('SynchronizeState', request, wire.StateSynchronizationResponse, LIMIT_MS);
  }

  publish(given: wire.IEventPublishRequest) {
    const request = [wire.EventPublishRequest, given] as const;
    return this.#unary('PublishEvent', request, wire.EventPublishResponse, LIMIT_MS);
  }

  health(given: wire.IHealthCheckRequest) {
    const request = [wire.HealthCheckRequest, given] as const;
    return this.#unary('HealthCheck', request, wire.HealthCheckResponse, LIMIT_MS);
  }

  metrics() {
    const request = [wire.MetricsRequest, {}] as const;
    return this.#unary('GetMetrics', request, wire.MetricsResponse, LIMIT_MS);
  }

  /** Reads events until @enough says so of all of them, or the stream fails. */
  events(
    given: wire.IEventSubscriptionRequest,
    enough: (seen: readonly wire.EventNotification[]) => boolean,
  ): Promise<readonly wire.EventNotification[]> {
    const stream = this.#client.makeServerStreamRequest(
      `${SERVICE}/SubscribeEvents`,
      coder(wire.EventSubscriptionRequest),
      (bytes) => wire.EventNotification.decode(bytes),
      given,
      { deadline: Date.now() + LIMIT_MS },
    );
    const seen: wire.EventNotification[] = [];
    return new Promise((resolve, reject) => {
      stream.on('error', (error) => reject(error));
      stream.on('data', (event: wire.EventNotification) => {
        seen.push(event);
        if (enough(seen)) {
          resolve(seen);
          stream.cancel();
        }
      });
    });
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

/** What a call failed with: its status and the names in its details. */
export async function failureOf(call: Promise<unknown>) {
  const error = (await call.then(
    () => undefined,
    (one: unknown) => one,
  )) as ServiceError | undefined;
  if (error === undefined) {
    throw new Error('the call did not fail');
  }
  const details = readDetails(error.metadata as Metadata);
  return { code: error.code, message: error.details, details };
}
