// SPDX-License-Identifier: Apache-2.0
// Inclusion and consistency proofs: made as RFC 6962, sections 2.1.1 and 2.1.2 define them, checked
// as RFC 9162, sections 2.1.3.2 and 2.1.4.2 describe. Sizes go to 2^53, so that no bit operators are used.
import { checkInteger } from '../../core/model/check.ts';
import { EMPTY_ROOT, nodeHash, sameHash } from './hash.ts';

type Hashes = readonly Uint8Array[];

/** Where the roots of complete subtrees come from; TileHashes is one. */
export interface TreeHashes {
  readonly size: number;
  /** Of the leaves @index · 2^@height to (@index + 1) · 2^@height. */
  hashAt(height: number, index: number): Uint8Array;
}

/** The largest power of two below @n. {range of @n: from 2} */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}

/** MTH(D[begin:end]). */
function rangeRoot(tree: TreeHashes, begin: number, end: number): Uint8Array {
  const n = end - begin;
  const height = Math.round(Math.log2(n));
  if (2 ** height === n && begin % n === 0) {
    return tree.hashAt(height, begin / n);
  }
  const k = split(n);
  return nodeHash(rangeRoot(tree, begin, begin + k), rangeRoot(tree, begin + k, end));
}

/** The root when the tree had @size leaves. InvalidArgumentError when it never had so many. */
export function rootAt(tree: TreeHashes, size: number): Uint8Array {
  checkInteger(size, 'size', 0, tree.size);
  return size === 0 ? EMPTY_ROOT : rangeRoot(tree, 0, size);
}

/** That the leaf at @index is in the tree of @size leaves. */
export function inclusionProof(tree: TreeHashes, index: number, size: number): Uint8Array[] {
  checkInteger(size, 'size', 1, tree.size);
  checkInteger(index, 'index', 0, size - 1);
  const path = (begin: number, end: number): Uint8Array[] => {
    const n = end - begin;
    if (n === 1) {
      return [];
    }
    const middle = begin + split(n);
    return index < middle
      ? [...path(begin, middle), rangeRoot(tree, middle, end)]
      : [...path(middle, end), rangeRoot(tree, begin, middle)];
  };
  return path(0, size);
}

/** That the tree of @second leaves begins with the tree of @first. */
export function consistencyProof(tree: TreeHashes, first: number, second: number): Uint8Array[] {
  checkInteger(second, 'second', 0, tree.size);
  checkInteger(first, 'first', 0, second);
  if (first === 0 || first === second) {
    return [];
  }
  const subproof = (begin: number, end: number, complete: boolean): Uint8Array[] => {
    if (first === end) {
      return complete ? [] : [rangeRoot(tree, begin, end)];
    }
    const middle = begin + split(end - begin);
    return first <= middle
      ? [...subproof(begin, middle, complete), rangeRoot(tree, middle, end)]
      : [...subproof(middle, end, false), rangeRoot(tree, begin, middle)];
  };
  return subproof(0, second, true);
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;
const natural = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** The root that @proof leads to from @leaf; undefined when it has the wrong length. */
export function rootOfInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: Hashes,
): Uint8Array | undefined {
  if (!natural(index) || !natural(size) || index >= size) {
    return undefined;
  }
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0) {
      return undefined;
    }
    if (odd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 ? hash : undefined;
}

export function inclusionHolds(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: Hashes,
  root: Uint8Array,
): boolean {
  const found = rootOfInclusion(leaf, index, size, proof);
  return found !== undefined && sameHash(found, root);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the tree of @second begins with the tree of @first. */
export function consistencyHolds(first: TreeHead, second: TreeHead, proof: Hashes): boolean {
  if (!natural(first.size) || !natural(second.size) || first.size > second.size) {
    return false;
  }
  if (first.size === second.size) {
    return proof.length === 0 && sameHash(first.root, second.root);
  }
  if (first.size === 0) {
    return proof.length === 0 && sameHash(first.root, EMPTY_ROOT);
  }
  return longerHolds(first, second, proof);
}

function longerHolds(first: TreeHead, second: TreeHead, proof: Hashes): boolean {
  // A complete first tree is itself the proof's first node.
  const complete = 2 ** Math.round(Math.log2(first.size)) === first.size;
  const [start, ...rest] = complete ? [first.root, ...proof] : proof;
  if (start === undefined) {
    return false;
  }
  let fn = first.size - 1;
  let sn = second.size - 1;
  while (odd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  let old = start;
  let now = start;
  for (const hash of rest) {
    if (sn === 0) {
      return false;
    }
    if (odd(fn) || fn === sn) {
      old = nodeHash(hash, old);
      now = nodeHash(hash, now);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      now = nodeHash(now, hash);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(old, first.root) && sameHash(now, second.root);
}
