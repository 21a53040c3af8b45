// SPDX-License-Identifier: Apache-2.0
// The events that there are: one function for each of the specification's types, so that subject,
// type and data of an event are the same wherever it is published from. Times are the publisher's to
// give; data are what the names say, in canonical JSON.
import type { Json } from '../core/canonical/json.ts';
import {
  type ClearanceLevel,
  CoordinationResult,
  EventType,
  Severity,
  Track,
} from '../core/model/enums.ts';
import type { Publication } from '../core/ports/event-log.ts';
import { tokenOf } from './subject.ts';

/** What every event has: when it was, and who may know. */
export interface Circumstances {
  /** {unit ms since 1970} */
  readonly at: number;
  readonly clearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

/** As in subjects: four upper-case hexadecimal digits, without 0x. */
export function deviceToken(device: number): string {
  return device.toString(16).toUpperCase().padStart(4, '0');
}

/** device.8003.state; durable. @values are fields by their path in the unified state. */
export function deviceStateChanged(
  when: Circumstances,
  device: number,
  source: Track,
  values: Readonly<Record<string, Json>>,
): Publication {
  return {
    ...pick(when),
    subject: `device.${deviceToken(device)}.state`,
    type: EventType.DEVICE_STATE_CHANGED,
    severity: Severity.INFO,
    source,
    data: { device, values },
  };
}

/** device.8003.telemetry.temperature; telemetry: only the latest counts. */
export function deviceMeasured(
  when: Circumstances,
  device: number,
  name: string,
  value: number,
): Publication {
  return {
    ...pick(when),
    subject: `device.${deviceToken(device)}.telemetry.${tokenOf(name)}`,
    type: EventType.DEVICE_STATE_CHANGED,
    severity: Severity.INFO,
    source: Track.KERNEL,
    data: { device, name, value },
  };
}

/** operation.ID.completed; durable. Whatever the outcome: @result says which. */
export function operationCompleted(
  when: Circumstances,
  coordinationId: string,
  device: number,
  result: CoordinationResult,
  details: Readonly<Record<string, Json>>,
): Publication {
  const succeeded = result === CoordinationResult.SUCCESS;
  return {
    ...pick(when),
    subject: `operation.${tokenOf(coordinationId)}.completed`,
    type: EventType.OPERATION_COMPLETED,
    severity: succeeded ? Severity.INFO : Severity.WARNING,
    source: Track.ORCHESTRATOR,
    data: { ...details, coordinationId, device, result },
  };
}

/** security.RULE.alert; durable, or an emergency when the rule stops everything. */
export function securityAlert(
  when: Circumstances,
  rule: string,
  severity: Severity,
  details: Readonly<Record<string, Json>>,
): Publication {
  return {
    ...pick(when),
    subject: `security.${tokenOf(rule)}.alert`,
    type: EventType.SECURITY_ALERT,
    severity,
    source: Track.SECURITY,
    data: { ...details, rule },
  };
}

/** system.PART.status; durable: a track, the store, the ring went from one status to another. */
export function systemStatusChanged(
  when: Circumstances,
  part: string,
  severity: Severity,
  from: string,
  to: string,
): Publication {
  return {
    ...pick(when),
    subject: `system.${tokenOf(part)}.status`,
    type: EventType.SYSTEM_STATUS_CHANGED,
    severity,
    source: Track.ORCHESTRATOR,
    data: { part, from, to },
  };
}

/** stop.STATE: stop.latched, stop.ready, …; an emergency when a stop begins, else durable. */
export function stopChanged(
  when: Circumstances,
  state: string,
  generation: number,
  reason: string,
): Publication {
  const token = tokenOf(state.toLowerCase());
  return {
    ...pick(when),
    subject: `stop.${token}`,
    type: EventType.EMERGENCY_STOP,
    severity: Severity.EMERGENCY,
    source: Track.ORCHESTRATOR,
    data: { state, generation, reason },
  };
}

/** audit.KIND.created, with the dots of the kind; durable. What the entry says is in the audit log, for who may read it. */
export function auditEntryCreated(
  when: Circumstances,
  kind: string,
  index: number,
  leafHash: string,
): Publication {
  return {
    ...pick(when),
    subject: `audit.${kind.split('.').map(tokenOf).join('.')}.created`,
    type: EventType.AUDIT_ENTRY_CREATED,
    severity: Severity.INFO,
    source: Track.ORCHESTRATOR,
    data: { kind, index, leafHash },
  };
}

/** performance.NAME.exceeded and performance.NAME.cleared; durable. */
export function performanceThreshold(
  when: Circumstances,
  name: string,
  state: 'exceeded' | 'cleared',
  details: Readonly<Record<string, Json>>,
): Publication {
  return {
    ...pick(when),
    subject: `performance.${tokenOf(name)}.${state}`,
    type: EventType.PERFORMANCE_THRESHOLD,
    severity: state === 'exceeded' ? Severity.WARNING : Severity.INFO,
    source: Track.ORCHESTRATOR,
    data: { ...details, name, state },
  };
}

/** Nothing but what it needs, whatever else the caller's object has. */
function pick({ at, clearance, compartments }: Circumstances): Circumstances {
  return { at, clearance, compartments };
}
