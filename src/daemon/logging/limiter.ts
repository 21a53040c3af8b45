// SPDX-License-Identifier: Apache-2.0
// How many lines somebody may cause: a burst, then a few a second, and the rest counted. Who asks for many
// kinds of lines at once cannot make it remember more than KEYS_MAX of them.

export const BURST = 50;
/** {unit lines/s} */
export const RATE = 5;
export const KEYS_MAX = 512;

interface Bucket {
  tokens: number;
  /** {unit ms} */
  at: number;
  /** Not written since the last that was told. */
  suppressed: number;
}

/** Of one key: so many lines were not written. */
export interface Suppressed {
  readonly key: string;
  readonly lines: number;
}

export class Limiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #burst: number;
  readonly #rate: number;

  constructor({ burst = BURST, rate = RATE }: { burst?: number; rate?: number } = {}) {
    this.#burst = burst;
    this.#rate = rate;
  }

  /** Whether a line of @key may be written now. @now by a clock that never goes back. {unit ms} */
  admit(key: string, now: number): boolean {
    const bucket = this.#bucket(key, now);
    bucket.tokens = Math.min(this.#burst, bucket.tokens + ((now - bucket.at) * this.#rate) / 1_000);
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return true;
    }
    bucket.suppressed += 1;
    return false;
  }

  /** What was not written since this was asked last. */
  take(): readonly Suppressed[] {
    const told: Suppressed[] = [];
    for (const [key, bucket] of this.#buckets) {
      if (bucket.suppressed > 0) {
        told.push({ key, lines: bucket.suppressed });
        bucket.suppressed = 0;
      }
    }
    return told;
  }

  /** When there are too many keys the rest share one bucket until some have been quiet for a burst's time. */
  #bucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.#buckets.size >= KEYS_MAX) {
      this.#forgetQuiet(now);
    }
    const name = this.#buckets.size >= KEYS_MAX ? OTHERS : key;
    const bucket = this.#buckets.get(name) ?? { tokens: this.#burst, at: now, suppressed: 0 };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  #forgetQuiet(now: number): void {
    const full = (this.#burst / this.#rate) * 1_000;
    for (const [key, { at, suppressed }] of this.#buckets) {
      if (suppressed === 0 && now - at >= full) {
        this.#buckets.delete(key);
      }
    }
  }
}

/** Of all keys for which there was no room. */
export const OTHERS = 'others';
