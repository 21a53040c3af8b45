// SPDX-License-Identifier: Apache-2.0
// Appends to a leaf file that has been verified. Durable means fdatasync returned; a write or sync
// that failed is taken back to the last durable end before anything else is tried.
import { Buffer } from 'node:buffer';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { createWhole, openFresh, syncFolderOf } from '../durable-file.ts';
import { recordHash, recordsOf } from '../entry/records.ts';
import { CompactRange } from '../merkle/compact-range.ts';
import { HASH_SIZE } from '../merkle/hash.ts';
import { signCheckpoint } from '../note/checkpoint.ts';
import type { Signer } from '../note/note.ts';
import { leavesLine } from '../note/standing.ts';
import { type Base, encodeFrame, encodeHeader } from './format.ts';
import { FrameReader } from './frames.ts';
import { Reserve } from './reserve.ts';

/** Between two remembered places. {unit bytes} */
const PLACE_SPACING = 256 * 1024;
/** Read and written in one piece when the file is written anew. {unit bytes} */
const COPY_BYTES = 1 << 20;

export interface LeafBatch {
  readonly first: number;
  readonly count: number;
  readonly records: Uint8Array;
}

/** Where a good file ends, and its tree. */
export interface LeafFileState {
  readonly size: number;
  readonly frontier: readonly Uint8Array[];
  readonly base: number;
  /** {unit bytes} */
  readonly end: number;
  readonly lastFrame: number;
}

interface Place {
  readonly first: number;
  readonly offset: number;
}

export interface LeafFileParts {
  readonly path: string;
  readonly state: LeafFileState;
  readonly places: readonly Place[];
  readonly origin: string;
  readonly signer: Signer;
  /** {unit ms since 1970} */
  now(): number;
}

/** A file without entries; it must not be there yet. Durable when it returns. */
export function createLeafFile(path: string, base: Base): LeafFileState {
  const header = encodeHeader(base);
  createWhole(path, header, 0o600);
  return {
    size: base.size,
    frontier: base.roots,
    base: base.size,
    end: header.length,
    lastFrame: 0,
  };
}

export class LeafFile {
  readonly #parts: LeafFileParts;
  readonly #reserve: Reserve;
  #fd: number | undefined;
  #tree: CompactRange;
  #end: number;
  #lastFrame: number;
  #storeDurable = 0;
  #places: Place[];
  #base: number;
  #syncs = 0;

  constructor(parts: LeafFileParts) {
    const { state, path, places } = parts;
    this.#parts = parts;
    this.#reserve = new Reserve(`${path}.reserve`);
    this.#tree = new CompactRange(state.size, state.frontier);
    this.#end = state.end;
    this.#lastFrame = state.lastFrame;
    this.#base = state.base;
    this.#places = [...places];
  }

  get size(): number {
    return this.#tree.size;
  }
  get root(): Uint8Array {
    return this.#tree.root();
  }
  /** How often it was made durable. */
  get syncs(): number {
    return this.#syncs;
  }

