// SPDX-License-Identifier: Apache-2.0
// How often one account may publish: what it publishes is durable, and is delivered to everybody who may see it.
import { PublishRateError } from './errors.ts';

/** At once, after a pause. */
export const PUBLISH_BURST = 200;
/** One more each. {unit ms} */
export const PUBLISH_INTERVAL_MS = 20;

interface Bucket {
  left: number;
  /** When @left was so. {unit ms} */
  at: number;
}

export class PublishRate {
  readonly #now: () => number;
  /** Of those who have less than a full one: as many as the policy lets publish. */
  readonly #buckets = new Map<string, Bucket>();

  /** @now: a clock that does not go back. {unit ms} */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws PublishRateError. Only for accounts that may publish: others are not remembered. */
  take(principal: string): void {
    const now = this.#now();
    const { left, at } = this.#buckets.get(principal) ?? { left: PUBLISH_BURST, at: now };
    const filled = Math.min(PUBLISH_BURST, left + Math.max(0, now - at) / PUBLISH_INTERVAL_MS);
    if (filled < 1) {
      throw new PublishRateError(Math.ceil((1 - filled) * PUBLISH_INTERVAL_MS));
    }
    this.#buckets.set(principal, { left: filled - 1, at: now });
  }
}
