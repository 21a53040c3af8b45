// SPDX-License-Identifier: Apache-2.0
// The hot path: a cursor over drained records that allocates nothing a record. A DataView
// reads a header in 10 ns, a Buffer's methods in 50, and an object a record would cost 600; words of
// a typed array take 6. They are in the processor's order, which has to be the ABI's.
import { AbiError } from './errors.ts';
import { RECORD_CRITICAL, RECORD_HEADER_SIZE, RECORD_PAYLOAD_MAX } from './generated/constants.ts';

const TWO_32 = 0x1_0000_0000;
const LENGTH_MAX = RECORD_HEADER_SIZE + RECORD_PAYLOAD_MAX;

if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) {
  throw new Error('the ABI is little-endian, this processor is not');
}

/**
 * Walks over the records in a buffer that drain() filled. The getters describe the record that
 * the last successful next() came to; they are undefined in meaning before it.
 *
 *   reader.rewind(bytes);
 *   while (reader.next()) use(reader.type, reader.device);
 */
export class RecordReader {
  /** Of the whole buffer; payload readers of the codec take it with payloadOffset. */
  readonly view: DataView;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  // In words.
  #end = 0;
  #at = 0;
  #next = 0;

  /** @target must begin at a multiple of 8 in its ArrayBuffer. */
  constructor(target: Uint8Array) {
    if (target.byteOffset % 8 !== 0) {
      throw new AbiError('target.byteOffset', target.byteOffset, 'a multiple of 8');
    }
    this.#bytes = target;
    this.view = new DataView(target.buffer, target.byteOffset, target.byteLength);
    this.#words = new Uint32Array(target.buffer, target.byteOffset, target.byteLength >>> 2);
  }

  /** Starts over, with @bytes of the buffer filled. */
  rewind(bytes: number): void {
    if (!Number.isInteger(bytes) || bytes < 0 || bytes > this.view.byteLength || bytes % 8 !== 0) {
      throw new AbiError('bytes', bytes, `a multiple of 8 in 0..${this.view.byteLength}`);
    }
    this.#end = bytes >>> 2;
    this.#at = 0;
    this.#next = 0;
  }

  /** How much of the buffer is filled. */
  get end(): number {
    return 4 * this.#end;
  }

  /** Goes to the next record; false after the last one. */
  next(): boolean {
    const at = this.#next;
    if (at >= this.#end) {
      return false;
    }
    const length = this.#word(at);
    const end = at + (((length + 7) >>> 3) << 1);
    // drain() has verified it: this only keeps a caller's own mistake from running away.
    if (length < RECORD_HEADER_SIZE || length > LENGTH_MAX || end > this.#end) {
      throw new AbiError(
        'length',
        length,
        `${RECORD_HEADER_SIZE}..${LENGTH_MAX} and in the buffer`,
      );
    }
    this.#at = at;
    this.#next = end;
    return true;
  }

  /** Where the record begins in the buffer. */
  get offset(): number {
    return 4 * this.#at;
  }
  /** Header and payload, in bytes. */
  get length(): number {
    return this.#word(this.#at);
  }
  /** Exact below 2^53, which no ring reaches in a hundred years. */
  get sequence(): number {
    return this.#word(this.#at + 2) + this.#word(this.#at + 3) * TWO_32;
  }
  get timeNs(): bigint {
    return this.view.getBigUint64(this.offset + 16, true);
  }
  /** timeNs as a number of milliseconds, without making a bigint. */
  get timeMs(): number {
    return (this.#word(this.#at + 4) + this.#word(this.#at + 5) * TWO_32) / 1e6;
  }
  /** A RecordType, when the core is not newer than this. */
  get type(): number {
    return this.#word(this.#at + 6) & 0xffff;
  }
  /** The token, 0 when the record is about no device. */
  get device(): number {
    return this.#word(this.#at + 6) >>> 16;
  }
  get sourceTrack(): number {
    return this.#word(this.#at + 7) & 0xff;
  }
  get destinationTrack(): number {
    return (this.#word(this.#at + 7) >>> 8) & 0xff;
  }
  get clock(): number {
    return (this.#word(this.#at + 7) >>> 16) & 0xff;
  }
  get flags(): number {
    return this.#word(this.#at + 7) >>> 24;
  }
  get critical(): boolean {
    return (this.flags & RECORD_CRITICAL) !== 0;
  }
  get payloadOffset(): number {
    return this.offset + RECORD_HEADER_SIZE;
  }
  get payloadLength(): number {
    return this.length - RECORD_HEADER_SIZE;
  }
  /** A view of the buffer, good until it is filled again. */
  payload(): Uint8Array {
    const at = this.payloadOffset;
    return this.#bytes.subarray(at, at + this.payloadLength);
  }

  /** Always there: next() has seen that the record is in the buffer. */
  #word(at: number): number {
    return this.#words[at] ?? 0;
  }
}
