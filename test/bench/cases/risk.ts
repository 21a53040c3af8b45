// SPDX-License-Identifier: Apache-2.0
// What deciding costs: a risk from three verdicts and a history, and the plan of an operation.
import { requestDigest } from '../../../src/core/canonical/digest.ts';
import { ClearanceLevel, OperationType, RiskLevel } from '../../../src/core/model/enums.ts';
import type { OperationRequest } from '../../../src/core/model/operation.ts';
import { NO_REQUIREMENTS } from '../../../src/core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../src/core/model/track.ts';
import type { PlanInput } from '../../../src/core/requirement/input.ts';
import { plan } from '../../../src/core/requirement/plan.ts';
import { AggregationMethod } from '../../../src/core/risk/aggregate.ts';
import { assessRisk, type RiskInput, type RiskPolicy } from '../../../src/core/risk/assess.ts';
import { NO_HISTORY, recorded } from '../../../src/core/risk/history.ts';
import type { Level } from '../../../src/core/risk/level.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';

const PEER = 'JSON there and back';
const DAY_MS = 86_400_000;

/** Every verdict with every method, histories of some days, the dearest aggregation: 1,080 of them. */
function inputs(): readonly (readonly [RiskInput, RiskPolicy])[] {
  const levels: readonly Level[] = [1, 2, 3, 4, 5];
  const methods = Object.values(AggregationMethod);
  const histories = [
    NO_HISTORY,
    recorded(recorded(NO_HISTORY, true, DAY_MS), false, 2 * DAY_MS),
    recorded(recorded(recorded(NO_HISTORY, true, 1), true, DAY_MS), true, 9 * DAY_MS),
  ];
  return levels.flatMap((a) =>
    levels.flatMap((b) =>
      levels.flatMap((c) =>
        methods.flatMap((method) =>
          histories.map((history): readonly [RiskInput, RiskPolicy] => [
            {
              operationType: OperationType.WRITE,
              deviceRisk: RiskLevel.LOW,
              verdicts: [a, b, c],
              history,
              now: 10 * DAY_MS,
            },
            {
              method,
              trackWeights: [1_000, 2_000, 500],
              uncertaintyFactor: 150,
              correlationMatrix: {
                kernelSecurity: 300,
                kernelInterface: 200,
                securityInterface: 700,
              },
            },
          ]),
        ),
      ),
    ),
  );
}

let sum = 0;

/** Microseconds each. */
function time(passes: number, count: number, once: (at: number) => number): number {
  const begin = process.hrtime.bigint();
  for (let pass = 0; pass < passes; pass++) {
    for (let at = 0; at < count; at++) {
      sum += once(at);
    }
  }
  return Number(process.hrtime.bigint() - begin) / 1e3 / (passes * count);
}

function planInput(assessment: PlanInput['assessment']): PlanInput {
  const request: OperationRequest = {
    coordinationId: 'bench',
    deviceId: 0x8003,
    operationType: OperationType.WRITE,
    parameters: { register: 4, value: 1 },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification: 'to measure',
    requestedAt: 0,
  };
  const person = { person: 'ada', clearance: ClearanceLevel.SECRET, compartments: ['ALPHA'] };
  return {
    request,
    requestDigest: requestDigest(request),
    requester: person,
    device: {
      risk: RiskLevel.LOW,
      requiredClearance: ClearanceLevel.CONFIDENTIAL,
      compartments: ['ALPHA'],
      accessAuthorized: true,
    },
    assessment,
    policy: { allowCritical: false, policyAllowsCritical: false },
    facts: {
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
    },
    approvers: [{ ...person, person: 'grace' }],
    confirmation: undefined,
    now: 0,
  };
}

function run({ report, quick, rounds }: Context): Promise<void> {
  const all = inputs();
  const passes = quick ? 1 : 50;
  const decide = (at: number): number => {
    const [input, policy] = all[at] ?? [];
    return input === undefined || policy === undefined ? 0 : assessRisk(input, policy).level;
  };
  const answers = all.map(([input, policy]) => assessRisk(input, policy));
  const there = (at: number): number => {
    const copy = JSON.parse(JSON.stringify(all[at]?.[0])) as RiskInput;
    const back = JSON.parse(JSON.stringify(answers[at])) as { readonly level: number };
    return copy.now + back.level;
  };
  const planned = answers.map(planInput);
  const planOne = (at: number): number => {
    const input = planned[at];
    return input === undefined ? 0 : plan(input).needs.length;
  };
  const [ours, theirs, plans]: number[][] = [[], [], []];
  for (const once of [decide, there, planOne]) {
    time(passes, all.length, once);
  }
  for (let round = 0; round < rounds; round++) {
    ours?.push(time(passes, all.length, decide));
    theirs?.push(time(passes, all.length, there));
    plans?.push(time(passes, all.length, planOne));
  }
  const goal = { of: 'median', at: 'most', value: 5 } as const;
  report.add('decision', 'us', ours ?? [], goal);
  report.compare('decision', 'us', ours ?? [], PEER, theirs ?? []);
  report.add('plan', 'us', plans ?? []);
  if (!Number.isFinite(sum)) {
    throw new Error('a decision is no number');
  }
  return Promise.resolve();
}

export const riskCase: Case = {
  name: 'decision',
  about: 'a risk from verdicts, policy and history, term by term; and a plan of its operation',
  rows: [...rowsOf('decision', [PEER]), ...rowsOf('plan', [])],
  run,
};
