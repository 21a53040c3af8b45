// SPDX-License-Identifier: Apache-2.0
// What the policy says about one device, and about one principal on it.
import { ClearanceLevel, type OperationType } from '../../../core/model/enums.ts';
import type { AttemptPolicy, Grant, Policy } from './policy.ts';

/** What holds while there is no policy: nobody is known, and nothing is forgotten soon. */
export const STRICT_ATTEMPTS: AttemptPolicy = {
  forgetMs: 86_400_000,
  raiseAfter: 1,
  raiseTo: 5,
  lockAfter: 1,
  lockMs: 86_400_000,
};

export interface DeviceDemand {
  readonly requiredClearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

const NOBODY_SAID: DeviceDemand = { requiredClearance: ClearanceLevel.COSMIC, compartments: [] };

/** A policy never changes: another one takes its place. */
const known = new WeakMap<Policy, Map<number, DeviceDemand>>();

/** The strictest of all lines about @device; the highest there is when none speaks of it. */
export function demandOf(policy: Policy | undefined, device: number): DeviceDemand {
  if (policy === undefined) {
    return NOBODY_SAID;
  }
  let demands = known.get(policy);
  if (demands === undefined) {
    demands = new Map();
    known.set(policy, demands);
  }
  let demand = demands.get(device);
  if (demand === undefined) {
    demand = strictest(policy, device);
    demands.set(device, demand);
  }
  return demand;
}

function strictest(policy: Policy, device: number): DeviceDemand {
  const lines = policy.devices.filter(({ devices }) => devices.has(device));
  if (lines.length === 0) {
    return NOBODY_SAID;
  }
  const requiredClearance = lines.reduce<ClearanceLevel>(
    (highest, line) => (line.requiredClearance > highest ? line.requiredClearance : highest),
    ClearanceLevel.NONE,
  );
  const compartments = [...new Set(lines.flatMap((line) => line.compartments))].sort();
  return { requiredClearance, compartments };
}

/** When it is: @wall what the clock says, @wallAtLatest as late as it can be. {unit ms since 1970} */
export interface CalendarTime {
  readonly wall: number;
  readonly wallAtLatest: number;
}

/** Whether @grant is in force. A clock that reads NaN opens nothing; one set back ends nothing. */
export function inForce(grant: Grant, { wall, wallAtLatest }: CalendarTime): boolean {
  return wall >= grant.notBefore && wallAtLatest < grant.notAfter;
}

export function grantsFor(
  policy: Policy,
  principal: string,
  device: number,
  operation: OperationType,
): Grant[] {
  return policy.grants.filter(
    (grant) =>
      grant.principals.has(principal) &&
      grant.devices.has(device) &&
      grant.operations.has(operation),
  );
}
