// SPDX-License-Identifier: Apache-2.0
// The gate: whether a principal may ask for an operation at all, before anybody looks at its risk.
import type { Person } from '../../core/canonical/approval.ts';
import { ClearanceLevelNames, OperationType, RiskLevel, Severity } from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import { personOf } from './charter/charter.ts';
import { type Bucket, emptyBucket, type Rate, taken, waitMs } from './memory/fading.ts';
import type { SecurityMemory } from './memory/memory.ts';
import { demandOf } from './policy/access.ts';
import type { DeviceClass } from './policy/devices.ts';
import type { Recorder } from './recorder.ts';
import type { Sentinel } from './sentinel.ts';
import { standingOf } from './standing.ts';
import { deviceTarget, principalTarget } from './threat/effects.ts';
import { STRANGER } from './threat/fact.ts';
import { type Finding, findingsOf, refusalsIn } from './verdict.ts';

export interface Admission {
  readonly allowed: boolean;
  /** Whose connection it is, as far as anybody knows. */
  readonly person: Person | undefined;
  /** Why not; empty when allowed. */
  readonly refusals: readonly Finding[];
  /** When asking again may help, if it was only too often; else 0. {unit ms} */
  readonly waitMs: number;
}

/** Refusals that are not the asker's doing, or come from earlier ones: alone they are no attempt. */
const NO_ATTEMPT = new Set([
  'locked-out',
  'blocked',
  'rate-limited',
  'policy-absent',
  'state-untrusted',
]);

/** A name that nobody has checked, fit for a record. */
function printable(name: string): string {
  return name.slice(0, 64).replaceAll(/[^\x20-\x7e]/g, '?');
}

export class Gate {
  readonly #memory: SecurityMemory;
  readonly #sentinel: Sentinel;
  readonly #recorder: Recorder;
  /** By target: the devices of the table and the principals of the policy. */
  readonly #buckets = new Map<string, Bucket>();
  /** By the track's own time. {unit ms} */
  readonly #begun: number;

  constructor(memory: SecurityMemory, sentinel: Sentinel, recorder: Recorder) {
    this.#memory = memory;
    this.#sentinel = sentinel;
    this.#recorder = recorder;
    this.#begun = memory.time.now();
  }

  admit(principal: string, device: DeviceClass, operation: OperationType): Admission {
    const requester = personOf(this.#memory.charter, principal);
    if (operation === OperationType.EMERGENCY_STOP) {
      return { allowed: true, person: requester, refusals: [], waitMs: 0 };
    }
    const asked = { principal, requester, device, operation };
    const standing = standingOf(this.#memory, this.#sentinel, asked);
    const refusals = refusalsIn(findingsOf(standing));
    if (requester !== undefined) {
      refusals.push(...this.#clearanceRefusals(requester, device));
    }
    const wait = refusals.length === 0 ? this.#take(principal, device) : 0;
    if (wait > 0) {
      const satisfiedBy = `waiting ${wait} ms`;
      const reason = `${principal}, or the device, was asked too often`;
      refusals.push({
        level: RiskLevel.QUARANTINED,
        rule: 'rate-limited',
        reason,
        satisfiedBy,
      });
    }
    const where = { principal, device: device.token, operation };
    this.#sentinel.observe({ kind: 'access.requested', ...where, reason: '' });
    const [first] = refusals;
    if (first === undefined) {
      return { allowed: true, person: requester, refusals: [], waitMs: 0 };
    }
    const attempt = refusals.some(({ rule }) => !NO_ATTEMPT.has(rule));
    this.refuse(principal, device.token, operation, first.rule, attempt);
    return { allowed: false, person: requester, refusals, waitMs: wait };
  }

  /** Tells and counts a refusal; @attempt when it is the asker's doing. */
  refuse(
    principal: string,
    device: number | null,
    operation: OperationType,
    reason: string,
    attempt: boolean,
  ): void {
    const who = this.#sentinel.knownAs(principal);
    const happening = {
      kind: 'access.refused',
      severity: Severity.WARNING,
      actor: who === STRANGER ? `${STRANGER} ${printable(principal)}` : who,
      device,
      details: { reason, operation },
    };
    this.#recorder.refusal(who, reason, happening, this.#memory.time.now());
    if (attempt) {
      this.#sentinel.failed(principal, device);
    }
    const kind = who === STRANGER ? 'identity.unknown' : 'access.refused';
    this.#sentinel.observe({ kind, principal, device, operation, reason });
  }

  #clearanceRefusals(person: Person, { token }: DeviceClass): Finding[] {
    const { requiredClearance, compartments } = demandOf(this.#memory.policy, token);
    const missing = compartments.filter((name) => !person.compartments.includes(name));
    const level = RiskLevel.QUARANTINED;
    const refusals: Finding[] = [];
    if (!(person.clearance >= requiredClearance)) {
      const wanted = nameOf(ClearanceLevelNames, requiredClearance);
      refusals.push({
        level,
        rule: 'clearance',
        reason: `${person.person} has ${nameOf(ClearanceLevelNames, person.clearance)}, and the device wants ${wanted}`,
        satisfiedBy: `a requester with clearance ${wanted} or higher`,
      });
    }
    if (missing.length > 0) {
      refusals.push({
        level,
        rule: 'compartments',
        reason: `${person.person} is not in ${missing.join(', ')}`,
        satisfiedBy: `a requester in ${missing.join(', ')}`,
      });
    }
    return refusals;
  }

  /** Takes one from both budgets, or from neither: how long to wait. {unit ms} */
  #take(principal: string, { token }: DeviceClass): number {
    const { policy, time } = this.#memory;
    if (policy === undefined) {
      return 0;
    }
    const now = time.now();
    const budgets: readonly (readonly [string, Rate])[] = [
      [principalTarget(principal), policy.perPrincipal],
      [deviceTarget(token), policy.perDevice],
    ];
    // A track that has just begun does not know what was taken before it: the budgets begin empty.
    const buckets = budgets.map(
      ([target, rate]) =>
        [target, rate, this.#buckets.get(target) ?? emptyBucket(rate, this.#begun)] as const,
    );
    const wait = Math.max(...buckets.map(([, rate, bucket]) => waitMs(bucket, now, rate)));
    if (wait === 0) {
      for (const [target, rate, bucket] of buckets) {
        this.#buckets.set(target, taken(bucket, now, rate));
      }
    }
    return wait;
  }
}
