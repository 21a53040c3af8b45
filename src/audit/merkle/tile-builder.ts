// SPDX-License-Identifier: Apache-2.0
// Grows the tree and its tiles together. A batch is tried on a clone, which replaces the original
// only when it is durable: there is nothing to undo.
import { CompactRange } from './compact-range.ts';
import { HASH_SIZE } from './hash.ts';
import {
  levelCount,
  levelSize,
  TILE_HEIGHT,
  TILE_SIZE,
  TILE_WIDTH,
  type Tile,
  TileHashes,
  type TileReader,
  tileWidth,
} from './tiles.ts';

interface Edge {
  n: number;
  width: number;
  /** Shared with clones as long as nobody writes to it. */
  bytes: Uint8Array;
  owned: boolean;
}

export class TileBuilder {
  readonly #range: CompactRange;
  /** The tile that grows, by level. */
  readonly #edges: Edge[];
  #full: Tile[] = [];

  private constructor(range: CompactRange, edges: Edge[]) {
    this.#range = range;
    this.#edges = edges;
  }

  static empty(): TileBuilder {
    return new TileBuilder(new CompactRange(), []);
  }

  /** A tree whose tiles are kept elsewhere. */
  static load(size: number, read: TileReader): TileBuilder {
    const hashes = new TileHashes(size, read);
    const roots: Uint8Array[] = [];
    let start = 0;
    for (let height = Math.floor(Math.log2(Math.max(1, size))) + 1; height >= 0; height--) {
      const span = 2 ** height;
      if (Math.floor(size / span) % 2 === 1) {
        roots.push(Uint8Array.from(hashes.hashAt(height, start / span)));
        start += span;
      }
    }
    const edges: Edge[] = [];
    for (let level = 0; level < levelCount(size); level++) {
      const n = Math.floor(levelSize(level, size) / TILE_WIDTH);
      const width = tileWidth(level, n, size);
      const bytes = new Uint8Array(TILE_SIZE);
      if (width > 0) {
        bytes.set(read(level, n, width).subarray(0, width * HASH_SIZE));
      }
      edges.push({ n, width, bytes, owned: true });
    }
    return new TileBuilder(new CompactRange(size, roots), edges);
  }

  get size(): number {
    return this.#range.size;
  }

  root(): Uint8Array {
    return this.#range.root();
  }

  frontier(): readonly Uint8Array[] {
    return this.#range.roots();
  }

  clone(): TileBuilder {
    for (const edge of this.#edges) {
      edge.owned = false;
    }
    return new TileBuilder(
      this.#range.clone(),
      this.#edges.map((edge) => ({ ...edge })),
    );
  }

  append(leafHash: Uint8Array): void {
    this.#range.append(leafHash, (height, hash) => {
      if (height % TILE_HEIGHT === 0) {
        this.#push(height / TILE_HEIGHT, hash);
      }
    });
  }

  #push(level: number, hash: Uint8Array): void {
    let edge = this.#edges[level];
    if (edge === undefined) {
      edge = { n: 0, width: 0, bytes: new Uint8Array(TILE_SIZE), owned: true };
      this.#edges[level] = edge;
    }
    if (!edge.owned) {
      edge.bytes = edge.bytes.slice();
      edge.owned = true;
    }
    edge.bytes.set(hash, edge.width * HASH_SIZE);
    edge.width++;
    if (edge.width === TILE_WIDTH) {
      this.#full.push({ level, n: edge.n, width: TILE_WIDTH, bytes: edge.bytes });
      edge.n++;
      edge.width = 0;
      edge.bytes = new Uint8Array(TILE_SIZE);
    }
  }

  /** The tiles that became full since this was asked before. */
  takeFull(): readonly Tile[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** The tiles that are not full. */
  partial(): readonly Tile[] {
    return this.#edges
      .map(({ n, width, bytes }, level) => ({
        level,
        n,
        width,
        bytes: bytes.subarray(0, width * HASH_SIZE),
      }))
      .filter(({ width }) => width > 0);
  }
}
