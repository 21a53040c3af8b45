// SPDX-License-Identifier: Apache-2.0
// A leaf file made anew from a store that verifies. No key is needed: the last frame stands under the
// checkpoint that the store has of all its entries, which covers those before it.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { packLeaves } from '../entry/records.ts';
import { AuditInputError } from '../errors.ts';
import { encodeFrame } from '../leaf-file/format.ts';
import { createLeafFile, writeAll } from '../leaf-file/leaf-file.ts';
import { TileBuilder } from '../merkle/tile-builder.ts';
import type { HeadRow } from '../store/tables.ts';
import type { StoreSource } from './store-source.ts';

const FRAME_BYTES = 1 << 20;

class FrameWriter {
  readonly #fd: number;
  #at: number;
  #previous = 0;
  #leaves: Uint8Array[] = [];
  #bytes = 0;
  #next: number;

  constructor(fd: number, at: number, next: number) {
    this.#fd = fd;
    this.#at = at;
    this.#next = next;
  }

  get next(): number {
    return this.#next;
  }

  add(leaf: Uint8Array): void {
    if (this.#bytes > FRAME_BYTES) {
      this.flush('');
    }
    this.#leaves.push(leaf);
    this.#bytes += leaf.length;
    this.#next++;
  }

  flush(note: string): void {
    const { pieces, length } = encodeFrame({
      first: this.#next - this.#leaves.length,
      count: this.#leaves.length,
      records: [packLeaves(this.#leaves)],
      note,
      previous: this.#previous,
    });
    let at = this.#at;
    for (const piece of pieces) {
      writeAll(this.#fd, piece, at);
      at += piece.length;
    }
    this.#previous = this.#at;
    this.#at += length;
    this.#leaves = [];
    this.#bytes = 0;
  }
}

/** @path must not be there yet. AuditInputError when the store has not got all it should have. */
export function writeLeafFile(store: StoreSource, head: HeadRow, path: string): void {
  const { pruned, size, checkpoint } = head;
  const roots = TileBuilder.load(pruned, store.tiles()).frontier();
  const { end } = createLeafFile(path, { size: pruned, roots });
  const fd = openSync(path, 'r+');
  try {
    const frames = new FrameWriter(fd, end, pruned);
    for (const { index, leaf } of store.oldestFirst()) {
      if (index >= pruned) {
        frames.add(leaf);
      }
    }
    if (frames.next !== size) {
      throw new AuditInputError(`${store.path} has ${frames.next} of ${size} entries`);
    }
    frames.flush(checkpoint);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
