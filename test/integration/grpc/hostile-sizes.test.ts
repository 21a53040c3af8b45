// SPDX-License-Identifier: Apache-2.0
// Texts of a megabyte, texts that fill a request, and JSON nested deeper than any stack: refused by a status, the
// field named, and the next call is answered.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import {
  coordinated,
  expectInvalid,
  HostileClient,
  refusalOf,
  STOP,
  seen,
  stopState,
  synchronized,
} from './hostile-client.ts';

const DEVICE = 0x8010;
const MIB = 'x'.repeat(2 ** 20);
/** As much as a request may be, with what is around it. */
const FULL = 'x'.repeat(60_000);
const read = { coordinationId: 'size', deviceId: DEVICE, operationType: 1, register: 0 };
const ID = '0'.repeat(32);

type Ask = (client: HostileClient, text: string) => Promise<unknown>;

const operation = (
  field: string,
  of: (text: string) => shared.IOperationCoordinationRequest,
): readonly (readonly [string, string, Ask])[] => [
  ['CoordinateOperation', field, (client, text) => coordinated(client, of(text))],
  [
    'PlanOperation',
    field,
    (client, text) =>
      client.call(
        'OperationsService/PlanOperation',
        [wire.PlanOperationRequest, { operation: of(text) }],
        wire.PlanOperationResponse,
      ),
  ],
];
const signature = { keyId: 'ann-1', signature: new Uint8Array(64) };
const subscribe =
  (of: (text: string) => shared.IEventSubscriptionRequest): Ask =>
  (client, text) =>
    client.items(
      'DsmilCommunicationService/SubscribeEvents',
      [shared.EventSubscriptionRequest, of(text)],
      shared.EventNotification,
    );
const search =
  (of: (text: string) => wire.ISearchEntriesRequest): Ask =>
  (client, text) =>
    client.call(
      'AuditService/SearchEntries',
      [wire.SearchEntriesRequest, of(text)],
      wire.SearchEntriesResponse,
    );
const decide =
  (of: (text: string) => wire.IDecideConflictRequest): Ask =>
  (client, text) => {
    const whole = { deviceId: DEVICE, field: 'x', about: 'x', value: '1', ...of(text) };
    const asked = [wire.DecideConflictRequest, whole] as const;
    return client.call('ConflictsService/DecideConflict', asked, wire.DecideConflictResponse);
  };
const publish =
  (of: (text: string) => shared.IEventPublishRequest): Ask =>
  (client, text) => {
    const whole = { eventType: 4, severity: 1, sourceTrack: 1, ...of(text) };
    const asked = [shared.EventPublishRequest, whole] as const;
    const name = 'DsmilCommunicationService/PublishEvent';
    return client.call(name, asked, shared.EventPublishResponse);
  };

