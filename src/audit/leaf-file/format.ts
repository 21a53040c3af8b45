// SPDX-License-Identifier: Apache-2.0
// The leaf file, the log's second home: a header, then a frame for each group of entries that was
// made durable together. A frame ends with the log's own signed checkpoint of all entries so far, so
// that the file proves itself to whoever knows the log's key; what the store had durable is in the
// signed text. Numbers are big-endian.
//
// header  16  magic
//         u32 length of the header, u32 CRC-32 of what follows in it
//         u64 base: entries before this file's first (pruned away), u32 count of hashes, u32 0
//         32 each: the roots of the complete subtrees of those entries, the largest first
// frame   u32 magic, u32 CRC-32 of the rest of these 40 bytes
//         u64 index of the first entry, u32 count, u32 bytes of records, u32 bytes of checkpoint
//         u32 CRC-32 of the body, u64 offset of the frame before (0: none)
//         body: records, checkpoint, zeros to a multiple of 8
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { HASH_SIZE } from '../merkle/hash.ts';

export const MAGIC = Buffer.from('DSMIL-LEAVES-v1\n', 'latin1');
const HEADER_FIXED = 40;
const HEADER_MAX = HEADER_FIXED + 53 * HASH_SIZE;
const FRAME_MAGIC = 0x44_53_4c_46;
export const FRAME_HEADER = 40;
export const ALIGN = 8;
/** Larger than any that is written; a length beyond it is damage. {unit bytes} */
export const BODY_MAX = 64 << 20;

export interface Base {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

export interface FrameHeader {
  readonly first: number;
  readonly count: number;
  readonly recordBytes: number;
  readonly noteBytes: number;
  readonly bodyCrc: number;
  /** {unit bytes} */
  readonly previous: number;
}

export function encodeHeader({ size, roots }: Base): Buffer {
  const bytes = Buffer.alloc(HEADER_FIXED + roots.length * HASH_SIZE);
  MAGIC.copy(bytes);
  bytes.writeUInt32BE(bytes.length, 16);
  bytes.writeBigUInt64BE(BigInt(size), 24);
  bytes.writeUInt32BE(roots.length, 32);
  roots.forEach((root, i) => {
    bytes.set(root, HEADER_FIXED + i * HASH_SIZE);
  });
  bytes.writeUInt32BE(crc32(bytes.subarray(24)), 20);
  return bytes;
}

/** How long the header says it is; undefined when it cannot be. @bytes are the file's first 24 or more. */
export function headerLength(bytes: Buffer): number | undefined {
  const length = bytes.readUInt32BE(16);
  return length >= HEADER_FIXED && length <= HEADER_MAX && (length - HEADER_FIXED) % HASH_SIZE === 0
    ? length
    : undefined;
}

/** Undefined when it is damaged. @bytes are exactly the header. */
export function decodeHeader(bytes: Buffer): Base | undefined {
  const count = (bytes.length - HEADER_FIXED) / HASH_SIZE;
  const size = Number(bytes.readBigUInt64BE(24));
  if (
    !bytes.subarray(0, MAGIC.length).equals(MAGIC) ||
    bytes.readUInt32BE(20) !== crc32(bytes.subarray(24)) ||
    bytes.readUInt32BE(32) !== count ||
    !Number.isSafeInteger(size)
  ) {
    return undefined;
  }
  const roots = Array.from({ length: count }, (_, i) =>
    Uint8Array.from(
      bytes.subarray(HEADER_FIXED + i * HASH_SIZE, HEADER_FIXED + (i + 1) * HASH_SIZE),
    ),
  );
  return { size, roots };
}

export function bodyLength(header: FrameHeader): number {
  return Math.ceil((header.recordBytes + header.noteBytes) / ALIGN) * ALIGN;
}

export interface FrameParts {
  readonly first: number;
  readonly count: number;
  readonly records: readonly Uint8Array[];
  readonly note: string;
  readonly previous: number;
}

/** The pieces of a frame, to be written one after the other. */
export function encodeFrame(parts: FrameParts): { pieces: Uint8Array[]; length: number } {
  const { first, count, records, previous } = parts;
  const note = Buffer.from(parts.note, 'utf8');
  const recordBytes = records.reduce((sum, { length }) => sum + length, 0);
  const used = recordBytes + note.length;
  const padding = Buffer.alloc(Math.ceil(used / ALIGN) * ALIGN - used);
  const body = [...records, note, padding];
  const header = Buffer.alloc(FRAME_HEADER);
  header.writeUInt32BE(FRAME_MAGIC);
  header.writeBigUInt64BE(BigInt(first), 8);
  header.writeUInt32BE(count, 16);
  header.writeUInt32BE(recordBytes, 20);
  header.writeUInt32BE(note.length, 24);
  header.writeUInt32BE(
    body.reduce((crc, piece) => crc32(piece, crc), 0),
    28,
  );
  header.writeBigUInt64BE(BigInt(previous), 32);
  header.writeUInt32BE(crc32(header.subarray(8)), 4);
  return { pieces: [header, ...body], length: FRAME_HEADER + used + padding.length };
}

/** Undefined when it is damaged. */
export function decodeFrameHeader(bytes: Buffer): FrameHeader | undefined {
  const header = {
    first: Number(bytes.readBigUInt64BE(8)),
    count: bytes.readUInt32BE(16),
    recordBytes: bytes.readUInt32BE(20),
    noteBytes: bytes.readUInt32BE(24),
    bodyCrc: bytes.readUInt32BE(28),
    previous: Number(bytes.readBigUInt64BE(32)),
  };
  const whole =
    bytes.readUInt32BE(0) === FRAME_MAGIC &&
    bytes.readUInt32BE(4) === crc32(bytes.subarray(8, FRAME_HEADER)) &&
    header.recordBytes <= BODY_MAX &&
    header.noteBytes <= BODY_MAX;
  return whole ? header : undefined;
}

export function bodyHolds(header: FrameHeader, body: Uint8Array): boolean {
  return (
    crc32(body) === header.bodyCrc &&
    // The padding, too, has one form.
    body.subarray(header.recordBytes + header.noteBytes).every((byte) => byte === 0)
  );
}
