// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LOG_LIMITS, type LogLimits, SinkLog } from '../../../src/audit/client/log.ts';
import { parseLeaf } from '../../../src/audit/entry/leaf.ts';
import { hexOf, leafHash } from '../../../src/audit/merkle/hash.ts';
import { runs } from '../core/runs.ts';
import { entry } from './entries.ts';
import { FakeSink } from './fake-sink.ts';

const clock = { wall: () => 0, boot: () => performance.now() };

function open(limits: Partial<LogLimits> = {}, starts: readonly [number, number] = [0, 0]) {
  const before = Array.from({ length: Math.max(...starts) }, (_, i) => Buffer.from(`old ${i}`));
  const store = new FakeSink('store', before.slice(0, starts[0]));
  const leaf = new FakeSink('leaf file', before.slice(0, starts[1]));
  const told: string[] = [];
  const log = new SinkLog(
    [
      { sink: store, durable: starts[0] },
      { sink: leaf, durable: starts[1] },
    ],
    {
      clock,
      limits: { ...LOG_LIMITS, retryMs: 1, retryMaxMs: 5, ...limits },
      onSink: (name, error) => told.push(`${name} ${error === undefined ? 'back' : 'failed'}`),
      onDurable: () => undefined,
    },
  );
  onTestFinished(() => {
    store.release();
    leaf.release();
    log.end();
  });
  return { store, leaf, log, told };
}

/** Until it holds; a loaded machine may take its time. */
const soon = (check: () => void): Promise<void> =>
  vi.waitFor(check, { interval: 1, timeout: 60_000 });

const actors = ({ leaves }: FakeSink): (number | undefined)[] =>
  leaves.map((leaf) => parseLeaf(leaf).details['n'] as number | undefined);

