// SPDX-License-Identifier: Apache-2.0
// What was asked for and what the daemon said of it; and whether the audit log, read from its files afterwards, says
// the same.
import { openSource } from '../../src/audit/offline/open-source.ts';

export interface Effect {
  readonly device: number;
  readonly register: number;
  readonly value: number;
}

/** ACKNOWLEDGED: the client was told that it happened. UNKNOWN: nobody told it anything. */
export type Said = 'ACKNOWLEDGED' | 'NOT_DONE' | 'UNCERTAIN' | 'UNKNOWN';

export interface Entry {
  readonly id: string;
  readonly effects: readonly Effect[];
  said: Said;
  cause: string;
}

interface Logged {
  /** By transaction: what it was to do. */
  readonly intents: Map<string, readonly Effect[]>;
  readonly decisions: Map<string, string[]>;
  completed: number;
}

interface Leaf {
  readonly kind: string;
  readonly coordinationId: string | null;
  readonly details: Record<string, unknown>;
}

interface LoggedEffect {
  readonly device: string;
  readonly register: number | null;
  readonly value: number | null;
}

function sameEffects(one: readonly Effect[], other: readonly Effect[]): boolean {
  const text = (effects: readonly Effect[]): string =>
    effects.map(({ device, register, value }) => `${device}/${register}=${value}`).join(' ');
  return text(one) === text(other);
}

const PROBLEMS_MAX = 20;

export class Ledger {
  readonly entries = new Map<string, Entry>();
  readonly problems: string[] = [];
  /** device/register: what the log says last; undefined where nobody can tell. */
  readonly last = new Map<string, number | undefined>();
  logged = 0;

  add(id: string, effects: readonly Effect[]): Entry {
    const entry: Entry = { id, effects, said: 'UNKNOWN', cause: '' };
    this.entries.set(id, entry);
    return entry;
  }

  count(said: Said): number {
    return [...this.entries.values()].filter((one) => one.said === said).length;
  }

  /** Reads the log at @path, and compares. */
  compare(path: string): void {
    const found = this.#read(path);
    for (const entry of this.entries.values()) {
      this.#judge(entry, found.get(entry.id));
    }
    for (const [id, { intents }] of found) {
      if (!this.entries.has(id) && intents.size > 0) {
        this.#problem(`${id} is in the log with ${intents.size} intents, and nobody asked for it`);
      }
    }
  }

  #read(path: string): Map<string, Logged> {
    const found = new Map<string, Logged>();
    const source = openSource(path);
    try {
      for (const { leaf } of source.oldestFirst()) {
        this.logged += 1;
        const one = JSON.parse(Buffer.from(leaf).toString('utf8')) as Leaf;
        if (one.kind.startsWith('operation.') && one.coordinationId !== null) {
          this.#take(one, found);
        }
      }
    } finally {
      source.close();
    }
    return found;
  }

  #take({ kind, coordinationId, details }: Leaf, found: Map<string, Logged>): void {
    const id = coordinationId ?? '';
    const logged = found.get(id) ?? { intents: new Map(), decisions: new Map(), completed: 0 };
    const transaction = String(details['transaction']);
    if (kind === 'operation.intent') {
      const effects = (details['effects'] as LoggedEffect[]).map(({ device, register, value }) => ({
        device: Number.parseInt(device, 16),
        register: register ?? -1,
        value: value ?? -1,
      }));
      if (logged.intents.has(transaction)) {
        this.#problem(`${id}: the intent of transaction ${transaction} is in the log twice`);
      }
      logged.intents.set(transaction, effects);
    } else if (kind === 'operation.outcome') {
      const decision = String(details['decision']);
      logged.decisions.set(transaction, [...(logged.decisions.get(transaction) ?? []), decision]);
      for (const { device, register, value } of logged.intents.get(transaction) ?? []) {
        if (decision !== 'ABORT') {
          this.last.set(`${device}/${register}`, decision === 'COMMIT' ? value : undefined);
        } else if (details['kernel'] === 'ROLLED_BACK') {
          // It was undone; what a faulty device made of that is not the log's to say.
          this.last.set(`${device}/${register}`, undefined);
        }
      }
    } else if (kind === 'operation.completed') {
      logged.completed += 1;
    }
    if (kind !== 'operation.cleared') {
      found.set(id, logged);
    }
  }

  #judge({ id, effects, said, cause }: Entry, logged: Logged | undefined): void {
    const intents = [...(logged?.intents ?? [])];
    const all = [...(logged?.decisions.values() ?? [])].flat();
    const commits = all.filter((one) => one === 'COMMIT').length;
    const wrong = intents.find(([, planned]) => !sameEffects(planned, effects));
    if (wrong !== undefined) {
      this.#problem(`${id}: the log has other effects than were asked for`);
    }
    const twice = [...(logged?.decisions ?? [])].find(([, decisions]) => decisions.length > 1);
    if (twice !== undefined) {
      this.#problem(`${id}: transaction ${twice[0]} has ${twice[1].length} outcomes in the log`);
    }
    const done = logged?.completed ?? 0;
    if (said === 'ACKNOWLEDGED') {
      if (commits !== 1 || done !== 1) {
        this.#problem(
          `${id} was acknowledged: ${intents.length} intents, ${commits} commits and ${done} ends in the log`,
        );
      }
      return;
    }
    const most = said === 'UNKNOWN' ? 1 : 0;
    if (commits > most || done > most) {
      this.#problem(`${id} was ${said} (${cause}): ${commits} commits and ${done} ends in the log`);
    }
  }

  #problem(text: string): void {
    if (this.problems.length < PROBLEMS_MAX) {
      this.problems.push(text);
    }
  }
}
