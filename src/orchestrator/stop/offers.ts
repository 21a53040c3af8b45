// SPDX-License-Identifier: Apache-2.0
// What people were asked to sign and may still use: each once, a bounded number, until it expires.
import { RESET_LIFETIME_MS, type ResetDecision } from '../../core/canonical/reset-decision.ts';
import { ResetRefusedError } from './errors.ts';

/** Beyond that the oldest gives way: whoever asks in a loop harms offers, and no stop. */
const OPEN_MAX = 64;

export class Offers {
  readonly #open = new Map<string, ResetDecision>();
  readonly #used = new Map<string, ResetDecision>();

  add(decision: ResetDecision, now: number): void {
    for (const kept of [this.#open, this.#used]) {
      for (const [nonce, { expiry }] of kept) {
        if (!(expiry > now && expiry <= now + RESET_LIFETIME_MS)) {
          kept.delete(nonce);
        }
      }
    }
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= OPEN_MAX) {
      this.#open.delete(oldest);
    }
    this.#open.set(decision.nonce, decision);
  }

  /** Throws ResetRefusedError: UNKNOWN_OFFER, USED. */
  find(nonce: string): ResetDecision {
    const decision = this.#open.get(nonce);
    if (decision === undefined) {
      throw new ResetRefusedError(this.#used.has(nonce) ? 'USED' : 'UNKNOWN_OFFER');
    }
    return decision;
  }

  use(decision: ResetDecision): void {
    this.#open.delete(decision.nonce);
    this.#used.set(decision.nonce, decision);
  }
}
