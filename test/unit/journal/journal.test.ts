// SPDX-License-Identifier: Apache-2.0
// The journal's invariants, over a real store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IDEMPOTENCY_MS } from '../../../src/core/canonical/idempotency.ts';
import { OperationType } from '../../../src/core/model/enums.ts';
import type { Journal } from '../../../src/journal/open.ts';
import { decodeMayCommit, encodeMayCommit } from '../../../src/journal/records.ts';
import { allowed, approvals, decided, NOW, type Rig, rig, transaction } from './journals.ts';

const folder = mkdtempSync(join(tmpdir(), 'dsmil-journal-'));
let at: Rig;
let journal: Journal;

beforeAll(async () => {
  at = await rig(join(folder, 'store'));
});
beforeEach(async () => {
  at.audit.before = () => Promise.resolve();
  at.audit.entries.length = 0;
  at.problems.length = 0;
  at.clock.wallNow = NOW;
  journal = await at.open();
});
afterAll(async () => {
  await at.store.close();
  rmSync(folder, { recursive: true, force: true });
});

const code = (expected: string) => ({ code: expected });

describe('the incarnation', () => {
  it('counts openings, and is the upper half of ids', async () => {
    const next = await at.open();
    expect(next.incarnation).toBe(journal.incarnation + 1);
    expect(next.transactions.nextId() >> 32n).toBe(BigInt(next.incarnation));
    expect(next.transactions.nextId() - next.transactions.nextId()).toBe(-1n);
  });

  it('fences off every line of an older one', async () => {
    const id = journal.transactions.nextId();
    await journal.transactions.mayCommit(allowed(id));
    await journal.operations.received(operation('fenced'));
    await at.open();
    const { transactions, operations } = journal;
    const persons = ['ann', 'bob'] as const;
    const lines = [
      transactions.mayCommit(allowed(transactions.nextId())),
      transactions.outcome(decided(id, 'COMMIT'), transaction()),
      operations.received(operation('fenced-too')),
      operations.ended('p', 'fenced', ending()),
      operations.clearHistory(0x8003, OperationType.WRITE, persons, 'why', NOW),
      operations.prune(NOW),
    ];
    for (const line of lines) {
      await expect(line).rejects.toMatchObject({ name: 'FencedError', code: 'ERR_DSMIL_FENCED' });
    }
    expect((await journal.transactions.undecided()).map((one) => one.id)).toContain(id);
  });
});

describe('MAY_COMMIT', () => {
  it('is the whole record, and undecided until it has its outcome', async () => {
    const record = allowed(journal.transactions.nextId());
    await journal.transactions.mayCommit(record);
    expect((await journal.transactions.undecided()).at(-1)).toEqual(record);
    await journal.transactions.outcome(decided(record.id, 'COMMIT'), record.transaction);
    expect(await journal.transactions.decisionOf(record.id)).toBe('COMMIT');
    expect((await journal.transactions.undecided()).map(({ id }) => id)).not.toContain(record.id);
    expect(at.audit.entries.map(({ kind }) => kind)).toEqual([
      'operation.intent',
      'operation.outcome',
    ]);
    expect(at.audit.entries[0]).toMatchObject({ coordinationId: 'op-1', clearance: 2 });
  });

  it('does not happen when the audit log refuses the intent', async () => {
    at.audit.before = () => Promise.reject(new Error('no sink'));
    const id = journal.transactions.nextId();
    await expect(journal.transactions.mayCommit(allowed(id))).rejects.toThrow('no sink');
    expect((await journal.transactions.undecided()).map((one) => one.id)).not.toContain(id);
  });

  it('waits for its intent, and the intent for nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    at.audit.before = () => promise;
    let done = false;
    const id = journal.transactions.nextId();
    const allowing = journal.transactions.mayCommit(allowed(id)).then(() => {
      done = true;
    });
    // Another write of the audit log's store takes the line along.
    await at.shared.write([]);
    await journal.transactions.decisionOf(id);
    expect(done).toBe(false);
    resolve();
    await allowing;
    expect((await journal.transactions.undecided()).map((one) => one.id)).toContain(id);
  });

  it('uses an approval once: a second use refuses the whole', async () => {
    const { transactions } = journal;
    const [first, second] = [transactions.nextId(), transactions.nextId()];
    await transactions.mayCommit(allowed(first, { approvals: approvals('a1') }));
    const again = transactions.mayCommit(allowed(second, { approvals: approvals('a2', 'a1') }));
    await expect(again).rejects.toMatchObject({ code: 'ERR_DSMIL_APPROVAL_USED', nonce: 'a1' });
    const third = transactions.nextId();
    await transactions.mayCommit(allowed(third, { approvals: approvals('a2') }));
    const ids = (await transactions.undecided()).map((one) => one.id);
    expect(ids).toContain(third);
    expect(ids).not.toContain(second);
  });

  it('is refused for what was given up before it came', async () => {
    const id = journal.transactions.nextId();
    await journal.transactions.outcome(decided(id, 'ABORT'), transaction());
    const late = journal.transactions.mayCommit(allowed(id));
    await expect(late).rejects.toMatchObject(code('ERR_DSMIL_TRANSACTION_DECIDED'));
  });
});

