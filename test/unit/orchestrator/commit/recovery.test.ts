// SPDX-License-Identifier: Apache-2.0
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type {
  KernelAnswer,
  KernelOutcome,
  MayCommit,
  Outcome,
  TransactionId,
} from '../../../../src/core/ports/commit.ts';
import type { CommitOptions } from '../../../../src/orchestrator/commit/options.ts';
import { recover } from '../../../../src/orchestrator/commit/recovery.ts';
import { VirtualTime } from '../virtual-time.ts';

const DAMAGED = new Error('a line is damaged');

/** A journal of one MAY_COMMIT a page, each committed by the kernel, whose last page cannot be read. */
function setUp(pages: number, write: (outcome: Outcome) => Promise<void>) {
  const time = new VirtualTime();
  const ids = Array.from({ length: pages }, (_, n) => BigInt(n + 1));
  const forgotten: TransactionId[] = [];
  const answer = { outcome: 'COMMITTED', reason: '', results: [] } as unknown as KernelAnswer;
  const journal = {
    incarnation: 2,
    async *undecidedPages() {
      for (const id of ids) {
        const transaction = { coordinationId: `c${id}`, principal: 'p', effects: [] };
        yield [{ id, transaction, kernelInstance: 'k', before: [] } as unknown as MayCommit];
      }
      await turn();
      throw DAMAGED;
    },
    outcome: write,
  };
  const kernel = {
    instance: 'k',
    list: () =>
      Promise.resolve(ids.map((id) => ({ id, outcome: 'COMMITTED' satisfies KernelOutcome }))),
    outcome: () => Promise.resolve(answer),
    forget: (id: TransactionId) => {
      forgotten.push(id);
      return Promise.resolve();
    },
  };
  const options = { kernel, journal, participants: [], clock: time, timers: time };
  const recovering = recover({ ...options, problem: () => undefined } as unknown as CommitOptions);
  return { recovering, forgotten };
}

describe('a recovery that fails while it decides', () => {
  it('has let go of everything when it says so: the next one decides the same anew', async () => {
    const slow = Promise.withResolvers<void>();
    const { recovering, forgotten } = setUp(1, () => slow.promise);
    let over = false;
    recovering.catch(() => {
      over = true;
    });
    for (let n = 0; n < 50; n++) {
      await turn();
    }
    expect(over).toBe(false);
    slow.resolve();
    await expect(recovering).rejects.toBe(DAMAGED);
    expect(forgotten).toEqual([1n]);
  });

  it('says what failed first, and waits for the others', async () => {
    const slow = Promise.withResolvers<void>();
    const full = new Error('the disk is full');
    const write = ({ id }: Outcome) => (id === 1n ? Promise.reject(full) : slow.promise);
    const { recovering, forgotten } = setUp(3, write);
    let over = false;
    recovering.catch(() => {
      over = true;
    });
    for (let n = 0; n < 50; n++) {
      await turn();
    }
    expect(over).toBe(false);
    slow.resolve();
    await expect(recovering).rejects.toBe(full);
    // The third page was not begun.
    expect(forgotten).toEqual([2n]);
  });
});