describe('the log over its two sinks', () => {
  it('G1 gives dense indices in the order of the calls, and the hash of what both sinks have', async () => {
    const { store, leaf, log } = open();
    const receipts = await Promise.all(
      Array.from({ length: 50 }, (_, n) => log.append(entry(n), 'intent')),
    );
    await log.settled();
    expect(receipts.map(({ index }) => index)).toEqual(receipts.map((_, i) => i));
    expect(actors(store)).toEqual(receipts.map((_, i) => i));
    expect(store.leaves.map(hexOf)).toEqual(leaf.leaves.map(hexOf));
    expect(receipts.map(({ leafHash: hash }) => hash)).toEqual(
      store.leaves.map((each) => hexOf(leafHash(each))),
    );
  });

  it('is settled when one sink has everything and the other failed and does not answer now', async () => {
    const { store, leaf, log, told } = open();
    store.mood = 'fail';
    leaf.mood = 'stall';
    const receipt = log.append(entry(0), 'intent');
    await soon(() => expect(told).toContain('store failed'));
    store.mood = 'stall';
    const settled = log.settled();
    leaf.release();
    await receipt;
    await settled;
    expect([store.leaves.length, leaf.leaves.length]).toEqual([0, 1]);
  });

  it('G13 many who wait for one group are told in order, and the loop turns in between', async () => {
    const { log } = open();
    const order: number[] = [];
    const turns = new Set<number>();
    let turn = 0;
    let running = true;
    const count = (): void => {
      turn++;
      if (running) {
        setImmediate(count);
      }
    };
    setImmediate(count);
    await Promise.all(
      Array.from({ length: 1000 }, async (_, n) => {
        order.push((await log.append(entry(n), 'ordinary')).index);
        turns.add(turn);
      }),
    );
    running = false;
    expect(order).toEqual(order.map((_, i) => i));
    expect(turns.size).toBeGreaterThanOrEqual(Math.floor(1000 / 128));
  });

  it('G2 what is appended in one turn is one group', async () => {
    const { store, log } = open();
    await Promise.all([1, 2, 3, 4].map((n) => log.append(entry(n), 'ordinary')));
    await log.settled();
    expect(store.appends.map(({ count }) => count)).toEqual([4]);
  });

  it('G3 one sink is enough, and the other catches up when it is back', async () => {
    const { store, leaf, log, told } = open();
    store.mood = 'fail';
    const receipt = await log.append(entry(0), 'intent');
    expect([receipt.index, log.durable, leaf.leaves.length]).toEqual([0, true, 1]);
    await soon(() => expect(told).toEqual(['store failed']));
    store.mood = 'good';
    await soon(() => expect(store.leaves.length).toBe(1));
    await soon(() => expect(told).toEqual(['store failed', 'store back']));
  });

  it('G3 a sink that stands still stops nobody', async () => {
    const { store, leaf, log } = open({ stallMs: 20 });
    store.mood = 'stall';
    const indices: number[] = [];
    for (let n = 0; n < 30; n++) {
      indices.push((await log.append(entry(n), 'intent')).index);
    }
    expect(indices.at(-1)).toBe(29);
    await soon(() => expect(log.status()[0]?.able).toBe(false));
    expect([leaf.leaves.length, store.leaves.length, log.durable]).toEqual([30, 0, true]);
    store.release();
    await log.settled();
    expect(actors(store)).toEqual(indices);
  });

  it('G4 with no sink left an intent is refused, and durable says so', async () => {
    const { store, leaf, log } = open();
    store.mood = 'fail';
    leaf.mood = 'fail';
    await expect(log.append(entry(0), 'intent')).rejects.toMatchObject({
      code: 'ERR_DSMIL_AUDIT_UNAVAILABLE',
      effect: 'later',
      message: expect.stringMatching(
        /store: store fails; leaf file: leaf file fails.* is written when/,
      ),
    });
    expect(log.durable).toBe(false);
    await expect(log.append(entry(1), 'intent')).rejects.toMatchObject({
      code: 'ERR_DSMIL_AUDIT_UNAVAILABLE',
      effect: 'none',
      message: expect.stringMatching(/this was not recorded/),
    });
    // The one that was under way keeps its index; the one that was refused at once never had one.
    store.mood = 'good';
    leaf.mood = 'good';
    await soon(() => expect(log.durable).toBe(true));
    await log.append(entry(2), 'intent');
    await log.settled();
    expect(actors(store)).toEqual([0, 2]);
    expect(actors(leaf)).toEqual([0, 2]);
  });

  it('G4 both sinks standing still count as none', async () => {
    const { store, leaf, log } = open({ stallMs: 10 });
    store.mood = 'stall';
    leaf.mood = 'stall';
    const first = log.append(entry(0), 'intent');
    await soon(() => expect(log.durable).toBe(false));
    await expect(log.append(entry(1), 'intent')).rejects.toMatchObject({
      code: 'ERR_DSMIL_AUDIT_UNAVAILABLE',
      effect: 'none',
    });
    const stop = log.append(entry(2), 'stop');
    leaf.release();
    expect([(await first).index, (await stop).index]).toEqual([0, 1]);
  });

  it.each([
    ['stand still', 'stall'],
    ['fail', 'fail'],
  ] as const)(
    'G14 what has happened while both sinks %s is in the log when one is back, in its order',
    async (_, mood) => {
      const { store, leaf, log } = open({ stallMs: 10 });
      store.mood = mood;
      leaf.mood = mood;
      // Whoever waits is told of a sink that failed; the entry stays.
      const append = async (n: number): Promise<unknown> =>
        await log.append(entry(n), 'ordinary').catch((error: unknown) => error);
      const first = append(0);
      await soon(() => expect(log.durable).toBe(false));
      const others = [append(1), append(2)];
      store.release();
      leaf.release();
      await Promise.all([first, ...others]);
      await soon(() =>
        expect([actors(store), actors(leaf)]).toEqual([
          [0, 1, 2],
          [0, 1, 2],
        ]),
      );
      expect((await log.append(entry(3), 'intent')).index).toBe(3);
    },
  );

  it('G5 what waits is bounded; a stop is taken beyond the bound, and marked as one', async () => {
    const { store, leaf, log } = open({ waitingBytes: 1000, keptBytes: 0, stopBytes: 10_000 });
    store.mood = 'stall';
    leaf.mood = 'stall';
    const ends: string[] = [];
    for (let n = 0; n < 20; n++) {
      log.append(entry(n), 'ordinary').then(
        () => ends.push('taken'),
        (error: { code: string }) => ends.push(error.code),
      );
    }
    const stop = log.append(entry(100), 'stop');
    leaf.release();
    const { index } = await stop;
    await soon(() => expect(ends.length).toBe(20));
    const taken = ends.filter((end) => end === 'taken').length;
    expect(taken).toBeGreaterThan(2);
    expect(taken).toBeLessThan(10);
    expect(ends.filter((end) => end === 'ERR_DSMIL_AUDIT_FULL').length).toBe(20 - taken);
    expect(index).toBe(taken);
    expect(leaf.appends.some((append) => append.stop)).toBe(true);
  });

  it('G7 a sink that begins behind fetches from the other', async () => {
    const { store, leaf, log } = open({ groupBytes: 40 }, [3, 40]);
    await log.settled();
    expect([store.leaves.length, leaf.leaves.length]).toEqual([40, 40]);
    expect((await log.append(entry(7), 'intent')).index).toBe(40);
  });

  it('G8 each sink is told what the other has', async () => {
    const { store, leaf, log } = open();
    await log.append(entry(0), 'intent');
    await log.settled();
    await log.append(entry(1), 'intent');
    await log.settled();
    expect(store.appends.at(-1)?.other).toBeGreaterThanOrEqual(1);
    expect(leaf.appends.at(-1)?.other).toBeGreaterThanOrEqual(1);
  });

  it('G9 an entry that cannot be recorded has no index, and the others go on', async () => {
    const { store, log } = open();
    await expect(log.append(entry(0, { kind: 'a b' }), 'intent')).rejects.toMatchObject({
      field: 'kind',
    });
    expect((await log.append(entry(1), 'intent')).index).toBe(0);
    await log.settled();
    expect(actors(store)).toEqual([1]);
  });

  it('G10 a closed log takes nothing, and says so', async () => {
    const { log } = open();
    log.end();
    expect(log.durable).toBe(false);
    await expect(log.append(entry(0), 'stop')).rejects.toMatchObject({
      code: 'ERR_DSMIL_AUDIT_CLOSED',
      effect: 'none',
    });
  });

  it('G10 a closed log does not say that what was on its way is not recorded', async () => {
    const { store, leaf, log } = open();
    store.mood = 'stall';
    leaf.mood = 'stall';
    const underWay = log.append(entry(0), 'intent');
    await new Promise((resolve) => setImmediate(resolve));
    log.end();
    await expect(underWay).rejects.toMatchObject({
      code: 'ERR_DSMIL_AUDIT_CLOSED',
      effect: 'unknown',
    });
    leaf.release();
    await soon(() => expect(actors(leaf)).toEqual([0]));
  });
});

