// SPDX-License-Identifier: Apache-2.0
// Writes lines, in the store's thread. Each compares its writer's incarnation with the latest, in the
// line's own transaction: who was overtaken writes nothing any more.
import type { DatabaseSync } from 'node:sqlite';
import { IDEMPOTENCY_MS } from '../core/canonical/idempotency.ts';
import { type Decision, FencedError } from '../core/ports/commit.ts';
import { cleared, NO_HISTORY, recorded } from '../core/risk/history.ts';
import type { ModuleWriter } from '../store/contract.ts';
import {
  ApprovalUsedError,
  NotFlaggedError,
  OperationEndedError,
  OperationKnownError,
  OutcomeDiffersError,
  TransactionDecidedError,
} from './errors.ts';
import type {
  ClearHistoryLine,
  ClearLine,
  EndingLine,
  MayCommitLine,
  OperationLine,
  OutcomeLine,
  PruneArgument,
} from './tables.ts';

type Write<Argument, Result> = (argument: Argument) => Result;

interface Fence {
  begin: Write<{ readonly at: number }, number>;
  check(incarnation: number, what: string): void;
}

function openFence(database: DatabaseSync): Fence {
  const latest = database.prepare('SELECT max(incarnation) AS latest FROM journal_incarnation');
  const add = database.prepare('INSERT INTO journal_incarnation (incarnation, at) VALUES (?, ?)');
  const read = (): number => Number(latest.get()?.['latest'] ?? 0);
  return {
    begin: ({ at }) => {
      const incarnation = read() + 1;
      add.run(incarnation, at);
      return incarnation;
    },
    check: (incarnation, what) => {
      if (read() !== incarnation) {
        throw new FencedError(what);
      }
    },
  };
}

