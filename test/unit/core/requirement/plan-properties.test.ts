// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationType } from '../../../../src/core/model/enums.ts';
import { strictest } from '../../../../src/core/model/safety-requirements.ts';
import type { PlanInput } from '../../../../src/core/requirement/input.ts';
import { plan } from '../../../../src/core/requirement/plan.ts';
import { involvements, requirements } from '../model/arbitrary.ts';
import { runs } from '../runs.ts';
import { assessed, EVERYTHING, person, planInput } from './inputs.ts';

/** Of @strict nothing is satisfied that @lax lacks, and no rule of @lax is gone. */
function expectNoEasier(strict: PlanInput, lax: PlanInput): void {
  const [harder, easier] = [plan(strict), plan(lax)];
  const rules = new Map(harder.needs.map((need) => [need.rule, need.satisfied]));
  const gone = easier.needs.filter(({ rule }) => !rules.has(rule));
  const won = easier.needs.filter(({ rule, satisfied }) => rules.get(rule) === true && !satisfied);
  const allowed = harder.allowed && !easier.allowed;
  expect({ gone, won, allowed }).toEqual({ gone: [], won: [], allowed: false });
}

describe('any plan', () => {
  it('Q2 is no easier for a stricter request', () => {
    fc.assert(
      fc.property(planInput, requirements, involvements, (input, more, tracks) => {
        const { request } = input;
        const named = request.trackInvolvement;
        const strict = {
          ...request,
          safetyRequirements: strictest(request.safetyRequirements, more),
          trackInvolvement: {
            kernelTrack: named.kernelTrack || tracks.kernelTrack,
            securityTrack: named.securityTrack || tracks.securityTrack,
            interfaceTrack: named.interfaceTrack || tracks.interfaceTrack,
          },
        };
        expectNoEasier({ ...input, request: strict }, input);
      }),
      runs(5000),
    );
  });

  it('Q1 is no easier at a higher risk', () => {
    fc.assert(
      fc.property(
        planInput,
        fc.constantFrom(2 as const, 3 as const, 4 as const, 5 as const),
        (input, to) => {
          const { assessment } = input;
          fc.pre(assessment !== undefined && assessment.level < to);
          expectNoEasier({ ...input, assessment: assessed(to, assessment?.verdicts) }, input);
        },
      ),
      runs(2000),
    );
  });

  it('Q2 is no easier with an approver, a confirmation or a fact less', () => {
    fc.assert(
      fc.property(planInput, fc.constantFrom(...Object.keys(EVERYTHING.facts)), (input, fact) => {
        expectNoEasier({ ...input, approvers: input.approvers.slice(1) }, input);
        expectNoEasier({ ...input, confirmation: undefined }, input);
        expectNoEasier({ ...input, policy: undefined }, input);
        expectNoEasier({ ...input, facts: { ...input.facts, [fact]: undefined } }, input);
      }),
      runs(2000),
    );
  });

  it('Q3 is never allowed in quarantine', () => {
    fc.assert(
      fc.property(planInput, fc.boolean(), (input, byTable) => {
        const everything = { ...EVERYTHING, request: input.request };
        for (const one of [input, everything]) {
          const quarantined = byTable
            ? { ...one, device: { ...one.device, risk: 6 as const } }
            : { ...one, assessment: assessed(6) };
          expect(plan(quarantined)).toMatchObject({ allowed: false, possible: false });
        }
      }),
      runs(1000),
    );
  });

  it('Q3 is always allowed for a stop by anybody known', () => {
    fc.assert(
      fc.property(planInput, fc.boolean(), (input, quarantined) => {
        const stop: PlanInput = {
          ...input,
          request: { ...input.request, operationType: OperationType.EMERGENCY_STOP },
          requester: input.requester ?? person('ann'),
          device: { ...input.device, risk: quarantined ? 6 : 1 },
        };
        expect(plan(stop).allowed).toBe(true);
      }),
      runs(1000),
    );
  });

  it('Q4 allows nothing else to nobody, or without a policy', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const everything = { ...EVERYTHING, request: input.request };
        for (const one of [input, everything]) {
          expect(plan({ ...one, requester: undefined }).allowed).toBe(false);
          expect(plan({ ...one, policy: undefined }).allowed).toBe(false);
        }
      }),
      runs(1000),
    );
  });
});