/** Method, field as the refusal has it, call. */
const TEXTS: readonly (readonly [string, string, Ask])[] = [
  ...operation('coordination_id', (coordinationId) => ({ ...read, coordinationId })),
  ...operation('justification', (justification) => ({ ...read, justification })),
  ...operation('auth_context.user_id', (userId) => ({ ...read, authContext: { userId } })),
  ...operation('auth_context.session_id', (sessionId) => ({ ...read, authContext: { sessionId } })),
  ...operation('auth_context.compartments', (text) => ({
    ...read,
    authContext: { compartments: [text] },
  })),
  ...operation('auth_context.k', (text) => ({ ...read, authContext: { claims: { k: text } } })),
  ...operation('auth_context', (text) => ({ ...read, authContext: { claims: { [text]: 'v' } } })),
  ...operation('safety_requirements.security_safety.required_compartments[0]', (text) => ({
    ...read,
    safetyRequirements: { securitySafety: { requiredCompartments: [text] } },
  })),
  [
    'RunTransaction',
    'coordination_id',
    (client, coordinationId) => {
      const { coordinationId: _, ...step } = read;
      return client.call(
        'TransactionsService/RunTransaction',
        [wire.RunTransactionRequest, { coordinationId, operations: [step] }],
        wire.RunTransactionResponse,
      );
    },
  ],
  [
    'GetOperation',
    'id',
    (client, id) =>
      client.call(
        'OperationsService/GetOperation',
        [wire.GetOperationRequest, { id }],
        wire.GetOperationResponse,
      ),
  ],
  [
    'CancelOperation',
    'id',
    (client, id) =>
      client.call(
        'OperationsService/CancelOperation',
        [wire.CancelOperationRequest, { id }],
        wire.CancelOperationResponse,
      ),
  ],
  [
    'GetApproval',
    'approval_id',
    (client, approvalId) =>
      client.call(
        'ApprovalsService/GetApproval',
        [wire.GetApprovalRequest, { approvalId }],
        wire.GetApprovalResponse,
      ),
  ],
  [
    'GiveApproval',
    'approval_id',
    (client, approvalId) =>
      client.call(
        'ApprovalsService/GiveApproval',
        [wire.GiveApprovalRequest, { approvalId, signature }],
        wire.GiveApprovalResponse,
      ),
  ],
  [
    'GiveApproval',
    'signature.key_id',
    (client, keyId) =>
      client.call(
        'ApprovalsService/GiveApproval',
        [wire.GiveApprovalRequest, { approvalId: ID, signature: { ...signature, keyId } }],
        wire.GiveApprovalResponse,
      ),
  ],
  [
    'GiveApproval',
    'signature.signature',
    (client, text) =>
      client.call(
        'ApprovalsService/GiveApproval',
        [
          wire.GiveApprovalRequest,
          { approvalId: ID, signature: { ...signature, signature: Buffer.from(text) } },
        ],
        wire.GiveApprovalResponse,
      ),
  ],
  [
    'DenyApproval',
    'approval_id',
    (client, approvalId) =>
      client.call(
        'ApprovalsService/DenyApproval',
        [wire.DenyApprovalRequest, { approvalId }],
        wire.DenyApprovalResponse,
      ),
  ],
  [
    'ShowConfirmation',
    'confirmation_id',
    (client, confirmationId) =>
      client.call(
        'ConfirmationsService/ShowConfirmation',
        [wire.ShowConfirmationRequest, { confirmationId }],
        wire.ShowConfirmationResponse,
      ),
  ],
  [
    'AnswerConfirmation',
    'confirmation_id',
    (client, confirmationId) =>
      client.call(
        'ConfirmationsService/AnswerConfirmation',
        [wire.AnswerConfirmationRequest, { confirmationId, digest: new Uint8Array(32) }],
        wire.AnswerConfirmationResponse,
      ),
  ],
  [
    'AnswerConfirmation',
    'digest',
    (client, text) =>
      client.call(
        'ConfirmationsService/AnswerConfirmation',
        [wire.AnswerConfirmationRequest, { confirmationId: 'x', digest: Buffer.from(text) }],
        wire.AnswerConfirmationResponse,
      ),
  ],
  [
    'ProposeClearing',
    'note',
    (client, note) =>
      client.call(
        'HoldsService/ProposeClearing',
        [wire.ProposeClearingRequest, { kind: 3, deviceId: DEVICE, operationType: 2, note }],
        wire.ProposeClearingResponse,
      ),
  ],
  [
    'ProposeClearing',
    'transaction_id',
    (client, transactionId) =>
      client.call(
        'HoldsService/ProposeClearing',
        [wire.ProposeClearingRequest, { kind: 1, transactionId, note: 'looked at it' }],
        wire.ProposeClearingResponse,
      ),
  ],
  [
    'SignClearing',
    'clearing_id',
    (client, clearingId) =>
      client.call(
        'HoldsService/SignClearing',
        [wire.SignClearingRequest, { clearingId, signature }],
        wire.SignClearingResponse,
      ),
  ],
  [
    'TakeStopStep',
    'nonce',
    (client, nonce) =>
      client.call(
        'StopService/TakeStopStep',
        [wire.TakeStopStepRequest, { nonce, signature }],
        wire.TakeStopStepResponse,
      ),
  ],
  [
    'ApproveProposal',
    'proposal_id',
    (client, proposalId) =>
      client.call(
        'PolicyService/ApproveProposal',
        [wire.ApproveProposalRequest, { proposalId, signature }],
        wire.ApproveProposalResponse,
      ),
  ],
  [
    'RetractProposal',
    'proposal_id',
    (client, proposalId) =>
      client.call(
        'PolicyService/RetractProposal',
        [wire.RetractProposalRequest, { proposalId }],
        wire.RetractProposalResponse,
      ),
  ],
  ['DecideConflict', 'field', decide((field) => ({ field }))],
  ['DecideConflict', 'about', decide((about) => ({ about }))],
  ['DecideConflict', 'value', decide((value) => ({ value }))],
  [
    'AcknowledgeEvent',
    'event_id',
    (client, eventId) =>
      client.call(
        'EventsService/AcknowledgeEvent',
        [wire.AcknowledgeEventRequest, { eventId }],
        wire.AcknowledgeEventResponse,
      ),
  ],
  [
    'AcknowledgeEvent',
    'label',
    (client, label) =>
      client.call(
        'EventsService/AcknowledgeEvent',
        [wire.AcknowledgeEventRequest, { eventId: ID.slice(0, 24), label }],
        wire.AcknowledgeEventResponse,
      ),
  ],
  ['SubscribeEvents', 'label', subscribe((label) => ({ label }))],
  ['SubscribeEvents', 'cursor', subscribe((cursor) => ({ cursor }))],
  ['SubscribeEvents', 'subjects[0]', subscribe((subject) => ({ subjects: [subject] }))],
  ['SearchEntries', 'kind', search((kind) => ({ kind }))],
  ['SearchEntries', 'actor', search((actor) => ({ actor }))],
  ['SearchEntries', 'coordination_id', search((coordinationId) => ({ coordinationId }))],
  ['SearchEntries', 'text', search((text) => ({ text }))],
  ['SearchEntries', 'page_token', search((pageToken) => ({ pageToken }))],
  [
    'SynchronizeState',
    'server_instance',
    (client, serverInstance) => synchronized(client, { serverInstance }),
  ],
  [
    'HealthCheck',
    'components[0]',
    (client, component) =>
      client.call(
        'DsmilCommunicationService/HealthCheck',
        [shared.HealthCheckRequest, { components: [component] }],
        shared.HealthCheckResponse,
      ),
  ],
  ['PublishEvent', 'topic', publish((topic) => ({ topic }))],
  ['PublishEvent', 'event_data', publish((text) => ({ eventData: { [text]: '1' } }))],
  ['PublishEvent', 'compartments[0]', publish((text) => ({ compartments: [text] }))],
];

