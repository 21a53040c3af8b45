// SPDX-License-Identifier: Apache-2.0
// Says what became of operations: to the audit log, and to those who listen and are cleared. Intents are
// not its business: they are in the record that allows a commit.
import type { Json } from '../../core/canonical/json.ts';
import { EventType, OperationTypeNames, Severity, Track } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { AuditEntry } from '../../core/ports/audit-log.ts';
import { hasEffects } from './judgement.ts';
import type { Operation } from './operation.ts';
import type { OperationsOptions } from './ports.ts';
import type { OperationResult } from './result.ts';

type Details = Readonly<Record<string, Json>>;

const SEVERITIES: Readonly<Record<string, Severity>> = {
  COMPLETED: Severity.INFO,
  DENIED: Severity.WARNING,
  FAILED: Severity.WARNING,
  EMERGENCY_STOPPED: Severity.WARNING,
};

/** What was asked, in a record. */
function askedOf({ identity }: Operation): Details {
  const { id, principal, requests } = identity;
  return {
    operation: id,
    principal,
    requests: requests.map(({ deviceId, operationType, parameters }) => ({
      device: deviceId,
      type: nameOf(OperationTypeNames, operationType),
      register: parameters.register,
      value: parameters.value,
    })),
  };
}

/**
 * Of a justification, of a message: a refusal on all devices alone would fill an entry of the log, and what a client says of
 * itself is not to keep it out. {unit characters}
 */
const TEXT_MAX = 4_096;

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1).toWellFormed()}…`;
}

/** What its client said of itself, and why: recorded, told to nobody who listens, and nothing is decided by it. */
export function claimsOf({ identity: { requests } }: Operation): Details {
  // Of several requests all have the same claims: they are the transaction's. Each may have a reason of its own.
  const { authContext = {}, requestedAt = 0 } = requests[0] ?? {};
  const reasons = new Set(requests.map(({ justification }) => justification));
  const justification = cut([...reasons].join('\n'));
  return {
    ...(justification !== '' && { justification }),
    ...(Object.keys(authContext).length > 0 && { claims: authContext }),
    ...(requestedAt > 0 && { claimedAt: requestedAt }),
  };
}

export class Teller {
  readonly #options: OperationsOptions;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /** An entry about @operation, for whoever is cleared for its devices. */
  entry(operation: Operation, kind: string, severity: Severity, details: Details): AuditEntry {
    const { identity, judgement } = operation;
    const [only, ...others] = identity.requests;
    const demand = judgement?.demand;
    return {
      kind,
      severity,
      actor: judgement?.requester?.person ?? identity.principal,
      device: only !== undefined && others.length === 0 ? only.deviceId : null,
      coordinationId: identity.coordinationId,
      // Before anybody has judged it nobody knows who may see it: the strictest there is.
      clearance: demand?.requiredClearance ?? 7,
      compartments: demand?.compartments ?? [],
      at: this.#options.clock.wall(),
      details: { ...askedOf(operation), ...details },
    };
  }

  /** Of people and offers: approval.asked, approval.given, approval.denied, approval.void. */
  approval(
    operation: Operation,
    what: 'asked' | 'given' | 'denied' | 'void',
    actor: string,
    details: Details,
  ): void {
    const severity = what === 'denied' ? Severity.WARNING : Severity.INFO;
    const entry = { ...this.entry(operation, `approval.${what}`, severity, details), actor };
    this.append(entry);
    this.#options.events.publish(
      {
        subject: `approval.${operation.identity.id}.${what}`,
        type: EventType.SYSTEM_STATUS_CHANGED,
        severity,
        source: Track.ORCHESTRATOR,
        clearance: entry.clearance as 7,
        compartments: entry.compartments,
        at: entry.at,
        data: { ...entry.details, actor, coordinationId: operation.identity.coordinationId },
      },
      'durable',
    );
  }

  /** It has ended. What a rule refused is counted with its like, so that nobody fills the disk. */
  ended(operation: Operation, result: OperationResult): void {
    const severity = SEVERITIES[result.state] ?? Severity.WARNING;
    const { cause, message, risk, transaction, coordinationMs } = result;
    const rules = result.unmet.map(({ rule }) => rule);
    const details = { cause, message, risk, transaction, rules };
    const kind = `operation.${result.state.toLowerCase()}`;
    const entry = this.entry(operation, kind, severity, details);
    const bounded = { message: cut(message), rules: [...new Set(rules)] };
    const recorded = {
      ...entry,
      details: { ...entry.details, ...bounded, ...claimsOf(operation) },
    };
    const { refusals, events } = this.#options;
    if (result.state === 'DENIED') {
      const reason = rules[0] ?? cause ?? 'REFUSED';
      refusals.record({ principal: operation.identity.principal, reason, entry: recorded });
    } else if (result.state !== 'COMPLETED' || hasEffects(operation.identity.requests)) {
      this.append(recorded);
    }
    events.publish(
      {
        subject: `operation.${operation.identity.id}.completed`,
        type: EventType.OPERATION_COMPLETED,
        severity,
        source: Track.ORCHESTRATOR,
        clearance: entry.clearance as 7,
        compartments: entry.compartments,
        at: entry.at,
        data: {
          ...entry.details,
          coordinationId: result.coordinationId,
          device: entry.device,
          result: result.result,
          state: result.state,
          coordinationMs,
        },
      },
      'durable',
    );
  }

  /** Written after the fact; that it could not be is told. */
  append(entry: AuditEntry): void {
    const { audit, fault } = this.#options;
    audit.append(entry, 'ordinary').catch((error: unknown) => {
      fault(error instanceof Error ? error : new Error(String(error)));
    });
  }
}
