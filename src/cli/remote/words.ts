// SPDX-License-Identifier: Apache-2.0
// Messages of dsmil.control.v1 in the words of the daemon's own socket: one output for both ways.
import type { OperationCoordinationResponse } from '../../api/grpc/wire/generated/dsmil-communication-v1.ts';
import type {
  Approval,
  Clearing,
  Confirmation,
  Conflict,
  Demand,
  GetStatusResponse,
  Operation,
  SignedDocument,
  StopStatus,
  WhoAmIResponse,
} from '../../api/grpc/wire/generated/dsmil-control-v1.ts';
import type { Duration, Timestamp } from '../../api/grpc/wire/generated/google-protobuf.ts';
import type {
  WireClearing,
  WireConfirmation,
  WireConflict,
  WireDemand,
  WireOffer,
  WireOperation,
  WireStatus,
  WireStop,
} from '../../api/local/wire/answers.ts';
import { clearingJson, decisionJson } from '../../api/local/wire/decisions.ts';
import {
  approvalDecision,
  clearingDecision,
  resetStepDecision,
} from '../../api/local/wire/documents.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { ResetDecision } from '../../core/canonical/reset-decision.ts';
import {
  ClearanceLevelNames,
  CoordinationResult,
  RiskLevelNames,
  TrackNames,
} from '../../core/model/enums.ts';
import { ExitCode, Failure } from '../failure.ts';

const STOP_STATES = [
  '',
  'RUN',
  'STOPPING',
  'LATCHED',
  'LATCHED_DEGRADED',
  'RESET_PENDING',
  'READY',
];
const ORCHESTRATOR_STATES = [
  ...['', 'STARTING', 'RECOVERING', 'OPERATIONAL', 'DEGRADED', 'EMERGENCY_STOPPED', 'ENDING'],
];
const COORDINATION_STATES = [
  ...['', 'INITIALIZING', 'SAFETY_CHECKING', 'AUTHORIZING', 'EXECUTING'],
  ...['COMPLETED', 'FAILED', 'DENIED', 'EMERGENCY_STOPPED'],
];
const RESULTS = new Map<number, string>(
  Object.entries(CoordinationResult).map(([name, value]) => [value, name]),
);

/** A number that this version does not know is shown as one. */
function nameIn(names: readonly string[], value: number): string {
  const name = names[value] ?? '';
  return name === '' ? `UNKNOWN_${value}` : name;
}

function nameOfNumber(names: Readonly<Record<number, string>>, value: number): string {
  return names[value] ?? `UNKNOWN_${value}`;
}

/** {unit ms} */
export function milliseconds(time: Duration | Timestamp | null): number {
  return time === null ? 0 : time.seconds * 1_000 + Math.round(time.nanos / 1e6);
}

