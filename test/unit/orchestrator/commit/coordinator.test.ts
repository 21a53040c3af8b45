// SPDX-License-Identifier: Apache-2.0
// What a caller is told, and what is left behind, when one thing goes wrong.
import { describe, expect, it } from 'vitest';
import { need } from '../../../../src/core/requirement/input.ts';
import { clearFlagged } from '../../../../src/orchestrator/commit/clearing.ts';
import type { Fate } from './schedule.ts';
import { CommitWorld, NO_TROUBLE, type Start } from './world.ts';

const A = 0x8000;
const B = 0x8001;

async function started(): Promise<{ world: CommitWorld; start: Start }> {
  const world = new CommitWorld();
  const start = world.start();
  await world.until(() => start.recovered);
  return { world, start };
}

/** The call @what, and no other, ends like that, once. */
function once(what: string, fate: Fate) {
  let left = 1;
  return {
    ...NO_TROUBLE,
    fate: (called: string): Fate => (called === what && left-- > 0 ? fate : 'GOOD'),
  };
}

/** The one end that there is. */
async function endOf(world: CommitWorld) {
  await world.until(() => world.ends.size > 0 && world.schedule.idle);
  return [...world.ends.values()][0];
}

describe('a commit whose answer is lost', () => {
  it('is asked for, and is what the kernel says', async () => {
    const { world, start } = await started();
    world.chance = once('kernel.commit', 'ANSWER_LOST');
    world.execute(start, world.transaction([A, B]));
    expect(await endOf(world)).toMatchObject({ kind: 'COMMITTED' });
    expect(world.judge()).toEqual([]);
  });

  it('is aborted when it never arrived', async () => {
    const { world, start } = await started();
    world.chance = once('kernel.commit', 'LOST');
    world.execute(start, world.transaction([A, B]));
    expect(await endOf(world)).toMatchObject({ kind: 'ABORTED' });
    expect([world.kernel.valueOf(A), world.kernel.valueOf(B)]).toEqual([0, 0]);
    expect(world.judge()).toEqual([]);
  });

  it('is for a recovery to decide when it could not be written down here, and is told so', async () => {
    const { world, start } = await started();
    let asked = false;
    const fate = (what: string): Fate => {
      asked ||= what === 'kernel.commit';
      return asked && what.startsWith('kernel.') ? 'ANSWER_LOST' : 'GOOD';
    };
    world.chance = { ...NO_TROUBLE, fate };
    world.execute(start, world.transaction([A, B]));
    await world.until(() => world.ends.size > 0);
    const [end] = world.ends.values();
    expect(end).toMatchObject({ kind: 'HEURISTIC', reason: 'KERNEL_SILENT' });
    let isRecorded: boolean | undefined;
    void end?.recorded?.then((is) => {
      isRecorded = is;
    });
    void start.coordinator?.close();
    await world.until(() => isRecorded !== undefined);
    expect(isRecorded).toBe(false);
    expect(world.disk.outcomes.size).toBe(0);
  });

  it('is flagged, its devices on hold, when the kernel says nothing any more; two persons clear it', async () => {
    const { world, start } = await started();
    let asked = false;
    const fate = (what: string): Fate => {
      asked ||= what === 'kernel.commit';
      const silent = asked && (what === 'kernel.commit' || what === 'kernel.outcome');
      return silent ? 'ANSWER_LOST' : 'GOOD';
    };
    world.chance = { ...NO_TROUBLE, fate };
    world.execute(start, world.transaction([A, B]));
    const end = await endOf(world);
    expect(end).toMatchObject({ kind: 'HEURISTIC', reason: 'KERNEL_SILENT' });
    expect(await end?.recorded).toBe(true);
    expect([...world.kernel.holds]).toEqual([A, B]);
    const { id } = end ?? { id: 0n };
    const clearing = clearFlagged(start.options, id, ['ann', 'bob'], 'both were looked at');
    let released: readonly number[] = [];
    clearing.then(
      (cleared) => {
        released = cleared.released;
      },
      (error: unknown) => world.broken.push(`${error}`),
    );
    await world.until(() => released.length > 0);
    expect([...world.kernel.holds]).toEqual([]);
    expect(world.disk.cleared.get(id)).toEqual(['ann', 'bob']);
  });
});

describe('before it may commit', () => {
  it('is given up by its caller, its deadline or a stop, whatever it waits for', async () => {
    const waits = ['track.prepare', 'kernel.prepare', 'journal.mayCommit'];
    const reasons = ['ABORTED_BY_CALLER', 'DEADLINE', 'STOP'];
    for (const what of waits) {
      for (const reason of reasons) {
        const { world, start } = await started();
        world.chance = once(what, 'ANSWER_LOST');
        const abort = new AbortController();
        world.execute(start, world.transaction([A]), abort.signal);
        await world.until(() => world.schedule.steps.length === 0);
        if (reason === 'STOP') {
          start.coordinator?.stop();
        } else if (reason === 'ABORTED_BY_CALLER') {
          abort.abort();
        }
        await world.until(() => world.ends.size > 0);
        expect([...world.ends.values()]).toMatchObject([{ kind: 'ABORTED', by: null, reason }]);
        start.process.alive = false;
        await world.recoverAtLast();
        expect({ what, reason, found: world.judge() }).toEqual({ what, reason, found: [] });
      }
    }
  });

  it('a track that says no, and one that fails, end it with the reason', async () => {
    const { world, start } = await started();
    const needs = [need('grant', false, 'it is gone', 'a grant')];
    world.chance = { ...NO_TROUBLE, vote: () => ({ yes: false, needs }) };
    world.execute(start, world.transaction([A]));
    expect(await endOf(world)).toMatchObject({ kind: 'ABORTED', reason: 'VOTED_NO', needs });
    world.ends.clear();
    world.chance = once('track.prepare', 'ANSWER_BROKEN');
    world.execute(start, world.transaction([A]));
    const failed = await endOf(world);
    expect(failed).toMatchObject({ kind: 'ABORTED', needs: [{ rule: 'track-failed' }] });
    expect(world.judge()).toEqual([]);
  });

  it('an approval that was used refuses it', async () => {
    const { world, start } = await started();
    world.execute(start, world.transaction([A], ['n']));
    expect(await endOf(world)).toMatchObject({ kind: 'COMMITTED' });
    world.ends.clear();
    world.execute(start, world.transaction([B], ['n']));
    const end = await endOf(world);
    expect(end).toMatchObject({ kind: 'ABORTED', reason: 'ERR_DSMIL_APPROVAL_USED' });
    expect(world.judge()).toEqual([]);
  });
});

