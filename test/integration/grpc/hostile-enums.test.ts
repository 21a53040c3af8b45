// SPDX-License-Identifier: Apache-2.0
// Numbers that no enumeration has, in every field of a request that takes one: refused by the field's name, and
// nothing is done. The stop alone takes whatever it is given.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import { coordinated, expectInvalid, HostileClient } from './hostile-client.ts';

const DEVICE = 0x8010;
const NEVER = [8, 99, 127, 128, 2 ** 31 - 1, -1, -(2 ** 31)];

type Ask = (client: HostileClient, value: number) => Promise<unknown>;

const read = { coordinationId: 'enum', deviceId: DEVICE, operationType: 1, register: 0 };
/** Each field of an operation that takes an enumeration: what it is in the message, and in the answer. */
const OF_OPERATION: readonly (readonly [
  string,
  (value: number) => shared.IOperationCoordinationRequest,
])[] = [
  ['operation_type', (operationType) => ({ ...read, operationType })],
  [
    'safety_requirements.security_safety.required_clearance',
    (requiredClearance) => ({
      ...read,
      safetyRequirements: { securitySafety: { requiredClearance } },
    }),
  ],
  [
    'auth_context.clearance_level',
    (clearanceLevel) => ({ ...read, authContext: { clearanceLevel } }),
  ],
];
const event = { eventType: 4, severity: 1, sourceTrack: 1 };
const OF_EVENT: readonly (readonly [string, (value: number) => shared.IEventPublishRequest])[] = [
  ['event_type', (eventType) => ({ ...event, eventType })],
  ['severity', (severity) => ({ ...event, severity })],
  ['source_track', (sourceTrack) => ({ ...event, sourceTrack })],
  ['clearance', (clearance) => ({ ...event, clearance })],
];
const OF_WATCH: readonly (readonly [
  string,
  (value: number) => shared.IEventSubscriptionRequest,
])[] = [
  ['event_types[0]', (value) => ({ eventTypes: [value] })],
  ['event_types[1]', (value) => ({ eventTypes: [1, value] })],
  ['min_severity', (minSeverity) => ({ minSeverity })],
  ['source_tracks[0]', (value) => ({ sourceTracks: [value] })],
  ['start', (start) => ({ start })],
];

const plan = (client: HostileClient, operation: shared.IOperationCoordinationRequest) =>
  client.call(
    'OperationsService/PlanOperation',
    [wire.PlanOperationRequest, { operation }],
    wire.PlanOperationResponse,
  );
const transaction = (
  client: HostileClient,
  operations: readonly shared.IOperationCoordinationRequest[],
  authContext: shared.IAuthContext = {},
) =>
  client.call(
    'TransactionsService/RunTransaction',
    [wire.RunTransactionRequest, { coordinationId: 'enums', operations, authContext }],
    wire.RunTransactionResponse,
  );
const { coordinationId: _, ...step } = read;
const another = { ...step, deviceId: DEVICE + 1 };

function each<T>(
  method: string,
  fields: readonly (readonly [string, (value: number) => T])[],
  ask: (client: HostileClient, given: T) => Promise<unknown>,
): readonly (readonly [string, string, Ask])[] {
  return fields.map(([field, of]) => [method, field, (client, value) => ask(client, of(value))]);
}

