// SPDX-License-Identifier: Apache-2.0
// The rule language: a condition over facts within a window, for each principal, each device or all
// together, and what follows. Data, so that it can be approved, explained and checked offline.
//
//   rate      @count facts that match, within the window
//   spread    facts that match on @count different devices (or by as many principals)
//   sequence  facts that match the steps, in their order, others between them or not
//
// The window ends with the latest fact and begins, open, @withinMs before it.
import { OperationType, RiskLevel } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { Level } from '../../../core/risk/level.ts';
import { selectorOf, type TokenSet } from '../policy/devices.ts';
import { integerOf, listOf, memberOf, nameIn, objectOf, textOf, wordOf } from '../policy/shape.ts';
import { FACT_KINDS, type Fact, type FactKind } from './fact.ts';

const COUNT_MAX = 100;
const STEPS_MAX = 8;
const WINDOW_MAX_MS = 7 * 86_400_000;
const EFFECT_MAX_MS = 30 * 86_400_000;

/** Which facts are meant; an absent part means any. */
export interface Match {
  readonly kinds: ReadonlySet<FactKind>;
  readonly devices: TokenSet | null;
  readonly operations: ReadonlySet<OperationType> | null;
  readonly reasons: ReadonlySet<string> | null;
}

export type Condition =
  | { readonly type: 'rate'; readonly facts: Match; readonly count: number }
  | {
      readonly type: 'spread';
      readonly facts: Match;
      readonly distinct: 'device' | 'principal';
      readonly count: number;
    }
  | { readonly type: 'sequence'; readonly steps: readonly Match[] };

export type Scope = 'device' | 'principal' | 'all';

export type Effect =
  /** Operations on @on count as at least @level for @forMs. */
  | {
      readonly do: 'raise';
      readonly on: Scope;
      readonly level: Level;
      readonly forMs: number;
    }
  /** Operations on @on want a second person, as everything HIGH does. */
  | { readonly do: 'second_person'; readonly on: Scope; readonly forMs: number }
  /** The principal may do nothing but stop. */
  | { readonly do: 'block'; readonly forMs: number }
  | { readonly do: 'stop' };

export interface ThreatRule {
  readonly id: string;
  readonly description: string;
  readonly per: Scope;
  readonly withinMs: number;
  readonly condition: Condition;
  readonly effects: readonly Effect[];
  /** The document that it was read from: equal ones go on with what the earlier has seen. */
  readonly source: string;
}

const SCOPES: readonly Scope[] = ['device', 'principal', 'all'];

function matchOf(value: unknown, field: string): Match {
  const fields = objectOf(value, field, ['kinds'], ['devices', 'operations', 'reasons']);
  const { devices, operations, reasons } = fields;
  return {
    kinds: new Set(
      listOf(fields['kinds'], `${field}.kinds`, 1, FACT_KINDS.length, (one, at) =>
        wordOf(one, at, FACT_KINDS),
      ),
    ),
    devices: devices === undefined ? null : selectorOf(devices, `${field}.devices`),
    operations:
      operations === undefined
        ? null
        : new Set(
            listOf(operations, `${field}.operations`, 1, 8, (one, at) =>
              memberOf<OperationType>(one, at, OperationType),
            ),
          ),
    reasons:
      reasons === undefined ? null : new Set(listOf(reasons, `${field}.reasons`, 1, 32, nameIn)),
  };
}

export function matches(match: Match, fact: Fact): boolean {
  const { devices, operations, reasons } = match;
  return (
    match.kinds.has(fact.kind) &&
    (devices === null || (fact.device !== null && devices.has(fact.device))) &&
    (operations === null || (fact.operation !== null && operations.has(fact.operation))) &&
    (reasons === null || reasons.has(fact.reason))
  );
}

const CONDITIONS = ['rate', 'spread', 'sequence'] as const;

function conditionOf(fields: Readonly<Record<string, unknown>>, field: string): Condition {
  const given = CONDITIONS.filter((name) => fields[name] !== undefined);
  const [type, ...others] = given;
  if (type === undefined || others.length > 0) {
    const allowed = `a rule with exactly one of ${CONDITIONS.join(', ')}`;
    throw new InvalidArgumentError(field, given.join(' and ') || 'without a condition', allowed);
  }
  const at = `${field}.${type}`;
  if (type === 'sequence') {
    const { steps } = objectOf(fields[type], at, ['steps']) as { steps: unknown };
    return { type, steps: listOf(steps, `${at}.steps`, 2, STEPS_MAX, matchOf) };
  }
  const keys = type === 'rate' ? ['facts', 'count'] : ['facts', 'count', 'distinct'];
  const inner = objectOf(fields[type], at, keys);
  const facts = matchOf(inner['facts'], `${at}.facts`);
  const least = type === 'rate' ? 1 : 2;
  const count = integerOf(inner['count'], `${at}.count`, least, COUNT_MAX);
  return type === 'rate'
    ? { type, facts, count }
    : {
        type,
        facts,
        count,
        distinct: wordOf(inner['distinct'], `${at}.distinct`, ['device', 'principal'] as const),
      };
}

/** Levels that something may be raised to: 1 would raise nothing, and 6 is never for a time. */
export const RAISED = {
  LOW: RiskLevel.LOW,
  MODERATE: RiskLevel.MODERATE,
  HIGH: RiskLevel.HIGH,
  CRITICAL: RiskLevel.CRITICAL,
} as const;

function effectOf(value: unknown, field: string): Effect {
  const all = ['to', 'on', 'for_ms'];
  const { do: given } = objectOf(value, field, ['do'], all);
  const name = wordOf(given, `${field}.do`, ['raise', 'second_person', 'block', 'stop'] as const);
  const wanted = { raise: all, second_person: ['on', 'for_ms'], block: ['for_ms'], stop: [] };
  const fields = objectOf(value, field, ['do', ...wanted[name]]);
  const forMs = (): number =>
    integerOf(fields['for_ms'], `${field}.for_ms`, 1_000, EFFECT_MAX_MS, 'ms');
  const on = (): Scope => wordOf(fields['on'], `${field}.on`, SCOPES);
  switch (name) {
    case 'raise': {
      const level = memberOf<Level>(fields['to'], `${field}.to`, RAISED);
      return { do: name, on: on(), level, forMs: forMs() };
    }
    case 'second_person':
      return { do: name, on: on(), forMs: forMs() };
    case 'block':
      return { do: name, forMs: forMs() };
    case 'stop':
      return { do: name };
  }
}

export function threatRuleOf(value: unknown, field: string): ThreatRule {
  const required = ['id', 'description', 'per', 'within_ms', 'effects'];
  const fields = objectOf(value, field, required, CONDITIONS);
  return {
    id: nameIn(fields['id'], `${field}.id`),
    description: textOf(fields['description'], `${field}.description`, 1, 200),
    per: wordOf(fields['per'], `${field}.per`, SCOPES),
    withinMs: integerOf(fields['within_ms'], `${field}.within_ms`, 1, WINDOW_MAX_MS, 'ms'),
    condition: conditionOf(fields, field),
    effects: listOf(fields['effects'], `${field}.effects`, 1, 8, effectOf),
    source: JSON.stringify(value),
  };
}
