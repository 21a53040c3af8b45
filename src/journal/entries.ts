// SPDX-License-Identifier: Apache-2.0
// What the audit log is told of a transaction: its intent before, its outcome after.
import type { Json } from '../core/canonical/json.ts';
import { tokenName } from '../core/model/device.ts';
import { OperationTypeNames, RiskLevelNames, Severity } from '../core/model/enums.ts';
import { nameOf } from '../core/model/names.ts';
import type { AuditEntry } from '../core/ports/audit-log.ts';
import type {
  AuthorizedTransaction,
  Effect,
  FlaggedTransaction,
  MayCommit,
  Outcome,
} from '../core/ports/commit.ts';

function effectJson({ device, type, register, value }: Effect): Json {
  return { device: tokenName(device), type: nameOf(OperationTypeNames, type), register, value };
}

/** The one device, when it is one. */
function deviceOf(effects: readonly Effect[]): number | null {
  return effects.length === 1 ? (effects[0]?.device ?? null) : null;
}

/** The whole of what is about to be done, before it is. */
export function intentEntry(record: MayCommit): AuditEntry {
  const { id, transaction, kernelInstance, coordinatorEpoch, at } = record;
  return {
    kind: 'operation.intent',
    severity: Severity.INFO,
    actor: transaction.person,
    device: deviceOf(transaction.effects),
    coordinationId: transaction.coordinationId,
    clearance: transaction.clearance,
    compartments: transaction.compartments,
    at,
    details: {
      transaction: `${id}`,
      principal: transaction.principal,
      digest: transaction.digest,
      risk: nameOf(RiskLevelNames, transaction.risk),
      stop_epoch: transaction.stopEpoch,
      policy: transaction.policy,
      effects: transaction.effects.map(effectJson),
      approved_by: transaction.approvals.map(({ person }) => person),
      confirmed: transaction.confirmed,
      kernel_instance: kernelInstance,
      coordinator_epoch: `${coordinatorEpoch}`,
    },
  };
}

const SEVERITIES = {
  COMMIT: Severity.INFO,
  ABORT: Severity.WARNING,
  HEURISTIC: Severity.CRITICAL,
} as const;

export function outcomeEntry(outcome: Outcome, of: AuthorizedTransaction): AuditEntry {
  return {
    kind: 'operation.outcome',
    severity: SEVERITIES[outcome.decision],
    actor: 'system',
    device: deviceOf(of.effects),
    coordinationId: of.coordinationId,
    clearance: of.clearance,
    compartments: of.compartments,
    at: outcome.at,
    details: {
      transaction: `${outcome.id}`,
      decision: outcome.decision,
      kernel: outcome.kernel,
      reason: outcome.reason,
      recovered: outcome.recovered,
    },
  };
}

export function clearingEntry(
  { id, coordinationId, devices }: FlaggedTransaction,
  of: AuthorizedTransaction,
  persons: readonly [string, string],
  note: string,
  at: number,
): AuditEntry {
  return {
    kind: 'operation.cleared',
    severity: Severity.WARNING,
    actor: persons[0],
    device: devices.length === 1 ? (devices[0] ?? null) : null,
    coordinationId,
    clearance: of.clearance,
    compartments: of.compartments,
    at,
    details: { transaction: `${id}`, devices: devices.map(tokenName), persons, note },
  };
}
