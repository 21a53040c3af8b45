// SPDX-License-Identifier: Apache-2.0
// Whether everything that remembers the log's head agrees: store, head file, leaf file, kernel, and
// checkpoints that somebody kept elsewhere. Pure. What may differ without anybody's doing:
// - the store is one batch ahead of the head file: power failed between the two;
// - one sink is behind the other by what was acknowledged without it, as both had it written down.
import type { Finding } from '../errors.ts';
import type { HeadRead } from '../head/head-file.ts';
import type { KernelHead } from '../head/kernel-head.ts';
import type { Damage } from '../leaf-file/frames.ts';
import { hexOf, sameHash } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/proofs.ts';
import { finding } from '../verify/finding.ts';

/** A tree whose root at some sizes is known. */
export interface KnownTree {
  readonly path: string;
  readonly size: number;
  /** Undefined for a size that was not asked for. */
  rootAt(size: number): Uint8Array | undefined;
}

export interface StoreState extends KnownTree {
  readonly previousSize: number;
  readonly leafDurable: number;
}

export interface LeafState extends KnownTree {
  readonly storeDurable: number;
  readonly damage: Damage | undefined;
}

export interface Evidence {
  readonly store: StoreState;
  /** Undefined when the file is missing. */
  readonly leaf: LeafState | undefined;
  readonly leafPath: string;
  /** Undefined when the file is missing. */
  readonly headFile: HeadRead | undefined;
  readonly headPath: string;
  /** Undefined when it was not set since boot, or nobody asked. */
  readonly kernel: KernelHead | undefined;
  /** Checkpoints kept elsewhere, whose signatures hold. */
  readonly checkpoints: readonly (TreeHead & { readonly path: string })[];
  /** Somebody has put back an older store on purpose: it is to catch up from the leaf file. */
  readonly restored: boolean;
}

/** The sizes at which roots of either sink are compared. */
export function comparedSizes(evidence: {
  readonly storeSize: number;
  readonly leafSize: number;
  readonly headFile: HeadRead | undefined;
  readonly kernel: KernelHead | undefined;
  readonly checkpoints: readonly TreeHead[];
}): number[] {
  const { storeSize, leafSize, headFile, kernel, checkpoints } = evidence;
  const head = headFile?.head?.size ?? 0;
  return [storeSize, leafSize, head, kernel?.size ?? 0, ...checkpoints.map(({ size }) => size)];
}

function differs(tree: KnownTree | undefined, { size, root }: TreeHead): boolean {
  const own = tree === undefined || size > tree.size ? undefined : tree.rootAt(size);
  return own !== undefined && !sameHash(own, root);
}

function judgeHead({ store, headFile, headPath, restored, leaf }: Evidence): Finding[] {
  if (headFile === undefined) {
    return [finding('HEAD_MISSING', { path: headPath }, 'the head file is missing')];
  }
  const { head, damagedAt } = headFile;
  if (head === undefined || damagedAt !== undefined) {
    const place = { path: headPath, offset: damagedAt };
    return [finding('HEAD_CHANGED', place, 'the head file is not what was written')];
  }
  const place = { path: headPath, index: Math.min(head.size, store.size) };
  if (head.size > store.size) {
    const covered = restored && leaf !== undefined && leaf.size >= head.size;
    const says = `the head file says ${head.size} entries, the store has ${store.size}`;
    return covered ? [] : [finding('HEAD_AHEAD', place, says)];
  }
  if (head.size < store.size && head.size !== store.previousSize) {
    const says =
      `the head file says ${head.size} entries; the store has ${store.size}, and ` +
      `${store.previousSize} before its last batch`;
    return [finding('HEAD_BEHIND', place, says)];
  }
  // Both were written by one batch; what the leaf file had may have become known since.
  const contradicts =
    head.size === store.size &&
    (head.previousSize !== store.previousSize || head.leafDurable > store.leafDurable);
  if (contradicts) {
    const says = 'the head file and the store tell different things of the same batch';
    return [finding('SINKS_DIFFER', place, says)];
  }
  return head.checkpoint !== undefined && differs(store, head.checkpoint)
    ? [finding('SINKS_DIFFER', place, 'the head file has another root than the store')]
    : [];
}

