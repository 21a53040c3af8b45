// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ClearanceLevel, OperationType } from '../../../../src/core/model/enums.ts';
import { RefusedError } from '../../../../src/core/model/errors.ts';
import type { OperationRequest } from '../../../../src/core/model/operation.ts';
import { NO_REQUIREMENTS } from '../../../../src/core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../../src/core/model/track.ts';
import type { Facts, PlanInput } from '../../../../src/core/requirement/input.ts';
import { describePlan, plan, requireAllowed } from '../../../../src/core/requirement/plan.ts';
import type { Level } from '../../../../src/core/risk/level.ts';
import { assessed, EVERYTHING, GOOD_FACTS, NOW, person } from './inputs.ts';

const unmet = (input: PlanInput): string[] =>
  plan(input)
    .needs.filter(({ satisfied }) => !satisfied)
    .map(({ rule }) => rule);
const rules = (input: PlanInput): string[] => plan(input).needs.map(({ rule }) => rule);
const with_ = (change: Partial<PlanInput>): PlanInput => ({ ...EVERYTHING, ...change });
const fact = (change: Partial<Facts>): PlanInput => with_({ facts: { ...GOOD_FACTS, ...change } });
const device = (change: Partial<PlanInput['device']>): PlanInput =>
  with_({ device: { ...EVERYTHING.device, ...change } });
const confirmed = (change: object): PlanInput => {
  const { confirmation } = EVERYTHING;
  return confirmation === undefined
    ? EVERYTHING
    : with_({ confirmation: { ...confirmation, ...change } });
};

// Each takes away one thing; then exactly that rule must refuse, and giving it back must do.
const TAKEN_AWAY: readonly [rule: string, what: string, PlanInput][] = [
  ['policy', 'no policy', with_({ policy: undefined })],
  ['authorization', 'no authorization', device({ accessAuthorized: false })],
  [
    'clearance',
    'a low requester',
    with_({ requester: { ...person('ann'), clearance: ClearanceLevel.CONFIDENTIAL } }),
  ],
  [
    'compartments',
    'a compartment of the device',
    with_({ requester: { ...person('ann'), compartments: ['BRAVO'] } }),
  ],
  [
    'compartments',
    'a compartment of the request',
    with_({ requester: { ...person('ann'), compartments: ['ALPHA'] } }),
  ],
  ['verdict-kernel', 'no word of A', with_({ assessment: assessed(5, [undefined, 1, 1]) })],
  ['verdict-security', 'no word of B', with_({ assessment: assessed(5, [1, undefined, 1]) })],
  ['verdict-interface', 'no word of C', with_({ assessment: assessed(5, [1, 1, undefined]) })],
  [
    'justification',
    'blanks',
    with_({ request: { ...EVERYTHING.request, justification: ' \u00a0 ' } }),
  ],
  ['confirmation', 'no confirmation', with_({ confirmation: undefined })],
  ['confirmation', 'one of another request', confirmed({ about: 'e'.repeat(64) })],
  ['confirmation', 'an old one', confirmed({ at: NOW - 60_001 })],
  ['confirmation', 'one of the future', confirmed({ at: NOW + 1 })],
  ['confirmation', 'an unreadable clock', confirmed({ at: Number.NaN })],
  ['confirmation', 'one for a lower risk', confirmed({ risk: 4 })],
  ['confirmation', 'one without disclosure', confirmed({ disclosed: false })],
  ['second-person', 'nobody', with_({ approvers: [] })],
  ['second-person', 'the requester alone', with_({ approvers: [person('ann')] })],
  [
    'second-person',
    'a low one',
    with_({ approvers: [{ ...person('bob'), clearance: ClearanceLevel.RESTRICTED }] }),
  ],
  [
    'second-person',
    'one outside',
    with_({ approvers: [{ ...person('bob'), compartments: ['ALPHA'] }] }),
  ],
  ['second-person', 'a service', with_({ approvers: [person('service:hms')] })],
  [
    'second-person',
    'one person beside a service that asks',
    with_({ requester: person('service:hms'), approvers: [person('bob'), person('bob')] }),
  ],
  [
    'verdict-security',
    'no word of B, which the request does not name',
    with_({
      request: { ...EVERYTHING.request, trackInvolvement: NO_INVOLVEMENT },
      assessment: assessed(5, [1, undefined, 1]),
    }),
  ],
  ['stop-clear', 'a stop', fact({ stop: 'READY' })],
  ['stop-clear', 'an unknown stop', fact({ stop: undefined })],
  ['orchestrator-ready', 'recovery', fact({ orchestrator: 'RECOVERING' })],
  ['orchestrator-ready', 'nothing known', fact({ orchestrator: undefined })],
  ['writes-allowed', 'read-only', fact({ writesAllowed: false })],
  ['writes-allowed', 'nothing known', fact({ writesAllowed: undefined })],
  ['no-hold', 'a hold', fact({ onHold: true })],
  ['no-hold', 'nothing known', fact({ onHold: undefined })],
  ['no-conflict', 'a conflict', fact({ conflict: true })],
  ['no-conflict', 'nothing known', fact({ conflict: undefined })],
  ['audit', 'no sink', fact({ auditDurable: false })],
  ['audit', 'nothing known', fact({ auditDurable: undefined })],
  ['memory-protection', 'no lockdown', fact({ memoryProtected: false })],
  ['memory-protection', 'nothing known', fact({ memoryProtected: undefined })],
  ['thermal-monitoring', 'heat', fact({ thermal: 'AT_LIMIT' })],
  ['thermal-monitoring', 'thermal=none', fact({ thermal: 'NOT_WATCHED' })],
  ['thermal-monitoring', 'nothing known', fact({ thermal: undefined })],
  ['rollback-capability', 'no way back', fact({ rollbackCapable: false })],
  ['rollback-capability', 'nothing known', fact({ rollbackCapable: undefined })],
  ['execution-time', 'a slow device', fact({ executionMs: 101 })],
  ['execution-time', 'nothing known', fact({ executionMs: undefined })],
  [
    'allow-critical',
    'no consent of the configuration',
    with_({ policy: { allowCritical: false, policyAllowsCritical: true } }),
  ],
  [
    'allow-critical',
    'no consent of two persons',
    with_({ policy: { allowCritical: true, policyAllowsCritical: false } }),
  ],
];

