// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { FencedError, type MayCommit } from '../../../../src/core/ports/commit.ts';
import type { CommitOptions } from '../../../../src/orchestrator/commit/options.ts';
import {
  RecoveryGivenUpError,
  type RecoveryTry,
  recoverPatiently,
} from '../../../../src/orchestrator/commit/recover-patiently.ts';
import { VirtualTime } from '../virtual-time.ts';

/** A journal whose first question fails as @failures say, one after the other. */
function setUp(failures: (Error | 'always')[]) {
  const time = new VirtualTime();
  const asked: number[] = [];
  const journal = {
    incarnation: 1,
    async *undecidedPages() {
      yield await journal.undecided();
    },
    undecided: (): Promise<readonly MayCommit[]> => {
      asked.push(time.boot());
      const failure = failures[0] === 'always' ? new Error('a disk that fails') : failures.shift();
      return failure === undefined ? Promise.resolve([]) : Promise.reject(failure);
    },
    flagged: () => Promise.resolve([]),
    decisionOf: () => Promise.resolve(undefined),
  };
  const kernel = { instance: 'k', list: () => Promise.resolve([]) };
  const options = {
    kernel,
    journal,
    participants: [],
    clock: time,
    timers: time,
    problem: () => undefined,
  } as unknown as CommitOptions;
  const tries: RecoveryTry[] = [];
  const recovering = recoverPatiently(options, {
    waiting: (failed) => tries.push(failed),
    limitMs: 10_000,
  });
  recovering.catch(() => undefined);
  return { time, asked, tries, recovering };
}

describe('recovery that fails', () => {
  it('is tried again while it may pass, each time said, and begins nothing else', async () => {
    const { time, asked, tries, recovering } = setUp([new Error('busy'), new Error('busy')]);
    await time.pass(1_000);
    expect(await recovering).toMatchObject({ decided: [], flagged: [] });
    expect(new Set(asked).size).toBe(3);
    expect(tries.map(({ attempt, waitMs }) => [attempt, waitMs])).toEqual([
      [1, 50],
      [2, 100],
    ]);
  });

  it('ends within its bound, and says how often, why, and that the stop stays', async () => {
    const { time, asked, recovering } = setUp(['always']);
    const begun = time.boot();
    await time.pass(20_000);
    const error = await recovering.catch((one: unknown) => one);
    expect(error).toBeInstanceOf(RecoveryGivenUpError);
    expect(error).toMatchObject({ code: 'ERR_DSMIL_RECOVERY_GIVEN_UP', attempts: asked.length });
    expect(String(error)).toContain('a disk that fails');
    expect((asked.at(-1) ?? 0) - begun).toBeLessThan(10_000);
    expect(time.timers).toBe(0);
  });

  it('is not tried again by whoever was fenced off', async () => {
    const { time, asked, recovering } = setUp([new FencedError('a question')]);
    await time.pass(1_000);
    await expect(recovering).rejects.toBeInstanceOf(FencedError);
    expect(asked).toHaveLength(1);
  });
});
