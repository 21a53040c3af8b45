// SPDX-License-Identifier: Apache-2.0
// Reads a leaf file from its beginning, or from a frame on. It judges frames one by one; whether they
// make a log is for whoever reads them.
import { Buffer } from 'node:buffer';
import { fstatSync, readSync } from 'node:fs';
import {
  ALIGN,
  type Base,
  bodyHolds,
  bodyLength,
  decodeFrameHeader,
  decodeHeader,
  FRAME_HEADER,
  type FrameHeader,
  headerLength,
  MAGIC,
} from './format.ts';

export interface Frame extends FrameHeader {
  /** Where in the file it begins, and where the next would. {unit bytes} */
  readonly offset: number;
  readonly end: number;
  readonly records: Uint8Array;
  readonly note: string;
}

/** What ended the reading before the file's end. */
export interface Damage {
  /** Where the frame begins. {unit bytes} */
  readonly offset: number;
  /**
   * 'short': the file ends within the frame, or a sector of it is zeros, as when power failed before it
   * was durable: a disk writes sectors in any order, and the file's length may be durable before them.
   * 'changed': it is all there and not what was written.
   */
  readonly kind: 'short' | 'changed';
  readonly problem: string;
}

/** What a disk writes whole or not at all. No part of a frame that one covers is all zero. {unit bytes} */
const SECTOR = 512;
const HEADER_START = 24;
/** Read in one piece when looking for a header. {unit bytes; a multiple of ALIGN} */
const WINDOW = 64 * 1024;

export class FrameReader {
  readonly #fd: number;
  /** Of the file, when it was opened; what grows behind it is another time's. {unit bytes} */
  readonly fileSize: number;
  base: Base | undefined;
  damage: Damage | undefined;
  #begin = 0;

  constructor(fd: number) {
    this.#fd = fd;
    this.fileSize = fstatSync(fd).size;
    this.#readHeader();
  }

  /** Where the first frame is. {unit bytes} */
  get begin(): number {
    return this.#begin;
  }

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.#fd, bytes, done, length - done, offset + done);
      if (count === 0) {
        break;
      }
      done += count;
    }
    return bytes.subarray(0, done);
  }

  #spoil(offset: number, kind: Damage['kind'], problem: string): undefined {
    this.damage = { offset, kind, problem };
    return undefined;
  }

  #readHeader(): void {
    const start = this.#read(0, HEADER_START);
    if (start.length < HEADER_START) {
      this.#spoil(0, 'short', `has ${start.length} bytes and no header`);
      return;
    }
    const length = headerLength(start);
    if (length !== undefined && this.fileSize < length && start.subarray(0, 16).equals(MAGIC)) {
      this.#spoil(0, 'short', 'ends within its header');
      return;
    }
    this.base = length === undefined ? undefined : decodeHeader(this.#read(0, length));
    if (this.base === undefined) {
      this.#spoil(0, 'changed', 'has a header that is not what was written');
      return;
    }
    this.#begin = length ?? 0;
  }

  /**
   * The frame after the one at @offset is there: so that one was durable when it was written, and what is
   * wrong with it is no power cut's doing. Text has no zeros, so that no entry looks like a header.
   */
  #followed(offset: number): boolean {
    for (let at = offset + ALIGN; at + FRAME_HEADER <= this.fileSize; at += WINDOW - FRAME_HEADER) {
      const bytes = this.#read(at, Math.min(WINDOW, this.fileSize - at));
      for (let from = 0; from + FRAME_HEADER <= bytes.length; from += ALIGN) {
        if (decodeFrameHeader(bytes.subarray(from, from + FRAME_HEADER)) !== undefined) {
          return true;
        }
      }
    }
    return false;
  }

  /** The last frame, and something of it was never written. */
  #lacksSector(offset: number): boolean {
    if (this.#followed(offset)) {
      return false;
    }
    for (let at = offset; at < this.fileSize; ) {
      const end = Math.min(this.fileSize, at + SECTOR - (at % SECTOR));
      if (this.#read(at, end - at).every((byte) => byte === 0)) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /** The frame at @offset; undefined at the end, and for what is damaged: then damage says it. */
  frameAt(offset: number): Frame | undefined {
    if (offset === this.fileSize) {
      return undefined;
    }
    const bytes = this.#read(offset, FRAME_HEADER);
    if (bytes.length < FRAME_HEADER) {
      return this.#spoil(offset, 'short', 'ends within the header of a frame');
    }
    const header = decodeFrameHeader(bytes);
    if (header === undefined) {
      return this.#spoil(
        offset,
        this.#lacksSector(offset) ? 'short' : 'changed',
        'has a frame whose header is not what was written',
      );
    }
    const length = bodyLength(header);
    const end = offset + FRAME_HEADER + length;
    if (end > this.fileSize) {
      return this.#spoil(offset, 'short', `ends within a frame of ${header.count} entries`);
    }
    const body = this.#read(offset + FRAME_HEADER, length);
    if (!bodyHolds(header, body)) {
      const { first, count } = header;
      const entries = count === 0 ? 'no entries' : `entries ${first} to ${first + count - 1}`;
      return this.#spoil(
        offset,
        this.#lacksSector(offset) ? 'short' : 'changed',
        `has a frame (${entries}) that is not what was written`,
      );
    }
    const note = body.toString('utf8', header.recordBytes, header.recordBytes + header.noteBytes);
    return { ...header, offset, end, records: body.subarray(0, header.recordBytes), note };
  }

  /** Until the file's end, or the first damage. */
  *frames(from = this.#begin): Generator<Frame> {
    if (this.base === undefined) {
      return;
    }
    for (let offset = from; ; ) {
      const frame = this.frameAt(offset);
      if (frame === undefined) {
        return;
      }
      yield frame;
      offset = frame.end;
    }
  }
}
