// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WriteClass, WriteUnit } from '../../../src/store/contract.ts';
import { StoreArgumentError, StoreBusyError } from '../../../src/store/errors.ts';
import { LIMITS, type StoreLimits } from '../../../src/store/options.ts';
import { WriteQueue } from '../../../src/store/queue.ts';
import { runs } from '../core/runs.ts';

function limits(some: Partial<StoreLimits>): StoreLimits {
  const defaults = Object.entries(LIMITS).map(([name, range]) => [name, range.default]);
  return { ...Object.fromEntries(defaults), ...some } as StoreLimits;
}

function unit(writeClass: WriteClass, argument: unknown = null): WriteUnit {
  return { writeClass, commands: [{ module: 'm', name: 'c', argument }] };
}

function owners(entries: readonly { readonly owner: string }[]): string[] {
  return entries.map((entry) => entry.owner);
}

/** A queue and an account of it of its own. */
class Bench {
  readonly queue: WriteQueue<number>;
  readonly admitted = { stop: 0, normal: 0 };
  /** Calls in the order in which they were taken, by lane. */
  readonly seen = { stop: [] as number[], normal: [] as number[] };
  readonly #underWay: ReturnType<WriteQueue<number>['take']>[] = [];

  constructor(queue: WriteQueue<number>) {
    this.queue = queue;
  }

  take(): void {
    const batch = this.queue.take();
    this.#underWay.push(batch);
    for (const { load, owner } of batch) {
      this.seen[load.stop.units > 0 ? 'stop' : 'normal'].push(owner);
    }
  }

  release(): void {
    for (const entry of this.#underWay.shift() ?? []) {
      this.queue.release(entry);
      this.admitted.stop -= entry.load.stop.units;
      this.admitted.normal -= entry.load.normal.units;
    }
  }

  admit(classes: readonly WriteClass[], owner: number): void {
    const units = classes.map((writeClass) => unit(writeClass));
    const refused = this.queue.admit(units, owner);
    classes.forEach((writeClass, place) => {
      if (refused[place] === undefined) {
        this.admitted[writeClass === 'stop' ? 'stop' : 'normal'] += 1;
      }
    });
  }
}

describe('the queue', () => {
  it('refuses normal units when it is full, and still takes as many stop units as have room', () => {
    const queue = new WriteQueue<string>(limits({ queueUnits: 2, stopUnits: 1 }));
    expect(queue.admit([unit('normal'), unit('normal')], 'a')).toEqual([undefined, undefined]);
    expect(queue.admit([unit('normal')], 'b')).toEqual([expect.any(StoreBusyError)]);
    expect(queue.admit([unit('prune')], 'c')).toEqual([expect.any(StoreBusyError)]);
    expect(queue.admit([unit('stop')], 'd')).toEqual([undefined]);
    expect(queue.admit([unit('stop')], 'e')).toEqual([expect.any(StoreBusyError)]);
    expect(owners(queue.take())).toEqual(['d', 'a']);
  });

  it('keeps nothing of what was taken and released', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const queue = new WriteQueue<string>(limits({}));
    const written = Array.from({ length: 20 }, (_, n) => {
      const one = unit('normal', { n });
      queue.admit([one], `${n}`);
      return new WeakRef(one);
    });
    for (const entry of queue.take()) {
      queue.release(entry);
    }
    // Within the turn that made a weak reference, what it points to stays.
    await setImmediate();
    collect();
    expect(written.filter((one) => one.deref() !== undefined).length).toBeLessThan(2);
    queue.admit([unit('normal')], 'next');
    expect(owners(queue.take())).toEqual(['next']);
  });

  it('counts what is under way until it is released', () => {
    const queue = new WriteQueue<string>(limits({ queueUnits: 1 }));
    queue.admit([unit('normal')], 'a');
    const [entry] = queue.take();
    expect(queue.waiting).toBe(0);
    expect(queue.admit([unit('normal')], 'b')).toEqual([expect.any(StoreBusyError)]);
    if (entry !== undefined) {
      queue.release(entry);
    }
    expect(queue.admit([unit('normal')], 'b')).toEqual([undefined]);
  });

  it('counts bytes as well', () => {
    const queue = new WriteQueue<string>(limits({ queueBytes: 4096 }));
    expect(queue.admit([unit('normal', 'x'.repeat(1500))], 'a')).toEqual([undefined]);
    expect(queue.admit([unit('normal', 'x'.repeat(1500))], 'b')).toEqual([
      expect.objectContaining({ code: 'ERR_DSMIL_STORE_BUSY', units: 1 }),
    ]);
  });

  it('takes the stop units of a call whose normal ones it refuses, and says which is which', () => {
    const queue = new WriteQueue<string>(limits({ queueUnits: 1 }));
    const full = new Error('full');
    const call = [unit('normal'), unit('stop'), unit('normal')];
    expect(queue.admit(call, 'a')).toEqual([
      expect.any(StoreBusyError),
      undefined,
      expect.any(StoreBusyError),
    ]);
    expect(queue.admit([unit('normal'), unit('prune'), unit('stop')], 'b', full)).toEqual([
      full,
      undefined,
      undefined,
    ]);
    expect(queue.take().map((entry) => entry.units.length)).toEqual([1, 2]);
  });

  it('never splits a call, and gives one that is larger than a batch a batch of its own', () => {
    const queue = new WriteQueue<string>(limits({ batchUnits: 3 }));
    queue.admit(new Array<WriteUnit>(5).fill(unit('normal')), 'large');
    queue.admit([unit('normal'), unit('normal')], 'a');
    queue.admit([unit('normal'), unit('normal')], 'b');
    expect([
      owners(queue.take()),
      owners(queue.take()),
      owners(queue.take()),
      queue.take(),
    ]).toEqual([['large'], ['a'], ['b'], []]);
  });

  it('refuses what no thread could be given, and keeps nothing of that call', () => {
    const queue = new WriteQueue<string>(limits({}));
    const bad = [
      unit('normal', () => 1),
      unit('normal', { deep: [Symbol('x')] }),
      unit('urgent' as WriteClass),
      { writeClass: 'normal', commands: 'add' } as unknown as WriteUnit,
    ];
    for (const one of bad) {
      expect(() => queue.admit([unit('normal'), one], 'a')).toThrow(StoreArgumentError);
    }
    expect([queue.waiting, queue.taken.normal.units]).toEqual([0, 0]);
  });

  it('keeps its bounds, its order, and its count, whatever comes', () => {
    const bounds = limits({ queueUnits: 10, stopUnits: 4, batchUnits: 5 });
    const step = fc.oneof(
      fc.array(fc.constantFrom<WriteClass>('stop', 'normal', 'prune'), { maxLength: 4 }),
      fc.constant('take' as const),
      fc.constant('release' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bench = new Bench(new WriteQueue<number>(bounds));
        steps.forEach((one, number) => {
          if (one === 'take') {
            bench.take();
          } else if (one === 'release') {
            bench.release();
          } else {
            bench.admit(one, number);
          }
          const { admitted, queue } = bench;
          expect(queue.taken).toMatchObject({
            stop: { units: admitted.stop },
            normal: { units: admitted.normal },
          });
          expect(admitted.stop).toBeLessThanOrEqual(4);
          expect(admitted.normal).toBeLessThanOrEqual(10);
        });
        for (const order of Object.values(bench.seen)) {
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
      }),
      runs(300),
    );
  });
});