const ASKED: readonly (readonly [string, string, Ask])[] = [
  ...each('CoordinateOperation', OF_OPERATION, coordinated),
  ...each('PlanOperation', OF_OPERATION, plan),
  [
    'RunTransaction',
    'operations[1].operation_type',
    (client, operationType) => transaction(client, [step, { ...another, operationType }]),
  ],
  [
    'RunTransaction',
    'operations[1].safety_requirements.security_safety.required_clearance',
    (client, requiredClearance) =>
      transaction(client, [
        step,
        { ...another, safetyRequirements: { securitySafety: { requiredClearance } } },
      ]),
  ],
  [
    'RunTransaction',
    'auth_context.clearance_level',
    (client, clearanceLevel) => transaction(client, [step, another], { clearanceLevel }),
  ],
  ...each('PublishEvent', OF_EVENT, (client, given) =>
    client.call(
      'DsmilCommunicationService/PublishEvent',
      [shared.EventPublishRequest, given],
      shared.EventPublishResponse,
    ),
  ),
  ...each('SubscribeEvents', OF_WATCH, (client, given) =>
    client.items(
      'DsmilCommunicationService/SubscribeEvents',
      [shared.EventSubscriptionRequest, given],
      shared.EventNotification,
    ),
  ),
  ...each('WatchEvents', OF_WATCH, (client, subscription) =>
    client.items(
      'EventsService/WatchEvents',
      [wire.WatchEventsRequest, { subscription }],
      wire.WatchEventsResponse,
    ),
  ),
  [
    'SearchEntries',
    'min_severity',
    (client, minSeverity) =>
      client.call(
        'AuditService/SearchEntries',
        [wire.SearchEntriesRequest, { minSeverity }],
        wire.SearchEntriesResponse,
      ),
  ],
  [
    'OfferStopStep',
    'expected_step',
    (client, expectedStep) =>
      client.call(
        'StopService/OfferStopStep',
        [wire.OfferStopStepRequest, { expectedStep }],
        wire.OfferStopStepResponse,
      ),
  ],
  [
    'ProposeClearing',
    'kind',
    (client, kind) =>
      client.call(
        'HoldsService/ProposeClearing',
        [
          wire.ProposeClearingRequest,
          { kind, deviceId: DEVICE, operationType: 2, note: 'looked at it' },
        ],
        wire.ProposeClearingResponse,
      ),
  ],
  [
    'ProposeClearing',
    'operation_type',
    (client, operationType) =>
      client.call(
        'HoldsService/ProposeClearing',
        [
          wire.ProposeClearingRequest,
          { kind: 3, deviceId: DEVICE, operationType, note: 'looked at it' },
        ],
        wire.ProposeClearingResponse,
      ),
  ],
];
/** Where 0 is nothing that one may ask for. */
const NOT_ZERO = [
  'CoordinateOperation operation_type',
  'PlanOperation operation_type',
  'RunTransaction operations[1].operation_type',
  'PublishEvent event_type',
  'PublishEvent severity',
  'PublishEvent source_track',
  'SubscribeEvents event_types[0]',
  'WatchEvents event_types[0]',
  'SubscribeEvents source_tracks[0]',
  'WatchEvents source_tracks[0]',
  'ProposeClearing kind',
  'ProposeClearing operation_type',
];

/** Refuses nothing: counts as the most urgent. */
const STOP = 'EmergencyStop priority';

const PROTO = join(import.meta.dirname, '../../../proto/dsmil');

/** Each method of the .proto files with each enumeration that its request has somewhere, read without the generator. */
function enumFieldsOfRequests(): string[] {
  const text = ['communication', 'control']
    .flatMap((name) => readdirSync(join(PROTO, name, 'v1')).map((file) => [name, 'v1', file]))
    .map((parts) => readFileSync(join(PROTO, ...parts), 'utf8').replaceAll(/\/\/.*$/gm, ''))
    .join('\n');
  const enums = new Set([...text.matchAll(/^enum (\w+)/gm)].map(([, name]) => name));
  const messages = new Map(
    [...text.matchAll(/^message (\w+) \{([^}]*)\}/gm)].map(([, name, body = '']) => [
      name,
      [...body.matchAll(/^ {2}(?:repeated |optional )?([\w.]+) (\w+) = /gm)].map(
        ([, type = '', field = '']) => [type.split('.').at(-1) ?? '', field] as const,
      ),
    ]),
  );
  const fieldsOf = (name: string | undefined): string[] =>
    (messages.get(name) ?? []).flatMap(([type, field]) =>
      enums.has(type) ? [field] : fieldsOf(type),
    );
  return [
    ...new Set(
      [...text.matchAll(/^ {2}rpc (\w+)\((\w+)\)/gm)].flatMap(([, method, request]) =>
        fieldsOf(request).map((field) => `${method} ${field}`),
      ),
    ),
  ].sort();
}

/** As the message has it, without the way to it. */
function plain(field: string): string {
  return (
    field
      .split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? ''
  );
}

describe('a number that the enumeration has not', () => {
  let world: CommunicationWorld;
  let ann: HostileClient;
  let hms: HostileClient;

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    ann = new HostileClient(await world.socketOf('ann'));
    hms = new HostileClient(await world.socketOf('hms'));
  });
  afterAll(async () => {
    ann[Symbol.dispose]();
    hms[Symbol.dispose]();
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  it.each(ASKED)('is refused by %s: %s', async (method, field, ask) => {
    const client = method === 'PublishEvent' ? hms : ann;
    const zero = NOT_ZERO.includes(`${method} ${field}`) ? [0] : [];
    for (const value of [...NEVER, ...zero]) {
      await expectInvalid(ask(client, value), field);
    }
  });

  it('is in every field of a request that takes an enumeration here', () => {
    expect(enumFieldsOfRequests()).toEqual(
      [...new Set([...ASKED.map(([method, field]) => `${method} ${plain(field)}`), STOP])].sort(),
    );
  });

  it('keeps nobody from stopping', async () => {
    for (const priority of NEVER) {
      const answer = await ann.call(
        'DsmilCommunicationService/EmergencyStop',
        [shared.EmergencyStopRequest, { reason: 'a test', priority }],
        shared.EmergencyStopResponse,
      );
      expect(answer.success).toBe(true);
    }
  });
});