function transactionCommands(database: DatabaseSync, fence: Fence) {
  const decision = database.prepare('SELECT decision FROM journal_outcome WHERE id = ?');
  const used = database.prepare('SELECT 1 FROM journal_approval WHERE nonce = ?');
  const use = database.prepare(
    'INSERT INTO journal_approval (nonce, id, person, at) VALUES (?, ?, ?, ?)',
  );
  const allow = database.prepare(
    'INSERT INTO journal_may_commit (id, incarnation, principal, coordination_id, at, record, digest) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const decide = database.prepare(
    'INSERT INTO journal_outcome (id, incarnation, decision, at, record, digest) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const isCleared = database.prepare('SELECT 1 FROM journal_cleared WHERE id = ?');
  const clear = database.prepare(
    'INSERT INTO journal_cleared (id, incarnation, first, second, note, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const decisionOf = (id: bigint): Decision | undefined =>
    decision.get(id)?.['decision'] as Decision | undefined;

  const mayCommit = (line: MayCommitLine): null => {
    const { id, incarnation, principal, coordinationId, at, record, digest } = line;
    fence.check(incarnation, `transaction ${id} may commit`);
    // Given up while this line was on its way: nobody is to find it undecided.
    if (decisionOf(id) !== undefined) {
      throw new TransactionDecidedError(`${id}`);
    }
    for (const { nonce, person } of line.approvals) {
      if (used.get(nonce) !== undefined) {
        throw new ApprovalUsedError(nonce);
      }
      use.run(nonce, id, person, at);
    }
    allow.run(id, incarnation, principal, coordinationId, at, record, digest);
    return null;
  };

  const outcome = (line: OutcomeLine): null => {
    const { id, incarnation, at, record, digest } = line;
    fence.check(incarnation, `the outcome of transaction ${id}`);
    const known = decisionOf(id);
    if (known === undefined) {
      decide.run(id, incarnation, line.decision, at, record, digest);
    } else if (known !== line.decision) {
      throw new OutcomeDiffersError(`${id}`, known, line.decision as Decision);
    }
    return null;
  };

  const clearLine = ({ id, incarnation, persons, note, at }: ClearLine): boolean => {
    fence.check(incarnation, `clearing transaction ${id}`);
    if (decisionOf(id) !== 'HEURISTIC') {
      throw new NotFlaggedError(`${id}`);
    }
    if (isCleared.get(id) !== undefined) {
      return false;
    }
    clear.run(id, incarnation, ...persons, note, at);
    return true;
  };

  return { mayCommit, outcome, clear: clearLine };
}

function operationCommands(database: DatabaseSync, fence: Fence) {
  const find = database.prepare(
    'SELECT state, received_at FROM journal_operation WHERE principal = ? AND coordination_id = ?',
  );
  const drop = database.prepare(
    'DELETE FROM journal_operation WHERE principal = ? AND coordination_id = ?',
  );
  const add = database.prepare(
    'INSERT INTO journal_operation (principal, coordination_id, incarnation, digest, received_at, request) ' +
      'VALUES (?, ?, ?, ?, ?, ?)',
  );
  const end = database.prepare(
    'UPDATE journal_operation SET state = ?, outcome = ?, ended_at = ? ' +
      'WHERE principal = ? AND coordination_id = ? AND state IS NULL',
  );
  const history = database.prepare(
    'SELECT failures, successes, at FROM journal_history WHERE device = ? AND type = ?',
  );
  const setHistory = database.prepare(
    'INSERT INTO journal_history (device, type, failures, successes, at) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (device, type) DO UPDATE SET failures = excluded.failures, ' +
      'successes = excluded.successes, at = excluded.at',
  );
  const noteCleared = database.prepare(
    'INSERT INTO journal_history_cleared (incarnation, device, type, first, second, note, at) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?)',
  );

  const received = (line: OperationLine): null => {
    const { incarnation, principal, coordinationId, digest, receivedAt, request } = line;
    fence.check(incarnation, `operation ${coordinationId}`);
    const known = find.get(principal, coordinationId);
    if (known !== undefined) {
      const age = receivedAt - Number(known['received_at']);
      if (known['state'] === null || !(age >= IDEMPOTENCY_MS)) {
        throw new OperationKnownError(coordinationId);
      }
      drop.run(principal, coordinationId);
    }
    add.run(principal, coordinationId, incarnation, digest, receivedAt, request);
    return null;
  };

  const ended = (line: EndingLine): null => {
    const { incarnation, principal, coordinationId, state, outcome, at, counted } = line;
    fence.check(incarnation, `the end of operation ${coordinationId}`);
    if (end.run(state, outcome, at, principal, coordinationId).changes !== 1) {
      throw new OperationEndedError(coordinationId);
    }
    for (const { device, type, failed } of counted) {
      const row = history.get(device, type);
      const before =
        row === undefined
          ? NO_HISTORY
          : {
              failures: Number(row['failures']),
              successes: Number(row['successes']),
              at: Number(row['at']),
            };
      const after = recorded(before, failed, at);
      setHistory.run(device, type, after.failures, after.successes, after.at);
    }
    return null;
  };

  const clearHistory = (line: ClearHistoryLine): null => {
    const { incarnation, device, type, persons, note, at } = line;
    fence.check(incarnation, `the failure history of device ${device}`);
    const after = cleared(persons, at);
    setHistory.run(device, type, after.failures, after.successes, after.at);
    noteCleared.run(incarnation, device, type, ...persons, note, at);
    return null;
  };

  return { received, ended, clearHistory };
}

function pruneCommand(database: DatabaseSync, fence: Fence): Write<PruneArgument, number> {
  const old = database.prepare(
    'SELECT o.id FROM journal_outcome AS o WHERE o.at < ? AND ' +
      "(o.decision <> 'HEURISTIC' OR EXISTS (SELECT 1 FROM journal_cleared AS c WHERE c.id = o.id AND c.at < ?)) " +
      'ORDER BY o.id LIMIT ?',
  );
  old.setReadBigInts(true);
  // In this order: each line goes only when what it belongs to has gone.
  const transactions = [
    'DELETE FROM journal_may_commit WHERE id = ?',
    'DELETE FROM journal_approval WHERE id = ?',
    'DELETE FROM journal_outcome WHERE id = ?',
    'DELETE FROM journal_cleared WHERE id = ?',
  ].map((sql) => database.prepare(sql));
  const operations = database.prepare(
    'DELETE FROM journal_operation WHERE rowid IN (SELECT rowid FROM journal_operation ' +
      'WHERE state IS NOT NULL AND received_at < ? AND ended_at < ? LIMIT ?)',
  );
  return ({ incarnation, before, limit }) => {
    fence.check(incarnation, 'retention of the journal');
    const ids = old.all(before, before, limit).map((row) => row['id'] as bigint);
    for (const id of ids) {
      for (const statement of transactions) {
        statement.run(id);
      }
    }
    const { changes } = operations.run(before, before, limit);
    return ids.length + Number(changes);
  };
}

export function openLines(database: DatabaseSync): ModuleWriter {
  const fence = openFence(database);
  const { mayCommit, outcome, clear } = transactionCommands(database, fence);
  const { received, ended, clearHistory } = operationCommands(database, fence);
  const prune = pruneCommand(database, fence);
  return {
    commands: {
      begin: (argument) => fence.begin(argument as { at: number }),
      mayCommit: (argument) => mayCommit(argument as MayCommitLine),
      outcome: (argument) => outcome(argument as OutcomeLine),
      clear: (argument) => clear(argument as ClearLine),
      received: (argument) => received(argument as OperationLine),
      ended: (argument) => ended(argument as EndingLine),
      clearHistory: (argument) => clearHistory(argument as ClearHistoryLine),
      prune: (argument) => prune(argument as PruneArgument),
    },
  };
}
