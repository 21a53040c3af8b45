// SPDX-License-Identifier: Apache-2.0
// What people must add, by risk: from MODERATE a justification and a confirmation, from HIGH a second
// person, at CRITICAL the consent of configuration and policy. A request may ask for any of it earlier.
import { isPerson, type Person } from '../canonical/approval.ts';
import { ClearanceLevelNames, RiskLevel, RiskLevelNames } from '../model/enums.ts';
import { nameOf } from '../model/names.ts';
import { confirmationLimitS } from '../model/safety-requirements.ts';
import { accessDemand, missingCompartments } from './access.ts';
import { type Need, need, type PlanInput } from './input.ts';

function justificationNeed({ request }: PlanInput, risk: string): Need {
  const given = request.justification.trim() !== '';
  return need(
    'justification',
    given,
    `risk ${risk} wants a justification, and ${given ? 'there is one' : 'there is none'}`,
    'a justification: why this operation, now',
  );
}

/** What is wrong with the confirmation; null when it holds. */
function confirmationProblem(input: PlanInput, limitS: number, level: number): string | null {
  const { confirmation, requestDigest, now, request } = input;
  if (confirmation === undefined) {
    return 'there is none';
  }
  if (confirmation.about !== requestDigest) {
    return 'it is for another request';
  }
  const age = now - confirmation.at;
  // Asked this way round, a clock that says NaN, or went back, does not do.
  if (!(age >= 0 && age <= limitS * 1000)) {
    return `it is not of the last ${limitS} s`;
  }
  if (confirmation.risk < level) {
    return `it is for risk ${nameOf(RiskLevelNames, confirmation.risk)}, which has risen`;
  }
  if (
    request.safetyRequirements.interfaceSafety.riskDisclosureRequired &&
    !confirmation.disclosed
  ) {
    return 'the risk was not shown before it';
  }
  return null;
}

function confirmationNeed(input: PlanInput, level: number): Need {
  const { interfaceSafety } = input.request.safetyRequirements;
  const limitS = confirmationLimitS(interfaceSafety);
  const problem = confirmationProblem(input, limitS, level);
  const shown = interfaceSafety.riskDisclosureRequired ? ' after the risk was shown' : '';
  return need(
    'confirmation',
    problem === null,
    `a confirmation at the interface${shown}: ${problem ?? 'it is there'}`,
    `a confirmation of this request at the interface${shown}, at most ${limitS} s old`,
  );
}

function secondPersonNeed(input: PlanInput): Need {
  const demand = accessDemand(input);
  const { requester, approvers } = input;
  const counts = (person: Person): boolean =>
    isPerson(person) &&
    person.person !== requester?.person &&
    person.clearance >= demand.clearance &&
    missingCompartments(person, demand).length === 0;
  const second = new Set(approvers.filter(counts).map(({ person }) => person));
  // Two people stand behind it: what a service asks for takes two beside it.
  const wanted = isPerson(requester) ? 1 : 2;
  const clearance = nameOf(ClearanceLevelNames, demand.clearance);
  const compartments = demand.compartments.map((name) => ` and ${name}`).join('');
  return need(
    'second-person',
    requester !== undefined && second.size >= wanted,
    second.size === 0
      ? 'no other person has approved'
      : `${[...second].join(' and ')} ${second.size === 1 ? 'has' : 'have'} approved`,
    wanted === 1
      ? `an approval by another person with clearance ${clearance}${compartments}`
      : `approvals by two persons with clearance ${clearance}${compartments}: the requester is none`,
  );
}

/** One hand on the host is not enough, and two persons who do not run it are not either. */
function allowCriticalNeed({ policy }: PlanInput, risk: string): Need {
  const wanted = [
    {
      there: policy?.allowCritical === true,
      where: 'the configuration',
      cure: 'risk.allow_critical = true in the configuration',
    },
    {
      there: policy?.policyAllowsCritical === true,
      where: 'the security policy',
      cure: 'allow_critical = true in a security policy that two persons have approved',
    },
  ];
  const missing = wanted.filter(({ there }) => !there);
  const problem =
    missing.length === 0
      ? 'both say so'
      : `${missing.map(({ where }) => where).join(' and ')} ${missing.length === 1 ? 'does' : 'do'} not say so`;
  return need(
    'allow-critical',
    missing.length === 0,
    `risk ${risk} wants allow_critical in the configuration and in the security policy: ${problem}`,
    (missing.length === 0 ? wanted : missing).map(({ cure }) => cure).join(', and '),
  );
}

export function peopleNeeds(input: PlanInput): Need[] {
  const level = input.assessment?.level ?? RiskLevel.CRITICAL;
  const risk = nameOf(RiskLevelNames, level);
  const { interfaceSafety, securitySafety } = input.request.safetyRequirements;
  const needs: Need[] = [];
  if (level >= RiskLevel.MODERATE) {
    needs.push(justificationNeed(input, risk));
  }
  if (
    level >= RiskLevel.MODERATE ||
    interfaceSafety.userConfirmationRequired ||
    interfaceSafety.riskDisclosureRequired
  ) {
    needs.push(confirmationNeed(input, level));
  }
  if (level >= RiskLevel.HIGH || securitySafety.dualAuthorizationRequired) {
    needs.push(secondPersonNeed(input));
  }
  if (level >= RiskLevel.CRITICAL) {
    needs.push(allowCriticalNeed(input, risk));
  }
  return needs;
}
