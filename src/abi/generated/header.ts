// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
import { checkInteger } from '../check.ts';

export const HEADER_SIZE = 16;

export interface Header {
  /** size of the whole structure as the caller knows it; in bytes */
  readonly size: number;
  /** none are defined: must be 0; 0..0, default 0 */
  readonly flags: number;
  /** why it was refused; see Reason */
  readonly reason: number;
  /** offset of the refused field; in bytes */
  readonly field: number;
}

/** What a writer of Header gives. */
export interface HeaderInput {
  /** size of the whole structure as the caller knows it; in bytes */
  readonly size: number;
  /** none are defined: must be 0; 0..0, default 0 */
  readonly flags?: number | undefined;
}

export function readHeader(view: DataView, at = 0): Header {
  return {
    size: view.getUint32(at, true),
    flags: view.getUint32(at + 4, true),
    reason: view.getUint32(at + 8, true),
    field: view.getUint32(at + 12, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeHeader(
  view: DataView,
  at: number,
  value: HeaderInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 16).fill(0);
  view.setUint32(at + 0, checkInteger(value.size, `${path}size`, 0, 0xffffffff, 'bytes'), true);
  view.setUint32(at + 4, checkInteger(value.flags ?? 0, `${path}flags`, 0, 0), true);
}
