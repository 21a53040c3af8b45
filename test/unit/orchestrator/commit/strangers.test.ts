// SPDX-License-Identifier: Apache-2.0
// What another coordinator left in the kernel: found at a start, left alone until people clear it, and
// nothing of it forgotten that they did not sign for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  KernelAnswer,
  KernelOutcome,
  TransactionId,
} from '../../../../src/core/ports/commit.ts';
import { createCoordinator } from '../../../../src/orchestrator/commit/coordinator.ts';
import { type RecoveryReport, recover } from '../../../../src/orchestrator/commit/recovery.ts';
import { type Stranger, Strangers } from '../../../../src/orchestrator/commit/strangers.ts';
import { runs } from '../../core/runs.ts';
import { CommitWorld } from './world.ts';

const A = 0x8000;
const B = 0x8001;
const ID = 77n;
const OUTCOMES: readonly KernelOutcome[] = [
  ...(['PREPARED', 'COMMITTING', 'COMMITTED', 'ABORTED', 'ROLLED_BACK', 'UNCERTAIN'] as const),
];
const MOVED = { code: 'ERR_DSMIL_STRANGER_MOVED' };

/** What a kernel keeps of others, and what it was asked, in order. */
class Kernel {
  readonly kept = new Map<TransactionId, KernelOutcome>();
  readonly holds = new Set<number>();
  readonly calls: string[] = [];
  failing = '';

  #call(what: string, of: TransactionId | number): void {
    this.calls.push(`${what} ${of}`);
    if (what === this.failing) {
      throw new Error(`${what} fails`);
    }
  }

  #answer(id: TransactionId): KernelAnswer {
    const outcome = this.kept.get(id) ?? 'UNKNOWN';
    const results = [B, A].map((device) => ({ device, before: 0, error: 0, reason: '' }));
    return { outcome, reason: '', satisfiedBy: '', failed: null, results };
  }

  async outcome(id: TransactionId): Promise<KernelAnswer> {
    await Promise.resolve();
    return this.#answer(id);
  }

  async abort(id: TransactionId): Promise<KernelAnswer> {
    await Promise.resolve();
    this.#call('abort', id);
    if (this.kept.get(id) === 'PREPARED') {
      this.kept.set(id, 'ABORTED');
    }
    return this.#answer(id);
  }

  async forget(id: TransactionId): Promise<void> {
    await Promise.resolve();
    this.#call('forget', id);
    this.kept.delete(id);
  }

  async hold(device: number): Promise<void> {
    await Promise.resolve();
    this.#call('hold', device);
    this.holds.add(device);
  }
}

function stranger(outcome: KernelOutcome, id = ID): Stranger {
  return { id, outcome, reason: '', devices: [A, B] };
}

/** One that the kernel says @outcome of. */
function left(outcome: KernelOutcome): { kernel: Kernel; strangers: Strangers } {
  const kernel = new Kernel();
  kernel.kept.set(ID, outcome);
  return { kernel, strangers: new Strangers(kernel, [stranger(outcome)]) };
}

/** What a start finds, when another coordinator has left @outcome on A and B. */
async function found(
  outcome: KernelOutcome,
): Promise<{ world: CommitWorld; report: RecoveryReport }> {
  const world = new CommitWorld();
  const { options } = world.start();
  await world.until(() => world.schedule.idle);
  const transaction = world.transaction([B, A]);
  world.kernel.kept.set(ID, { transaction, epoch: 1n, before: [0, 0], outcome, reason: '' });
  let report: RecoveryReport | undefined;
  recover(options).then(
    (done) => {
      report = done;
    },
    (error: unknown) => world.broken.push(`${error}`),
  );
  await world.until(() => world.schedule.idle);
  expect(world.broken).toEqual([]);
  if (report === undefined) {
    throw new Error('recovery has not ended');
  }
  // It stands in nobody's way.
  createCoordinator(options);
  return { world, report };
}

describe('a start that finds a transaction of another coordinator', () => {
  it('reports one that was committed, and touches nothing', async () => {
    const { world, report } = await found('COMMITTED');
    expect(report.strangers).toEqual([stranger('COMMITTED')]);
    expect(world.kernel.kept.has(ID)).toBe(true);
    expect([...world.kernel.holds]).toEqual([]);
  });

  it.each(['UNCERTAIN', 'COMMITTING'] as const)(
    'puts the devices of one that is %s on hold, and reports it',
    async (outcome) => {
      const { world, report } = await found(outcome);
      expect(report.strangers).toEqual([stranger(outcome)]);
      expect([...world.kernel.holds].sort()).toEqual([A, B]);
      expect(world.kernel.kept.has(ID)).toBe(true);
    },
  );

  it('aborts one that was only prepared: its coordinator cannot commit it any more', async () => {
    const { world, report } = await found('PREPARED');
    expect(report).toMatchObject({ orphans: [ID], strangers: [] });
    expect(world.kernel.kept.has(ID)).toBe(false);
  });
});