  /** Ready to be written at its durable end, whatever was half-written behind it. */
  #open(): number {
    if (this.#fd === undefined) {
      const fd = openSync(this.#parts.path, constants.O_RDWR | constants.O_NOFOLLOW);
      try {
        const { size } = fstatSync(fd);
        if (size < this.#end) {
          throw new Error(
            `${this.#parts.path} has ${size} bytes, it had ${this.#end}: somebody cut it; ` +
              'find out who, then restart: dsmilctl audit fsck --mend leaves',
          );
        }
        if (size > this.#end) {
          ftruncateSync(fd, this.#end);
          fdatasyncSync(fd);
        }
        this.#reserve.keep();
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      this.#fd = fd;
    }
    return this.#fd;
  }

  /**
   * One frame, durable when it returns; the hashes of each batch. Whatever it throws, nothing of it
   * is in the file as far as anybody is told.
   */
  append(batches: readonly LeafBatch[], storeDurable: number, stop: boolean): Uint8Array[] {
    const tree = this.#tree.clone();
    const added = batches.map((batch) => extend(tree, batch));
    const { origin, signer, now } = this.#parts;
    const first = this.#tree.size;
    const extensions = [leavesLine(storeDurable)];
    const head = { origin, size: tree.size, root: tree.root(), extensions };
    const { pieces, length } = encodeFrame({
      first,
      count: tree.size - first,
      records: added.map(({ records }) => records),
      note: signCheckpoint(head, [signer], now() / 1000),
      previous: this.#lastFrame,
    });
    const bytes = Buffer.concat(pieces);
    try {
      this.#write(bytes);
    } catch (error) {
      if (!(stop && isFull(error) && this.#reserve.giveUp())) {
        throw error;
      }
      this.#write(bytes);
    }
    this.#remember(first);
    this.#tree = tree;
    this.#lastFrame = this.#end;
    this.#end += length;
    this.#storeDurable = storeDurable;
    return added.map(({ hashes }) => hashes);
  }

  #write(bytes: Buffer): void {
    const fd = this.#open();
    try {
      writeAll(fd, bytes, this.#end);
      fdatasyncSync(fd);
      this.#syncs++;
    } catch (error) {
      // After a failed sync nobody knows what is on the disk: the next use begins at the durable end.
      this.#fd = undefined;
      closeSync(fd);
      throw error;
    }
  }

  #remember(first: number): void {
    const last = this.#places.at(-1);
    if (last === undefined || this.#end - last.offset >= PLACE_SPACING) {
      this.#places.push({ first, offset: this.#end });
    }
  }

  /** Entries from @first on, of at most about @bytes; none when they are not there. */
  read(first: number, bytes: number): LeafBatch {
    const fd = openSync(this.#parts.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const place = this.#places.findLast((each) => each.first <= first);
      const pieces: Uint8Array[] = [];
      let count = 0;
      let size = 0;
      let index = 0;
      for (const frame of new FrameReader(fd).frames(place?.offset)) {
        index = frame.first;
        for (const { offset, leaf } of recordsOf(frame.records)) {
          if (index >= first && size < bytes && frame.offset < this.#end) {
            const piece = frame.records.subarray(offset, offset + 3 + leaf.length);
            pieces.push(piece);
            size += piece.length;
            count++;
          }
          index++;
        }
        if (size >= bytes || frame.end >= this.#end) {
          break;
        }
      }
      return { first, count, records: new Uint8Array(Buffer.concat(pieces)) };
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Leaves out the entries before @before, down to a frame's beginning: the file is written anew
   * beside itself and takes the old one's place when it is durable. @frontierAt tells the roots of the
   * complete subtrees of the first so many entries.
   */
  prune(before: number): number {
    const fd = openSync(this.#parts.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return this.#prune(new FrameReader(fd), before);
    } finally {
      closeSync(fd);
    }
  }

  #prune(reader: FrameReader, before: number): number {
    if (reader.base === undefined || before <= this.#base) {
      return this.#base;
    }
    const tree = new CompactRange(reader.base.size, reader.base.roots);
    let from = reader.begin;
    for (const frame of reader.frames()) {
      if (frame.first + frame.count > before) {
        break;
      }
      extend(tree, frame);
      from = frame.end;
    }
    const path = `${this.#parts.path}.new`;
    const header = encodeHeader({ size: tree.size, roots: tree.roots() });
    const places: Place[] = [];
    let at = header.length;
    let last = 0;
    let read = from;
    const out = openFresh(path, 0o600);
    try {
      writeAll(out, header, 0);
      for (const frame of reader.frames(from)) {
        if (frame.offset >= this.#end) {
          break;
        }
        const { pieces, length } = encodeFrame({
          ...frame,
          records: [frame.records],
          previous: last,
        });
        writeAll(out, Buffer.concat(pieces), at);
        if (at - (places.at(-1)?.offset ?? -PLACE_SPACING) >= PLACE_SPACING) {
          places.push({ first: frame.first, offset: at });
        }
        last = at;
        at += length;
        read = frame.end;
      }
      if (read !== this.#end) {
        throw new Error(
          `${this.#parts.path} is damaged at byte ${read}: nothing was left out of it`,
        );
      }
      fsyncSync(out);
    } finally {
      closeSync(out);
    }
    renameSync(path, this.#parts.path);
    syncFolderOf(this.#parts.path);
    this.close();
    this.#end = at;
    this.#lastFrame = last;
    this.#places = places;
    this.#base = tree.size;
    return tree.size;
  }

  /** A last frame without entries says what the store has, when that is news. */
  seal(storeDurable: number): void {
    if (storeDurable !== this.#storeDurable || this.#lastFrame === 0) {
      this.append([], storeDurable, false);
    }
  }

  close(): void {
    if (this.#fd !== undefined) {
      closeSync(this.#fd);
      this.#fd = undefined;
    }
  }
}

/** What of a batch the tree has not got yet is added to it; what it has got is passed over. */
function extend(
  tree: CompactRange,
  { first, count, records }: LeafBatch,
): { hashes: Uint8Array; records: Uint8Array } {
  if (first > tree.size) {
    throw new RangeError(`entries from ${first} on cannot follow ${tree.size} entries`);
  }
  const hashes = new Uint8Array(count * HASH_SIZE);
  let index = first;
  let from = records.length;
  for (const record of recordsOf(records)) {
    const hash = recordHash(record);
    hashes.set(hash, (index - first) * HASH_SIZE);
    if (index === tree.size) {
      from = Math.min(from, record.offset);
      tree.append(hash);
    }
    index++;
  }
  if (index !== first + count) {
    throw new RangeError(`a batch of ${count} entries has ${index - first}`);
  }
  return { hashes, records: records.subarray(from) };
}

function isFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  );
}

export function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, Math.min(COPY_BYTES, bytes.length - done), position + done);
  }
}
