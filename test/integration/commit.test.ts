// SPDX-License-Identifier: Apache-2.0
// A commit across the tracks with the core that decides, the store that remembers and the log that tells.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEVICE_OPERATING } from '../../src/abi/generated/constants.ts';
import { Track } from '../../src/core/model/enums.ts';
import type { Proposal, Vote } from '../../src/core/ports/commit.ts';
import { need } from '../../src/core/requirement/input.ts';
import { clearFlagged } from '../../src/orchestrator/commit/clearing.ts';
import { Agreeing, approval, CommitWorld, Place, startSim, write } from './commit-world.ts';
import type { Sim } from './device-sim.ts';
import { answered } from './patient-call.ts';

const A = 0x8003;
const B = 0x8004;
const C = 0x8005;
let sim: Sim;
let place: Place;
let world: CommitWorld;
let vote: Vote = { yes: true };
class Refusable extends Agreeing {
  override async prepare(proposal: Proposal): Promise<Vote> {
    const yes = await super.prepare(proposal);
    return vote.yes ? yes : vote;
  }
}
const participants = [new Refusable(Track.SECURITY), new Agreeing(Track.INTERFACE)];

/** What the log has of an operation, oldest first. */
async function told(coordinationId: string): Promise<readonly string[]> {
  await world.coordinator.settled();
  await world.audit.settled();
  const { found } = await world.audit.search({
    filter: { kind: 'operation.*', coordinationId },
    reader: { clearance: 9, compartments: [] },
    limit: 100,
    scan: 1000,
  });
  return found.map(({ entry }) => String(entry?.kind)).reverse();
}

beforeAll(async () => {
  sim = await startSim();
  place = new Place();
  world = await CommitWorld.open({ place, socket: sim.socket, participants });
});
beforeEach(async () => {
  await sim.act('set all data0 0');
  await world.run();
  vote = { yes: true };
  for (const participant of participants) {
    participant.told.length = 0;
  }
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sim[Symbol.asyncDispose]();
  place[Symbol.dispose]();
});

