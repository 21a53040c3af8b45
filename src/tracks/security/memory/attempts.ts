// SPDX-License-Identifier: Apache-2.0
// Failed attempts of each principal and on each device, and who is locked out for them.
import type { AttemptPolicy } from '../policy/policy.ts';
import { countOf, type Fading, fadedTo, NOTHING, oneMore } from './fading.ts';

export interface AttemptRecord extends Fading {
  /** By the track's own time; 0 when not. {unit ms} */
  readonly lockedUntil: number;
}

const NONE: AttemptRecord = { ...NOTHING, lockedUntil: 0 };

export class Attempts {
  /** By target: device/32771, principal/NAME. Bounded by the table and the policy's principals. */
  readonly #records = new Map<string, AttemptRecord>();

  get(target: string): AttemptRecord {
    return this.#records.get(target) ?? NONE;
  }

  entries(): IterableIterator<[string, AttemptRecord]> {
    return this.#records.entries();
  }

  restore(target: string, record: AttemptRecord): void {
    this.#records.set(target, record);
  }

  count(target: string, now: number, policy: AttemptPolicy): number {
    return countOf(this.get(target), now, policy.forgetMs);
  }

  locked(target: string, now: number): boolean {
    return this.get(target).lockedUntil > now;
  }

  /** One more failure. True when it locks @target out that was not locked before. */
  fail(target: string, now: number, policy: AttemptPolicy, locks: boolean): boolean {
    const before = this.get(target);
    const fading = oneMore(before, now, policy.forgetMs);
    const locksNow = locks && fading.count >= policy.lockAfter;
    const lockedUntil = locksNow
      ? Math.max(before.lockedUntil, now + policy.lockMs)
      : before.lockedUntil;
    this.#records.set(target, { ...fading, lockedUntil });
    return locksNow && before.lockedUntil <= now;
  }

  clear(target: string): boolean {
    return this.#records.delete(target);
  }

  /** Takes away what has faded altogether, and answers with it. */
  prune(now: number, policy: AttemptPolicy): string[] {
    const gone = [...this.#records]
      .filter(
        ([, record]) =>
          fadedTo(record, now, policy.forgetMs).count === 0 && record.lockedUntil <= now,
      )
      .map(([target]) => target);
    for (const target of gone) {
      this.#records.delete(target);
    }
    return gone;
  }
}
