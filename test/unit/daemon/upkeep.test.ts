// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leafText } from '../../../src/audit/entry/leaf.ts';
import { packLeaves } from '../../../src/audit/entry/records.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import { firstSince } from '../../../src/daemon/wiring/audit-age.ts';
import { RETENTION_MS, Upkeep } from '../../../src/daemon/wiring/upkeep.ts';
import type { Store } from '../../../src/store/contract.ts';
import { runs } from '../core/runs.ts';

/** The store of a log whose entries were made at @times; those before @gone are removed. */
function storeOf(times: readonly number[], gone = 0) {
  const looks: number[] = [];
  const store: Pick<Store, 'query'> = {
    query: (_module, _name, argument) => {
      const { first } = argument as { first: number };
      looks.push(first);
      const at = first < gone ? undefined : times[first];
      const leaves = at === undefined ? [] : [leafAt(at)];
      return Promise.resolve({ count: leaves.length, records: packLeaves(leaves) });
    },
  };
  return { store, looks };
}

function leafAt(at: number): Uint8Array {
  const entry: AuditEntry = {
    kind: 'test',
    severity: 0,
    actor: 'system',
    device: null,
    coordinationId: null,
    clearance: 0,
    compartments: [],
    at,
    details: {},
  };
  return new TextEncoder().encode(leafText(entry, '00'.repeat(16)));
}

const times = fc
  .array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 80 })
  .map((list) => list.sort((a, b) => a - b));

describe('where in the audit log a time is', () => {
  it('P is before the first entry that is not older, with a few looks', async () => {
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.integer({ min: 0, max: 1_001 }),
        fc.nat(80),
        async (list, since, cut) => {
          const old = list.filter((at) => at < since).length;
          const gone = Math.min(cut, old);
          const { store, looks } = storeOf(list, gone);
          expect(await firstSince(store, since, 0, list.length)).toBe(old);
          expect(looks.length).toBeLessThanOrEqual(Math.ceil(Math.log2(list.length + 1)) + 1);
        },
      ),
      runs(200),
    );
  });
});

/** Long enough for every chain of promises here. */
async function quiet(): Promise<void> {
  for (let n = 0; n < 100; n++) {
    await Promise.resolve();
  }
}

function begin(given: { ageMs?: number; prune?: () => Promise<number> } = {}) {
  const day: string[] = [];
  const { ageMs = 100, prune = () => Promise.resolve(2) } = given;
  const { store } = storeOf([10, 20, 950, 960]);
  const upkeep = new Upkeep({
    operations: { tick: () => day.push('tick') },
    coordinator: { tellInDoubt: () => Promise.resolve() },
    journal: {
      prune: () => {
        day.push('journal');
        return Promise.reject(new Error('the journal cannot'));
      },
    },
    audit: {
      size: 4,
      prune: (before, actor) => {
        day.push(`audit before ${before} by ${actor}`);
        return prune();
      },
    },
    store,
    auditMaxAgeMs: ageMs,
    clock: { wall: () => 1_000, boot: () => 0 },
    onProblem: (error) => day.push(String(error)),
    onPruned: (before, removed) => day.push(`removed ${removed} before ${before}`),
  });
  return { upkeep, day };
}

describe('retention', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('comes once an hour, lets old entries of the audit log go, and says so; one that fails keeps no other', async () => {
    const { upkeep, day } = begin();
    upkeep.tick(RETENTION_MS - 1);
    expect(day).toEqual(['tick']);
    upkeep.tick(1);
    await quiet();
    await upkeep.end();
    expect(day.slice(2)).toEqual([
      'journal',
      'Error: the journal cannot',
      'audit before 2 by system',
      'removed 2 before 2',
    ]);
  });

  it('does not say the same removal twice: an hour in which nothing grew old writes nothing', async () => {
    const { upkeep, day } = begin();
    upkeep.tick(RETENTION_MS);
    await quiet();
    upkeep.tick(RETENTION_MS);
    await quiet();
    await upkeep.end();
    expect(day.filter((line) => line.startsWith('audit before'))).toHaveLength(1);
  });

  it('that fails comes again, and is no end of anything', async () => {
    const { upkeep, day } = begin({ prune: () => Promise.reject(new Error('a sink is behind')) });
    upkeep.tick(RETENTION_MS);
    await quiet();
    upkeep.tick(RETENTION_MS);
    await quiet();
    await upkeep.end();
    expect(day.filter((line) => line === 'Error: a sink is behind')).toHaveLength(2);
    expect(day.some((line) => line.startsWith('removed'))).toBe(false);
  });

  it('begins no removal once the daemon ends', async () => {
    const { upkeep, day } = begin();
    upkeep.tick(RETENTION_MS);
    await upkeep.end();
    expect(day.some((line) => line.startsWith('audit'))).toBe(false);
  });

  it('of 0 is never', async () => {
    const { upkeep, day } = begin({ ageMs: 0 });
    upkeep.tick(RETENTION_MS);
    await quiet();
    await upkeep.end();
    expect(day.some((line) => line.startsWith('audit'))).toBe(false);
  });
});
