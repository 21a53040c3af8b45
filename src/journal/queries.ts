// SPDX-License-Identifier: Apache-2.0
// Reads lines, in the store's reading thread.
import type { DatabaseSync } from 'node:sqlite';
import type { ModuleReader } from '../store/contract.ts';

/** How far the journal has come: what a backup must not take back. */
export interface JournalPosition {
  readonly incarnation: number;
  /** Transactions that were ever allowed to commit or decided; texts, because they are 64 bits wide. */
  readonly allowed: string;
  readonly decided: string;
}

/** Rows of undecided() in one answer; so many are decided together at a start. */
export const PAGE = 1000;

const OPERATION =
  'SELECT o.principal, o.coordination_id, o.digest, o.received_at, o.request, o.state, o.outcome, ' +
  'o.ended_at, CAST(m.id AS TEXT) AS id, d.decision, ' +
  'd.record AS end_record, d.digest AS end_digest FROM journal_operation AS o ' +
  'LEFT JOIN journal_may_commit AS m ON m.id = (SELECT max(id) FROM journal_may_commit ' +
  'WHERE principal = o.principal AND coordination_id = o.coordination_id AND at >= o.received_at) ' +
  'LEFT JOIN journal_outcome AS d ON d.id = m.id ';

export function openQueries(database: DatabaseSync): ModuleReader {
  const undecided = database.prepare(
    'SELECT m.id, m.record, m.digest FROM journal_undecided AS u JOIN journal_may_commit AS m ON m.id = u.id ' +
      'WHERE u.id > ? ORDER BY u.id LIMIT ?',
  );
  const decision = database.prepare('SELECT decision FROM journal_outcome WHERE id = ?');
  const flagged = database.prepare(
    'SELECT o.id, o.record, o.digest, m.record AS allowed, m.digest AS allowed_digest, ' +
      'c.id IS NOT NULL AS cleared FROM journal_outcome AS o ' +
      'JOIN journal_may_commit AS m ON m.id = o.id LEFT JOIN journal_cleared AS c ON c.id = o.id ' +
      "WHERE o.decision = 'HEURISTIC' AND (o.id = ? OR (? IS NULL AND c.id IS NULL)) ORDER BY o.id",
  );
  for (const statement of [undecided, flagged]) {
    statement.setReadBigInts(true);
  }
  const known = database.prepare(`${OPERATION} WHERE o.principal = ? AND o.coordination_id = ?`);
  const unfinished = database.prepare(
    `${OPERATION} WHERE o.state IS NULL ORDER BY o.received_at, o.rowid`,
  );
  const histories = database.prepare('SELECT * FROM journal_history ORDER BY device, type');
  const at = database.prepare(
    'SELECT (SELECT max(incarnation) FROM journal_incarnation) AS incarnation, ' +
      '(SELECT CAST(max(id) AS TEXT) FROM journal_may_commit) AS allowed, ' +
      '(SELECT CAST(max(id) AS TEXT) FROM journal_outcome) AS decided',
  );
  const position = (): JournalPosition => {
    const row = at.get();
    return {
      incarnation: Number(row?.['incarnation'] ?? 0),
      allowed: String(row?.['allowed'] ?? '0'),
      decided: String(row?.['decided'] ?? '0'),
    };
  };
  return {
    queries: {
      undecided: (after) => undecided.all(after as bigint, PAGE),
      decision: (id) => decision.get(id as bigint)?.['decision'],
      flagged: (id) => flagged.all(id as bigint | null, id as bigint | null),
      known: (argument) => {
        const { principal, coordinationId } = argument as Record<string, string>;
        return known.get(principal ?? '', coordinationId ?? '');
      },
      unfinished: () => unfinished.all(),
      histories: () => histories.all(),
    },
    position,
    covers: (head) => coverage(position(), head as Partial<JournalPosition> | null),
  };
}

function coverage(own: JournalPosition, head: Partial<JournalPosition> | null): string | undefined {
  const { incarnation = 0, allowed = '0', decided = '0' } = head ?? {};
  const covers =
    own.incarnation >= incarnation &&
    BigInt(own.allowed) >= BigInt(allowed) &&
    BigInt(own.decided) >= BigInt(decided);
  return covers
    ? undefined
    : `transactions are at ${own.allowed}, decided to ${own.decided}, of start ${own.incarnation} there, ` +
        `and at ${allowed}, decided to ${decided}, of start ${incarnation} since: used approvals would count again`;
}
