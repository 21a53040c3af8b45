// SPDX-License-Identifier: Apache-2.0
// What the track reports about a device, in the paths of the unified state.
import { SecurityStatus } from '../../core/model/device-state.ts';
import { RiskLevel } from '../../core/model/enums.ts';
import type { FieldReport } from '../../core/ports/track.ts';
import { personOf } from './charter/charter.ts';
import type { SecurityMemory } from './memory/memory.ts';
import { demandOf, inForce } from './policy/access.ts';
import type { DeviceClass } from './policy/devices.ts';
import type { Sentinel } from './sentinel.ts';
import { type ActiveEffect, ALL_TARGET, deviceTarget } from './threat/effects.ts';

export interface FieldSource {
  readonly memory: SecurityMemory;
  readonly sentinel: Sentinel;
  readonly auditDurable: boolean;
  /** The place after the latest entry about the device in the audit log; 0 without one. */
  readonly auditSequence: (device: number) => number;
}

/** Somebody may do something with the device now. */
export function accessAuthorized(memory: SecurityMemory, device: DeviceClass): boolean {
  const { policy, charter, time } = memory;
  if (policy === undefined || device.quarantined || memory.untrusted !== null) {
    return false;
  }
  const calendar = { wall: time.wall(), wallAtLatest: time.wallAtLatest() };
  return policy.grants.some(
    (grant) =>
      grant.devices.has(device.token) &&
      inForce(grant, calendar) &&
      [...grant.principals].some((principal) => personOf(charter, principal) !== undefined),
  );
}

function statusOf(
  { memory }: FieldSource,
  effects: readonly ActiveEffect[],
  attempts: number,
): SecurityStatus {
  if (memory.untrusted !== null) {
    return SecurityStatus.COMPROMISED;
  }
  if (memory.policy === undefined) {
    return SecurityStatus.UNKNOWN;
  }
  if (effects.length > 0) {
    return SecurityStatus.ALERT;
  }
  return attempts > 0 ? SecurityStatus.ELEVATED : SecurityStatus.NORMAL;
}

export function fieldsOf(source: FieldSource, device: DeviceClass): FieldReport[] {
  const { memory, sentinel, auditDurable, auditSequence } = source;
  const { token } = device;
  const targets = [ALL_TARGET, deviceTarget(token)];
  const effects = memory.effects.on(targets, memory.time.now());
  const attempts = sentinel.attempts(deviceTarget(token));
  // Blocks are of principals: on a device there are only levels that a computation may say.
  const risk = effects.reduce<number>((most, { level }) => Math.max(most, level), device.risk);
  const values = {
    'security_state.security_status': statusOf(source, effects, attempts),
    'security_state.access_authorized': accessAuthorized(memory, device),
    'security_state.required_clearance': demandOf(memory.policy, token).requiredClearance,
    'security_state.failed_access_attempts': attempts,
    'security_state.last_security_event': sentinel.lastEvent(token),
    'security_state.audit_enabled': auditDurable,
    'security_state.audit_sequence_number': auditSequence(token),
    'unified_metadata.current_risk_level': device.quarantined ? RiskLevel.QUARANTINED : risk,
  };
  return Object.entries(values).map(([path, value]) => ({ device: token, path, value }));
}
