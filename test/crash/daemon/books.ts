// SPDX-License-Identifier: Apache-2.0
// What the files say, when no daemon has them open.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readTrustFile } from '../../../src/audit/note/trust-file.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import type { Wish } from './wishes.ts';

interface Leaf {
  readonly kind: string;
  readonly coordinationId: string | null;
  readonly details: { readonly effects?: readonly object[] };
}

const storeOf = (folder: string): string => join(folder, 'state/store/store.db');

function asked<T>(folder: string, ask: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(storeOf(folder), { readOnly: true });
  try {
    return ask(database);
  } finally {
    database.close();
  }
}

/** What the journal has of the transaction of that id: nothing, a MAY_COMMIT without an outcome, or its end. */
export function journalOf(
  folder: string,
  coordinationId: string,
): 'NOTHING' | 'MAY_COMMIT' | 'COMMIT' | 'ABORT' | 'HEURISTIC' {
  return asked(folder, (database) => {
    const sql =
      'SELECT d.decision FROM journal_may_commit AS m LEFT JOIN journal_outcome AS d ON d.id = m.id ' +
      'WHERE m.coordination_id = ? ORDER BY m.id DESC LIMIT 1';
    const row = database.prepare(sql).get(coordinationId);
    return row === undefined
      ? 'NOTHING'
      : ((row['decision'] ?? 'MAY_COMMIT') as 'MAY_COMMIT' | 'COMMIT' | 'ABORT' | 'HEURISTIC');
  });
}

/**
 * Operations whose end is in the journal, and not the outcome of their transaction. None before there is a journal: a
 * store that still has SQLite's rollback journal has no table of ours.
 */
export function endedUndecided(folder: string): string[] {
  const store = storeOf(folder);
  if (!existsSync(store) || existsSync(`${store}-journal`)) {
    return [];
  }
  return asked(folder, (database) => {
    const made = "SELECT 1 FROM sqlite_master WHERE name = 'journal_outcome'";
    if (database.prepare(made).get() === undefined) {
      return [];
    }
    const sql =
      'SELECT o.coordination_id AS id FROM journal_operation AS o ' +
      'JOIN journal_may_commit AS m USING (principal, coordination_id) ' +
      'LEFT JOIN journal_outcome AS d ON d.id = m.id WHERE o.state IS NOT NULL AND d.id IS NULL';
    return database
      .prepare(sql)
      .all()
      .map(({ id }) => String(id));
  });
}

/** Transactions of which something had begun and was undone by the kernel. */
export function rolledBack(folder: string): number {
  return asked(folder, (database) => {
    const records = database.prepare('SELECT record FROM journal_outcome').all();
    const outcomes = records.map(
      ({ record }) => JSON.parse(String(record)) as { readonly kernel: string },
    );
    return outcomes.filter(({ kernel }) => kernel === 'ROLLED_BACK').length;
  });
}

/** What an intent has of one step. */
function effectText(device: string, register: unknown, value: unknown): string {
  return `${device.toLowerCase()} ${register} ${value}`;
}

/** Operations of which something was seen to happen, without an intent in the log that names all of it. */
export function withoutIntent(folder: string, wishes: readonly Wish[]): string[] {
  return asked(folder, (database) => {
    const leaves = database.prepare('SELECT leaf FROM audit_leaf').all();
    const entries = leaves.map(
      ({ leaf }) => JSON.parse(Buffer.from(leaf as Uint8Array).toString()) as Leaf,
    );
    const intended = new Map(
      entries
        .filter(({ kind }) => kind === 'operation.intent')
        .map(({ coordinationId, details }) => [coordinationId, details.effects ?? []]),
    );
    const isIntended = ({ id, steps }: Wish): boolean => {
      const effects = (intended.get(id) ?? []) as readonly Record<string, unknown>[];
      const texts = effects.map(({ device, register, value }) =>
        effectText(String(device), register, value),
      );
      return steps.every(({ device, register, value }) =>
        texts.includes(effectText(`0x${device.toString(16)}`, register, value)),
      );
    };
    return wishes.filter((wish) => wish.happened && !isIntended(wish)).map(({ id }) => id);
  });
}

/** What is wrong with the audit log; empty when it is good. */
export function logProblems(folder: string): string[] {
  const state = join(folder, 'state');
  const { policy } = readTrustFile(join(state, 'keys'));
  const { verdict, findings } = verifyLogs({
    sources: [openSource(join(state, 'store')), openSource(join(state, 'leaves'))],
    policy,
    headPath: join(state, 'head'),
    checkpoints: [],
    shapes: true,
  });
  return verdict === 'good' ? [] : [`the log is ${verdict}`, ...findings.map((one) => one.message)];
}