describe('a transaction over three devices', () => {
  it('happens on all of them, with its intent and its outcome in the log', async () => {
    const coordinationId = 'three';
    const end = await world.execute([write(A, 1), write(B, 2), write(C, 3)], { coordinationId });
    expect(end).toMatchObject({ kind: 'COMMITTED', answer: { outcome: 'COMMITTED' } });
    expect([await world.read(A), await world.read(B), await world.read(C)]).toEqual([1, 2, 3]);
    expect(await told(coordinationId)).toEqual(['operation.intent', 'operation.outcome']);
    expect(await world.journal.transactions.decisionOf(end.id)).toBe('COMMIT');
    expect(await world.kernel.list()).toEqual([]);
    for (const participant of participants) {
      expect(participant.told).toEqual([[end.id, 'COMMIT']]);
    }
    expect(world.problems).toEqual([]);
  });

  it('happens on none when a track says no, which says why', async () => {
    const needs = [need('grant', false, 'it was taken away', 'a grant')];
    vote = { yes: false, needs };
    const coordinationId = 'voted-no';
    const end = await world.execute([write(A, 1), write(B, 2)], { coordinationId });
    expect(end).toMatchObject({ kind: 'ABORTED', by: Track.SECURITY, reason: 'VOTED_NO', needs });
    expect(await world.read(A)).toBe(0);
    expect(participants.map((one) => one.told)).toEqual(
      participants.map(() => [[end.id, 'ABORT']]),
    );
    expect(await told(coordinationId)).toEqual([]);
  });

  it('is refused by the kernel by name, with what would satisfy it', async () => {
    await answered(world.device, () => world.device.stopControl.stop('latched'));
    const latched = await world.execute([write(A, 1)]);
    expect(latched).toMatchObject({ kind: 'ABORTED', by: Track.KERNEL, reason: 'STOP_LATCHED' });
    expect(latched).toHaveProperty(
      'needs.0.satisfiedBy',
      expect.stringContaining('reset the stop'),
    );
    await world.run();
    await world.device.setHold(B);
    const held = await world.execute([write(A, 1), write(B, 1)]);
    expect(held).toMatchObject({ kind: 'ABORTED', reason: 'ON_HOLD', answer: { failed: 1 } });
    expect(held).toHaveProperty('needs.0.because', 'the kernel refused for 0x8004: ON_HOLD');
    expect(await world.read(A)).toBe(0);
    await world.device.releaseHold(B);
  });

  it('is undone on the first and the second when a stop comes before the third', async () => {
    await sim.act('set 0x8003 data0 77');
    const { transactions } = world.journal;
    const mayCommit = transactions.mayCommit.bind(transactions);
    transactions.mayCommit = async (record) => {
      // Prepared by now: only the effect itself is to take its time.
      await sim.act('latency 0x8004 2s');
      await mayCommit(record);
    };
    const slow = { ...write(B, 2), timeoutMs: 5_000 };
    const operating = (): boolean =>
      ((world.device.snapshot().device(B)?.flags ?? 0) & DEVICE_OPERATING) !== 0;
    let inTheMiddle = false;
    let executing = world.execute([write(A, 1), slow, write(C, 3)]);
    for (let tries = 0; tries < 20; tries++) {
      const began = performance.now();
      let over = false;
      void executing.finally(() => {
        over = true;
      });
      // The second one's write has begun and takes its time: the third one's must not begin.
      while (!operating() && !over) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      await answered(world.device, () => world.device.stopControl.stop('in the middle'));
      // On a machine that stands still these two seconds, or the write's five, are over: then it is done anew.
      inTheMiddle = operating();
      await executing;
      if (inTheMiddle && performance.now() - began < 5_000) {
        break;
      }
      await sim.act('clear 0x8004');
      await sim.act('set all data0 0');
      await sim.act('set 0x8003 data0 77');
      await world.run();
      executing = world.execute([write(A, 1), slow, write(C, 3)]);
    }
    expect(inTheMiddle).toBe(true);
    expect(await executing).toMatchObject({ kind: 'ROLLED_BACK', answer: { failed: 2 } });
    transactions.mayCommit = mayCommit;
    await sim.act('clear 0x8004');
    expect([await world.read(A), await world.read(B), await world.read(C)]).toEqual([77, 0, 0]);
    const { id } = await executing;
    await world.coordinator.settled();
    expect(await world.journal.transactions.decisionOf(id)).toBe('ABORT');
  });

  it('is flagged when undoing fails: on hold until two persons have cleared it', async () => {
    await sim.act('fault wrong-readback 0x8004');
    const end = await world.execute([write(A, 1), write(B, 2)]);
    expect(end).toMatchObject({ kind: 'HEURISTIC', answer: { outcome: 'UNCERTAIN' } });
    await world.coordinator.settled();
    const { id } = end;
    const flagged = await world.journal.transactions.flagged();
    expect(flagged).toMatchObject([{ id, decision: 'HEURISTIC', devices: [A, B] }]);
    await sim.act('clear 0x8004');
    expect(await world.execute([write(B, 3)])).toMatchObject({ reason: 'ON_HOLD' });
    const parts = { journal: world.journal.transactions, kernel: world.kernel };
    const alone = clearFlagged(parts, id, ['ann', 'ann'], 'looked at it');
    await expect(alone).rejects.toMatchObject({ code: 'ERR_DSMIL_INVALID_ARGUMENT' });
    expect(await world.execute([write(A, 3)])).toMatchObject({ reason: 'ON_HOLD' });
    const clearing = await clearFlagged(parts, id, ['ann', 'bob'], 'looked at it');
    expect(clearing).toMatchObject({ released: [A, B], held: [] });
    expect(await world.journal.transactions.flagged()).toEqual([]);
    expect(await world.execute([write(A, 3), write(B, 3)])).toMatchObject({ kind: 'COMMITTED' });
  });
});

describe('an approval', () => {
  it('is behind one commit at most', async () => {
    const approvals = [approval('a'.repeat(32))];
    expect(await world.execute([write(A, 1)], { approvals })).toMatchObject({ kind: 'COMMITTED' });
    const again = await world.execute([write(A, 2)], { approvals });
    expect(again).toMatchObject({ kind: 'ABORTED', reason: 'ERR_DSMIL_APPROVAL_USED' });
    expect(await world.read(A)).toBe(1);
  });
});