describe('under faults', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      do: fc.constant('mood' as const),
      sink: fc.constantFrom('store' as const, 'leaf' as const),
      mood: fc.constantFrom('good' as const, 'fail' as const, 'lie' as const, 'stall' as const),
    }),
    fc.record({ do: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 6 }) }),
  );

  async function turns(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('G6 who was told has its entry at its index in both sinks in the end; the two never differ', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.constantFrom(1, 300, 1 << 20),
        async (steps, keptBytes) => {
          const { sinks, log } = openPlain({ keptBytes, groupBytes: 500 });
          const told: { n: number; index: number }[] = [];
          const settled: Promise<void>[] = [];
          const append = async (n: number): Promise<void> => {
            try {
              told.push({ n, index: (await log.append(entry(n), 'ordinary')).index });
            } catch (error) {
              expect(error).toMatchObject({ code: 'ERR_DSMIL_AUDIT_UNAVAILABLE' });
            }
          };
          for (const each of steps) {
            if (each.do === 'append') {
              for (let i = 0; i < each.count; i++) {
                settled.push(append(settled.length));
              }
            } else if (each.do === 'turns') {
              await turns(each.count);
            } else {
              sinks[each.sink].release();
              sinks[each.sink].mood = each.mood;
            }
          }
          sinks.store.release();
          sinks.leaf.release();
          await Promise.all(settled);
          await soon(() =>
            expect([sinks.store.leaves.length, sinks.leaf.leaves.length]).toEqual([
              log.size,
              log.size,
            ]),
          );
          expect(sinks.store.leaves.map(hexOf)).toEqual(sinks.leaf.leaves.map(hexOf));
          const kept = actors(sinks.store);
          for (const { n, index } of told) {
            expect(kept[index]).toBe(n);
          }
          // All of it, in the order of the calls: what has happened is not refused.
          expect(kept).toEqual(settled.map((_, n) => n));
          log.end();
        },
      ),
      runs(60),
    );
  });
});

function openPlain(limits: Partial<LogLimits>) {
  const store = new FakeSink('store');
  const leaf = new FakeSink('leaf file');
  const log = new SinkLog(
    [
      { sink: store, durable: 0 },
      { sink: leaf, durable: 0 },
    ],
    {
      clock,
      limits: { ...LOG_LIMITS, retryMs: 1, retryMaxMs: 3, ...limits },
      onSink: () => undefined,
      onDurable: () => undefined,
    },
  );
  return { sinks: { store, leaf }, log };
}
