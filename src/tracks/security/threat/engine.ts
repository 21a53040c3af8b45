// SPDX-License-Identifier: Apache-2.0
// The rules over the stream of facts. Memory is bounded by the rules themselves: a key is a device of
// the table, a principal of the policy or the one stranger, and each remembers at most as many facts
// as its condition counts.
import type { PlacedFact } from './fact.ts';
import type { Scope, ThreatRule } from './rule.ts';
import { concerns, type Memory, NO_MEMORY, remember, stale, type Trace } from './watch.ts';

export interface Firing {
  readonly rule: ThreatRule;
  /** What the rule counted for: a device, a principal, or all. */
  readonly key: string;
  readonly fact: PlacedFact;
  readonly evidence: readonly Trace[];
  /** It fired for this key within its window already: nothing new to say. */
  readonly again: boolean;
}

interface Remembered {
  readonly memory: Memory;
  /** When it fired last; null never. {unit ms} */
  readonly fired: number | null;
}

/** As it is stored: which rule, for whom, what. */
export interface StoredHistory extends Remembered {
  readonly rule: string;
  /** The rule's own document: what another one has seen is not its. */
  readonly source: string;
  readonly key: string;
}

interface Watched {
  readonly rule: ThreatRule;
  readonly keys: Map<string, Remembered>;
}

export function historyKey(rule: string, key: string): string {
  return `${rule} ${key}`;
}

function scopeKey(scope: Scope, fact: PlacedFact): string | null {
  switch (scope) {
    case 'all':
      return 'all';
    case 'device':
      return fact.device === null ? null : `${fact.device}`;
    case 'principal':
      return fact.principal;
  }
}

export class ThreatEngine {
  #watched: readonly Watched[] = [];

  /** Rules that stay as they were go on with what they have seen. */
  setRules(rules: readonly ThreatRule[]): void {
    this.#watched = rules.map((rule) => {
      const old = this.#watched.find((one) => one.rule.source === rule.source);
      return { rule, keys: old?.keys ?? new Map<string, Remembered>() };
    });
  }

  /** Which rules fire by @fact, and the keys (of history) that it changed. */
  observe(fact: PlacedFact): { readonly firings: Firing[]; readonly changed: string[] } {
    const firings: Firing[] = [];
    const changed: string[] = [];
    for (const { rule, keys } of this.#watched) {
      const key = scopeKey(rule.per, fact);
      if (key === null || !concerns(rule, fact)) {
        continue;
      }
      const before = keys.get(key);
      const { memory, evidence } = remember(rule, before?.memory ?? NO_MEMORY, fact);
      let fired = before?.fired ?? null;
      if (evidence !== null) {
        const again = fired !== null && fact.at - fired < rule.withinMs;
        firings.push({ rule, key, fact, evidence, again });
        // Counted from the first of them, so that one that goes on and on is said again.
        fired = again ? fired : fact.at;
      }
      keys.set(key, { memory, fired });
      changed.push(historyKey(rule.id, key));
    }
    return { firings, changed };
  }

  /** Forgets what can never matter again, and answers with the keys. */
  prune(now: number): string[] {
    const gone: string[] = [];
    for (const { rule, keys } of this.#watched) {
      for (const [key, { memory, fired }] of keys) {
        if (stale(rule, memory, now) && (fired === null || now - fired >= rule.withinMs)) {
          keys.delete(key);
          gone.push(historyKey(rule.id, key));
        }
      }
    }
    return gone;
  }

  /** How many facts are remembered in all. */
  get remembered(): number {
    return this.#watched
      .flatMap(({ keys }) => [...keys.values()])
      .reduce((sum, { memory }) => sum + memory.reduce((rows, row) => rows + row.length, 0), 0);
  }

  *stored(): Generator<readonly [string, StoredHistory]> {
    for (const { rule, keys } of this.#watched) {
      for (const [key, { memory, fired }] of keys) {
        yield [
          historyKey(rule.id, key),
          { rule: rule.id, source: rule.source, key, memory, fired },
        ];
      }
    }
  }

  historyAt(wanted: string): StoredHistory | undefined {
    for (const { rule, keys } of this.#watched) {
      const prefix = historyKey(rule.id, '');
      const found = wanted.startsWith(prefix) ? keys.get(wanted.slice(prefix.length)) : undefined;
      if (found !== undefined) {
        const key = wanted.slice(prefix.length);
        return { rule: rule.id, source: rule.source, key, ...found };
      }
    }
    return undefined;
  }

  /** After setRules(); a history of a rule that has changed since counts for nothing. */
  restore(history: StoredHistory): void {
    const of = this.#watched.find(({ rule }) => rule.source === history.source);
    of?.keys.set(history.key, { memory: history.memory, fired: history.fired });
  }
}
