// SPDX-License-Identifier: Apache-2.0
// All tiles of a tree in memory: 32 bytes an entry. For logs that come without tiles.
import { HASH_SIZE } from './hash.ts';
import { TileBuilder } from './tile-builder.ts';
import { TileHashes } from './tiles.ts';

export class MemoryTiles {
  readonly #builder = TileBuilder.empty();
  readonly #tiles = new Map<string, Uint8Array>();

  get size(): number {
    return this.#builder.size;
  }
  root(): Uint8Array {
    return this.#builder.root();
  }

  append(leafHash: Uint8Array): void {
    this.#builder.append(leafHash);
    for (const { level, n, bytes } of this.#builder.takeFull()) {
      this.#tiles.set(`${level}/${n}`, bytes);
    }
  }

  /** Of the tree as it is now. */
  hashes(): TileHashes {
    const edge = new Map(
      this.#builder.partial().map(({ level, n, bytes }) => [`${level}/${n}`, bytes.slice()]),
    );
    return new TileHashes(this.size, (level, n, width) => {
      const key = `${level}/${n}`;
      const bytes = this.#tiles.get(key) ?? edge.get(key);
      if (bytes === undefined || bytes.length < width * HASH_SIZE) {
        throw new RangeError(`there is no tile ${key} with ${width} hashes`);
      }
      return bytes;
    });
  }
}
