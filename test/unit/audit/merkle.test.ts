// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompactRange } from '../../../src/audit/merkle/compact-range.ts';
import { HASH_SIZE, leafHash } from '../../../src/audit/merkle/hash.ts';
import { MemoryTiles } from '../../../src/audit/merkle/memory-tiles.ts';
import {
  consistencyHolds,
  consistencyProof,
  inclusionHolds,
  inclusionProof,
  rootAt,
  type TreeHashes,
} from '../../../src/audit/merkle/proofs.ts';
import { TileBuilder } from '../../../src/audit/merkle/tile-builder.ts';
import { type Tile, tilePath, tilesOf } from '../../../src/audit/merkle/tiles.ts';
import { runs } from '../core/runs.ts';
import { mth, path, proof } from './naive.ts';

const leaf = (i: number): Buffer => Buffer.from(`leaf ${i}`);
const LEAVES = Array.from({ length: 700 }, (_, i) => leaf(i));

function treeOf(leaves: readonly Uint8Array[]): MemoryTiles {
  const tiles = new MemoryTiles();
  for (const each of leaves) {
    tiles.append(leafHash(each));
  }
  return tiles;
}

/** So that all proofs of a test share their work. */
function remembering(tree: TreeHashes): TreeHashes {
  const known = new Map<string, Uint8Array>();
  return {
    size: tree.size,
    hashAt: (height, index) => {
      const name = `${height}/${index}`;
      const hash = known.get(name) ?? tree.hashAt(height, index);
      known.set(name, hash);
      return hash;
    },
  };
}

const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  const at = (bit >> 3) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

describe('the tree', () => {
  // The vectors that RFC 6962 implementations share: certificate-transparency's own leaves.
  it('T1 has the roots that other implementations have', () => {
    const data = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const tree = new CompactRange();
    roots.forEach((root, i) => {
      tree.append(leafHash(Buffer.from(data[i] ?? '', 'hex')));
      expect(Buffer.from(tree.root()).toString('hex')).toBe(root);
    });
  });

  it('T1 has the root that the naive one has, whatever the leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 80 }), (leaves) => {
        const tree = treeOf(leaves);
        expect(Buffer.from(tree.root())).toEqual(mth(leaves));
        expect(Buffer.from(rootAt(tree.hashes(), leaves.length))).toEqual(mth(leaves));
      }),
      runs(200),
    );
  });

  it('T2 is the same in any batching, through stores of its tiles, and tries that are given up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300 }), { maxLength: 6 }), (batches) => {
        const stored = new Map<string, Uint8Array>();
        const read = (level: number, n: number): Uint8Array =>
          stored.get(`${level}/${n}`) ?? new Uint8Array(0);
        let tree = TileBuilder.empty();
        for (const count of batches) {
          const given = tree.clone();
          given.append(leafHash(leaf(-1)));
          const next = tree.clone();
          for (let i = 0; i < count; i++) {
            next.append(leafHash(leaf(next.size)));
          }
          const keep = (tile: Tile): void => {
            stored.set(`${tile.level}/${tile.n}`, Uint8Array.from(tile.bytes));
          };
          next.takeFull().forEach(keep);
          next.partial().forEach(keep);
          tree = TileBuilder.load(next.size, read);
        }
        const size = batches.reduce((sum, count) => sum + count, 0);
        const whole = Array.from({ length: size }, (_, i) => leaf(i));
        expect(tree.size).toBe(size);
        expect(Buffer.from(tree.root())).toEqual(mth(whole));
        const tiles = [...tilesOf(size)].map(({ level, n, width }) => [`${level}/${n}`, width]);
        expect([...stored].map(([name, bytes]) => [name, bytes.length / HASH_SIZE]).sort()).toEqual(
          tiles.sort(),
        );
      }),
      runs(60),
    );
  });
});

