// SPDX-License-Identifier: Apache-2.0
// A policy in words, and what in it is probably not meant: for whoever is to approve it.
import { tokenName } from '../../../core/model/device.ts';
import {
  ClearanceLevelNames,
  EventTypeNames,
  OperationTypeNames,
  RiskLevelNames,
  TrackNames,
} from '../../../core/model/enums.ts';
import { nameOf } from '../../../core/model/names.ts';
import type { Rate } from '../memory/fading.ts';
import type { Effect, Match, ThreatRule } from '../threat/rule.ts';
import { demandOf } from './access.ts';
import { ALL_TOKENS, DEVICE_CLASSES, type TokenSet } from './devices.ts';
import type { Grant, Policy, Principal } from './policy.ts';
import type { PublicationGrant } from './publication.ts';

/** A heading and its lines. */
export interface Chapter {
  readonly heading: string;
  readonly lines: readonly string[];
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** 90 s, 15 min: in the largest unit that it is a whole number of. */
export function spanWords(ms: number): string {
  const [size, unit] = UNITS.find(([one]) => ms % one === 0) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}

function momentWords(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function devicesWords(devices: TokenSet): string {
  if (devices.size === ALL_TOKENS.length) {
    return 'all devices';
  }
  const whole = [0, 1, 2, 3, 4, 5, 6].filter((wanted) =>
    [...DEVICE_CLASSES.values()].every(
      ({ group, token }) => group !== wanted || devices.has(token),
    ),
  );
  const others = [...devices].filter(
    (token) => !whole.includes(DEVICE_CLASSES.get(token)?.group ?? -1),
  );
  const groups = whole.map((group) => `group ${group}`);
  return [...groups, ...others.map(tokenName)].join(', ');
}

function compartmentWords(compartments: readonly string[]): string {
  return compartments.length === 0 ? '' : ` in ${compartments.join(' and ')}`;
}

function principalWords({ id, person, clearance, compartments }: Principal): string {
  if (person !== null) {
    return `${id} is ${person}`;
  }
  const level = nameOf(ClearanceLevelNames, clearance);
  return `${id} is a service, ${level}${compartmentWords(compartments)}`;
}

function demandLines(policy: Policy): string[] {
  const byDemand = new Map<string, number[]>();
  for (const token of ALL_TOKENS) {
    const { requiredClearance, compartments } = demandOf(policy, token);
    const said = policy.devices.some(({ devices }) => devices.has(token));
    const why = said ? '' : ', since nothing is said of them';
    const words = `${nameOf(ClearanceLevelNames, requiredClearance)}${compartmentWords(compartments)}${why}`;
    byDemand.set(words, [...(byDemand.get(words) ?? []), token]);
  }
  return [...byDemand].map(([words, tokens]) => `${devicesWords(new Set(tokens))}: ${words}`);
}

function grantWords({ id, principals, devices, operations, notBefore, notAfter }: Grant): string {
  const names = [...operations].map((type) => nameOf(OperationTypeNames, type)).join(', ');
  const from = notBefore === 0 ? '' : ` from ${momentWords(notBefore)}`;
  const until = notAfter === Number.MAX_SAFE_INTEGER ? '' : ` until ${momentWords(notAfter)}`;
  return `${id}: ${[...principals].join(', ')} may ${names} on ${devicesWords(devices)}${from}${until}`;
}

function publicationWords({ id, principals, types, sources }: PublicationGrant): string {
  const what = [...types].map((type) => nameOf(EventTypeNames, type)).join(', ');
  const whom = [...sources].map((source) => nameOf(TrackNames, source)).join(', ');
  return `${id}: ${[...principals].join(', ')} may publish ${what} for ${whom}`;
}

function rateWords({ burst, intervalMs }: Rate): string {
  return `${burst} at once, then one each ${spanWords(intervalMs)}`;
}

function matchWords({ kinds, devices, operations, reasons }: Match): string {
  const on = devices === null ? '' : ` on ${devicesWords(devices)}`;
  const types = [...(operations ?? [])].map((type) => nameOf(OperationTypeNames, type));
  const doing = operations === null ? '' : ` doing ${types.join(' or ')}`;
  const because = reasons === null ? '' : ` for ${[...reasons].join(' or ')}`;
  return `${[...kinds].join(' or ')}${on}${doing}${because}`;
}

function conditionWords({ condition, per, withinMs }: ThreatRule): string {
  const within = `within ${spanWords(withinMs)}, ${per === 'all' ? 'in all' : `for one ${per}`}`;
  switch (condition.type) {
    case 'rate':
      return `${condition.count} times ${matchWords(condition.facts)} ${within}`;
    case 'spread': {
      const what = `${condition.count} different ${condition.distinct}s`;
      return `${matchWords(condition.facts)}, of ${what} ${within}`;
    }
    case 'sequence':
      return `${condition.steps.map(matchWords).join(', then ')} ${within}`;
  }
}

function effectWords(effect: Effect): string {
  switch (effect.do) {
    case 'raise':
      return `${scopeWords(effect.on)} at least ${nameOf(RiskLevelNames, effect.level)} for ${spanWords(effect.forMs)}`;
    case 'second_person':
      return `${scopeWords(effect.on)} with a second person for ${spanWords(effect.forMs)}`;
    case 'block':
      return `the principal blocked for ${spanWords(effect.forMs)}`;
    case 'stop':
      return 'the emergency stop';
  }
}

function scopeWords(on: string): string {
  return on === 'all' ? 'everything' : `the ${on}`;
}

export function explainPolicy(policy: Policy): Chapter[] {
  const { principals, grants, publications, perPrincipal, perDevice, attempts, threats } = policy;
  const { forgetMs, raiseAfter, raiseTo, lockAfter, lockMs } = attempts;
  return [
    { heading: 'who is known', lines: [...principals.values()].map(principalWords) },
    { heading: 'what devices ask for', lines: demandLines(policy) },
    { heading: 'who may what', lines: grants.map(grantWords) },
    { heading: 'who may publish events', lines: publications.map(publicationWords) },
    {
      heading: 'CRITICAL operations',
      lines: [
        policy.allowCritical
          ? 'possible, where the configuration says allow_critical as well'
          : 'never, whatever the configuration says',
      ],
    },
    {
      heading: 'how often',
      lines: [`a principal: ${rateWords(perPrincipal)}`, `a device: ${rateWords(perDevice)}`],
    },
    {
      heading: 'failed attempts',
      lines: [
        `from ${raiseAfter} on, what the principal asks for is at least ${nameOf(RiskLevelNames, raiseTo)}`,
        `at ${lockAfter} it is locked out for ${spanWords(lockMs)}`,
        `one is forgotten each ${spanWords(forgetMs)}`,
      ],
    },
    {
      heading: 'threats',
      lines: threats.map((rule) => {
        const effects = rule.effects.map(effectWords).join('; ');
        return `${rule.id} (${rule.description}): ${conditionWords(rule)}: ${effects}`;
      }),
    },
  ];
}

/** What is allowed to be written so and probably not meant. @now {unit ms since 1970} */
export function doubtsAbout(policy: Policy, now: number): string[] {
  const { principals, grants, publications, threats } = policy;
  const ended = grants
    .filter(({ notAfter }) => notAfter <= now)
    .map(({ id, notAfter }) => `grant ${id} ended at ${momentWords(notAfter)}`);
  const idle = [...principals.keys()]
    .filter((id) => ![...grants, ...publications].some((one) => one.principals.has(id)))
    .map((id) => `principal ${id} has no grant: it may do nothing but stop`);
  const silent = ALL_TOKENS.filter(
    (token) => !policy.devices.some(({ devices }) => devices.has(token)),
  );
  const unsaid =
    silent.length === 0
      ? []
      : [`no line of devices speaks of ${devicesWords(new Set(silent))}: they ask for COSMIC`];
  const pointless = grants
    .filter(({ devices }) => [...devices].every((token) => DEVICE_CLASSES.get(token)?.quarantined))
    .map(({ id }) => `grant ${id} is for quarantined devices alone, which nothing opens`);
  const stops = threats
    .filter(
      ({ condition, effects }) =>
        condition.type === 'rate' &&
        condition.count === 1 &&
        effects.some((one) => one.do === 'stop'),
    )
    .map(({ id }) => `threat ${id} stops everything at a single fact`);
  return [...ended, ...idle, ...unsaid, ...pointless, ...stops];
}