export function duration(ms: number): { readonly seconds: number; readonly nanos: number } {
  return { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function required<T>(value: T | null, what: string): T {
  if (value === null) {
    throw new Failure(
      ExitCode.FAILED,
      `the daemon’s answer has no ${what}: it is another version`,
      ['Compare: dsmilctl --version, and the daemon’s.'],
    );
  }
  return value;
}

export function stopWords(status: StopStatus | null): WireStop {
  const { state, epoch, missing, inStateFor, firstPerson, unlatched } = required(status, 'stop');
  return {
    state: nameIn(STOP_STATES, state),
    epoch,
    missing: [...missing],
    since_ms: milliseconds(inStateFor),
    first_person: firstPerson === '' ? null : firstPerson,
    unlatched,
  };
}

/** @now: this side's clock. {unit ms since 1970} */
export function statusWords(
  given: GetStatusResponse,
  { principal, person }: WhoAmIResponse,
  now: number,
): WireStatus {
  return {
    version: given.version,
    pid: null,
    up_ms: milliseconds(given.upTime),
    orchestrator: nameIn(ORCHESTRATOR_STATES, given.orchestrator),
    device: given.devicePath,
    backend: given.backend,
    stop: stopWords(given.stop),
    health: given.health.map(({ component, state, reason, since }) => ({
      component,
      state,
      reason,
      since_ms: Math.max(0, now - milliseconds(since)),
    })),
    operations: { ...given.operationCounts },
    in_flight: given.inFlight,
    undecided: given.undecided,
    flagged: given.flagged,
    principal,
    person: person === '' ? null : person,
  };
}

export function operationWords(operation: Operation | null): WireOperation {
  const given = required(operation, 'operation');
  return {
    coordination_id: given.coordinationId,
    operation: given.operationId,
    state: nameIn(COORDINATION_STATES, given.state),
    result: RESULTS.get(given.result) ?? 'UNKNOWN',
    cause: given.cause === '' ? null : given.cause,
    message: given.message,
    risk: given.risk === 0 ? null : nameOfNumber(RiskLevelNames, given.risk),
    unmet: given.unmet.map(({ rule, because, satisfiedBy, possible }) => ({
      rule,
      because,
      satisfied_by: satisfiedBy,
      possible,
    })),
    devices: given.devices.map(({ deviceId, value, error, reason }) => ({
      device: deviceId,
      value: value ?? null,
      error,
      reason,
    })),
    transaction: (given.transactionId ?? '') === '' ? null : given.transactionId,
    received_at: milliseconds(given.receivedAt),
    coordination_ms: milliseconds(given.coordinationTime),
    pending: given.pending,
    replayed: given.replayed,
  };
}

/** @now: this side's clock, since the answer has none. {unit ms since 1970} */
export function coordinationWords(
  given: OperationCoordinationResponse,
  device: number,
  now: number,
): WireOperation {
  const spent = given.coordinationTime;
  return operationWords({
    ...given,
    risk: given.assessedRisk,
    message: given.errorMessage,
    devices: [
      {
        deviceId: device,
        value: given.value,
        error: given.deviceError,
        reason: given.deviceReason,
      },
    ],
    receivedAt: duration(Math.max(0, now - milliseconds(spent))),
    coordinationTime: spent,
    pending: false,
  });
}

function demandWords(demand: Demand | null): WireDemand {
  const { requiredClearance, compartments } = required(demand, 'demand');
  return {
    clearance: nameOfNumber(ClearanceLevelNames, requiredClearance),
    compartments: [...compartments],
  };
}

function documentIn(document: SignedDocument | null) {
  const { domain, document: text, digest, role } = required(document, 'document');
  return { domain, text, role, digest: hex(digest) };
}

/** What would be approved is read from the document that is signed, not from what is told beside it. */
export function offerWords(approval: Approval | null): WireOffer {
  const given = required(approval, 'approval');
  const document = documentIn(given.document);
  return {
    offer: given.approvalId,
    coordination_id: given.coordinationId,
    requester: given.requester,
    justification: given.justification,
    words: [...given.words],
    risk: nameOfNumber(RiskLevelNames, given.risk),
    decision: decisionJson(approvalDecision(document)),
    digest: document.digest,
    role: document.role,
    demand: demandWords(given.demand),
    approved_by: given.approvedBy === '' ? null : given.approvedBy,
    left_ms: Math.max(0, milliseconds(given.timeLeft)),
  };
}

export function confirmationWords(confirmation: Confirmation | null): WireConfirmation {
  const given = required(confirmation, 'confirmation');
  return {
    id: given.confirmationId,
    device: given.deviceId,
    requester: given.requester,
    summary: given.summary,
    risk: nameOfNumber(RiskLevelNames, given.risk),
    terms: [...given.terms],
    demand: demandWords(given.demand),
    digest: hex(given.digest),
    left_ms: Math.max(0, milliseconds(given.timeLeft)),
  };
}

export function resetWords(document: SignedDocument | null): ResetDecision {
  return resetStepDecision(documentIn(document));
}

export function clearingWords(clearing: Clearing | null): WireClearing {
  const given = required(clearing, 'clearing');
  const document = documentIn(given.document);
  return {
    decision: clearingJson(clearingDecision(document)),
    digest: document.digest,
    signed_by: [...given.signedBy],
    left_ms: Math.max(0, milliseconds(given.timeLeft)),
  };
}

/** What is said of a field, by value: who says the same stands together. */
export function conflictWords({ conflict, about }: Conflict): WireConflict {
  const { deviceId, field, value, blocksEffects, claims } = required(conflict, 'conflict');
  const said = new Map<string, string[]>();
  for (const claim of claims) {
    said.set(claim.value, [
      ...(said.get(claim.value) ?? []),
      nameOfNumber(TrackNames, claim.track),
    ]);
  }
  return {
    device: deviceId,
    path: field,
    reads: JSON.parse(value) as Json,
    values: [...said].map(([words, by]) => ({ value: JSON.parse(words) as Json, by })),
    about,
    blocks_effects: blocksEffects,
  };
}

/** A state that this build does not know is no decision. */
export function decisionWord(state: number): string {
  return state === 1 ? 'DECIDED' : 'WAITS_FOR_SECOND_PERSON';
}