describe('a plan', () => {
  it.each([
    [
      false,
      true,
      'the configuration does not say so',
      'risk.allow_critical = true in the configuration',
    ],
    [true, false, 'the security policy does not say so', 'security policy that two persons'],
    [
      false,
      false,
      'the configuration and the security policy do not',
      'configuration, and allow_critical',
    ],
  ])('Q5 says whose consent to CRITICAL is missing: %s, %s', (mine, theirs, because, cure) => {
    const policy = { allowCritical: mine, policyAllowsCritical: theirs };
    const found = plan(with_({ policy })).needs.find(({ rule }) => rule === 'allow-critical');
    expect(found?.because).toContain(because);
    expect(found?.satisfiedBy).toContain(cure);
  });

  it('Q5 is allowed when everything is there', () => {
    expect(unmet(EVERYTHING)).toEqual([]);
    expect(plan(EVERYTHING)).toMatchObject({ allowed: true, possible: true, risk: 5 });
    expect(requireAllowed(plan(EVERYTHING)).allowed).toBe(true);
  });

  it.each(TAKEN_AWAY)('Q4, Q5 is refused by %s alone: %s', (rule, _, input) => {
    // Without a policy nobody has consented to CRITICAL either.
    const expected = rule === 'policy' ? ['policy', 'allow-critical'] : [rule];
    expect(unmet(input)).toEqual(expected);
    const planned = plan(input);
    expect(planned).toMatchObject({ allowed: false, possible: true });
    const need = planned.needs.find((one) => one.rule === rule);
    expect(need?.because).not.toBe('');
    expect(need?.satisfiedBy).not.toBe('');
    expect(() => requireAllowed(planned)).toThrow(RefusedError);
    expect(() => requireAllowed(planned)).toThrow(`${rule}: ${need?.satisfiedBy}`);
  });

  it('Q5 asks requester and approver for the higher of two clearances, the device’s too', () => {
    const secret = device({ requiredClearance: ClearanceLevel.TOP_SECRET });
    expect(unmet(secret)).toEqual(['clearance', 'second-person']);
    const high = { ...person('ann'), clearance: ClearanceLevel.TOP_SECRET };
    expect(unmet({ ...secret, requester: high })).toEqual(['second-person']);
    const both = { ...secret, requester: high, approvers: [{ ...high, person: 'bob' }] };
    expect(unmet(both)).toEqual([]);
  });

  it('Q5 has no rule that the list above does not take away', () => {
    const listed = new Set(['identity', ...TAKEN_AWAY.map(([rule]) => rule)]);
    expect(new Set(rules(EVERYTHING))).toEqual(listed);
    expect(rules(EVERYTHING)).toHaveLength(listed.size);
  });

  it('Q4 is refused to nobody known, and before the tracks were asked', () => {
    expect(unmet(with_({ requester: undefined }))).toEqual([
      'identity',
      'clearance',
      'compartments',
      'second-person',
    ]);
    const unasked = with_({ assessment: undefined });
    expect(plan(unasked).risk).toBe(5);
    expect(unmet(unasked)).toEqual(['verdict-kernel', 'verdict-security', 'verdict-interface']);
  });
});

