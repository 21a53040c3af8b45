// SPDX-License-Identifier: Apache-2.0
// Entries one after the other in one piece of memory, as they travel between threads and stand in
// the leaf file: length (16 bits, big-endian), a zero, the leaf. The zero is RFC 6962's prefix of a
// leaf, so that what is hashed lies in one piece.
import { Buffer } from 'node:buffer';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import { AuditFormatError } from '../errors.ts';
import { LEAF_PREFIX, prefixedLeafHash } from '../merkle/hash.ts';
import { LEAF_SIZE_MAX } from './leaf.ts';

export const RECORD_OVERHEAD = 3;
/** UTF-8 of a UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const FIRST_SIZE = 16 * 1024;

export class RecordWriter {
  #bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #length = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }
  /** {unit bytes} */
  get length(): number {
    return this.#length;
  }

  /** InvalidArgumentError when it is too long; nothing was added then. */
  add(leaf: string): void {
    const at = this.#length + RECORD_OVERHEAD;
    // UTF-8 has at least a byte for a unit: what is far too long is not written first.
    this.#reserve(at + Math.min(leaf.length, LEAF_SIZE_MAX + 1) * BYTES_PER_UNIT);
    const size = leaf.length > LEAF_SIZE_MAX ? leaf.length : this.#bytes.write(leaf, at, 'utf8');
    if (size > LEAF_SIZE_MAX) {
      throw new InvalidArgumentError(
        'details',
        `${size} bytes`,
        `small enough for an entry of ${LEAF_SIZE_MAX} bytes; record what is larger by its digest`,
      );
    }
    this.#bytes.writeUInt16BE(size, this.#length);
    this.#bytes[this.#length + 2] = LEAF_PREFIX;
    this.#length = at + size;
    this.#count++;
  }

  #reserve(size: number): void {
    if (size > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(size, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
  }

  /** What was added, in memory of exactly that size; the writer begins anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.#length);
    taken.set(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    this.#count = 0;
    return taken;
  }
}

export interface RecordView {
  /** Of the length field, in what was given. */
  readonly offset: number;
  readonly leaf: Uint8Array;
  /** The leaf with its prefix in front. */
  readonly prefixed: Uint8Array;
}

/** AuditFormatError when the bytes are not whole records. */
export function* recordsOf(bytes: Uint8Array): Generator<RecordView> {
  for (let offset = 0; offset < bytes.length; ) {
    const size = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
    const begin = offset + RECORD_OVERHEAD;
    const end = begin + size;
    if (end > bytes.length || bytes[offset + 2] !== LEAF_PREFIX) {
      throw new AuditFormatError(`record at byte ${offset}`, 'is not whole');
    }
    yield {
      offset,
      leaf: bytes.subarray(begin, end),
      prefixed: bytes.subarray(begin - 1, end),
    };
    offset = end;
  }
}

export function recordHash({ prefixed }: RecordView): Uint8Array {
  return prefixedLeafHash(prefixed);
}

/** The records of @leaves: for what is read back rather than written new. */
export function packLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  const size = leaves.reduce((sum, leaf) => sum + RECORD_OVERHEAD + leaf.length, 0);
  const bytes = Buffer.alloc(size);
  let at = 0;
  for (const leaf of leaves) {
    bytes.writeUInt16BE(leaf.length, at);
    bytes.set(leaf, at + RECORD_OVERHEAD);
    at += RECORD_OVERHEAD + leaf.length;
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, size);
}
