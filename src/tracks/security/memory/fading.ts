// SPDX-License-Identifier: Apache-2.0
// Counts that fade and budgets that refill, in exact integers: what is left over is never rounded
// away, so that no pace of asking gains anything.

/** A count of which one is forgotten each period, one after the other. */
export interface Fading {
  readonly count: number;
  /** From when the period of the next one to be forgotten runs. {unit ms} */
  readonly since: number;
}

export const NOTHING: Fading = { count: 0, since: 0 };

/** No count is above it: whoever has failed so often gains nothing by more. */
export const FADING_MAX = 1_000_000;

/** @fading as of @now. A clock that went back, or reads NaN, forgets nothing. */
export function fadedTo(fading: Fading, now: number, periodMs: number): Fading {
  const periods = Math.floor((now - fading.since) / periodMs);
  if (!(periods > 0) || fading.count === 0) {
    return fading;
  }
  return periods >= fading.count
    ? { count: 0, since: fading.since + fading.count * periodMs }
    : { count: fading.count - periods, since: fading.since + periods * periodMs };
}

export function countOf(fading: Fading, now: number, periodMs: number): number {
  return fadedTo(fading, now, periodMs).count;
}

/** @fading after one more at @now. */
export function oneMore(fading: Fading, now: number, periodMs: number): Fading {
  const { count, since } = fadedTo(fading, now, periodMs);
  return { count: Math.min(count + 1, FADING_MAX), since: count === 0 ? now : since };
}

export interface Rate {
  /** How many at once. {range 1..10000} */
  readonly burst: number;
  /** One more each. {unit ms; range 1..86400000} */
  readonly intervalMs: number;
}

/** A token bucket, kept as the time that it takes to fill up again. */
export interface Bucket {
  /** {unit ms} */
  readonly debt: number;
  /** When that was so. {unit ms} */
  readonly at: number;
}

/** An empty one: what a restart begins with, since nobody knows how full it was. */
export function emptyBucket({ burst, intervalMs }: Rate, now: number): Bucket {
  return { debt: burst * intervalMs, at: now };
}

function debtAt({ debt, at }: Bucket, now: number): number {
  return Math.max(0, debt - Math.max(0, now - at));
}

/** How long until there is one; 0 now. {unit ms} */
export function waitMs(bucket: Bucket, now: number, { burst, intervalMs }: Rate): number {
  return Math.max(0, debtAt(bucket, now) + intervalMs - burst * intervalMs);
}

/** @bucket after one was taken at @now; the caller has seen that waitMs() is 0. */
export function taken(bucket: Bucket, now: number, { intervalMs }: Rate): Bucket {
  return { debt: debtAt(bucket, now) + intervalMs, at: Math.max(now, bucket.at) };
}
