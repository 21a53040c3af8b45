// SPDX-License-Identifier: Apache-2.0
// What each method of both packages is asked about what is hidden, and about what is not there.
import { OperationType } from '../../../src/core/model/enums.ts';
import { type Plain, read } from './absence-wire.ts';

/** Of group 1: for RESTRICTED. */
export const SEEN = 0x8010;
/** Of group 5: for SECRET and BRAVO. */
export const HIDDEN = [0x8050, 0x8051, 0x8052] as const;
/** As long as those in each form, and no device. */
export const ABSENT = 0x8999;
/** A person who is cleared for less, one who is for nothing, a service, and somebody without an account. */
export const OTHERS = ['dora', 'eve', 'hms', 'nobody'] as const;
/** The register. */
const DATA_0 = 8;

/** What there is of it, or as much of nothing. */
export interface Names {
  readonly device: number;
  readonly operation: string;
  readonly coordination: string;
  readonly approval: string;
  readonly confirmation: string;
  readonly digest: Buffer;
  readonly clearing: string;
  readonly event: string;
  readonly cursor: string;
  readonly proposal: string;
  readonly transaction: string;
  /** Of the log: how far it goes. */
  readonly page: string;
}

export interface Row {
  /** Asked of what is hidden, and of nothing. */
  readonly asks?: (it: Names) => readonly Plain[];
  /** Asked before there is anything hidden, and then. */
  readonly shows?: readonly Plain[];
  /** Dotted names in the answer that move by themselves. */
  readonly moving?: readonly string[];
  /** Of OTHERS; for whoever else, it is not hidden. */
  readonly from?: readonly string[];
  /** Names in the request that can name nothing hidden, and why. */
  readonly free?: Readonly<Record<string, string>>;
}

/** Everywhere. */
export const FREE: Readonly<Record<string, string>> = {
  page_token: 'a place in what its reader was given',
  'signature.key_id': 'a key of the caller’s',
  'auth_context.user_id': 'a claim',
  'auth_context.session_id': 'a claim',
};
const OWN_NAME = { coordination_id: 'the caller’s own name for it' };
const SIGNATURE = { keyId: 'dora-1', signature: Buffer.alloc(64, 1) };
/** Of a device, with each pass over it, or as its own clock goes. */
const PASSING = ['synchronization', 'kernelState.lastKernelAccessNs'];
const each = (list: string): string[] => PASSING.map((name) => `${list}.${name}`);
export const PASSING_DEVICES: readonly string[] = each('devices');
export const STREAM = { bookmarkInterval: { nanos: 100_000_000 }, start: 2 };
/** Without the stop’s: emergencies come again by the clock. */
export const SUBJECTS = [
  'device.>',
  'operation.>',
  'approval.>',
  'clearing.>',
  'security.>',
  'conflict.>',
];

const health = (list: string): string[] =>
  ['state', 'status', 'reason', 'since'].map((name) => `${list}.${name}`);

