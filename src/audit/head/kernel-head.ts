// SPDX-License-Identifier: Apache-2.0
// What the kernel is given to hold: the newest head that was acknowledged, until the next boot. With
// it a rollback of all files together is found. 64 bytes, as the kernel keeps; numbers are big-endian.
//
// 4 "DSA1", u32 0, u64 size, 32 root, u64 entries durable in the store, u64 in the leaf file
import { Buffer } from 'node:buffer';
import { HASH_SIZE } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/proofs.ts';

export const KERNEL_HEAD_SIZE = 64;
const MAGIC = 0x44534131;

export interface KernelHead extends TreeHead {
  readonly storeDurable: number;
  readonly leafDurable: number;
}

/** Where the kernel's head is read and set; the daemon makes one of a DevicePath. */
export interface HeadWitness {
  /** The 64 bytes; undefined when none were set since boot. */
  get(): Promise<Uint8Array | undefined>;
  set(head: Uint8Array): Promise<void>;
}

export function encodeKernelHead(head: KernelHead): Uint8Array {
  const bytes = Buffer.alloc(KERNEL_HEAD_SIZE);
  bytes.writeUInt32BE(MAGIC);
  bytes.writeBigUInt64BE(BigInt(head.size), 8);
  bytes.set(head.root, 16);
  bytes.writeBigUInt64BE(BigInt(head.storeDurable), 48);
  bytes.writeBigUInt64BE(BigInt(head.leafDurable), 56);
  return bytes;
}

/** Undefined when they are not ours. */
export function decodeKernelHead(bytes: Uint8Array): KernelHead | undefined {
  if (bytes.length !== KERNEL_HEAD_SIZE) {
    return undefined;
  }
  const buffer = Buffer.from(bytes);
  const number = (at: number): number => Number(buffer.readBigUInt64BE(at));
  return buffer.readUInt32BE(0) !== MAGIC || buffer.readUInt32BE(4) !== 0
    ? undefined
    : {
        size: number(8),
        root: Uint8Array.from(buffer.subarray(16, 16 + HASH_SIZE)),
        storeDurable: number(48),
        leafDurable: number(56),
      };
}
