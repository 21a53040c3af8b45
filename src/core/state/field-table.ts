// SPDX-License-Identifier: Apache-2.0
// Every field of the unified state: who owns it, who else may write it, whether safety hangs on it,
// and which of two values is the safe one. Owners by the rule that A reports, B authorizes, C desires.
import { OverallDeviceStatus, REGISTER_COUNT, SecurityStatus } from '../model/device-state.ts';
import { RiskLevel, Track } from '../model/enums.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { TRACKS, type WorkingTrack } from '../model/track.ts';

export type FieldValue = number | boolean | null;

/** How safe a value is: the greater, the safer to assume. */
type SafetyOrder = (value: FieldValue) => number;

export interface Field {
  /** As the specification writes it. */
  readonly path: string;
  /** ORCHESTRATOR: computed from the others, written by nobody. */
  readonly owner: WorkingTrack | typeof Track.ORCHESTRATOR;
  /** The owner first. */
  readonly writers: readonly WorkingTrack[];
  /** Nothing weaker than the join holds without two persons; a conflict blocks effects. */
  readonly safety: boolean;
  /** null: no value is safer than another, and disagreement is a conflict. */
  readonly order: SafetyOrder | null;
}

const trueIsSafe: SafetyOrder = (value) => (value === false ? 0 : 1);
const falseIsSafe: SafetyOrder = (value) => (value === true ? 0 : 1);
const larger: SafetyOrder = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;

/** From harmless to worst. What is not listed is unknown, and worse than all. */
function worsening(...values: readonly number[]): SafetyOrder {
  return (value) => {
    const rank = typeof value === 'number' ? values.indexOf(value) : -1;
    return rank < 0 ? values.length : rank;
  };
}

const S = SecurityStatus;
const O = OverallDeviceStatus;
const R = RiskLevel;
// UNKNOWN is worse than whatever is known, except what it must not hide.
const bySecurity = worsening(S.NORMAL, S.ELEVATED, S.ALERT, S.UNKNOWN, S.COMPROMISED);
const byStatus = worsening(
  O.OPERATIONAL,
  O.DEGRADED,
  O.FAULT,
  O.UNKNOWN,
  O.EMERGENCY_STOPPED,
  O.QUARANTINED,
);
const byRisk = worsening(R.SAFE, R.LOW, R.MODERATE, R.HIGH, R.CRITICAL, R.UNKNOWN, R.QUARANTINED);

const A = Track.KERNEL;
const B = Track.SECURITY;
const C = Track.INTERFACE;

function field(
  path: string,
  writers: readonly WorkingTrack[],
  safety: boolean,
  order: SafetyOrder | null,
): Field {
  return { path, owner: writers[0] ?? Track.ORCHESTRATOR, writers, safety, order };
}

const REGISTERS = Array.from({ length: REGISTER_COUNT }, (_, n) =>
  // C writes what it wants to be there; A what is.
  field(`kernel_state.last_register_values[${n}]`, [A, C], true, null),
);

export const FIELDS: readonly Field[] = [
  field('kernel_state.kernel_active', [A], false, falseIsSafe),
  field('kernel_state.power_state', [A, C], true, null),
  ...REGISTERS,
  field('kernel_state.last_kernel_access', [A], false, larger),
  field('kernel_state.kernel_operation_count', [A], false, larger),
  field('kernel_state.last_kernel_error', [A], false, null),

  field('security_state.security_status', [B, A], true, bySecurity),
  field('security_state.access_authorized', [B, A, C], true, falseIsSafe),
  field('security_state.required_clearance', [B, C], true, larger),
  field('security_state.failed_access_attempts', [B, A, C], true, larger),
  field('security_state.last_security_event', [B], false, larger),
  field('security_state.audit_enabled', [B, C], true, trueIsSafe),
  field('security_state.audit_sequence_number', [B], false, larger),

  field('interface_state.ui_monitored', [C], false, falseIsSafe),
  field('interface_state.display_state', [C], false, null),
  field('interface_state.active_ui_sessions', [C], false, larger),
  field('interface_state.last_ui_interaction', [C], false, larger),
  field('interface_state.user_notifications_pending', [C, B], false, trueIsSafe),
  field('interface_state.attention_required', [C, B, A], false, larger),

  field('unified_metadata.current_risk_level', [B, A, C], true, byRisk),
  field('unified_metadata.overall_status', [A, B, C], true, byStatus),
  field('unified_metadata.emergency_stop_applied', [A, B, C], true, trueIsSafe),
  field('unified_metadata.last_state_change', [], false, larger),
  field('unified_metadata.state_change_count', [], false, larger),

  field('synchronization.kernel_sync_version', [], false, larger),
  field('synchronization.security_sync_version', [], false, larger),
  field('synchronization.interface_sync_version', [], false, larger),
  field('synchronization.last_sync_timestamp', [], false, larger),
  field('synchronization.sync_in_progress', [], false, trueIsSafe),
  field('synchronization.sync_conflicts_detected', [], false, larger),
];

const BY_PATH = new Map(FIELDS.map((one) => [one.path, one]));

export function fieldAt(path: string): Field {
  const found = BY_PATH.get(path);
  if (found === undefined) {
    throw new InvalidArgumentError('field', path, 'a field of the unified device state');
  }
  return found;
}

/** Whose word counts first about @field under the strategy AUTHORITY. */
export function authorityOrder({ writers }: Field): readonly WorkingTrack[] {
  const owner = writers.slice(0, 1);
  return [...owner, ...TRACKS.filter((track) => !owner.includes(track))];
}