const COMMUNICATION = 'DsmilCommunicationService';
export const ROWS: Readonly<Record<string, Row>> = {
  [`${COMMUNICATION}/CoordinateOperation`]: {
    asks: ({ device: deviceId }) => [
      { coordinationId: 'a-1', deviceId, operationType: OperationType.READ, register: 0 },
      {
        coordinationId: 'a-2',
        deviceId,
        operationType: OperationType.WRITE,
        register: DATA_0,
        value: 1,
      },
      // With whatever else is wrong.
      { coordinationId: '', deviceId, operationType: OperationType.READ },
      { coordinationId: 'a-3', deviceId, operationType: 99, register: 99 },
    ],
    free: OWN_NAME,
  },
  [`${COMMUNICATION}/EmergencyStop`]: {
    free: { affected_devices: 'recorded, looked up nowhere: stopped at the end, below' },
  },
  [`${COMMUNICATION}/SynchronizeState`]: {
    asks: ({ device }) => [
      { deviceIds: [device] },
      { deviceIds: [SEEN, device] },
      { deviceIds: [device], refresh: true },
      { deviceIds: [device], sinceVersion: 1 },
    ],
    shows: [{}],
    moving: [
      'silentTracks',
      'synchronizedAt',
      'synchronizationTime',
      'version',
      ...each('devices'),
    ],
    free: { server_instance: 'names a run of the daemon' },
  },
  [`${COMMUNICATION}/PublishEvent`]: {
    asks: ({ device: deviceId }) => [
      { eventType: 1, severity: 1, sourceTrack: 1, deviceId },
      { eventType: 99, severity: 99, deviceId, topic: '>' },
    ],
  },
  [`${COMMUNICATION}/SubscribeEvents`]: {
    asks: ({ device, cursor }) => [
      { ...STREAM, subjects: SUBJECTS, deviceIds: [device] },
      { ...STREAM, subjects: [`device.${device.toString(16)}.>`] },
      { ...STREAM, cursor },
    ],
    moving: ['timestamp', 'cursor'],
  },
  [`${COMMUNICATION}/HealthCheck`]: {
    shows: [{}],
    // How well each is moves with how busy the machine is; its reason names no device (health-board.ts).
    moving: ['serverTime', 'uptime', 'status', 'orchestratorState', ...health('components')],
  },
  [`${COMMUNICATION}/GetMetrics`]: { shows: [{}], moving: ['collectedAt', 'since'] },

  'ApprovalsService/ListApprovals': { shows: [{}] },
  'ApprovalsService/GetApproval': { asks: ({ approval: approvalId }) => [{ approvalId }] },
  'ApprovalsService/GiveApproval': {
    asks: ({ approval: approvalId }) => [{ approvalId, signature: SIGNATURE }, { approvalId }],
  },
  'ApprovalsService/DenyApproval': { asks: ({ approval: approvalId }) => [{ approvalId }] },

  'AuditService/SearchEntries': {
    // Up to where the log was: what one is not cleared for is its hash, whatever one looks for.
    asks: ({ device: deviceId, coordination: coordinationId, operation: text, page: pageToken }) =>
      [{ deviceId }, { coordinationId }, { text }].map((one) => ({ ...one, pageToken })),
  },
  'AuditService/ProveInclusion': {},
  'AuditService/ProveConsistency': {},
  'AuditService/GetCheckpoint': {},

  'ConfigurationService/GetConfiguration': { shows: [{}] },

  'ConfirmationsService/ListConfirmations': { shows: [{}] },
  'ConfirmationsService/ShowConfirmation': {
    asks: ({ confirmation: confirmationId }) => [{ confirmationId }],
  },
  'ConfirmationsService/AnswerConfirmation': {
    asks: ({ confirmation: confirmationId, digest }) => [
      { confirmationId, digest, confirmed: true },
      { confirmationId, digest: Buffer.alloc(32) },
    ],
  },

  'ConflictsService/ListConflicts': { shows: [{}] },
  'ConflictsService/DecideConflict': {
    asks: ({ device: deviceId }) => [
      { deviceId, field: 'kernel_state.power_state', about: 'x', value: '1' },
      { deviceId, field: 'nothing', about: 'x', value: '{}' },
    ],
    free: { about: 'tells nothing without its device' },
  },

  'DevicesService/ListDevices': { shows: [{}], moving: each('devices') },
  'DevicesService/GetDevice': {
    asks: ({ device: deviceId }) => [{ deviceId }],
    shows: [{ deviceId: SEEN }],
    moving: each('device'),
  },
  'DevicesService/WatchDevices': {
    asks: ({ device }) => [{ deviceIds: [device] }, { deviceIds: [SEEN, device] }],
    moving: each('devices'),
  },

  'EventsService/WatchEvents': {
    asks: ({ device, cursor }) => [
      { subscription: { ...STREAM, subjects: SUBJECTS, deviceIds: [device] } },
      { subscription: { ...STREAM, subjects: [`device.${device.toString(16)}.>`] } },
      { subscription: { ...STREAM, cursor } },
    ],
    moving: ['cursor'],
  },
  'EventsService/AcknowledgeEvent': {
    asks: ({ event: eventId }) => [{ eventId }, { eventId, label: 'x' }],
  },

  'HoldsService/ListHolds': { shows: [{}] },
  'HoldsService/ProposeClearing': {
    asks: ({ device: deviceId, transaction: transactionId }) => [
      { kind: 1, transactionId, note: 'looked' },
      { kind: 2, deviceId, note: 'looked' },
      { kind: 3, deviceId, operationType: OperationType.RESET, note: 'looked' },
      { kind: 4, transactionId, note: 'looked' },
      { kind: 2, deviceId },
    ],
  },
  'HoldsService/ListClearings': { shows: [{}] },
  'HoldsService/SignClearing': {
    asks: ({ clearing: clearingId }) => [{ clearingId, signature: SIGNATURE }],
  },

  'OperationsService/PlanOperation': {
    asks: ({ device: deviceId, coordination: coordinationId }) => [
      { operation: { deviceId, operationType: OperationType.READ, register: 0 } },
      { operation: { deviceId, coordinationId, operationType: 99 }, approvedBy: ['demo:ann'] },
    ],
    free: {
      approved_by: 'an account, which is for persons to know',
      'operation.auth_context.user_id': 'a claim',
      'operation.auth_context.session_id': 'a claim',
    },
  },
  'OperationsService/ListOperations': { shows: [{}] },
  'OperationsService/GetOperation': {
    asks: ({ operation, coordination }) => [{ id: operation }, { id: coordination }],
  },
  'OperationsService/CancelOperation': {
    asks: ({ operation, coordination }) => [{ id: operation }, { id: coordination }],
  },

  'PolicyService/WhoAmI': { shows: [{}] },
  'PolicyService/GetPolicy': { shows: [{}] },
  'PolicyService/ListPersons': { shows: [{}] },
  'PolicyService/ListKeys': { shows: [{}] },
  'PolicyService/ListPrincipals': { shows: [{}] },
  'PolicyService/ProposeChange': {},
  'PolicyService/ListProposals': {},
  'PolicyService/ApproveProposal': {
    asks: ({ proposal: proposalId }) => [{ proposalId, signature: SIGNATURE }],
    from: ['hms', 'nobody'],
  },
  'PolicyService/RetractProposal': {
    asks: ({ proposal: proposalId }) => [{ proposalId }],
    from: ['hms', 'nobody'],
  },
  'PolicyService/ReloadPolicy': {},

  'StatusService/GetStatus': {
    shows: [{}],
    // That the log has grown everybody may know who may have its proofs.
    moving: ['upTime', 'orchestrator', 'stop.inStateFor', 'audit', ...health('health')],
  },
  'StopService/Stop': {},
  'StopService/GetStopStatus': { shows: [{}], moving: ['status.inStateFor'] },
  'StopService/OfferStopStep': {},
  'StopService/TakeStopStep': {
    free: { nonce: 'of an offer to persons, which is about all devices' },
  },
  'TransactionsService/RunTransaction': {
    asks: ({ device: deviceId }) => [
      {
        coordinationId: 't-1',
        operations: [{ deviceId, operationType: OperationType.READ, register: 0 }],
      },
      {
        coordinationId: 't-2',
        operations: [
          { deviceId: SEEN, operationType: OperationType.READ, register: 0 },
          { deviceId, operationType: OperationType.WRITE, register: DATA_0, value: 1 },
        ],
      },
      { coordinationId: '', operations: [{ deviceId, operationType: 99, coordinationId: 'x' }] },
    ],
    free: {
      ...OWN_NAME,
      'operations.coordination_id': 'stays empty',
      'operations.auth_context.user_id': 'stays empty',
      'operations.auth_context.session_id': 'stays empty',
    },
  },
};

