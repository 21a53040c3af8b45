// SPDX-License-Identifier: Apache-2.0
import type { AuditReceipt } from '../../core/ports/audit-log.ts';
import { HASH_SIZE, hexOf } from '../merkle/hash.ts';

/** Its hash is written out only when somebody wants it. */
export class Receipt implements AuditReceipt {
  readonly index: number;
  readonly #hashes: Uint8Array;
  readonly #at: number;

  /** @hashes of a batch, @at the place in it. */
  constructor(index: number, hashes: Uint8Array, at: number) {
    this.index = index;
    this.#hashes = hashes;
    this.#at = at;
  }

  get leafHash(): string {
    return hexOf(this.#hashes.subarray(this.#at * HASH_SIZE, (this.#at + 1) * HASH_SIZE));
  }
}
