// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  type Evidence,
  type KnownTree,
  type LeafState,
  reconcile,
  type StoreState,
} from '../../../src/audit/client/reconcile.ts';
import type { Head } from '../../../src/audit/head/head-file.ts';
import {
  decodeKernelHead,
  encodeKernelHead,
  KERNEL_HEAD_SIZE,
} from '../../../src/audit/head/kernel-head.ts';

/** A tree whose root at n is n, in the log called @log. */
const rootOf = (size: number, log = 0): Uint8Array =>
  Buffer.from([log, ...Array(30).fill(0), size]);
const tree = (path: string, size: number, log = 0): KnownTree => ({
  path,
  size,
  rootAt: (at) => (at <= size ? rootOf(at, log) : undefined),
});
const head = (size: number, leafDurable = 0): Head => ({
  sequence: 1,
  size,
  previousSize: 8,
  leafDurable,
  checkpoint: undefined,
});

type Given = Omit<Partial<Evidence>, 'store' | 'leaf'> & {
  store?: Partial<StoreState>;
  leaf?: Partial<LeafState> | undefined;
};

function judge(more: Given): string[] {
  const evidence = {
    store: { ...tree('store', 10), previousSize: 8, leafDurable: 10, ...more.store },
    leaf:
      'leaf' in more && more.leaf === undefined
        ? undefined
        : { ...tree('leaves', 10), storeDurable: 10, damage: undefined, ...more.leaf },
    leafPath: 'leaves',
    headFile: { head: head(10), damagedAt: undefined },
    headPath: 'head',
    kernel: undefined,
    checkpoints: [],
    restored: false,
    ...('headFile' in more ? { headFile: more.headFile } : {}),
    ...(more.kernel === undefined ? {} : { kernel: more.kernel }),
    ...(more.checkpoints === undefined ? {} : { checkpoints: more.checkpoints }),
    ...(more.restored === undefined ? {} : { restored: more.restored }),
  };
  return reconcile(evidence).map(({ code }) => code);
}

const kernel = (size: number, storeDurable = size, leafDurable = size, log = 0) => ({
  size,
  root: rootOf(size, log),
  storeDurable,
  leafDurable,
});