/** A message without what moves by itself, as text. */
export function still(name: string, bytes: Buffer, moving: readonly string[]): string {
  if (moving.length === 0) {
    return bytes.toString('latin1');
  }
  const message = read(name, bytes);
  for (const path of moving) {
    drop(message, path.split('.'));
  }
  return JSON.stringify(message);
}

function drop(from: unknown, [name = '', ...rest]: readonly string[]): void {
  if (Array.isArray(from)) {
    for (const one of from) {
      drop(one, [name, ...rest]);
    }
  } else if (typeof from === 'object' && from !== null) {
    const fields = from as Record<string, unknown>;
    if (rest.length > 0) {
      drop(fields[name], rest);
    } else {
      // How long a cursor is may tell how much is behind it.
      fields[name] = name === 'cursor' ? String(fields[name]).length : null;
    }
  }
}

/** In whichever form an answer can repeat it. */
export function formsOf(it: Names): string[] {
  const varint = [it.device & 0x7f, (it.device >> 7) & 0x7f, it.device >> 14];
  const bytes = String.fromCharCode(
    (varint[0] ?? 0) | 0x80,
    (varint[1] ?? 0) | 0x80,
    varint[2] ?? 0,
  );
  const ids = Object.values(it).filter((one) => typeof one === 'string');
  return [it.device.toString(16), `${it.device}`, bytes, ...ids];
}
