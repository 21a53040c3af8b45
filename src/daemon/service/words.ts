// SPDX-License-Identifier: Apache-2.0
// From what the parts answer with to what goes over the daemon's socket.

import { wireNeeds } from '../../api/local/failure.ts';
import type {
  WireConfirmation,
  WireDemand,
  WireOffer,
  WireOperation,
  WireStop,
} from '../../api/local/wire/answers.ts';
import { decisionJson } from '../../api/local/wire/decisions.ts';
import { ClearanceLevelNames, CoordinationResult, RiskLevelNames } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { OperationResult } from '../../orchestrator/operations/result.ts';
import type { OfferView } from '../../orchestrator/operations/views.ts';
import type { StopOrchestrator } from '../../orchestrator/stop/stop-orchestrator.ts';
import type { Disclosure } from '../../tracks/interface/confirmations.ts';

const RESULT_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(CoordinationResult).map(([name, value]) => [value, name]),
);

export function wireOperation(
  given: OperationResult,
  { pending, replayed }: { readonly pending: boolean; readonly replayed: boolean },
): WireOperation {
  return {
    coordination_id: given.coordinationId,
    operation: given.operation,
    state: given.state,
    result: RESULT_NAMES.get(given.result) ?? 'UNKNOWN',
    cause: given.cause,
    message: given.message,
    risk: given.risk === null ? null : nameOf(RiskLevelNames, given.risk),
    unmet: wireNeeds(given.unmet),
    devices: given.devices.map(({ device, value, error, reason }) => ({
      device,
      value,
      error,
      reason,
    })),
    transaction: given.transaction,
    received_at: given.receivedAt,
    coordination_ms: given.coordinationMs,
    pending,
    replayed,
  };
}

interface Demanding {
  readonly requiredClearance: number;
  readonly compartments: readonly string[];
}

function wireDemand({ requiredClearance, compartments }: Demanding): WireDemand {
  return {
    clearance: nameOf(ClearanceLevelNames, requiredClearance),
    compartments: [...compartments],
  };
}

export function wireOffer(given: OfferView, now: number): WireOffer {
  return {
    offer: given.offer,
    coordination_id: given.coordinationId,
    requester: given.requester,
    justification: given.justification,
    words: [...given.words],
    risk: nameOf(RiskLevelNames, given.decision.risk),
    decision: decisionJson(given.decision),
    digest: given.digest,
    role: given.role,
    demand: wireDemand(given.demand),
    approved_by: given.approvedBy,
    left_ms: Math.max(0, given.decision.expiry - now),
  };
}

export function wireConfirmation(given: Disclosure, now: number): WireConfirmation {
  return {
    id: given.id,
    device: given.device,
    requester: given.requester,
    summary: given.summary,
    risk: nameOf(RiskLevelNames, given.risk),
    terms: [...given.terms],
    demand: wireDemand(given.demand),
    digest: given.digest,
    left_ms: Math.max(0, given.expiry - now),
  };
}

interface StopView {
  readonly missing: (names: readonly string[]) => string[];
  readonly now: number;
}

export function wireStop(
  { control, unlatched }: Pick<StopOrchestrator, 'control' | 'unlatched'>,
  /** What of it whoever asks may know. */
  { missing: visible, now }: StopView,
): WireStop {
  const { state, epoch, missing, since, firstPerson } = control;
  return {
    state,
    epoch,
    missing: visible(missing),
    since_ms: Math.max(0, now - since),
    first_person: firstPerson,
    unlatched,
  };
}
