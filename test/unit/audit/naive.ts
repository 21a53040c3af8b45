// SPDX-License-Identifier: Apache-2.0
// RFC 6962, section 2.1, as it is written: over lists, by recursion, with a hash of its own.
import { createHash } from 'node:crypto';

export type Leaves = readonly Uint8Array[];

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest();
};

const largestPowerBelow = (n: number): number => {
  let k = 1;
  while (k << 1 < n) {
    k <<= 1;
  }
  return k;
};

export function mth(leaves: Leaves): Buffer {
  const [first] = leaves;
  if (first === undefined) {
    return sha256();
  }
  if (leaves.length === 1) {
    return sha256(Buffer.of(0), first);
  }
  const k = largestPowerBelow(leaves.length);
  return sha256(Buffer.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

export function path(m: number, leaves: Leaves): Buffer[] {
  if (leaves.length === 1) {
    return [];
  }
  const k = largestPowerBelow(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

export function proof(m: number, leaves: Leaves): Buffer[] {
  return subproof(m, leaves, true);
}

function subproof(m: number, leaves: Leaves, whole: boolean): Buffer[] {
  if (m === leaves.length) {
    return whole ? [] : [mth(leaves)];
  }
  const k = largestPowerBelow(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}
