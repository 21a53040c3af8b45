// SPDX-License-Identifier: Apache-2.0
// An input of plan() that has everything, and random ones.
import fc from 'fast-check';
import type { Person } from '../../../../src/core/canonical/approval.ts';
import { ClearanceLevel, OperationType } from '../../../../src/core/model/enums.ts';
import type { SafetyRequirements } from '../../../../src/core/model/safety-requirements.ts';
import type { Facts, PlanInput } from '../../../../src/core/requirement/input.ts';
import type { RiskAssessment } from '../../../../src/core/risk/assess.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
import {
  A_WRITE,
  clearances,
  compartments,
  involvements,
  requirements,
} from '../model/arbitrary.ts';

export const NOW = 1_000_000;
const DIGEST = 'd'.repeat(64);

export function assessed(
  level: Level,
  verdicts: RiskAssessment['verdicts'] = [level, level, level],
): RiskAssessment {
  const term = { rule: 'method', effect: 'at_least', amount: level, level } as const;
  return {
    level,
    terms: [term],
    method: 'CONSERVATIVE',
    verdicts,
    posterior: { failures: 1, successes: 19 },
  };
}

const EVERY_DEMAND: SafetyRequirements = {
  kernelSafety: {
    memoryProtectionRequired: true,
    thermalMonitoringRequired: true,
    maxExecutionTimeMs: 100,
    rollbackCapabilityRequired: true,
  },
  securitySafety: {
    requiredClearance: ClearanceLevel.SECRET,
    dualAuthorizationRequired: true,
    auditRequired: true,
    requiredCompartments: ['BRAVO'],
  },
  interfaceSafety: {
    userConfirmationRequired: true,
    riskDisclosureRequired: true,
    confirmationTimeoutSeconds: 60,
  },
};

export const GOOD_FACTS: Facts = {
  stop: 'RUN',
  orchestrator: 'OPERATIONAL',
  onHold: false,
  conflict: false,
  writesAllowed: true,
  auditDurable: true,
  memoryProtected: true,
  thermal: 'BELOW_LIMIT',
  rollbackCapable: true,
  executionMs: 100,
};

export function person(name: string): Person {
  return { person: name, clearance: ClearanceLevel.SECRET, compartments: ['ALPHA', 'BRAVO'] };
}

/** A CRITICAL write with every demand that a request can make, and everything there. */
export const EVERYTHING: PlanInput = {
  request: {
    ...A_WRITE,
    safetyRequirements: EVERY_DEMAND,
    trackInvolvement: { kernelTrack: true, securityTrack: true, interfaceTrack: true },
  },
  requestDigest: DIGEST,
  requester: person('ann'),
  device: {
    risk: 4,
    requiredClearance: ClearanceLevel.CONFIDENTIAL,
    compartments: ['ALPHA'],
    accessAuthorized: true,
  },
  assessment: assessed(5),
  policy: { allowCritical: true, policyAllowsCritical: true },
  facts: GOOD_FACTS,
  approvers: [person('bob')],
  confirmation: { about: DIGEST, risk: 5, disclosed: true, at: NOW - 60_000 },
  now: NOW,
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 6 });
const mostly = maybe(fc.constantFrom(true, true, true, false));
const rarely = maybe(fc.constantFrom(false, false, false, true));

const persons: fc.Arbitrary<Person> = fc.record({
  person: fc.constantFrom('ann', 'bob', 'cid'),
  clearance: clearances,
  compartments,
});
const facts: fc.Arbitrary<Facts> = fc.record({
  stop: maybe(fc.constantFrom('RUN' as const, 'RUN' as const, 'LATCHED' as const)),
  orchestrator: maybe(fc.constantFrom('OPERATIONAL' as const, 'RECOVERING' as const)),
  onHold: rarely,
  conflict: rarely,
  writesAllowed: mostly,
  auditDurable: mostly,
  memoryProtected: mostly,
  thermal: maybe(fc.constantFrom('BELOW_LIMIT' as const, 'NOT_WATCHED' as const)),
  rollbackCapable: mostly,
  executionMs: maybe(fc.nat(500)),
});
const verdict = fc.constantFrom<Level | undefined>(1, 2, 3, undefined);
const effects = Object.values(OperationType).filter(
  (type) => type !== OperationType.UNKNOWN && type !== OperationType.EMERGENCY_STOP,
);

/** Any operation but a stop, at any risk but quarantine. */
export const planInput: fc.Arbitrary<PlanInput> = fc
  .record({
    safetyRequirements: requirements,
    trackInvolvement: involvements,
    operationType: fc.constantFrom(...effects),
    justification: fc.constantFrom('', ' ', 'calibration'),
    requester: maybe(persons),
    requiredClearance: clearances,
    deviceCompartments: compartments,
    accessAuthorized: fc.constantFrom(true, true, false),
    level: fc.constantFrom<Level>(1, 2, 3, 4, 5),
    verdicts: fc.tuple(verdict, verdict, verdict),
    asked: fc.constantFrom(true, true, true, false),
    policy: maybe(fc.record({ allowCritical: fc.boolean(), policyAllowsCritical: fc.boolean() })),
    facts,
    approvers: fc.array(persons, { maxLength: 2 }),
    confirmation: maybe(
      fc.record({
        about: fc.constantFrom(DIGEST, DIGEST, 'other'),
        risk: fc.constantFrom<Level>(1, 3, 5),
        disclosed: fc.boolean(),
        at: fc.integer({ min: NOW - 400_000, max: NOW + 1000 }),
      }),
    ),
  })
  .map((r) => ({
    request: {
      ...A_WRITE,
      operationType: r.operationType,
      safetyRequirements: r.safetyRequirements,
      trackInvolvement: r.trackInvolvement,
      justification: r.justification,
    },
    requestDigest: DIGEST,
    requester: r.requester,
    device: {
      risk: 1,
      requiredClearance: r.requiredClearance,
      compartments: r.deviceCompartments,
      accessAuthorized: r.accessAuthorized,
    },
    assessment: r.asked ? assessed(r.level, r.verdicts) : undefined,
    policy: r.policy,
    facts: r.facts,
    approvers: r.approvers,
    confirmation: r.confirmation,
    now: NOW,
  }));
