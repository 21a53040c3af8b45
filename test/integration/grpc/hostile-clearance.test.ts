// SPDX-License-Identifier: Apache-2.0
// Clearance without the compartment, and the compartment without clearance: for both the device is not there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import { coordinated, HostileClient, refusalOf, seen, synchronized } from './hostile-client.ts';
import { withPersons } from './hostile-people.ts';

/** Of group 5: for SECRET and BRAVO. */
const HIDDEN = 0x8050;
const ABSENT = 0x8999;
/** Of group 1: for RESTRICTED. */
const OPEN = 0x8010;

/** All of them may read all devices, as far as grants go. */
const PEOPLE = [
  { person: 'sue', clearance: 'SECRET', compartments: ['BRAVO'] },
  { person: 'ruth', clearance: 'TOP_SECRET', compartments: ['ALPHA'] },
  { person: 'otto', clearance: 'CONFIDENTIAL', compartments: ['ALPHA', 'BRAVO'] },
];

describe('a device of which one may not know', () => {
  let world: CommunicationWorld;
  const clients = new Map<string, HostileClient>();
  const of = (person: string): HostileClient => clients.get(person) as HostileClient;

  beforeAll(async () => {
    world = await CommunicationWorld.open({ people: (demo) => withPersons(demo, PEOPLE) });
    for (const person of ['ann', 'sue', 'ruth', 'otto']) {
      clients.set(person, new HostileClient(await world.socketOf(person)));
    }
  });
  afterAll(async () => {
    for (const client of clients.values()) {
      client[Symbol.dispose]();
    }
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  let ids = 0;
  const read = (deviceId: number): shared.IOperationCoordinationRequest => {
    ids += 1;
    return { coordinationId: `read-${ids}`, deviceId, operationType: 1, register: 0 };
  };
  /** One that succeeded: a disk or a track that is late on a busy machine lets one fail, and says so. */
  const done = (client: HostileClient, device: number) =>
    seen(async () => {
      const answer = await coordinated(client, read(device));
      return answer.result === 1 ? answer : undefined;
    });

  const list = async (client: HostileClient) => {
    const asked = [wire.ListDevicesRequest, {}] as const;
    const { devices } = await client.call(
      'DevicesService/ListDevices',
      asked,
      wire.ListDevicesResponse,
    );
    return devices.map(({ deviceId }) => deviceId);
  };
  const get = (client: HostileClient, deviceId: number) =>
    client.call(
      'DevicesService/GetDevice',
      [wire.GetDeviceRequest, { deviceId }],
      wire.GetDeviceResponse,
    );
  const watch = (client: HostileClient, ...deviceIds: number[]) =>
    client.items(
      'DevicesService/WatchDevices',
      [wire.WatchDevicesRequest, { deviceIds }],
      wire.WatchDevicesResponse,
    );
  const plan = (client: HostileClient, deviceId: number) =>
    client.call(
      'OperationsService/PlanOperation',
      [wire.PlanOperationRequest, { operation: { deviceId, operationType: 1, register: 0 } }],
      wire.PlanOperationResponse,
    );
  /** What is heard until nothing else comes: a bookmark ends it. */
  const heard = (client: HostileClient, deviceIds: readonly number[]) =>
    client.items(
      'DsmilCommunicationService/SubscribeEvents',
      [
        shared.EventSubscriptionRequest,
        {
          subjects: ['operation.>'],
          deviceIds,
          start: 2,
          bookmarkInterval: { seconds: 0, nanos: 200_000_000 },
        },
      ],
      shared.EventNotification,
      (all) => all.at(-1)?.eventId === '',
    );

  /** Until @client has heard of @device: what is known a moment later is known to who may know. */
  const told = (client: HostileClient, device: number) =>
    seen(async () =>
      (await heard(client, [device])).some(({ eventData }) => eventData['device'] === `${device}`)
        ? true
        : undefined,
    );

  it('is there for who has both', async () => {
    const sue = of('sue');
    await done(sue, HIDDEN);
    expect(await list(sue)).toContain(HIDDEN);
    expect((await get(sue, HIDDEN)).device?.deviceId).toBe(HIDDEN);
    expect((await watch(sue, HIDDEN))[0]?.devices.map(({ deviceId }) => deviceId)).toEqual([
      HIDDEN,
    ]);
    expect((await plan(sue, HIDDEN)).needs.length).toBeGreaterThan(0);
    const { devices } = await synchronized(sue, { deviceIds: [HIDDEN] });
    expect(devices).toHaveLength(1);
    await told(sue, HIDDEN);
  });

  describe.each([
    ['clearance without the compartment', 'ruth'],
    ['the compartment without the clearance', 'otto'],
  ])('%s', (_, person) => {
    const ASKED: readonly (readonly [
      string,
      (client: HostileClient, device: number) => Promise<unknown>,
    ])[] = [
      ['CoordinateOperation', (client, device) => coordinated(client, read(device))],
      ['SynchronizeState', (client, device) => synchronized(client, { deviceIds: [device] })],
      [
        'SynchronizeState with another device',
        (client, device) => synchronized(client, { deviceIds: [OPEN, device], refresh: true }),
      ],
      ['GetDevice', get],
      ['WatchDevices', watch],
      ['WatchDevices with another device', (client, device) => watch(client, OPEN, device)],
      ['PlanOperation', plan],
      [
        'RunTransaction',
        (client, device) => {
          ids += 1;
          const steps = [OPEN, device].map((deviceId) => ({
            deviceId,
            operationType: 1,
            register: 0,
          }));
          return client.call(
            'TransactionsService/RunTransaction',
            [wire.RunTransactionRequest, { coordinationId: `tx-${ids}`, operations: steps }],
            wire.RunTransactionResponse,
          );
        },
      ],
      [
        'ProposeClearing',
        (client, deviceId) =>
          client.call(
            'HoldsService/ProposeClearing',
            [
              wire.ProposeClearingRequest,
              { kind: 3, deviceId, operationType: 2, note: 'looked at it' },
            ],
            wire.ProposeClearingResponse,
          ),
      ],
      [
        'DecideConflict',
        (client, deviceId) =>
          client.call(
            'ConflictsService/DecideConflict',
            [
              wire.DecideConflictRequest,
              { deviceId, field: 'kernel_state.power_state', about: 'x', value: '1' },
            ],
            wire.DecideConflictResponse,
          ),
      ],
    ];

    it.each(ASKED)('is NOT_FOUND in the bytes of one that is not there: %s', async (_name, ask) => {
      const hidden = await refusalOf(ask(of(person), HIDDEN));
      const absent = await refusalOf(ask(of(person), ABSENT));
      expect(hidden.code).toBe('NOT_FOUND');
      expect(hidden.bytes.replaceAll('8050', '8999')).toBe(absent.bytes);
    });

    it('is in no list, no state, no watch, and in no event', async () => {
      const client = of(person);
      await done(of('ann'), HIDDEN);
      await done(of('ann'), OPEN);
      for (const tokens of [
        await list(client),
        (await synchronized(client, {})).devices.map(({ deviceId }) => deviceId),
        (await watch(client)).flatMap(({ devices }) => devices.map(({ deviceId }) => deviceId)),
      ]) {
        expect(tokens).toContain(OPEN);
        expect(tokens).not.toContain(HIDDEN);
      }
      await told(of('ann'), HIDDEN);
      await told(client, OPEN);
      const all = await heard(client, []);
      expect(JSON.stringify(all)).not.toMatch(/8050|32848/i);
      const none = await heard(client, [HIDDEN]);
      expect(none.map(({ eventId, subject }) => [eventId, subject])).toEqual([['', '']]);
    });

    it('is in no entry of the log but by its hash', async () => {
      const { operationId } = await done(of('ann'), HIDDEN);
      const search = async (client: HostileClient) => {
        const asked = [wire.SearchEntriesRequest, { deviceId: HIDDEN, pageSize: 50 }] as const;
        const { entries } = await client.call(
          'AuditService/SearchEntries',
          asked,
          wire.SearchEntriesResponse,
        );
        return entries.map(({ leaf }) => leaf).filter((leaf) => leaf !== '');
      };
      await seen(async () => ((await search(of('ann'))).length > 0 ? true : undefined));
      expect(await search(of(person))).toEqual([]);
      // Nor by the operation’s own name.
      const find = (id: string) =>
        refusalOf(
          of(person).call(
            'OperationsService/GetOperation',
            [wire.GetOperationRequest, { id }],
            wire.GetOperationResponse,
          ),
        );
      const other = '0'.repeat(32);
      expect((await find(operationId)).bytes.replaceAll(operationId, other)).toBe(
        (await find(other)).bytes,
      );
    });
  });
});