describe('what may differ, and what may not', () => {
  it('E1 all the same is fine', () => {
    expect(judge({})).toEqual([]);
    expect(
      judge({ kernel: kernel(10), checkpoints: [{ path: 'c', size: 4, root: rootOf(4) }] }),
    ).toEqual([]);
  });

  it.each([
    [10, []],
    [8, []],
    [9, ['HEAD_BEHIND']],
    [7, ['HEAD_BEHIND']],
    [0, ['HEAD_BEHIND']],
    [11, ['HEAD_AHEAD']],
  ])('E2 a head of %i over a store of 10 that had 8', (size, codes) => {
    expect(judge({ headFile: { head: head(size), damagedAt: undefined } })).toEqual(codes);
  });

  it('E2 a head of the same size that tells another story', () => {
    const other = { ...head(10), previousSize: 9 };
    expect(judge({ headFile: { head: other, damagedAt: undefined } })).toEqual(['SINKS_DIFFER']);
    const more = { head: head(10, 10), damagedAt: undefined };
    expect(judge({ headFile: more, store: { leafDurable: 9 } })).toEqual(['SINKS_DIFFER']);
  });

  it('E3 a head that is missing or damaged', () => {
    expect(judge({ headFile: undefined })).toEqual(['HEAD_MISSING']);
    expect(judge({ headFile: { head: undefined, damagedAt: 0 } })).toEqual(['HEAD_CHANGED']);
    expect(judge({ headFile: { head: head(10), damagedAt: 4100 } })).toEqual(['HEAD_CHANGED']);
  });

  it('E4 a leaf file that is behind by what was acknowledged without it', () => {
    const behind = { ...tree('leaves', 6), storeDurable: 6, damage: undefined };
    expect(judge({ leaf: behind, store: { leafDurable: 6 } })).toEqual([]);
    expect(judge({ leaf: behind, store: { leafDurable: 7 } })).toEqual(['LEAVES_BEHIND']);
    const told = { head: head(8, 7), damagedAt: undefined };
    expect(judge({ leaf: behind, store: { leafDurable: 6 }, headFile: told })).toEqual([
      'LEAVES_BEHIND',
    ]);
    expect(judge({ leaf: behind, store: { leafDurable: 6 }, kernel: kernel(10, 10, 7) })).toEqual([
      'LEAVES_BEHIND',
    ]);
  });

  it('E5 a leaf file that is not there', () => {
    expect(judge({ leaf: undefined, store: { leafDurable: 0 } })).toEqual([]);
    expect(judge({ leaf: undefined })).toEqual(['LEAVES_MISSING']);
  });

  it('E6 a store that is behind by what was acknowledged without it', () => {
    const ahead = { ...tree('leaves', 14), damage: undefined };
    expect(judge({ leaf: { ...ahead, storeDurable: 10 } })).toEqual([]);
    expect(judge({ leaf: { ...ahead, storeDurable: 11 } })).toEqual(['STORE_BEHIND']);
    expect(judge({ leaf: { ...ahead, storeDurable: 11 }, restored: true })).toEqual([]);
  });

  it('E7 half a frame at the end is judged by what was acknowledged', () => {
    const short = { offset: 9, kind: 'short' as const, problem: 'ends within a frame' };
    const cut = { ...tree('leaves', 9), storeDurable: 9, damage: short };
    expect(judge({ leaf: cut, store: { leafDurable: 9 } })).toEqual([]);
    expect(judge({ leaf: cut, store: { leafDurable: 10 } })).toEqual(['LEAVES_BEHIND']);
    const changed = { ...cut, damage: { ...short, kind: 'changed' as const } };
    expect(judge({ leaf: changed, store: { leafDurable: 9 } })).toEqual(['FILE_CHANGED']);
  });

  it('E8 two logs that are not the same', () => {
    expect(judge({ leaf: tree('leaves', 10, 1) })).toEqual(['SINKS_DIFFER']);
  });

  it('E9 the kernel’s head', () => {
    expect(judge({ kernel: kernel(11, 10, 10) })).toEqual(['KERNEL_AHEAD']);
    expect(judge({ kernel: kernel(10, 10, 10, 1) })).toEqual(['KERNEL_DIFFERS']);
    expect(
      judge({ leaf: { ...tree('leaves', 14), storeDurable: 10 }, kernel: kernel(14, 11, 14) }),
    ).toEqual(['KERNEL_AHEAD']);
  });

  it('E10 checkpoints kept elsewhere', () => {
    expect(judge({ checkpoints: [{ path: 'c', size: 11, root: rootOf(11) }] })).toEqual([
      'CHECKPOINT_AHEAD',
    ]);
    expect(judge({ checkpoints: [{ path: 'c', size: 4, root: rootOf(5) }] })).toEqual([
      'CHECKPOINT_DIFFERS',
    ]);
  });

  it('E11 a restored store may be behind, but not of another log', () => {
    const older = { headFile: { head: head(14), damagedAt: undefined }, restored: true };
    expect(judge({ ...older, leaf: { ...tree('leaves', 14), storeDurable: 14 } })).toEqual([]);
    expect(judge({ ...older, leaf: { ...tree('leaves', 13), storeDurable: 13 } })).toEqual([
      'HEAD_AHEAD',
    ]);
    expect(judge({ ...older, leaf: { ...tree('leaves', 14, 1), storeDurable: 14 } })).toEqual([
      'SINKS_DIFFER',
    ]);
  });
});

describe('the head that the kernel holds', () => {
  it('E12 has 64 bytes, comes back as it went in, and is nobody else’s', () => {
    const bytes = encodeKernelHead(kernel(2 ** 40, 5, 7));
    expect(bytes.length).toBe(KERNEL_HEAD_SIZE);
    expect(decodeKernelHead(bytes)).toMatchObject({
      size: 2 ** 40,
      storeDurable: 5,
      leafDurable: 7,
    });
    expect(decodeKernelHead(new Uint8Array(64))).toBeUndefined();
    expect(decodeKernelHead(new Uint8Array(63))).toBeUndefined();
  });
});