describe('inclusion', () => {
  it('T3 proofs are the naive ones, and hold, for every entry of every size up to 40', () => {
    const tree = treeOf(LEAVES.slice(0, 40)).hashes();
    for (let size = 1; size <= 40; size++) {
      const root = mth(LEAVES.slice(0, size));
      for (let index = 0; index < size; index++) {
        const own = inclusionProof(tree, index, size);
        expect(own.map((hash) => Buffer.from(hash))).toEqual(path(index, LEAVES.slice(0, size)));
        expect(inclusionHolds(leafHash(leaf(index)), index, size, own, root)).toBe(true);
      }
    }
  });

  it('T4 holds for nothing else: another leaf, index, size, root, or a changed, shortened, lengthened proof', () => {
    const tree = remembering(treeOf(LEAVES).hashes());
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 700 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('leaf', 'index', 'root', 'hash', 'drop', 'more'),
        (size, indexSeed, seed, what) => {
          const index = indexSeed % size;
          const own = inclusionProof(tree, index, size);
          const root = rootAt(tree, size);
          const at = seed % own.length;
          const changed = {
            leaf: { leaf: flip(leafHash(leaf(index)), seed) },
            index: { index: (index + 1 + (seed % (size - 1))) % size },
            root: { root: flip(root, seed) },
            hash: { proof: own.map((hash, i) => (i === at ? flip(hash, seed) : hash)) },
            drop: { proof: own.filter((_, i) => i !== at) },
            more: { proof: [...own, own[at] ?? root] },
          }[what];
          const all = { leaf: leafHash(leaf(index)), index, size, proof: own, root, ...changed };
          expect(inclusionHolds(all.leaf, all.index, all.size, all.proof, all.root)).toBe(false);
        },
      ),
      runs(500),
    );
  });
});

describe('consistency', () => {
  it('T5 proofs hold between all sizes up to 200', () => {
    const tree = remembering(treeOf(LEAVES.slice(0, 200)).hashes());
    const roots = Array.from({ length: 201 }, (_, size) => rootAt(tree, size));
    const head = (size: number) => ({ size, root: roots[size] ?? new Uint8Array(0) });
    for (let second = 0; second <= 200; second++) {
      for (let first = 0; first <= second; first++) {
        const own = consistencyProof(tree, first, second);
        if (!consistencyHolds(head(first), head(second), own)) {
          expect.fail(`from ${first} to ${second}`);
        }
      }
    }
  });

  it('T5 proofs are the naive ones', () => {
    const tree = remembering(treeOf(LEAVES.slice(0, 40)).hashes());
    for (let second = 1; second <= 40; second++) {
      for (let first = 1; first <= second; first++) {
        const own = consistencyProof(tree, first, second).map((hash) => Buffer.from(hash));
        expect(own).toEqual(proof(first, LEAVES.slice(0, second)));
      }
    }
  });

  it('T6 holds for no log that was rewritten before the older size', () => {
    const tree = remembering(treeOf(LEAVES).hashes());
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 699 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('old', 'new', 'hash', 'drop'),
        (first, secondSeed, seed, what) => {
          const second = first + 1 + (secondSeed % (700 - first));
          const own = consistencyProof(tree, first, second);
          const at = seed % own.length;
          const old = rootAt(tree, first);
          const now = rootAt(tree, second);
          const proofs = {
            old: own,
            new: own,
            hash: own.map((hash, i) => (i === at ? flip(hash, seed) : hash)),
            drop: own.filter((_, i) => i !== at),
          }[what];
          const from = { size: first, root: what === 'old' ? flip(old, seed) : old };
          const to = { size: second, root: what === 'new' ? flip(now, seed) : now };
          expect(consistencyHolds(from, to, proofs)).toBe(false);
        },
      ),
      runs(500),
    );
  });
});

describe('tile paths', () => {
  it.each([
    [0, 0, 256, 'tile/0/000'],
    [0, 1234067, 256, 'tile/0/x001/x234/067'],
    [1, 70, 17, 'tile/1/070.p/17'],
    ['entries' as const, 1000, 1, 'tile/entries/x001/000.p/1'],
  ])('T7 level %s, tile %i, %i wide', (level, n, width, expected) => {
    expect(tilePath(level, n, width)).toBe(expected);
  });

  it('T7 the tiles of 70,000 entries are those of the C2SP text', () => {
    const tiles = [...tilesOf(70_000)];
    const partial = tiles.filter(({ width }) => width < 256);
    expect(tiles.length).toBe(273 + 1 + 1 + 1 + 1);
    expect(partial).toEqual([
      { level: 0, n: 273, width: 112 },
      { level: 1, n: 1, width: 17 },
      { level: 2, n: 0, width: 1 },
    ]);
  });
});
