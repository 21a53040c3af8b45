// SPDX-License-Identifier: Apache-2.0
// The whole store, with its threads.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { databasePath } from '../../../src/store/active.ts';
import { StoreBusyError, StoreClosedError, StoreFailedError } from '../../../src/store/errors.ts';
import { storePaths } from '../../../src/store/files.ts';
import { takeLock } from '../../../src/store/lock.ts';
import type { StoreHandle } from '../../../src/store/open.ts';
import { command, newDirectory, openLedger, results, unit } from './stores.ts';

function states(store: StoreHandle): string[] {
  const seen: string[] = [];
  store.onStateChange(({ state }) => seen.push(state));
  return seen;
}

describe('a store', () => {
  it('keeps what it acknowledged, and says how it was found', async () => {
    const directory = newDirectory();
    const first = await openLedger(directory);
    expect(first.facts).toMatchObject({ created: true, unclean: false, modules: { ledger: 1 } });
    expect(results(await first.write([unit('add', 'a'), unit('add', 'b')]))).toEqual([1, 2]);
    expect(await first.query('ledger', 'lines', null)).toEqual(['a', 'b']);
    await first.close();
    const second = await openLedger(directory);
    expect(second.facts).toMatchObject({ created: false, unclean: false, lastRestore: null });
    expect(await second.query('ledger', 'lines', null)).toEqual(['a', 'b']);
  });

  it('lets only the unit that fails fail, tells its error with its fields, and leaves no hole', async () => {
    const store = await openLedger(newDirectory());
    const outcomes = await store.write([unit('add', 'a'), unit('refuse', 'x'), unit('add', 'b')]);
    const refusal = { name: 'RefusedLine', code: 'ERR_LEDGER_REFUSED', fields: { line: 'x' } };
    expect(results(outcomes)).toEqual([1, expect.objectContaining(refusal), 2]);
    expect(await store.query('ledger', 'numbers', null)).toEqual([1, 2]);
  });

  it('takes what is asked in one turn in one commit', async () => {
    const store = await openLedger(newDirectory());
    await Promise.all(Array.from({ length: 50 }, (_, at) => store.write([unit('add', `${at}`)])));
    expect(store.stats()).toMatchObject({
      commits: 1,
      rollbacks: 0,
      normal: { units: 0, bytes: 0 },
    });
  });

  it('refuses only the call whose argument cannot cross to a thread', async () => {
    const store = await openLedger(newDirectory());
    const before = store.write([unit('add', 'a')]);
    const bad = store.write([unit('add', Promise.resolve())]);
    const after = store.write([unit('add', 'b')]);
    await expect(bad).rejects.toMatchObject({ code: 'ERR_DSMIL_STORE_ARGUMENT' });
    expect([...results(await before), ...results(await after)]).toEqual([1, 2]);
    expect(await store.write([])).toEqual([]);
  });

  it('has room for stop records when it has none for others, and says when the disk is slow', async () => {
    const limits = { queueUnits: 2, stopUnits: 2, stallMs: 50 };
    const directory = newDirectory();
    const answers = join(directory, 'answers');
    const store = await openLedger(directory, { limits });
    const seen = states(store);
    const slow = store.write([unit('hold', answers)]);
    await vi.waitFor(() => expect(store.state).toBe('stalled'), 60_000);
    const waiting = store.write([unit('add', 'a')]);
    const [refused] = results(await store.write([unit('add', 'b')]));
    expect(refused).toBeInstanceOf(StoreBusyError);
    const stop = store.write([unit('add', 'stop', 'stop')]);
    expect(await store.query('ledger', 'count', null)).toBe(0);
    writeFileSync(answers, '');
    await Promise.all([slow, waiting, stop]);
    expect(await store.query('ledger', 'lines', null)).toEqual(['stop', 'a']);
    await vi.waitFor(() => expect(store.state).toBe('ready'), 60_000);
    // A slow disk may stall it again.
    expect([seen[0], seen.at(-1)]).toEqual(['stalled', 'ready']);
  });

  it('fails in the open when its thread dies: nobody waits for ever, nothing is taken any more', async () => {
    const directory = newDirectory();
    // A machine that stands still for a moment is no slow disk here.
    const store = await openLedger(directory, { limits: { stallMs: 600_000 } });
    const seen = states(store);
    await store.write([unit('add', 'a')]);
    const fatal = store.write([unit('die')]);
    const [first, second] = await Promise.allSettled([fatal, store.write([unit('add', 'b')])]);
    expect(first).toMatchObject({ status: 'rejected', reason: { effect: 'unknown' } });
    expect(second).toMatchObject({ status: 'rejected', reason: expect.any(StoreFailedError) });
    await expect(store.write([unit('add', 'c')])).rejects.toMatchObject({
      code: 'ERR_DSMIL_STORE_FAILED',
      effect: 'none',
    });
    expect([store.state, ...seen]).toEqual(['failed', 'failed']);
    await store.close();
    const again = await openLedger(directory);
    expect(again.facts.unclean).toBe(true);
    expect(await again.query('ledger', 'lines', null)).toEqual(['a']);
  });

  it('fails, and does not guess, when a module breaks the contract', async () => {
    const store = await openLedger(newDirectory());
    await expect(store.write([unit('unclonable')])).rejects.toMatchObject({
      code: 'ERR_DSMIL_STORE_FAILED',
      effect: 'unknown',
    });
    expect(store.state).toBe('failed');
  });

  it('finishes what it took when it is closed, and takes nothing after', async () => {
    const directory = newDirectory();
    const store = await openLedger(directory);
    const writes = Array.from({ length: 20 }, (_, at) => store.write([unit('add', `${at}`)]));
    const closed = store.close();
    await expect(store.write([unit('add', 'late')])).rejects.toBeInstanceOf(StoreClosedError);
    expect((await Promise.all(writes)).flatMap(results)).toEqual(writes.map((_, at) => at + 1));
    await closed;
    await store.close();
    expect(store.state).toBe('closed');
    await expect(store.query('ledger', 'lines', null)).rejects.toBeInstanceOf(StoreClosedError);
    expect((await openLedger(directory)).facts.unclean).toBe(false);
  });

  it('gives up closing, and says so, when the disk does not answer', async () => {
    const directory = newDirectory();
    const store = await openLedger(directory, { limits: { closeMs: 100 } });
    const slow = store.write([unit('hold', join(directory, 'never'))]);
    const closed = store.close();
    await expect(slow).rejects.toMatchObject({ code: 'ERR_DSMIL_STORE_CLOSED', effect: 'unknown' });
    await expect(closed).rejects.toMatchObject({ code: 'ERR_DSMIL_STORE_CLOSED' });
  });

  it('is told apart when another process holds the database: refused, and ready again after', async () => {
    const directory = newDirectory();
    const store = await openLedger(directory);
    const other = new DatabaseSync(databasePath(directory), { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    const [refused] = results(await store.write([unit('add', 'a')]));
    expect(refused).toMatchObject({ code: 'ERR_DSMIL_STORE_BUSY', effect: 'none' });
    other.exec('ROLLBACK');
    other.close();
    expect(results(await store.write([unit('add', 'b')]))).toEqual([1]);
  });

  it('empties its log between batches, and its file does not grow', async () => {
    const store = await openLedger(newDirectory());
    for (let round = 0; round < 20; round += 1) {
      await store.write([unit('addAll', new Array<string>(50).fill('x'.repeat(1000)))]);
    }
    const { checkpoints, walBytes } = store.stats();
    expect(checkpoints).toBeGreaterThan(3);
    expect(walBytes).toBeLessThan(256 * 1024);
  });
});

describe('a query', () => {
  it('sees what is durable, and cannot write', async () => {
    const store = await openLedger(newDirectory());
    await store.write([
      { writeClass: 'normal', commands: [command('add', 'a'), command('add', 'b')] },
    ]);
    expect(await store.query('ledger', 'lines', null)).toEqual(['a', 'b']);
    await expect(store.query('ledger', 'write', null)).rejects.toThrow(/readonly/);
    await expect(store.query('ledger', 'nothing', null)).rejects.toMatchObject({
      field: 'ledger query',
    });
    expect(await store.query('ledger', 'count', null)).toBe(2);
  });

  it('ends when its signal says so, whether it runs or waits', async () => {
    const store = await openLedger(newDirectory());
    const abort = new AbortController();
    const running = store.query('ledger', 'patient', null, abort.signal);
    const waiting = store.query('ledger', 'count', null, abort.signal);
    const other = store.query('ledger', 'count', null);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'ERR_DSMIL_STORE_QUERY_ABORTED' });
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_DSMIL_STORE_QUERY_ABORTED' });
    expect(await other).toBe(0);
    await expect(store.query('ledger', 'count', null, abort.signal)).rejects.toThrow(/its signal/);
  });

  it('that takes too long is given up', async () => {
    const store = await openLedger(newDirectory(), { limits: { queryMs: 100, startMs: 0 } });
    await expect(store.query('ledger', 'patient', null)).rejects.toThrow(/took more than 100 ms/);
  });

  it('of a start has more time: the machine may be starting as well', async () => {
    const begun = performance.now();
    const store = await openLedger(newDirectory(), { limits: { queryMs: 100, startMs: 3_000 } });
    const opened = performance.now();
    const early = store.query('ledger', 'patient', null);
    await expect(early).rejects.toThrow(/took more than \d+ ms/);
    // By the clock of the opening, which is between these two; timers may be early by a fraction.
    expect(performance.now() - begun).toBeGreaterThan(2_990);
    await new Promise((done) => setTimeout(done, Math.max(0, opened + 3_100 - performance.now())));
    await expect(store.query('ledger', 'patient', null)).rejects.toThrow(/took more than 100 ms/);
  });

  it('that cannot be interrupted keeps neither the writer nor, for long, other queries', async () => {
    const store = await openLedger(newDirectory(), { limits: { queryMs: 60_000 } });
    const abort = new AbortController();
    const stubborn = store.query('ledger', 'stubborn', 30_000, abort.signal);
    abort.abort();
    await expect(stubborn).rejects.toMatchObject({ code: 'ERR_DSMIL_STORE_QUERY_ABORTED' });
    expect(results(await store.write([unit('add', 'a')]))).toEqual([1]);
    expect(await store.query('ledger', 'count', null)).toBe(1);
  });

  it('that kills its thread fails alone', async () => {
    const store = await openLedger(newDirectory());
    await expect(store.query('ledger', 'die', null)).rejects.toThrow(/its reader died/);
    expect(await store.query('ledger', 'count', null)).toBe(0);
    expect(store.state).toBe('ready');
  });

  it('that meets damage ends the store: nothing is built on it, and nobody waits for ever', async () => {
    const directory = newDirectory();
    const store = await openLedger(directory, { limits: { closeMs: 600_000 } });
    for (let round = 0; round < 4; round += 1) {
      await store.write([unit('addAll', new Array<string>(50).fill('x'.repeat(1000)))]);
    }
    expect(store.stats().checkpoints).toBeGreaterThan(0);
    // In a process of its own: to close the file in this one would drop the store's locks on it.
    const target = `of=${databasePath(directory)}`;
    const spoil = ['if=/dev/zero', target, 'bs=4096', 'seek=6', 'count=20', 'conv=notrunc'];
    expect(spawnSync('dd', spoil).status).toBe(0);
    const slow = store.write([unit('count', 1_500_000)]);
    const waiting = store.write([unit('add', 'a')]);
    const ended = Promise.allSettled([slow, waiting]);
    await expect(store.query('ledger', 'lines', null)).rejects.toThrow(/malformed/);
    expect(store.state).toBe('failed');
    expect(await ended).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await store.close();
    // Failed or not: what is closed holds the lock no more.
    takeLock(storePaths(directory))();
    await expect(openLedger(directory, { verify: 'always' })).rejects.toMatchObject({
      code: 'ERR_DSMIL_STORE_CORRUPT',
    });
  });

  it('is refused when too many wait', async () => {
    const store = await openLedger(newDirectory(), { limits: { queries: 1 } });
    const abort = new AbortController();
    const running = store.query('ledger', 'patient', null, abort.signal);
    const waiting = store.query('ledger', 'count', null);
    await expect(store.query('ledger', 'count', null)).rejects.toBeInstanceOf(StoreBusyError);
    abort.abort();
    await expect(running).rejects.toThrow();
    expect(await waiting).toBe(0);
  });
});
