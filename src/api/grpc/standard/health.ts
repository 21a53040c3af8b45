// SPDX-License-Identifier: Apache-2.0
// grpc.health.v1: whether calls make sense, for programs that ask every server the same way.
import type { Method, StreamMethod, UnaryMethod } from '../method.ts';
import {
  HealthCheckRequest,
  HealthCheckResponse,
  type IHealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../wire/generated/grpc-health-v1.ts';
import { answerCodec, requestCodec } from '../wire/message-type.ts';

/** Whether the server serves, now and when that changes. */
export interface ServingSource {
  readonly serving: boolean;
  /** @listener is called after each change; the answer ends that. */
  subscribe(listener: () => void): () => void;
}

/** There is no such service here: NOT_FOUND, as the standard has it. */
class ServiceNotFoundError extends Error {
  override readonly name = 'ServiceNotFoundError';
  readonly code = 'ERR_DSMIL_NOT_FOUND';

  constructor(service: string) {
    super(`there is no service ${JSON.stringify(service.slice(0, 128))} here`);
  }
}

const ALWAYS: ServingSource = { serving: true, subscribe: () => () => undefined };

const codecs = {
  request: requestCodec(HealthCheckRequest),
  answer: answerCodec(HealthCheckResponse),
};

/** For the server as a whole ('') and each of @services. */
export function healthMethods(services: readonly string[], source = ALWAYS): Method[] {
  const known = new Set(['', ...services]);
  const now = (): number => (source.serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  const check: UnaryMethod<HealthCheckRequest, IHealthCheckResponse> = {
    kind: 'unary',
    path: '/grpc.health.v1.Health/Check',
    ...codecs,
    handle({ service }) {
      if (!known.has(service)) {
        throw new ServiceNotFoundError(service);
      }
      return { status: now() };
    },
  };
  const watch: StreamMethod<HealthCheckRequest, IHealthCheckResponse> = {
    kind: 'stream',
    path: '/grpc.health.v1.Health/Watch',
    ...codecs,
    async handle({ service }, { signal }, send) {
      if (!known.has(service)) {
        await send({ status: ServingStatus.SERVICE_UNKNOWN });
        await ended(signal);
      }
      // One listener at each source for as long as it is watched, however often it changes.
      let wake = (): void => undefined;
      const woken = (): void => wake();
      const unsubscribe = source.subscribe(woken);
      signal.addEventListener('abort', woken, { once: true });
      try {
        for (let last: number | undefined; ; ) {
          signal.throwIfAborted();
          const status = now();
          if (status !== last) {
            last = status;
            await send({ status });
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        unsubscribe();
        signal.removeEventListener('abort', woken);
      }
    },
  };
  return [check, watch];
}

/** Rejects when @signal aborts, with what for; never resolves. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
    } else {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }
  });
}
