// SPDX-License-Identifier: Apache-2.0
// What the generated readers read with.
import { AbiError } from './errors.ts';

const decoder = new TextDecoder();
const TWO_32 = 0x1_0000_0000;

/** A u64 as a number, without making a bigint. Exact below 2^53; rounded above. */
export function readNumber(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * TWO_32;
}

/** A u64 as a number; one that a number cannot hold exactly is an error. */
export function readSafe(view: DataView, at: number, field: string): number {
  const value = readNumber(view, at);
  if (value > Number.MAX_SAFE_INTEGER) {
    throw new AbiError(field, view.getBigUint64(at, true), 'an integer below 2^53');
  }
  return value;
}

/** A copy: the caller may use its buffer again. */
export function readBytes(view: DataView, at: number, size: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, size).slice();
}

/** Zero-padded UTF-8; what is no UTF-8 shows as U+FFFD. */
export function readText(view: DataView, at: number, size: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
