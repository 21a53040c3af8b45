// SPDX-License-Identifier: Apache-2.0
// dsmil.control.v1 over the server and a socket, with grpc-js as the client: what refusals look like there.
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DETAILS_KEY } from '../../../src/api/grpc/server/status.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import type { MessageType } from '../../../src/api/grpc/wire/message-type.ts';
import { CommunicationWorld } from './communication-world.ts';

const LIMIT = 60_000;
/** Of group 5: for SECRET and BRAVO. */
const SECRET = 0x8050;
const ABSENT = 0x8999;

describe('dsmil.control.v1 on the wire', { timeout: LIMIT }, () => {
  let world: CommunicationWorld;
  const clients: Client[] = [];

  beforeAll(async () => {
    world = await CommunicationWorld.open();
  });
  afterAll(async () => {
    for (const client of clients) {
      client.close();
    }
    await world[Symbol.asyncDispose]();
  });

  async function clientOf(name: string): Promise<Client> {
    const client = new Client(await world.socketOf(name), credentials.createInsecure());
    clients.push(client);
    return client;
  }

  function call<R, RI, A, AI>(
    client: Client,
    name: string,
    [type, request]: readonly [MessageType<R, RI>, RI],
    answer: MessageType<A, AI>,
  ): Promise<A> {
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest<RI, A>(
        `/dsmil.control.v1.${name}`,
        (message) => Buffer.from(type.encode(message).finish()),
        (bytes) => answer.decode(bytes),
        request,
        { deadline: Date.now() + LIMIT / 2 },
        (error, value) => (error === null ? resolve(value as A) : reject(error)),
      );
    });
  }

  async function refusal(answer: Promise<unknown>): Promise<ServiceError> {
    try {
      await answer;
    } catch (error) {
      return error as ServiceError;
    }
    throw new Error('it was not refused');
  }

  /** Everything that a client gets of a refusal but the number of its request. */
  function bytesOf({ code, details, metadata }: ServiceError): string {
    const blobs = metadata.get(DETAILS_KEY).map((one) => Buffer.from(one).toString('latin1'));
    const text = [code, details, ...Object.keys(metadata.getMap()).sort(), ...blobs].join('\n');
    return text.replaceAll(/[0-9a-f]{12}-\d+/g, 'ID');
  }

  it('says NOT_FOUND of a device that is hidden in the same bytes as of one that is not there', async () => {
    const dora = await clientOf('dora');
    const get = (deviceId: number) =>
      refusal(
        call(
          dora,
          'DevicesService/GetDevice',
          [wire.GetDeviceRequest, { deviceId }],
          wire.GetDeviceResponse,
        ),
      );
    const [hidden, absent] = [await get(SECRET), await get(ABSENT)];
    expect(hidden.code).toBe(status.NOT_FOUND);
    expect(bytesOf(hidden).replaceAll('8050', '8999')).toBe(bytesOf(absent));
    const plan = (deviceId: number) =>
      refusal(
        call(
          dora,
          'OperationsService/PlanOperation',
          [wire.PlanOperationRequest, { operation: { deviceId, operationType: 1, register: 0 } }],
          wire.PlanOperationResponse,
        ),
      );
    expect(bytesOf(await plan(SECRET)).replaceAll('8050', '8999')).toBe(
      bytesOf(await plan(ABSENT)),
    );
    const decide = (deviceId: number) =>
      refusal(
        call(
          dora,
          'ConflictsService/DecideConflict',
          [
            wire.DecideConflictRequest,
            { deviceId, field: 'kernel_state.power_state', about: 'x', value: '1' },
          ],
          wire.DecideConflictResponse,
        ),
      );
    expect(bytesOf(await decide(SECRET)).replaceAll('8050', '8999')).toBe(
      bytesOf(await decide(ABSENT)),
    );
    const propose = (deviceId: number) =>
      refusal(
        call(
          dora,
          'HoldsService/ProposeClearing',
          [wire.ProposeClearingRequest, { kind: 2, deviceId, note: 'looked' }],
          wire.ProposeClearingResponse,
        ),
      );
    expect(bytesOf(await propose(SECRET)).replaceAll(/8050|8999/g, 'X')).toBe(
      bytesOf(await propose(ABSENT)).replaceAll(/8050|8999/g, 'X'),
    );
  });

  it('names the field that is wrong, and says what it takes of a caller who may not', async () => {
    const ann = await clientOf('ann');
    const wrong = await refusal(
      call(
        ann,
        'OperationsService/ListOperations',
        [wire.ListOperationsRequest, { pageSize: 1_001 }],
        wire.ListOperationsResponse,
      ),
    );
    expect(wrong.code).toBe(status.INVALID_ARGUMENT);
    expect(wrong.details).toContain('page_size is 1001: it must be an integer in 0..1000');
    const policy = await refusal(
      call(
        await clientOf('hms'),
        'PolicyService/GetPolicy',
        [wire.GetPolicyRequest, {}],
        wire.GetPolicyResponse,
      ),
    );
    expect(policy.code).toBe(status.PERMISSION_DENIED);
    expect(policy.details).toContain('NOT_A_PERSON');
  });

  it('streams devices: all at first, and nothing more once the client has gone', async () => {
    const ann = await clientOf('ann');
    const stream = ann.makeServerStreamRequest<
      wire.IWatchDevicesRequest,
      wire.WatchDevicesResponse
    >(
      '/dsmil.control.v1.DevicesService/WatchDevices',
      (message) => Buffer.from(wire.WatchDevicesRequest.encode(message).finish()),
      (bytes) => wire.WatchDevicesResponse.decode(bytes),
      {},
    );
    stream.once('error', () => undefined);
    const [first] = await new Promise<wire.WatchDevicesResponse[]>((resolve) => {
      stream.once('data', (item: wire.WatchDevicesResponse) => resolve([item]));
    });
    expect(first?.devices).toHaveLength(84);
    stream.cancel();
    for (let n = 0; world.server.calls > 0; n++) {
      expect(n).toBeLessThan(3_000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

  it('stops for an account that nobody knows', async () => {
    const stopped = await call(
      await clientOf('nobody'),
      'StopService/Stop',
      [wire.StopRequest, { reason: 'smoke' }],
      wire.StopResponse,
    );
    expect([2, 3]).toContain(stopped.status?.state);
  });
});