function judgeLeaf({ store, leaf, leafPath, headFile, kernel, restored }: Evidence): Finding[] {
  const durable = Math.max(
    store.leafDurable,
    headFile?.head?.leafDurable ?? 0,
    kernel?.leafDurable ?? 0,
  );
  if (leaf === undefined) {
    const says = `the leaf file is missing; it had ${durable} entries`;
    return durable === 0 ? [] : [finding('LEAVES_MISSING', { path: leafPath }, says)];
  }
  // The header was durable before the file had its name: no power cut takes it away.
  if (leaf.damage?.kind === 'changed' || leaf.damage?.offset === 0) {
    const place = { path: leafPath, index: leaf.size, offset: leaf.damage.offset };
    return [finding('FILE_CHANGED', place, `it ${leaf.damage.problem}`)];
  }
  const found: Finding[] = [];
  if (leaf.size < durable) {
    const place = { path: leafPath, index: leaf.size };
    found.push(finding('LEAVES_BEHIND', place, `it has ${leaf.size} entries, it had ${durable}`));
  }
  if (store.size < leaf.storeDurable && !restored) {
    const place = { path: store.path, index: store.size };
    const says = `it has ${store.size} entries, it had ${leaf.storeDurable}`;
    found.push(finding('STORE_BEHIND', place, says));
  }
  const common = Math.min(store.size, leaf.size);
  const ours = leaf.rootAt(common);
  const theirs = store.rootAt(common);
  if (ours === undefined || theirs === undefined || !sameHash(ours, theirs)) {
    const place = { path: leafPath, index: common };
    const says = `the first ${common} entries of leaf file and store are not the same`;
    found.push(finding('SINKS_DIFFER', place, says));
  }
  return found;
}

function judgeKernel({ store, leaf, kernel }: Evidence): Finding[] {
  if (kernel === undefined) {
    return [];
  }
  const most = Math.max(store.size, leaf?.size ?? 0);
  const place = { path: store.path, index: most };
  if (kernel.size > most || kernel.storeDurable > store.size) {
    const says =
      `the kernel holds a head of ${kernel.size} entries (${kernel.storeDurable} in the store); ` +
      `the store has ${store.size}, the leaf file ${leaf?.size ?? 0}`;
    return [finding('KERNEL_AHEAD', place, says)];
  }
  return differs(store, kernel) || differs(leaf, kernel)
    ? [
        finding(
          'KERNEL_DIFFERS',
          { ...place, index: kernel.size },
          `the kernel holds root ${hexOf(kernel.root)}`,
        ),
      ]
    : [];
}

function judgeCheckpoints({ store, leaf, checkpoints }: Evidence): Finding[] {
  const most = Math.max(store.size, leaf?.size ?? 0);
  return checkpoints.flatMap((checkpoint) => {
    const place = { path: checkpoint.path, index: Math.min(checkpoint.size, most) };
    if (checkpoint.size > most) {
      const says = `it is of ${checkpoint.size} entries, the log has ${most}`;
      return [finding('CHECKPOINT_AHEAD', place, says)];
    }
    return differs(store, checkpoint) || differs(leaf, checkpoint)
      ? [
          finding(
            'CHECKPOINT_DIFFERS',
            place,
            `its root at ${checkpoint.size} entries is another one`,
          ),
        ]
      : [];
  });
}

/** Empty when nothing speaks against going on. */
export function reconcile(evidence: Evidence): Finding[] {
  const kernel = judgeKernel(evidence);
  const restorable = evidence.restored && evidence.leaf !== undefined;
  return [
    ...judgeHead(evidence),
    ...judgeLeaf(evidence),
    ...(restorable ? kernel.filter(({ code }) => code !== 'KERNEL_AHEAD') : kernel),
    ...judgeCheckpoints(evidence),
  ];
}
