// SPDX-License-Identifier: Apache-2.0
// A client of grpc-js for any method of both packages, and all that it is told of a refusal.
import {
  type ChannelCredentials,
  Client,
  credentials,
  type Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { expect } from 'vitest';
import { DETAILS_KEY, findDetail, readDetails } from '../../../src/api/grpc/server/status.ts';
import * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { BadRequest, ErrorInfo, Status } from '../../../src/api/grpc/wire/generated/google-rpc.ts';
import type { MessageType } from '../../../src/api/grpc/wire/message-type.ts';
import { signed } from './control-world.ts';

/** {unit ms} */
const LIMIT_MS = 60_000;
const LOOK_MS = 20;
/** What a request may take that says nothing else, and more. {unit bytes} */
const SEND_MAX = 8 * 1024 * 1024;

export type Asked<M, I> = readonly [MessageType<M, I>, I];

function pathOf(name: string): string {
  const own = name.startsWith('DsmilCommunicationService/') ? 'communication' : 'control';
  return `/dsmil.${own}.v1.${name}`;
}

export class HostileClient implements Disposable {
  readonly #client: Client;

  constructor(target: string, secret: ChannelCredentials = credentials.createInsecure()) {
    this.#client = new Client(target, secret, {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_send_message_length': SEND_MAX,
    });
  }

  /** @name: Service/Method. */
  call<R, RI, A, AI>(
    name: string,
    [type, given]: Asked<R, RI>,
    answer: MessageType<A, AI>,
  ): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest<RI, A>(
        pathOf(name),
        (message) => Buffer.from(type.encode(message).finish()),
        (bytes) => answer.decode(bytes),
        given,
        { deadline: Date.now() + LIMIT_MS },
        (error, value) => (error === null ? resolve(value as A) : reject(error)),
      );
    });
  }

  /** A stream's items until @enough says so of all of them, or its failure. */
  items<R, RI, A, AI>(
    name: string,
    [type, given]: Asked<R, RI>,
    item: MessageType<A, AI>,
    enough: (all: readonly A[]) => boolean = (all) => all.length > 0,
  ): Promise<readonly A[]> {
    const stream = this.#client.makeServerStreamRequest<RI, A>(
      pathOf(name),
      (message) => Buffer.from(type.encode(message).finish()),
      (bytes) => item.decode(bytes),
      given,
      { deadline: Date.now() + LIMIT_MS },
    );
    const all: A[] = [];
    return new Promise((resolve, reject) => {
      stream.on('error', reject);
      stream.on('end', () => reject(new Error('the stream has ended')));
      stream.on('data', (one: A) => {
        all.push(one);
        if (enough(all)) {
          resolve(all);
          stream.cancel();
        }
      });
    });
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Of ErrorInfo. */
  readonly reason: string;
  /** Of ErrorInfo: a stable name of why; '' without. */
  readonly refusal: string;
  /** Of BadRequest; '' without. */
  readonly field: string;
  /** Status, message, names of metadata and details as they came, but for the number of the request. */
  readonly bytes: string;
}

/** Of what is no defect of the daemon. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    (answer) => {
      throw new Error(`it was answered: ${JSON.stringify(answer).slice(0, 200)}`);
    },
    (one: unknown) => one as ServiceError,
  );
  if (error.metadata === undefined) {
    throw error;
  }
  const details = readDetails(error.metadata);
  const info = details && findDetail(details, 'ErrorInfo', ErrorInfo);
  const bad = details && findDetail(details, 'BadRequest', BadRequest);
  const keys = Object.keys(error.metadata.getMap()).sort();
  return {
    code: status[error.code] ?? '',
    message: error.details,
    reason: info?.reason ?? '',
    refusal: info?.metadata['refusal'] ?? '',
    field: bad?.fieldViolations[0]?.field ?? '',
    bytes: [error.code, error.details, ...keys, ...blobsOf(error.metadata)].join('\n'),
  };
}

/** The details, one by one, as they came; of RequestInfo, which numbers calls, that it is there. */
function blobsOf(metadata: Metadata): string[] {
  const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const all = readDetails(metadata);
  const sent = metadata.get(DETAILS_KEY).map((one) => latin(Buffer.from(one)));
  // Nothing else is in it.
  expect(sent).toEqual(all === undefined ? [] : [latin(Status.encode(all).finish())]);
  const { code, message, details = [] } = all ?? {};
  const texts = details.map(({ type_url: url, value }) =>
    url.endsWith('.RequestInfo') ? url : `${url} ${latin(value)}`,
  );
  return [`${code} ${message}`, ...texts];
}

