// SPDX-License-Identifier: Apache-2.0
// What a decision was made from, as plain data in canonical JSON: enough to take it again later, by
// somebody who has nothing but the record.
import type { Present } from '../../core/canonical/approval.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { Facts, PlanInput } from '../../core/requirement/input.ts';
import { plan } from '../../core/requirement/plan.ts';
import { assessRisk, type RiskInput, type RiskPolicy } from '../../core/risk/assess.ts';
import type { DeviceJudgement } from './judgement.ts';

/** undefined has no form in JSON, and means something of its own: not known. */
type Encoded<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> | null };

interface StoredInput {
  readonly request: Pick<
    PlanInput['request'],
    'deviceId' | 'operationType' | 'parameters' | 'trackInvolvement' | 'safetyRequirements'
  > & { readonly justified: boolean };
  readonly request_digest: string;
  readonly requester: PlanInput['requester'] | null;
  readonly device: PlanInput['device'];
  readonly policy: PlanInput['policy'] | null;
  readonly facts: Encoded<Facts>;
  readonly approvers: PlanInput['approvers'];
  readonly confirmation: PlanInput['confirmation'] | null;
  readonly now: number;
  readonly risk: Omit<RiskInput, 'verdicts'> & { readonly verdicts: readonly (number | null)[] };
  readonly risk_policy: RiskPolicy;
}

function nulls<T extends object>(value: T): Encoded<T> {
  const entries = Object.entries(value).map(([key, one]) => [key, one === undefined ? null : one]);
  return Object.fromEntries(entries) as Encoded<T>;
}

function undefineds<T extends object>(value: Encoded<T>): T {
  const entries = Object.entries(value).map(([key, one]) => [key, one === null ? undefined : one]);
  return Object.fromEntries(entries) as T;
}

/** One device of a decision. Claims and texts decide nothing: of a justification only that it is there. */
export function recordOf(judged: DeviceJudgement, riskPolicy: RiskPolicy, present: Present): Json {
  const { input, riskInput } = judged;
  const { request, requestDigest, requester, device, policy, facts, approvers } = input;
  const { deviceId, operationType, parameters, trackInvolvement, safetyRequirements } = request;
  const stored: StoredInput = {
    request: {
      deviceId,
      operationType,
      parameters,
      trackInvolvement,
      safetyRequirements,
      justified: request.justification.trim() !== '',
    },
    request_digest: requestDigest,
    requester: requester ?? null,
    device,
    policy: policy ?? null,
    facts: nulls(facts),
    approvers,
    confirmation: input.confirmation ?? null,
    now: input.now,
    risk: { ...riskInput, verdicts: riskInput.verdicts.map((level) => level ?? null) },
    risk_policy: riskPolicy,
  };
  return {
    // A plain copy: nothing of the living decision is in the record.
    input: structuredClone(stored) as unknown as Json,
    present: {
      safety_version: judged.safetyVersion,
      stop_epoch: present.stopEpoch,
      policy: present.policy,
    },
    ...conclusion(input),
  };
}

function conclusion(input: PlanInput): { level: number | null; allowed: boolean; unmet: string[] } {
  const { needs, allowed } = plan(input);
  return {
    level: input.assessment?.level ?? null,
    allowed,
    unmet: needs.filter(({ satisfied }) => !satisfied).map(({ rule }) => rule),
  };
}

/** What the decision of @record is when it is taken again, from the record alone. */
export function redecide(record: Json): {
  readonly level: number | null;
  readonly allowed: boolean;
  readonly unmet: readonly string[];
} {
  const { input: stored } = record as unknown as { readonly input: StoredInput };
  const verdicts = stored.risk.verdicts.map((level) => level ?? undefined);
  const riskInput = { ...stored.risk, verdicts } as unknown as RiskInput;
  return conclusion({
    request: {
      ...stored.request,
      coordinationId: '',
      authContext: {},
      justification: stored.request.justified ? 'given' : '',
      requestedAt: 0,
    },
    requestDigest: stored.request_digest,
    requester: stored.requester ?? undefined,
    device: stored.device,
    assessment: assessRisk(riskInput, stored.risk_policy),
    policy: stored.policy ?? undefined,
    facts: undefineds<Facts>(stored.facts),
    approvers: stored.approvers,
    confirmation: stored.confirmation ?? undefined,
    now: stored.now,
  });
}
