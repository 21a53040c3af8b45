// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RevisionRow } from '../../../../src/tracks/security/charter/revision.ts';
import { Keeper } from '../../../../src/tracks/security/memory/keeper.ts';

interface Write {
  succeed(): void;
  fail(error: Error): void;
}

function setUp() {
  const writes: Write[] = [];
  const write = (): Promise<void> =>
    new Promise((resolve, reject) => {
      writes.push({ succeed: resolve, fail: reject });
    });
  const faults: string[] = [];
  const storage = {
    load: () => Promise.resolve({ parts: [], revisions: [] }),
    save: write,
    commit: write,
  };
  const keeper = new Keeper(
    storage,
    () => 1,
    (error) => faults.push(error.message),
  );
  return { keeper, writes, faults };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const REVISION = {} as RevisionRow;

describe('flush()', () => {
  it('rejects when the write that was under way fails: what was touched is not durable', async () => {
    const { keeper, writes, faults } = setUp();
    keeper.touch('time', '');
    await turn();
    const late = keeper.flush();
    writes[0]?.fail(new Error('disk full'));
    await expect(late).rejects.toThrow('disk full');
    expect(faults).toEqual(['disk full']);
  });

  it('writes again what failed, and resolves when that is durable', async () => {
    const { keeper, writes } = setUp();
    keeper.touch('time', '');
    await turn();
    writes[0]?.fail(new Error('disk full'));
    await turn();
    const again = keeper.flush();
    await turn();
    writes[1]?.succeed();
    await expect(again).resolves.toBeUndefined();
  });

  it('has nothing to do with a commit that failed before, whose caller was told', async () => {
    const { keeper, writes } = setUp();
    const commit = keeper.commit(REVISION);
    await turn();
    writes[0]?.fail(new Error('refused'));
    await expect(commit).rejects.toThrow('refused');
    await expect(keeper.flush()).resolves.toBeUndefined();
  });
});