function plain(operationType: OperationRequest['operationType'], level: Level): PlanInput {
  const request = {
    ...EVERYTHING.request,
    operationType,
    safetyRequirements: NO_REQUIREMENTS,
    trackInvolvement: NO_INVOLVEMENT,
  };
  return with_({ request, assessment: assessed(level) });
}

describe('what a plan needs', () => {
  const access = [
    'identity',
    'policy',
    'authorization',
    'clearance',
    'compartments',
    'verdict-security',
  ];
  const effect = [
    'stop-clear',
    'orchestrator-ready',
    'writes-allowed',
    'no-hold',
    'no-conflict',
    'audit',
  ];
  const byRisk: readonly [Level, string[]][] = [
    [1, []],
    [2, []],
    [3, ['justification', 'confirmation']],
    [4, ['justification', 'confirmation', 'second-person']],
    [5, ['justification', 'confirmation', 'second-person', 'allow-critical']],
  ];

  it.each(byRisk)('Q1 at risk %d is %j beyond access', (level, people) => {
    expect(rules(plain(OperationType.READ, level))).toEqual([...access, ...people]);
    for (const type of [2, 3, 4, 5, 6] as const) {
      expect(rules(plain(type, level))).toEqual([...access, ...people, ...effect]);
    }
  });

  it('Q3 is impossible in quarantine, from the table or a track', () => {
    const quarantined = [device({ risk: 6 }), with_({ assessment: assessed(6) })];
    for (const input of quarantined) {
      expect(unmet(input)).toContain('quarantine');
      expect(plan(input)).toMatchObject({ allowed: false, possible: false });
    }
  });

  it('takes two persons beside a service that asks', () => {
    const service = with_({
      requester: person('service:hms'),
      approvers: [person('bob'), person('cid')],
    });
    expect(unmet(service)).toEqual([]);
  });

  it('is a known identity alone for a stop', () => {
    const request = { ...EVERYTHING.request, operationType: OperationType.EMERGENCY_STOP };
    expect(rules(with_({ request }))).toEqual(['identity']);
  });
});

describe('a plan in words', () => {
  it('names the operation, its risk and each need', () => {
    const input = with_({
      request: {
        ...EVERYTHING.request,
        safetyRequirements: NO_REQUIREMENTS,
        trackInvolvement: NO_INVOLVEMENT,
      },
      assessment: assessed(4),
      approvers: [],
    });
    const lines = describePlan(input, plan(input));
    expect(lines[0]).toBe('WRITE on 0x8003: not allowed yet');
    expect(lines).toContain('risk is HIGH');
    expect(lines).toContain('have identity: ann asks');
    expect(lines).toContain(
      'need second-person: no other person has approved; ' +
        'it takes an approval by another person with clearance CONFIDENTIAL and ALPHA',
    );
    expect(lines).toHaveLength(1 + 2 + plan(input).needs.length);
  });

  it.each([
    ['allowed now', EVERYTHING],
    ['never allowed', device({ risk: 6 })],
  ])('says %s', (words, input) => {
    expect(describePlan(input, plan(input))[0]).toBe(`WRITE on 0x8003: ${words}`);
  });

  it('says that nobody was asked, and of a stop nothing about risk', () => {
    const unasked = with_({ assessment: undefined });
    expect(describePlan(unasked, plan(unasked))[1]).toBe(
      'risk is taken as CRITICAL: no track was asked yet',
    );
    const request = { ...EVERYTHING.request, operationType: OperationType.EMERGENCY_STOP };
    const stop = with_({ request });
    expect(describePlan(stop, plan(stop))).toEqual([
      'EMERGENCY_STOP on 0x8003: allowed now',
      'have identity: ann asks',
    ]);
  });
});
