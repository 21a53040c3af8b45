// SPDX-License-Identifier: Apache-2.0
// How a device is named: device_id on the wire is the token, 0x8000 + group * 0x10 + index.
import { InvalidArgumentError } from './errors.ts';

const TOKEN_BASE = 0x8000;
const TOKEN_LAST = 0x806b;
const GROUP_SIZE = 12;

/** Group and index of @token, for a token of the 84; throws InvalidArgumentError for another. */
export function placeOf(token: number): { readonly group: number; readonly index: number } {
  const group = (token - TOKEN_BASE) >> 4;
  const index = token & 0xf;
  if (
    !Number.isSafeInteger(token) ||
    token < TOKEN_BASE ||
    token > TOKEN_LAST ||
    index >= GROUP_SIZE
  ) {
    const allowed = '0x8000 + group * 0x10 + index with group 0..6 and index 0..11';
    throw new InvalidArgumentError('device_id', token, allowed);
  }
  return { group, index };
}

/** As people write it: 0x8003. */
export function tokenName(token: number): string {
  return `0x${token.toString(16).toUpperCase()}`;
}
