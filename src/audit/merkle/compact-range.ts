// SPDX-License-Identifier: Apache-2.0
// A tree that only grows, kept as the roots of its largest complete subtrees: one for each bit of
// its size. To append costs one hash on average and no memory.
import { EMPTY_ROOT, HASH_SIZE, nodeHash } from './hash.ts';

/** Told of each complete subtree as it is completed; 0 is a leaf. */
export type NodeListener = (height: number, hash: Uint8Array) => void;

export class CompactRange {
  #size: number;
  /** The largest first. */
  readonly #roots: Uint8Array[];

  /** @roots as roots() gave them for that @size. */
  constructor(size = 0, roots: readonly Uint8Array[] = []) {
    if (!Number.isSafeInteger(size) || size < 0 || roots.length !== ones(size)) {
      throw new RangeError(
        `a tree of ${size} leaves has ${ones(size)} complete subtrees, not ${roots.length}`,
      );
    }
    if (roots.some((root) => root.length !== HASH_SIZE)) {
      throw new RangeError(`a root has ${HASH_SIZE} bytes`);
    }
    this.#size = size;
    this.#roots = [...roots];
  }

  get size(): number {
    return this.#size;
  }

  /** The hashes themselves are never changed, so they are shared. */
  roots(): readonly Uint8Array[] {
    return [...this.#roots];
  }

  clone(): CompactRange {
    return new CompactRange(this.#size, this.#roots);
  }

  append(leaf: Uint8Array, completed?: NodeListener): void {
    completed?.(0, leaf);
    let hash = leaf;
    let height = 0;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      // A set bit is a subtree on the stack.
      hash = nodeHash(this.#roots.pop() as Uint8Array, hash);
      height++;
      completed?.(height, hash);
    }
    this.#roots.push(hash);
    this.#size++;
  }

  root(): Uint8Array {
    return this.#roots.length === 0
      ? EMPTY_ROOT
      : this.#roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    count += rest % 2;
  }
  return count;
}