describe('clearing one', () => {
  it.each(['COMMITTED', 'ABORTED', 'ROLLED_BACK'] as const)(
    'that is %s has the kernel forget it, and nothing else',
    async (outcome) => {
      const { kernel, strangers } = left(outcome);
      await strangers.clear(ID, outcome);
      expect(kernel.calls).toEqual([`forget ${ID}`]);
      expect(await strangers.list()).toEqual([]);
    },
  );

  it('that is prepared aborts it before', async () => {
    const { kernel, strangers } = left('PREPARED');
    expect(await strangers.clear(ID, 'PREPARED')).toMatchObject({ outcome: 'ABORTED' });
    expect(kernel.calls).toEqual([`abort ${ID}`, `forget ${ID}`]);
  });

  it('of which nobody can tell holds its devices first, and they stay on hold', async () => {
    const { kernel, strangers } = left('UNCERTAIN');
    await strangers.clear(ID, 'UNCERTAIN');
    expect(kernel.calls).toEqual([`hold ${A}`, `hold ${B}`, `forget ${ID}`]);
    expect([...kernel.holds]).toEqual([A, B]);
  });

  it('forgets nothing whose devices could not be held, and can be asked for again', async () => {
    const { kernel, strangers } = left('UNCERTAIN');
    kernel.failing = 'hold';
    await expect(strangers.clear(ID, 'UNCERTAIN')).rejects.toThrow('hold fails');
    expect(kernel.kept.has(ID)).toBe(true);
    kernel.failing = '';
    await strangers.clear(ID, 'UNCERTAIN');
    expect(kernel.kept.has(ID)).toBe(false);
  });

  it('is refused while it is still performed, and its devices are held', async () => {
    const { kernel, strangers } = left('COMMITTING');
    await expect(strangers.clear(ID, 'COMMITTING')).rejects.toMatchObject(MOVED);
    expect([...kernel.holds]).toEqual([A, B]);
    kernel.kept.set(ID, 'COMMITTED');
    expect(await strangers.list()).toEqual([stranger('COMMITTED')]);
    await strangers.clear(ID, 'COMMITTED');
    expect(await strangers.list()).toEqual([]);
  });

  it('is refused of what is no stranger', async () => {
    const { kernel, strangers } = left('COMMITTED');
    kernel.kept.set(78n, 'COMMITTED');
    await expect(strangers.clear(78n, 'COMMITTED')).rejects.toMatchObject({
      code: 'ERR_DSMIL_INVALID_ARGUMENT',
    });
    expect(kernel.kept.has(78n)).toBe(true);
  });

  it('is over when the kernel has lost it', async () => {
    const { kernel, strangers } = left('COMMITTING');
    kernel.kept.clear();
    expect(await strangers.list()).toEqual([]);
  });

  it('forgets what was signed for alone, whatever the kernel says by then and whatever fails', async () => {
    const outcome = fc.constantFrom(...OUTCOMES);
    const step = fc.record({
      say: fc.option(outcome, { nil: undefined }),
      said: outcome,
      failing: fc.constantFrom('', '', 'hold', 'abort', 'forget'),
    });
    await fc.assert(
      fc.asyncProperty(outcome, fc.array(step, { maxLength: 6 }), async (first, steps) => {
        const { kernel, strangers } = left(first);
        for (const { say, said, failing } of steps) {
          if (!kernel.kept.has(ID)) {
            return;
          }
          kernel.kept.set(ID, say ?? kernel.kept.get(ID) ?? first);
          const before = kernel.kept.get(ID);
          kernel.failing = failing;
          kernel.calls.length = 0;
          const done = await strangers.clear(ID, said).then(
            () => true,
            () => false,
          );
          const sure = before !== 'UNCERTAIN';
          const held = kernel.holds.has(A) && kernel.holds.has(B);
          expect(kernel.kept.has(ID)).toBe(!done);
          expect(done ? before === said && before !== 'COMMITTING' : true).toBe(true);
          expect(done ? sure || held : true).toBe(true);
          // Without a fault, what has ended and was signed for as it is does go.
          if (failing === '' && before === said && before !== 'COMMITTING') {
            expect(done).toBe(true);
          }
        }
      }),
      runs(150),
    );
  });
});