describe('a track in doubt', () => {
  it('is told nothing of what is under way, and the truth when it is over', async () => {
    const { world, start } = await started();
    world.chance = once('journal.mayCommit', 'ANSWER_LOST');
    world.execute(start, world.transaction([A]));
    await world.until(() => world.schedule.steps.length === 0);
    let asked = false;
    const ask = (): void => {
      asked = false;
      start.coordinator?.tellInDoubt().then(
        () => {
          asked = true;
        },
        (error: unknown) => world.broken.push(`${error}`),
      );
    };
    ask();
    await world.until(() => asked);
    expect(world.memories.map(({ told }) => told.size)).toEqual([0, 0]);
    expect(await endOf(world)).toMatchObject({ kind: 'ABORTED', reason: 'DEADLINE' });
    expect(world.memories.map(({ told }) => [...told.values()])).toEqual([['ABORT'], ['ABORT']]);
    expect(world.judge()).toEqual([]);
  });
});

describe('who was fenced off', () => {
  it('decides nothing and tells nobody; its successor does', async () => {
    const { world, start } = await started();
    let told = 0;
    const fenced = { ...start.options };
    world.execute(start, world.transaction([A]));
    await world.until(() => world.disk.allowed.size > 0);
    const second = world.start();
    await world.until(() => second.recovered && world.schedule.idle);
    told = [...world.memories].filter(({ told: words }) => words.size > 0).length;
    expect([...world.ends.values()]).toMatchObject([{ kind: 'FENCED' }]);
    expect([...world.disk.outcomes.values()]).toMatchObject([
      { decision: 'ABORT', recovered: true },
    ]);
    expect(told).toBe(2);
    expect(start.coordinator?.fenced).toBe(true);
    expect(fenced.journal.incarnation).toBeLessThan(second.options.journal.incarnation);
    expect(world.judge()).toEqual([]);
  });
});

describe('recovery', () => {
  async function crashedAfterAllowed() {
    const { world, start } = await started();
    world.execute(start, world.transaction([A, B]));
    await world.until(() => world.disk.allowed.size > 0);
    start.process.alive = false;
    world.schedule.steps.length = 0;
    return world;
  }
  const decisions = (world: CommitWorld) =>
    [...world.disk.outcomes.values()].map(({ decision }) => decision);

  it('aborts what is prepared, and never commits it', async () => {
    const world = await crashedAfterAllowed();
    await world.recoverAtLast();
    expect(decisions(world)).toEqual(['ABORT']);
    expect(world.kernel.standing.size).toBe(0);
    expect(world.judge()).toEqual([]);
  });

  it('tells tracks that were asked and never told, because no MAY_COMMIT is there', async () => {
    const { world, start } = await started();
    world.chance = once('kernel.prepare', 'LOST');
    world.execute(start, world.transaction([A]));
    await world.until(() => world.memories.every(({ promised }) => promised.size > 0));
    start.process.alive = false;
    const next = world.start();
    await world.until(() => next.recovered);
    expect(world.memories.map(({ told }) => [...told.values()])).toEqual([['ABORT'], ['ABORT']]);
  });

  it('reads back where the kernel is another one: all, nothing, or a flag with holds', async () => {
    for (const [done, decision] of [
      [2, 'COMMIT'],
      [0, 'ABORT'],
      [1, 'HEURISTIC'],
    ] as const) {
      const world = await crashedAfterAllowed();
      const [record] = [...world.disk.allowed.values()];
      const effects = record?.transaction.effects.slice(0, done) ?? [];
      for (const { device, value } of effects) {
        world.kernel.registers.set(device, value ?? 0);
      }
      world.kernel.restart();
      await world.recoverAtLast();
      expect(decisions(world)).toEqual([decision]);
      expect(world.kernel.holds.size).toBe(decision === 'HEURISTIC' ? 2 : 0);
    }
  });

  it('puts flagged devices on hold again when their kernel is gone', async () => {
    const world = await crashedAfterAllowed();
    world.kernel.registers.set(A, 7);
    world.kernel.restart();
    await world.recoverAtLast();
    world.kernel.restart();
    expect(world.kernel.holds.size).toBe(0);
    await world.recoverAtLast();
    expect([...world.kernel.holds]).toEqual([A, B]);
  });
});
