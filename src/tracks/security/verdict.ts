// SPDX-License-Identifier: Apache-2.0
// The track's word on an operation: everything that speaks about it, each with a level, and the
// highest is the verdict. QUARANTINED is how a track refuses: core lets no approval lift it.
// Nothing here lowers a level, so more of anything never lowers the verdict.
import type { Person } from '../../core/canonical/approval.ts';
import { tokenName } from '../../core/model/device.ts';
import { OperationType, OperationTypeNames, RiskLevel } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import type { TrackVerdict } from '../../core/ports/track.ts';
import { floorOf } from '../../core/risk/floor.ts';
import type { Level } from '../../core/risk/level.ts';
import { type CalendarTime, grantsFor, inForce } from './policy/access.ts';
import type { DeviceClass } from './policy/devices.ts';
import type { Policy } from './policy/policy.ts';
import type { ActiveEffect } from './threat/effects.ts';

export interface Standing {
  readonly device: DeviceClass;
  readonly operation: OperationType;
  readonly principal: string | undefined;
  /** Whom the caller takes the requester for. */
  readonly requester: Person | undefined;
  /** Whose connection the principal is, as the track knows it. */
  readonly person: Person | undefined;
  readonly policy: Policy | undefined;
  readonly calendar: CalendarTime;
  /** Failed attempts that are not forgotten. */
  readonly principalAttempts: number;
  readonly deviceAttempts: number;
  readonly lockedOut: boolean;
  /** What threat rules brought about for this device, this principal, or all. */
  readonly effects: readonly ActiveEffect[];
  /** Why state or log cannot be trusted; null when they can. */
  readonly untrusted: string | null;
}

export interface Finding {
  readonly level: Level;
  readonly rule: string;
  readonly reason: string;
  /** What would have to be otherwise. */
  readonly satisfiedBy: string;
}

const NEVER = RiskLevel.QUARANTINED;

function never(rule: string, reason: string, satisfiedBy: string): Finding {
  return { level: NEVER, rule, reason, satisfiedBy };
}

function sameOrLess(claimed: Person, known: Person): boolean {
  return (
    claimed.person === known.person &&
    claimed.clearance <= known.clearance &&
    claimed.compartments.every((name) => known.compartments.includes(name))
  );
}

function identityFindings({ principal, person, requester, policy }: Standing): Finding[] {
  if (policy === undefined) {
    const cure = 'a policy that two persons have approved';
    return [never('policy-absent', 'there is no security policy, which allows nothing', cure)];
  }
  if (principal === undefined || person === undefined) {
    const cure = 'a principal of the policy, of an enrolled person or a service';
    return [never('principal-unknown', 'nobody knows who asks', cure)];
  }
  if (requester === undefined || !sameOrLess(requester, person)) {
    const reason = `the request counts as ${requester?.person ?? 'nobody'}'s, and the principal is ${person.person}`;
    return [never('requester-mismatch', reason, 'the identity that the security track gave')];
  }
  return [];
}

function grantFindings(standing: Standing): Finding[] {
  const { policy, principal, device, operation, calendar } = standing;
  if (policy === undefined || principal === undefined) {
    return [];
  }
  const grants = grantsFor(policy, principal, device.token, operation);
  if (grants.some((grant) => inForce(grant, calendar))) {
    return [];
  }
  const what = `${nameOf(OperationTypeNames, operation)} on ${tokenName(device.token)}`;
  const because =
    grants.length === 0
      ? `no grant lets ${principal} do ${what}`
      : `${grants.map(({ id }) => id).join(', ')} would let ${principal} do ${what}, and is not in force now`;
  return [never('no-grant', because, `a grant for ${what} that is in force`)];
}

function attemptFindings(standing: Standing): Finding[] {
  const { policy, principal, principalAttempts, deviceAttempts, lockedOut } = standing;
  const findings: Finding[] = [];
  if (lockedOut) {
    const reason = `${principal} is locked out after failed attempts`;
    findings.push(never('locked-out', reason, 'the end of the lock-out, or two persons'));
  }
  if (policy === undefined) {
    return findings;
  }
  const { raiseAfter, raiseTo, lockAfter } = policy.attempts;
  const raise = (rule: string, reason: string): void => {
    const satisfiedBy = 'time without failed attempts, or two persons';
    findings.push({ level: raiseTo, rule, reason, satisfiedBy });
  };
  if (principalAttempts >= raiseAfter) {
    raise('failed-attempts', `${principalAttempts} failed attempts of ${principal}`);
  }
  // On a device it takes more: one principal's mistakes are not to hinder all others.
  if (deviceAttempts >= lockAfter) {
    raise('device-attempts', `${deviceAttempts} failed attempts on this device`);
  }
  return findings;
}

function effectFinding({ kind, level, rule, because }: ActiveEffect): Finding {
  const satisfiedBy = 'the end of its time, or two persons';
  return kind === 'block'
    ? never('blocked', `${rule}: ${because}`, satisfiedBy)
    : { level, rule: `threat-${kind}`, reason: `${rule}: ${because}`, satisfiedBy };
}

/** Everything that speaks about the operation, the weightiest first; never empty. */
export function findingsOf(standing: Standing): Finding[] {
  const { device, operation, untrusted, effects } = standing;
  if (operation === OperationType.EMERGENCY_STOP) {
    const reason = 'a stop is never held up';
    return [{ level: RiskLevel.SAFE, rule: 'stop-always', reason, satisfiedBy: 'nothing' }];
  }
  const findings: Finding[] = [
    ...identityFindings(standing),
    ...grantFindings(standing),
    ...attemptFindings(standing),
    ...effects.map(effectFinding),
    {
      level: floorOf(operation, device.risk),
      rule: 'device-class',
      reason: `the class of ${tokenName(device.token)} and the kind of operation`,
      satisfiedBy: 'another device or operation',
    },
  ];
  if (device.quarantined) {
    findings.push(never('device-quarantined', 'the device is quarantined', 'nothing'));
  }
  if (untrusted !== null) {
    findings.push(never('state-untrusted', untrusted, 'two persons who have looked into it'));
  }
  return findings.sort((a, b) => b.level - a.level);
}

export function verdictFrom(findings: readonly Finding[]): TrackVerdict {
  return {
    risk: findings[0]?.level ?? NEVER,
    reasons: findings.map(({ reason }) => reason),
    rules: findings.map(({ rule }) => rule),
  };
}

/** Those that refuse, whatever anybody approves. */
export function refusalsIn(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ level }) => level === NEVER);
}
