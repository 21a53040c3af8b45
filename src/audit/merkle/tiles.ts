// SPDX-License-Identifier: Apache-2.0
// The tree cut into tiles as C2SP tlog-tiles has it: 256 hashes each, a tile's hash being one hash of
// the level above. Only full tiles count there.
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { HASH_SIZE, nodeHash } from './hash.ts';

export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
export const TILE_SIZE = TILE_WIDTH * HASH_SIZE;

export interface Tile {
  readonly level: number;
  /** Its place in the level. */
  readonly n: number;
  /** How many hashes it has {range 1..256}; the rest of the bytes mean nothing. */
  readonly width: number;
  readonly bytes: Uint8Array;
}

/** How many hashes a level has in a tree of @size leaves. */
export function levelSize(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** 256 when full, 0 when the tree does not reach it. */
export function tileWidth(level: number, n: number, size: number): number {
  return Math.min(TILE_WIDTH, Math.max(0, levelSize(level, size) - n * TILE_WIDTH));
}

/** The levels that a tree of @size leaves has tiles in. */
export function levelCount(size: number): number {
  let levels = 0;
  while (levelSize(levels, size) > 0) {
    levels++;
  }
  return levels;
}

/** Every tile of a tree, the right edge as partial ones. */
export function* tilesOf(size: number): Generator<{ level: number; n: number; width: number }> {
  for (let level = 0; level < levelCount(size); level++) {
    for (let n = 0; n * TILE_WIDTH < levelSize(level, size); n++) {
      yield { level, n, width: tileWidth(level, n, size) };
    }
  }
}

/** x001/x234/067 for 1234067, and .p/7 behind it for a partial tile. */
export function tilePath(level: number | 'entries', n: number, width = TILE_WIDTH): string {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0');
  const parts = (digits.match(/\d{3}/g) ?? []).map((part, i, all) =>
    i === all.length - 1 ? part : `x${part}`,
  );
  return `tile/${level}/${parts.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Gives at least the first @width hashes of a tile; throws when it has not got them. */
export type TileReader = (level: number, n: number, width: number) => Uint8Array;

/** The roots of complete subtrees: what proofs are made of. */
export class TileHashes {
  readonly #size: number;
  readonly #read: TileReader;

  constructor(size: number, read: TileReader) {
    this.#size = size;
    this.#read = read;
  }

  get size(): number {
    return this.#size;
  }

  /** Of the leaves @index · 2^@height to (@index + 1) · 2^@height. */
  hashAt(height: number, index: number): Uint8Array {
    const end = (index + 1) * 2 ** height;
    if (end > this.#size) {
      throw new InvalidArgumentError('index', end - 1, `below the tree's size, ${this.#size}`);
    }
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const n = Math.floor(first / TILE_WIDTH);
    const at = first % TILE_WIDTH;
    const tile = this.#read(level, n, at + count);
    const hashes = Array.from({ length: count }, (_, i) =>
      tile.subarray((at + i) * HASH_SIZE, (at + i + 1) * HASH_SIZE),
    );
    return completeRoot(hashes);
  }
}

/** Of a power of two of hashes. */
export function completeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let row = [...hashes];
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) {
      above.push(nodeHash(row[i] as Uint8Array, row[i + 1] as Uint8Array));
    }
    row = above;
  }
  return row[0] as Uint8Array;
}
