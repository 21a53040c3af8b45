// SPDX-License-Identifier: Apache-2.0
// What stays in memory of operations that have ended: little of each, and not more than so many bytes of all.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Operations } from '../../../../src/orchestrator/operations/operations.ts';
import { DEFAULT_LIMITS } from '../../../../src/orchestrator/operations/ports.ts';
import { aRead, DEVICE, OTHER, THIRD, transaction, World } from './world.ts';

const WARM = 300;
const MANY = 3_000;

let world: World;
let operations: Operations;

beforeEach(async () => {
  world = new World();
  operations = await world.open();
});

const ann = { principal: 'ann' };

const effects = (id: string) => transaction(id, DEVICE, OTHER, THIRD);

/** Refused by each device, since they are on hold: with all that it takes to say why. */
async function refuse(first: number, count: number): Promise<void> {
  world.situation.facts_ = { onHold: true };
  for (let n = first; n < first + count; n++) {
    const { result } = await operations.coordinate({ ...ann, request: effects(`t${n}`) });
    expect(result.state).toBe('DENIED');
  }
  // What the world keeps of it is the test's own.
  for (const kept of [world.audit.entries, world.events.published, world.refusals, world.reads]) {
    kept.splice(0);
  }
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

describe('what stays of operations that have ended', () => {
  it('is a summary, not what they were judged by', async () => {
    await refuse(0, WARM);
    const before = heapBytes();
    await refuse(WARM, MANY);
    // Of three devices it is some 3.6 KB; with everything that it was judged by it was 11.
    expect((heapBytes() - before) / MANY).toBeLessThan(6 << 10);
    const again = await operations.coordinate({ ...ann, request: effects(`t${WARM}`) });
    expect(again).toMatchObject({ replayed: true, result: { state: 'DENIED', cause: 'REFUSED' } });
  }, 120_000);

  it('is no more than so many bytes: the oldest goes first', async () => {
    world.settings = { ...world.settings, ...DEFAULT_LIMITS, endedBytesMax: 20_000 };
    operations = await world.open();
    await refuse(0, 100);
    const known = Array.from({ length: 100 }, (_, n) => {
      try {
        return operations.find('ann', `t${n}`).coordinationId;
      } catch {
        return undefined;
      }
    });
    const kept = known.filter((id) => id !== undefined);
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.length).toBeLessThan(20);
    expect(known.slice(-kept.length)).toEqual(kept);
  });

  it('is no more than so many', async () => {
    world.settings = { ...world.settings, endedMax: 3 };
    operations = await world.open();
    await refuse(0, 5);
    expect(() => operations.find('ann', 't1')).toThrow(/t1/);
    expect(operations.find('ann', 't2')).toMatchObject({ coordinationId: 't2', state: 'DENIED' });
  });

  it('says the same as at the end, by either id, and to whom', async () => {
    const { result } = await operations.coordinate({ ...ann, request: aRead('r1') });
    expect(operations.find('ann', 'r1')).toEqual(result);
    expect(operations.find('bob', result.operation)).toEqual(result);
    expect(() => operations.find('low', result.operation)).toThrow();
    expect(operations.cancel('ann', 'r1')).toEqual(result);
    expect(() => operations.cancel('bob', result.operation)).toThrow();
  });
});