const DEEP = 30_000;
const DEEPER = 120_000;
const arrays = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const within = (json: string): readonly string[] => [
  json,
  `{"change":${json}}`,
  `{"change":"revoke_key","key_id":${json}}`,
  `{"change":"revoke_key","key_id":"eve-1","more":${json}}`,
  `{"change":"enrol_person","person":${json}}`,
  `{"change":"set_policy","policy":${json}}`,
];

describe('what is too much', () => {
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

  /** On the same connection. */
  afterEach(async () => {
    const { devices } = await synchronized(ann, {});
    expect(devices).toHaveLength(84);
    expect(world.faults).toEqual([]);
  });

  const propose = (change: string) =>
    ann.call(
      'PolicyService/ProposeChange',
      [wire.ProposeChangeRequest, { change }],
      wire.ProposeChangeResponse,
    );

  it.each(TEXTS)('is refused by %s: %s', async (method, field, ask) => {
    const client = method === 'PublishEvent' ? hms : ann;
    await expectInvalid(ask(client, FULL), field);
    expect((await refusalOf(ask(client, MIB))).code).toBe('RESOURCE_EXHAUSTED');
  });

  it('is refused as data of an event', async () => {
    const data = publish((text) => ({ eventData: { a: text } }));
    expect((await refusalOf(data(hms, MIB))).code).toBe('RESOURCE_EXHAUSTED');
  });

  it('is refused as JSON that is nested deeper than it could be read', async () => {
    const depths = [DEEP, DEEPER].flatMap((depth) => [arrays(depth), objects(depth / 4)]);
    for (const change of depths.flatMap(within)) {
      const { code, reason } = await refusalOf(propose(change));
      expect([code, reason]).toEqual(['INVALID_ARGUMENT', 'INVALID_ARGUMENT']);
    }
    for (const value of [arrays(16), arrays(31), objects(9), arrays(DEEP), objects(DEEP / 4)]) {
      await expectInvalid(decide(() => ({ value }))(ann, ''), 'value');
    }
    const asked = [wire.ListProposalsRequest, {}] as const;
    const { proposals } = await ann.call(
      'PolicyService/ListProposals',
      asked,
      wire.ListProposalsResponse,
    );
    expect(proposals).toEqual([]);
  });

  it('is refused as a change of a megabyte, and named where a request may be as large', async () => {
    expect((await refusalOf(propose(`"${MIB}"`))).code).toBe('RESOURCE_EXHAUSTED');
    for (const long of ['x'.repeat(200_000), '\u6f22'.repeat(60_000), '\u{1f600}'.repeat(40_000)]) {
      for (const change of [`"${long}"`, `{"change":"${long}"}`, `{"${long}":1}`, long]) {
        const { code, field, bytes } = await refusalOf(propose(change));
        expect(code).toBe('INVALID_ARGUMENT');
        expect(field).not.toBe('');
        // Peers take 8 KiB of headers in all.
        expect(bytes.length).toBeLessThan(4_096);
      }
    }
  });

  it('keeps nobody from stopping: a reason is cut', async () => {
    for (const reason of [FULL, MIB, arrays(DEEP)]) {
      const stopped = await ann.call(
        'DsmilCommunicationService/EmergencyStop',
        [shared.EmergencyStopRequest, { reason, triggeredBy: reason }],
        shared.EmergencyStopResponse,
      );
      expect(stopped.success).toBe(true);
      const { status } = await ann.call(
        'StopService/Stop',
        [wire.StopRequest, { reason }],
        wire.StopResponse,
      );
      expect(status?.unlatched).toBe(false);
    }
    await seen(async () => ((await stopState(ann)) === STOP.LATCHED ? true : undefined));
  });
});
