// SPDX-License-Identifier: Apache-2.0
// Writes a log as the files of C2SP tlog-tiles: checkpoint, tiles, entry bundles. The checkpoint comes
// last, so that a folder that has one is whole.
import { Buffer } from 'node:buffer';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuditInputError } from '../errors.ts';
import { HASH_SIZE, leafHash } from '../merkle/hash.ts';
import { TileBuilder } from '../merkle/tile-builder.ts';
import { TILE_WIDTH, type Tile, tilePath, tileWidth } from '../merkle/tiles.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import type { Progress } from '../verify/verify-store.ts';
import type { LogSource } from './log-source.ts';
import { CHECKPOINT_FILE } from './tile-source.ts';

function write(folder: string, path: string, bytes: Uint8Array | string): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, bytes, { flag: 'wx' });
}

function writeTile(folder: string, { level, n, width, bytes }: Tile): void {
  write(folder, tilePath(level, n, width), bytes.subarray(0, width * HASH_SIZE));
}

/**
 * @folder is made, or must be empty. AuditInputError when entries have been pruned: their bundles
 * cannot be written, and a log that is served must say from where on it is.
 */
export function* exportTiles(source: LogSource, folder: string): Generator<Progress, number> {
  const signed = source.checkpoint();
  if (signed === undefined) {
    throw new AuditInputError(`${source.path} has no entries: there is nothing to export`);
  }
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) {
    throw new AuditInputError(`${folder} is not empty: name a new folder`);
  }
  const { size } = parseCheckpoint(signed);
  const tree = TileBuilder.empty();
  let bundle: Uint8Array[] = [];
  for (const { index, leaf } of source.oldestFirst()) {
    if (index !== tree.size) {
      throw new AuditInputError(
        `${source.path} lacks entry ${tree.size}: entries that retention removed cannot be exported`,
      );
    }
    tree.append(leafHash(leaf));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(leaf.length);
    bundle.push(length, leaf);
    const n = Math.floor(index / TILE_WIDTH);
    if (tree.size % TILE_WIDTH === 0 || tree.size === size) {
      write(folder, tilePath('entries', n, tileWidth(0, n, tree.size)), Buffer.concat(bundle));
      bundle = [];
      for (const tile of tree.takeFull()) {
        writeTile(folder, tile);
      }
      yield { done: tree.size, of: size };
    }
    if (tree.size === size) {
      break;
    }
  }
  for (const tile of tree.partial()) {
    writeTile(folder, tile);
  }
  write(folder, CHECKPOINT_FILE, signed);
  return tree.size;
}
