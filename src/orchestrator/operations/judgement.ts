// SPDX-License-Identifier: Apache-2.0
// Whether an operation may happen now: the plan of each of its devices, from the tracks' last words and
// from everything else as it is at this moment. Asking the tracks waits; judging does not, so that it
// can be done in the very turn in which something is decided.
import type { Person, Present } from '../../core/canonical/approval.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import { tokenName } from '../../core/model/device.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import { accessDemand } from '../../core/requirement/access.ts';
import { isEffect, type Need, type PlanInput } from '../../core/requirement/input.ts';
import { plan } from '../../core/requirement/plan.ts';
import { assessRisk, type RiskInput } from '../../core/risk/assess.ts';
import { aged } from '../../core/risk/history.ts';
import type { Level } from '../../core/risk/level.ts';
import { askTracks, type Verdicts } from './ask-tracks.ts';
import type { FailureHistories } from './histories.ts';
import type { Demand, OperationsOptions } from './ports.ts';

/** What is judged. */
export interface Asked {
  readonly principal: string;
  readonly requests: readonly OperationRequest[];
  /** What a confirmation is about: this request of this principal. */
  readonly about: Digest;
}

/** One device of it. */
export interface DeviceJudgement {
  readonly input: PlanInput;
  /** What the assessment in it was made from. */
  readonly riskInput: RiskInput;
  readonly safetyVersion: number;
}

export interface Judgement {
  readonly devices: readonly DeviceJudgement[];
  readonly requester: Person | undefined;
  /** Of all its devices together. */
  readonly demand: Demand;
  readonly present: Present;
  /** The needs that do not hold. */
  readonly unmet: readonly Need[];
  /** What people can still give: nothing but that is missing. */
  readonly waits: boolean;
}

/** Needs that somebody may satisfy while the operation waits; any other refuses it. */
const GIVEN_BY_PEOPLE: ReadonlySet<string> = new Set(['second-person', 'confirmation']);

export function isGivenByPeople({ rule, possible }: Need): boolean {
  return possible && GIVEN_BY_PEOPLE.has(rule);
}

/** Every track's word on every device of it; on those that have not @moved, the one from @before. */
export async function assess(
  options: OperationsOptions,
  asked: Asked,
  before: readonly Verdicts[],
  moved: ReadonlySet<number> | null,
): Promise<Verdicts[]> {
  const { assessors, clock, settings, timers, security } = options;
  const { principal, requests } = asked;
  const requester = security.identify(principal);
  const now = clock.boot();
  return await Promise.all(
    requests.map((request, n) => {
      const said = before[n];
      if (said !== undefined && moved?.has(request.deviceId) === false) {
        return said;
      }
      const subject = { request, requester, principal, now };
      return askTracks(assessors, subject, settings.assessDeadlineMs, timers);
    }),
  );
}

/** Who has approved what is at hand: asked with everything else as it is now. */
export type Approvers = (present: Present, demand: Demand) => readonly Person[];

/** By device where there are several: each says which. */
function named(unmet: readonly Need[], device: number, several: boolean): readonly Need[] {
  return several
    ? unmet.map((one) => ({ ...one, because: `${tokenName(device)}: ${one.because}` }))
    : unmet;
}

function registersOf({ parameters }: OperationRequest): readonly number[] {
  return parameters.register === null ? [] : [parameters.register];
}

/** @now by the boot clock. {unit ms} */
export function judge(
  options: OperationsOptions,
  histories: FailureHistories,
  asked: Asked,
  verdicts: readonly Verdicts[],
  approversOf: Approvers,
  now: number,
): Judgement {
  const { security, situation, settings, clock } = options;
  const { principal, requests, about } = asked;
  const requester = security.identify(principal);
  const policy = security.policyLoaded
    ? { allowCritical: settings.allowCritical, policyAllowsCritical: security.allowsCritical }
    : undefined;
  const { stopEpoch } = situation;
  const wall = clock.wall();
  const confirmation = options.interface.confirmation(about);
  const devices = requests.map((request, n) => {
    const { deviceId, operationType } = request;
    const device = security.deviceAccess(deviceId);
    const riskInput: RiskInput = {
      operationType,
      deviceRisk: device.risk,
      verdicts: verdicts[n]?.levels ?? [undefined, undefined, undefined],
      // As of now: what is recorded of the decision is all that it takes to take it again.
      history: aged(histories.of(deviceId, operationType), wall),
      now: wall,
    };
    const input: PlanInput = {
      request,
      requestDigest: about,
      requester,
      device,
      assessment: assessRisk(riskInput, settings.risk),
      policy,
      facts: situation.facts(request),
      approvers: [],
      confirmation,
      now,
    };
    const safetyVersion = situation.safetyVersion(deviceId, registersOf(request), stopEpoch);
    return { input, riskInput, safetyVersion };
  });
  const demand = demandOf(devices.map(({ input }) => input));
  const present = presentOf(devices, stopEpoch, security.policyName, now);
  const approvers = approversOf(present, demand);
  const judged = devices.map((one) => ({ ...one, input: { ...one.input, approvers } }));
  const unmet = judged.flatMap(({ input }) => {
    const missing = plan(input).needs.filter(({ satisfied }) => !satisfied);
    return named(missing, input.request.deviceId, requests.length > 1);
  });
  return {
    devices: judged,
    requester,
    demand,
    present,
    unmet,
    waits: unmet.length > 0 && unmet.every(isGivenByPeople),
  };
}

/** What all of @inputs ask together. */
function demandOf(inputs: readonly PlanInput[]): Demand {
  const demands = inputs.map(accessDemand);
  return demands.reduce<Demand>(
    (whole, one) => ({
      requiredClearance:
        one.clearance > whole.requiredClearance ? one.clearance : whole.requiredClearance,
      compartments: [...new Set([...whole.compartments, ...one.compartments])].sort(),
    }),
    { requiredClearance: 0, compartments: [] },
  );
}

function presentOf(
  devices: readonly DeviceJudgement[],
  stopEpoch: number,
  policy: string,
  now: number,
): Present {
  const operations = devices.map(({ input, safetyVersion }) => ({
    device: input.request.deviceId,
    safetyVersion,
    // judge() has assessed every one.
    risk: (input.assessment as { readonly level: Level }).level,
  }));
  return {
    safetyVersion: operations[0]?.safetyVersion ?? 0,
    stopEpoch,
    policy,
    risk: Math.max(...operations.map(({ risk }) => risk)) as Level,
    operations,
    now,
  };
}

export function hasEffects(requests: readonly OperationRequest[]): boolean {
  return requests.some(({ operationType }) => isEffect(operationType));
}
