// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { Lanes } from '../../../src/sync/lanes.ts';

interface Bench {
  readonly lanes: Lanes;
  readonly done: string[];
  readonly turns: number[];
  now: number;
}

/** Each piece takes 10 of the clock's; a turn may take 25. */
function bench(full: () => boolean = () => false): Bench {
  const done: string[] = [];
  const turns: number[] = [];
  const own: Bench = {
    now: 0,
    done,
    turns,
    lanes: new Lanes({
      lanes: 2,
      sliceMs: 25,
      now: () => own.now,
      full,
      turned: () => turns.push(done.length),
    }),
  };
  return own;
}

function work(own: Bench, name: string, pieces: number): () => boolean {
  let at = 0;
  return () => {
    own.now += 10;
    own.done.push(`${name}${++at}`);
    return at >= pieces;
  };
}

describe('lanes', () => {
  it('work at once, no longer than a slice, and go on in the next turn', async () => {
    const own = bench();
    own.lanes.add(0, work(own, 'a', 5));
    expect(own.done).toEqual(['a1', 'a2', 'a3']);
    await vi.waitUntil(() => own.lanes.idle, 60_000);
    expect(own.done).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
    expect(own.turns).toEqual([3, 5]);
    expect(own.lanes.longestMs).toBe(30);
  });

  it('take turns, each in its own order', async () => {
    const own = bench();
    own.lanes.add(0, work(own, 'a', 4));
    own.lanes.add(0, work(own, 'b', 1));
    own.lanes.add(1, work(own, 'c', 3));
    await vi.waitUntil(() => own.lanes.idle, 60_000);
    expect(own.done).toEqual(['a1', 'a2', 'a3', 'c1', 'a4', 'c2', 'b1', 'c3']);
  });

  it('end a turn that has enough to tell', async () => {
    const own: Bench = bench(() => own.done.length % 2 === 0);
    own.lanes.add(0, work(own, 'a', 4));
    expect(own.done).toEqual(['a1', 'a2']);
    await vi.waitUntil(() => own.lanes.idle, 60_000);
    expect(own.turns).toEqual([2, 4]);
  });

  it('do nothing more once they have ended', async () => {
    const own = bench();
    own.lanes.add(0, work(own, 'a', 9));
    own.lanes.end();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(own.done).toHaveLength(3);
    expect(own.lanes.idle).toBe(true);
  });

  it('know how many they are', () => {
    expect(() => bench().lanes.add(2, () => true)).toThrow(/lane is 2: it must be in 0..1/);
  });
});
