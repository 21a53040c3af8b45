// SPDX-License-Identifier: Apache-2.0
// The two hashes of RFC 6962, section 2.1. Their first byte keeps a leaf from passing for a node.
import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';

export const HASH_SIZE = 32;
/** In front of a leaf's bytes when it is hashed. */
export const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Of a tree without leaves: the hash of nothing. */
export const EMPTY_ROOT: Uint8Array = hash('sha256', Buffer.alloc(0), 'buffer');

/** Of a leaf whose prefix already stands in front of it: what a batch holds needs no copy. */
export function prefixedLeafHash(prefixed: Uint8Array): Uint8Array {
  return hash('sha256', prefixed, 'buffer');
}

export function leafHash(leaf: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(leaf.length + 1);
  prefixed[0] = LEAF_PREFIX;
  prefixed.set(leaf, 1);
  return prefixedLeafHash(prefixed);
}

// One for all calls: nothing between filling and hashing gives way to anybody else.
const scratch = new Uint8Array(1 + 2 * HASH_SIZE);
scratch[0] = NODE_PREFIX;

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  scratch.set(left, 1);
  scratch.set(right, 1 + HASH_SIZE);
  return hash('sha256', scratch, 'buffer');
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
