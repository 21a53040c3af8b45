// SPDX-License-Identifier: Apache-2.0
// Who is let in no more, as the file says now. Unread or damaged it speaks against every certificate; who
// comes by the local socket needs none, and may still stop.
import { EndReason, type Presented } from './guest.ts';
import { readOwned } from './owned-file.ts';
import {
  EMPTY_REVOCATIONS,
  parseRevocations,
  type RevocationList,
} from './wire/revocation-list.ts';

export class Revocations {
  readonly #path: string;
  /** Before the first look nobody knows. */
  #list: RevocationList | null = null;
  #problem: unknown = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** How many entries are in force; null when nobody knows. */
  get size(): number | null {
    return this.#list?.entries.length ?? null;
  }

  /** Why it is not known who is in it; null when it is. */
  get problem(): unknown {
    return this.#problem;
  }

  /** Reads it again; never rejects. */
  async reload(): Promise<void> {
    try {
      this.#list = parseRevocations(await readOwned(this.#path, false));
      this.#problem = null;
    } catch (error) {
      this.#list = null;
      this.#problem = error;
    }
  }

  objectionTo({ principal, certificate }: Presented): EndReason | null {
    if (this.#list === null && certificate !== undefined) {
      return EndReason.REVOCATION_UNKNOWN;
    }
    const { serials, principals } = this.#list ?? EMPTY_REVOCATIONS;
    const revoked =
      principals.has(principal) || (certificate !== undefined && serials.has(certificate.serial));
    return revoked ? EndReason.REVOKED : null;
  }
}