describe('an outcome', () => {
  it('is one: the same again has no effect, another is refused', async () => {
    const id = journal.transactions.nextId();
    await journal.transactions.mayCommit(allowed(id));
    await journal.transactions.outcome(decided(id, 'COMMIT'), transaction());
    await journal.transactions.outcome(decided(id, 'COMMIT', NOW + 1), transaction());
    const other = journal.transactions.outcome(decided(id, 'ABORT'), transaction());
    await expect(other).rejects.toMatchObject(code('ERR_DSMIL_OUTCOME_DIFFERS'));
    expect(await journal.transactions.decisionOf(id)).toBe('COMMIT');
  });

  it('that nobody can tell is flagged until two persons have cleared it', async () => {
    const { transactions } = journal;
    const id = transactions.nextId();
    await transactions.mayCommit(allowed(id));
    await transactions.outcome(decided(id, 'HEURISTIC'), transaction());
    const flag = { id, coordinationId: 'op-1', devices: [0x8003, 0x8004] };
    expect(await transactions.flagged()).toMatchObject([flag]);
    const alone = transactions.clear(id, ['ann', 'ann'], 'why');
    await expect(alone).rejects.toMatchObject(code('ERR_DSMIL_INVALID_ARGUMENT'));
    const stranger = transactions.clear(transactions.nextId(), ['ann', 'bob'], 'why');
    await expect(stranger).rejects.toMatchObject(code('ERR_DSMIL_NOT_FLAGGED'));
    expect(await transactions.clear(id, ['ann', 'bob'], 'why')).toMatchObject(flag);
    expect(await transactions.flagged()).toEqual([]);
    // Once more: the first clearing stays, and its caller can release the holds again.
    expect(await transactions.clear(id, ['cat', 'dan'], 'again')).toMatchObject(flag);
  });
});

describe('a line', () => {
  it('reads as it was written, or is refused: any byte of it', () => {
    const record = allowed(5n << 32n);
    const encoded = encodeMayCommit(record);
    expect(decodeMayCommit(record.id, encoded)).toEqual(record);
    for (let n = 0; n < encoded.record.length; n++) {
      const changed = `${encoded.record.slice(0, n)}!${encoded.record.slice(n + 1)}`;
      const read = (): unknown => decodeMayCommit(record.id, { ...encoded, record: changed });
      expect(read).toThrow('does not match its digest');
    }
    expect(() => decodeMayCommit(1n, encoded)).toThrow('is of transaction');
  });

  it('stays as it is, whoever has the database open', async () => {
    const { transactions } = journal;
    const [done, open] = [transactions.nextId(), transactions.nextId()];
    await transactions.mayCommit(allowed(done, { approvals: approvals('kept') }));
    await transactions.mayCommit(allowed(open));
    await transactions.outcome(decided(done, 'COMMIT'), transaction());
    const database = new DatabaseSync(at.store.facts.path);
    try {
      const attempts = [
        `UPDATE journal_may_commit SET principal = 'x' WHERE id = ${done}`,
        `DELETE FROM journal_may_commit WHERE id = ${open}`,
        `UPDATE journal_outcome SET decision = 'ABORT' WHERE id = ${done}`,
        `DELETE FROM journal_outcome WHERE id = ${done}`,
        `DELETE FROM journal_undecided WHERE id = ${open}`,
        `DELETE FROM journal_approval WHERE nonce = 'kept'`,
        `UPDATE journal_approval SET nonce = 'free' WHERE nonce = 'kept'`,
        'DELETE FROM journal_incarnation',
        'UPDATE journal_incarnation SET incarnation = incarnation - 1',
      ];
      for (const sql of attempts) {
        expect(() => database.exec(sql), sql).toThrow(/kept|stays/);
      }
    } finally {
      database.close();
    }
  });
});

function operation(coordinationId: string, receivedAt = NOW) {
  const request = { what: 'WRITE', value: 7 };
  return { principal: 'p', coordinationId, digest: 'd1', receivedAt, request };
}

function ending(failed = false) {
  return {
    state: failed ? 'FAILED' : 'COMPLETED',
    outcome: { done: !failed },
    at: NOW + 5,
    counted: [{ device: 0x8003, type: OperationType.WRITE, failed }],
  } as const;
}

