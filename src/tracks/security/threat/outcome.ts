// SPDX-License-Identifier: Apache-2.0
// What a rule that fired brings about, and the words for it.
import { RiskLevel } from '../../../core/model/enums.ts';
import { type ActiveEffect, ALL_TARGET, deviceTarget, principalTarget } from './effects.ts';
import type { Firing } from './engine.ts';
import type { Fact } from './fact.ts';
import type { Effect, Scope } from './rule.ts';

/** `probing (guessing at devices): 5 facts for ann within 60000 ms, the last access.refused of no-grant` */
export function explainFiring({ rule, key, fact, evidence }: Firing): string {
  const last = `${fact.kind}${fact.reason === '' ? '' : ` of ${fact.reason}`}`;
  const facts = `${evidence.length} ${evidence.length === 1 ? 'fact' : 'facts'}`;
  const per = rule.per === 'all' ? 'in all' : `for ${rule.per} ${shownKey(rule.per, key)}`;
  return `${rule.description}: ${facts} ${per} within ${rule.withinMs} ms, the last ${last}`;
}

function shownKey(per: Scope, key: string): string {
  return per === 'device' ? `0x${Number(key).toString(16).toUpperCase()}` : key;
}

/** On what an effect falls. Where the fact does not say, on all: that is the safe reading. */
function targetOf(on: Scope, { device, principal }: Fact): string {
  switch (on) {
    case 'device':
      return device === null ? ALL_TARGET : deviceTarget(device);
    case 'principal':
      // A stranger may do nothing as it is; to raise it would say nothing about the others.
      return principal === null ? ALL_TARGET : principalTarget(principal);
    case 'all':
      return ALL_TARGET;
  }
}

export function activeEffect(
  effect: Effect,
  { rule, fact }: Firing,
  now: number,
  because: string,
): ActiveEffect | null {
  switch (effect.do) {
    case 'stop':
      return null;
    case 'block':
      // Nobody in particular is nobody to block; the raised levels are for all.
      return fact.principal === null
        ? null
        : {
            kind: 'block',
            target: principalTarget(fact.principal),
            level: RiskLevel.QUARANTINED,
            until: now + effect.forMs,
            rule: rule.id,
            because,
          };
    case 'raise':
    case 'second_person':
      return {
        kind: effect.do,
        target: targetOf(effect.on, fact),
        level: effect.do === 'raise' ? effect.level : RiskLevel.HIGH,
        until: now + effect.forMs,
        rule: rule.id,
        because,
      };
  }
}
