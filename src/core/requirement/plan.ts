// SPDX-License-Identifier: Apache-2.0
// What an operation would need and what of it is there, without doing it. The same answer allows or
// refuses the operation itself, so that a plan never says other than what happens.

import { tokenName } from '../model/device.ts';
import { OperationType, OperationTypeNames, RiskLevel, RiskLevelNames } from '../model/enums.ts';
import { RefusedError } from '../model/errors.ts';
import { nameOf } from '../model/names.ts';
import { explainRisk } from '../risk/explain.ts';
import type { Level } from '../risk/level.ts';
import { accessNeeds, identityNeed } from './access.ts';
import type { Need, PlanInput } from './input.ts';
import { peopleNeeds } from './people.ts';
import { safetyNeeds } from './safety.ts';

export interface Plan {
  /** undefined for a stop, which is not assessed. */
  readonly risk: Level | undefined;
  /** Everything needed is there. */
  readonly allowed: boolean;
  /** What is not there could be given. */
  readonly possible: boolean;
  readonly needs: readonly Need[];
}

function conclude(risk: Level | undefined, needs: readonly Need[]): Plan {
  return {
    risk,
    allowed: needs.every(({ satisfied }) => satisfied),
    possible: needs.every(({ satisfied, possible }) => satisfied || possible),
    needs,
  };
}

export function plan(input: PlanInput): Plan {
  // Safety rule 4: towards safe nothing is asked but who it is.
  if (input.request.operationType === OperationType.EMERGENCY_STOP) {
    return conclude(undefined, [identityNeed(input)]);
  }
  const needs = [...accessNeeds(input), ...peopleNeeds(input), ...safetyNeeds(input)];
  return conclude(input.assessment?.level ?? RiskLevel.CRITICAL, needs);
}

/** @planned when it allows the operation; RefusedError with what is missing when it does not. */
export function requireAllowed(planned: Plan): Plan {
  if (!planned.allowed) {
    throw new RefusedError(planned.needs.filter(({ satisfied }) => !satisfied));
  }
  return planned;
}

function verdict({ allowed, possible }: Plan): string {
  if (allowed) {
    return 'allowed now';
  }
  return possible ? 'not allowed yet' : 'never allowed';
}

/** The plan in words, one line each: the operation, its risk term by term, each need. */
export function describePlan(input: PlanInput, planned: Plan): string[] {
  const { operationType, deviceId } = input.request;
  const operation = `${nameOf(OperationTypeNames, operationType)} on ${tokenName(deviceId)}`;
  const risk =
    planned.risk === undefined
      ? []
      : input.assessment === undefined
        ? [`risk is taken as ${nameOf(RiskLevelNames, planned.risk)}: no track was asked yet`]
        : explainRisk(input.assessment);
  const needs = planned.needs.map((one) =>
    one.satisfied
      ? `have ${one.rule}: ${one.because}`
      : `need ${one.rule}: ${one.because}; it takes ${one.satisfiedBy}`,
  );
  return [`${operation}: ${verdict(planned)}`, ...risk, ...needs];
}
