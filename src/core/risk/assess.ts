// SPDX-License-Identifier: Apache-2.0
// The risk of one operation on one device, as terms that anybody can fold again: see replay().
import { checkInteger } from '../model/check.ts';
import { type OperationType, RiskLevel } from '../model/enums.ts';
import { type PerTrack, TRACKS } from '../model/track.ts';
import { type AggregationMethod, aggregate, checkWeights } from './aggregate.ts';
import { type CorrelationMatrix, correlated, smallestCorrelation } from './correlation.ts';
import { floorOf } from './floor.ts';
import { type FailureHistory, historyAdds, type Posterior, posterior } from './history.ts';
import { COMPUTED_MAX, type Level, levelOf, MISSING_COUNTS_AS, verdictOf } from './level.ts';

/** From the configuration; checkRiskPolicy has seen it. */
export interface RiskPolicy {
  readonly method: AggregationMethod;
  /** Thousandths, in the order of TRACKS. */
  readonly trackWeights: PerTrack<number>;
  /** u of ⌊u·r⌋. {unit thousandths; range 0..1000} */
  readonly uncertaintyFactor: number;
  /** null is off. */
  readonly correlationMatrix: CorrelationMatrix | null;
}

export interface RiskInput {
  readonly operationType: OperationType;
  /** The device's class in the table. */
  readonly deviceRisk: Level;
  /** What each track says, 1..6; anything else is a missing verdict. */
  readonly verdicts: PerTrack<number | undefined>;
  readonly history: FailureHistory;
  /** As in the history. {unit ms} */
  readonly now: number;
}

/** One step: @level is what holds after it. at_least raises to @amount; adds goes up by it, to 5 at most. */
export interface RiskTerm {
  readonly rule:
    | 'quarantine'
    | 'method'
    | 'correlation'
    | 'missing'
    | 'floor'
    | 'uncertainty'
    | 'history';
  readonly effect: 'at_least' | 'adds';
  readonly amount: number;
  readonly level: Level;
}

export interface RiskAssessment {
  readonly level: Level;
  readonly terms: readonly RiskTerm[];
  readonly method: AggregationMethod;
  readonly verdicts: PerTrack<Level | undefined>;
  readonly posterior: Posterior;
}

/** Throws InvalidArgumentError naming what is out of range. */
export function checkRiskPolicy(policy: RiskPolicy): RiskPolicy {
  checkWeights(policy.trackWeights);
  checkInteger(policy.uncertaintyFactor, 'risk.uncertainty_factor', 0, 1000, 'thousandths');
  if (policy.correlationMatrix !== null) {
    smallestCorrelation(policy.correlationMatrix);
  }
  return policy;
}

/** What @effect makes of @level: all that a reader of terms must know. */
function applied(level: Level, effect: RiskTerm['effect'], amount: number): Level {
  const next =
    effect === 'at_least' ? Math.max(level, amount) : Math.min(level + amount, COMPUTED_MAX);
  return Math.max(level, next) as Level;
}

/** The level that @terms lead to, from nothing but themselves. */
export function replay(terms: readonly Pick<RiskTerm, 'effect' | 'amount'>[]): Level {
  return terms.reduce<Level>(
    (level, term) => applied(level, term.effect, term.amount),
    RiskLevel.SAFE,
  );
}

class Terms {
  level: Level = RiskLevel.SAFE;
  readonly list: RiskTerm[] = [];

  add(rule: RiskTerm['rule'], effect: RiskTerm['effect'], amount: number): void {
    this.level = applied(this.level, effect, amount);
    this.list.push({ rule, effect, amount, level: this.level });
  }
}

export function assessRisk(input: RiskInput, policy: RiskPolicy): RiskAssessment {
  const deviceRisk = levelOf(input.deviceRisk, 'device.risk');
  const [a, b, c] = input.verdicts;
  const verdicts = [verdictOf(a), verdictOf(b), verdictOf(c)] as const;
  const terms = new Terms();
  const past = posterior(input.history, input.now);
  if (deviceRisk === RiskLevel.QUARANTINED || verdicts.includes(RiskLevel.QUARANTINED)) {
    terms.add('quarantine', 'at_least', RiskLevel.QUARANTINED);
  } else {
    const [ka, kb, kc] = verdicts;
    const known = [
      ka ?? MISSING_COUNTS_AS,
      kb ?? MISSING_COUNTS_AS,
      kc ?? MISSING_COUNTS_AS,
    ] as const;
    terms.add('method', 'at_least', aggregate(policy.method, known, policy.trackWeights));
    if (policy.correlationMatrix !== null) {
      const rho = smallestCorrelation(policy.correlationMatrix);
      terms.add('correlation', 'at_least', Math.max(correlated(known, rho), ...known));
    }
    if (verdicts.includes(undefined)) {
      terms.add('missing', 'at_least', MISSING_COUNTS_AS);
    }
    terms.add('floor', 'at_least', floorOf(input.operationType, deviceRisk));
    const bump = Math.floor((policy.uncertaintyFactor * terms.level) / 1000);
    terms.add('uncertainty', 'adds', bump);
    terms.add('history', 'adds', historyAdds(past));
  }
  return {
    level: terms.level,
    terms: terms.list,
    method: policy.method,
    verdicts,
    posterior: past,
  };
}

/** The tracks that gave no verdict. */
export function missingVerdicts(assessment: RiskAssessment): (typeof TRACKS)[number][] {
  return TRACKS.filter((_, index) => assessment.verdicts[index] === undefined);
}
