// SPDX-License-Identifier: Apache-2.0
// What a rule remembers of the facts of one key, and whether the latest fulfils its condition. As
// exact as if all facts were kept: a rate needs the last @count of them; a spread the latest of each
// distinct value; a sequence, for each number of steps, the match of them that began last.
import type { PlacedFact } from './fact.ts';
import { type Condition, matches, type ThreatRule } from './rule.ts';

/** A fact as it is remembered: [when, number, what makes it distinct]. */
export type Trace = readonly [at: number, number: number, distinct: string];

/** JSON: it is stored as it is. Meaning by condition: the last facts; one a value; a row per prefix. */
export type Memory = readonly (readonly Trace[])[];

export const NO_MEMORY: Memory = [];

export interface Seen {
  readonly memory: Memory;
  /** The facts that fulfil the condition now; null when it does not hold. */
  readonly evidence: readonly Trace[] | null;
}

function trace(fact: PlacedFact, distinct: string): Trace {
  return [fact.at, fact.number, distinct];
}

function rate(memory: Memory, fact: PlacedFact, count: number, from: number): Seen {
  const [before = []] = memory;
  const traces = [...before.slice(-(count - 1) || before.length), trace(fact, '')];
  const inside = traces.filter(([at]) => at > from);
  return { memory: [inside], evidence: inside.length >= count ? inside : null };
}

function spread(
  memory: Memory,
  fact: PlacedFact,
  { distinct, count }: Extract<Condition, { type: 'spread' }>,
  from: number,
): Seen {
  const value = distinct === 'device' ? fact.device : fact.principal;
  if (value === null) {
    return { memory, evidence: null };
  }
  const [before = []] = memory;
  const others = before.filter(([at, , name]) => name !== `${value}` && at > from);
  const inside = [...others, trace(fact, `${value}`)];
  return { memory: [inside], evidence: inside.length >= count ? inside : null };
}

function sequence(
  memory: Memory,
  fact: PlacedFact,
  { steps }: Extract<Condition, { type: 'sequence' }>,
  from: number,
): Seen {
  const rows = steps.map((_, index) => memory[index] ?? []);
  let evidence: readonly Trace[] | null = null;
  // From the last step on, so that one fact is not taken for two steps.
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    const prefix = index === 0 ? [] : rows[index - 1];
    const begun = prefix?.[0]?.[0];
    const possible = index === 0 || (begun !== undefined && begun > from);
    if (step !== undefined && prefix !== undefined && possible && matches(step, fact)) {
      const row = [...prefix, trace(fact, '')];
      // Of two that fit the one that began later is within the window for longer.
      const old = rows[index]?.[0]?.[0];
      if (old === undefined || (row[0]?.[0] ?? 0) >= old) {
        rows[index] = row;
      }
      evidence = index === steps.length - 1 ? row : evidence;
    }
  }
  return { memory: rows, evidence };
}

/** Whether @fact can matter to @rule at all. */
export function concerns({ condition }: ThreatRule, fact: PlacedFact): boolean {
  return condition.type === 'sequence'
    ? condition.steps.some((step) => matches(step, fact))
    : matches(condition.facts, fact);
}

/** @memory of one key of @rule after @fact, which concerns it. */
export function remember(rule: ThreatRule, memory: Memory, fact: PlacedFact): Seen {
  const { condition } = rule;
  const from = fact.at - rule.withinMs;
  switch (condition.type) {
    case 'rate':
      return rate(memory, fact, condition.count, from);
    case 'spread':
      return spread(memory, fact, condition, from);
    case 'sequence':
      return sequence(memory, fact, condition, from);
  }
}

/** Nothing in @memory can ever matter again. */
export function stale(rule: ThreatRule, memory: Memory, now: number): boolean {
  return memory.every((row) => row.every(([at]) => at <= now - rule.withinMs));
}