/** That @call is refused by a status of @code, which names @field. */
export async function expectInvalid(call: Promise<unknown>, field: string): Promise<void> {
  const { code, reason, field: named } = await refusalOf(call);
  expect([code, reason, named]).toEqual(['INVALID_ARGUMENT', 'INVALID_ARGUMENT', field]);
}

/** Looks until there is something. */
export async function seen<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; ) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    await new Promise((wake) => setTimeout(wake, LOOK_MS));
  }
  throw new Error('it did not come');
}

export function offerStep(client: HostileClient): Promise<wire.OfferStopStepResponse> {
  const asked = [wire.OfferStopStepRequest, {}] as const;
  return client.call('StopService/OfferStopStep', asked, wire.OfferStopStepResponse);
}

export function takeStep(
  client: HostileClient,
  document: wire.SignedDocument | null,
  signature: wire.ISignature,
): Promise<wire.TakeStopStepResponse> {
  const { nonce } = JSON.parse(document?.document ?? '{}') as { readonly nonce: string };
  const asked = [wire.TakeStopStepRequest, { nonce, signature }] as const;
  return client.call('StopService/TakeStopStep', asked, wire.TakeStopStepResponse);
}

export async function stopState(client: HostileClient): Promise<number> {
  const asked = [wire.GetStopStatusRequest, {}] as const;
  const answer = await client.call('StopService/GetStopStatus', asked, wire.GetStopStatusResponse);
  return answer.status?.state ?? 0;
}

/** StopState of the protocol. */
export const STOP = { RUN: 1, LATCHED: 3, RESET_PENDING: 5, READY: 6 } as const;

/** From the latch of the start to RUN, by two persons; and until @devices are seen to be without it. */
export async function run(
  [ann, bob]: readonly [HostileClient, HostileClient],
  devices: readonly number[],
): Promise<void> {
  await seen(async () => ((await stopState(ann)) === STOP.LATCHED ? true : undefined));
  for (const [client, person] of [
    [ann, 'ann'],
    [bob, 'bob'],
    [ann, 'ann'],
  ] as const) {
    const { document } = await offerStep(client);
    await takeStep(client, document, signed(person, document));
  }
  expect(await stopState(ann)).toBe(STOP.RUN);
  await seen(async () => {
    const { devices: states } = await synchronized(ann, { deviceIds: devices, refresh: true });
    const applied = states.some(({ unifiedMetadata: one }) => one?.emergencyStopApplied !== false);
    return applied ? undefined : true;
  });
}

export function synchronized(
  client: HostileClient,
  given: shared.IStateSynchronizationRequest & { readonly deviceIds?: readonly number[] },
): Promise<shared.StateSynchronizationResponse> {
  return client.call(
    'DsmilCommunicationService/SynchronizeState',
    [shared.StateSynchronizationRequest, given as shared.IStateSynchronizationRequest],
    shared.StateSynchronizationResponse,
  );
}

export function coordinated(
  client: HostileClient,
  given: shared.IOperationCoordinationRequest,
): Promise<shared.OperationCoordinationResponse> {
  return client.call(
    'DsmilCommunicationService/CoordinateOperation',
    [shared.OperationCoordinationRequest, given],
    shared.OperationCoordinationResponse,
  );
}