describe('an operation', () => {
  it('is known by principal and id, with what became of it', async () => {
    const { operations, transactions } = journal;
    await operations.received(operation('one'));
    expect(await operations.known('other', 'one')).toBeUndefined();
    expect(await operations.known('p', 'one')).toEqual({
      ...operation('one'),
      state: 'INITIALIZING',
      transaction: null,
      ending: null,
    });
    const id = transactions.nextId();
    await transactions.mayCommit(allowed(id, { principal: 'p', coordinationId: 'one' }));
    expect((await operations.unfinished()).map((one) => one.coordinationId)).toContain('one');
    expect(await operations.known('p', 'one')).toMatchObject({
      transaction: { id, decision: undefined, outcome: null },
    });
    await transactions.outcome(decided(id, 'COMMIT'), transaction());
    await operations.ended('p', 'one', ending());
    expect(await operations.known('p', 'one')).toMatchObject({
      state: 'COMPLETED',
      transaction: { id, decision: 'COMMIT', outcome: decided(id, 'COMMIT') },
      ending: { outcome: { done: true }, at: NOW + 5 },
    });
    const twice = operations.ended('p', 'one', ending(true));
    await expect(twice).rejects.toMatchObject(code('ERR_DSMIL_OPERATION_ENDED'));
  });

  it('keeps its id for seven days, and as long as it is under way', async () => {
    const { operations } = journal;
    await operations.received(operation('id'));
    const later = NOW + IDEMPOTENCY_MS;
    const known = code('ERR_DSMIL_OPERATION_KNOWN');
    await expect(operations.received(operation('id', later))).rejects.toMatchObject(known);
    await operations.ended('p', 'id', ending());
    await expect(operations.received(operation('id', later - 1))).rejects.toMatchObject(known);
    await operations.received(operation('id', later));
    expect(await operations.known('p', 'id')).toMatchObject({ receivedAt: later, ending: null });
  });

  it('counts in the history of its device, which two persons may clear', async () => {
    const { operations } = journal;
    const of = async () =>
      (await operations.histories()).find(({ device }) => device === 0x8005)?.history;
    const counted = [{ device: 0x8005, type: OperationType.RESET, failed: true }];
    for (const name of ['h1', 'h2']) {
      await operations.received(operation(name));
      await operations.ended('p', name, { ...ending(true), counted });
    }
    expect(await of()).toEqual({ failures: 2, successes: 0, at: NOW + 5 });
    const alone = operations.clearHistory(0x8005, OperationType.RESET, ['a', 'a'], 'why', NOW);
    await expect(alone).rejects.toMatchObject(code('ERR_DSMIL_INVALID_ARGUMENT'));
    await operations.clearHistory(0x8005, OperationType.RESET, ['a', 'b'], 'repaired', NOW + 9);
    expect(await of()).toEqual({ failures: 0, successes: 0, at: NOW + 9 });
  });
});

describe('retention', () => {
  it('takes what is old, decided and cleared, and nothing else', async () => {
    const { transactions, operations } = journal;
    const names = ['done', 'open', 'flagged', 'cleared', 'young'] as const;
    const ids = new Map(names.map((name) => [name, transactions.nextId()]));
    const id = (name: (typeof names)[number]): bigint => ids.get(name) ?? 0n;
    for (const name of names) {
      await transactions.mayCommit(allowed(id(name), { approvals: approvals(`r-${name}`) }));
    }
    const later = NOW + 2 * IDEMPOTENCY_MS;
    await transactions.outcome(decided(id('done'), 'COMMIT'), transaction());
    await transactions.outcome(decided(id('flagged'), 'HEURISTIC'), transaction());
    await transactions.outcome(decided(id('cleared'), 'HEURISTIC'), transaction());
    await transactions.outcome(decided(id('young'), 'COMMIT', later), transaction());
    await transactions.clear(id('cleared'), ['ann', 'bob'], 'why');
    await operations.received(operation('old-open'));
    expect(await operations.prune(later)).toBeGreaterThan(0);
    const left = await Promise.all(names.map((name) => transactions.decisionOf(id(name))));
    expect(left).toEqual([undefined, undefined, 'HEURISTIC', undefined, 'COMMIT']);
    expect((await transactions.undecided()).map((one) => one.id)).toContain(id('open'));
    expect((await transactions.flagged()).map((one) => one.id)).toEqual([id('flagged')]);
    expect(await operations.known('p', 'old-open')).toBeDefined();
    expect(await operations.known('p', 'one')).toBeUndefined();
    const used = transactions.mayCommit(
      allowed(transactions.nextId(), { approvals: approvals('r-young') }),
    );
    await expect(used).rejects.toMatchObject(code('ERR_DSMIL_APPROVAL_USED'));
  });
});
