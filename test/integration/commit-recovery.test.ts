// SPDX-License-Identifier: Apache-2.0
// What a start finds after a crash of the daemon, of the kernel, and after files were put back.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommitWorld, Place, startSim, write } from './commit-world.ts';
import type { Sim } from './device-sim.ts';

const A = 0x8003;
const B = 0x8004;
let sim: Sim;
let place: Place;
let worlds: CommitWorld[] = [];

async function start(): Promise<CommitWorld> {
  const world = await CommitWorld.open({ place, socket: sim.socket });
  worlds.push(world);
  return world;
}

/** Its transaction has its MAY_COMMIT, and the daemon is gone before the kernel is told. */
async function crashBeforeCommit(): Promise<void> {
  const world = await start();
  await world.run();
  const reached = Promise.withResolvers<void>();
  world.kernel.commit = () => {
    reached.resolve();
    return new Promise(() => undefined);
  };
  void world.execute([write(A, 1), write(B, 2)]);
  await reached.promise;
  await world.vanish();
  worlds = [];
}

beforeEach(async () => {
  sim = await startSim();
  await sim.act('set all data0 0');
  place = new Place();
});
afterEach(async () => {
  await Promise.allSettled(worlds.splice(0).map((world) => world[Symbol.asyncDispose]()));
  await sim[Symbol.asyncDispose]();
  place[Symbol.dispose]();
});

describe('a start', () => {
  it('aborts what was allowed and not committed; its approvals stay used', async () => {
    await crashBeforeCommit();
    const world = await start();
    expect(world.recovered.decided).toMatchObject([{ decision: 'ABORT', by: 'KERNEL' }]);
    expect([await world.read(A), await world.read(B)]).toEqual([0, 0]);
    expect(await world.kernel.list()).toEqual([]);
    expect(await world.journal.transactions.undecided()).toEqual([]);
    await world.run();
    expect(await world.execute([write(A, 5), write(B, 5)])).toMatchObject({ kind: 'COMMITTED' });
  });

  it('reads back when the kernel is another one, and flags what is half done, on hold', async () => {
    await crashBeforeCommit();
    await sim.kill();
    await sim.run({ args: ['--allow-writes', '--thermal', 'none', '--spacing-us', '0'] });
    await sim.act('set 0x8003 data0 1');
    await sim.act('set 0x8004 data0 0');
    const world = await start();
    expect(world.recovered.decided).toMatchObject([{ decision: 'HEURISTIC', by: 'READ_BACK' }]);
    expect(world.recovered.flagged).toMatchObject([{ devices: [A, B] }]);
    await world.run();
    expect(await world.execute([write(A, 5)])).toMatchObject({ reason: 'ON_HOLD' });
  });

  it('finds store, head and leaves rolled back together, by the head that the kernel holds', async () => {
    const world = await start();
    await world.run();
    expect(await world.execute([write(A, 1)])).toMatchObject({ kind: 'COMMITTED' });
    await world[Symbol.asyncDispose]();
    const kept = `${place.folder}-kept`;
    // With modes and owners, which the store looks at.
    execFileSync('cp', ['-a', place.folder, kept]);
    const next = await start();
    await next.run();
    expect(await next.execute([write(A, 2)])).toMatchObject({ kind: 'COMMITTED' });
    await next[Symbol.asyncDispose]();
    worlds = [];
    for (const part of ['store', 'audit']) {
      rmSync(join(place.folder, part), { recursive: true });
      execFileSync('cp', ['-a', join(kept, part), join(place.folder, part)]);
    }
    rmSync(kept, { recursive: true });
    await expect(start()).rejects.toMatchObject({
      name: 'AuditTamperedError',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'KERNEL_AHEAD' })]),
    });
  });
});
