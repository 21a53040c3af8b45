// SPDX-License-Identifier: Apache-2.0

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly n: number;
}

/** The value that a fraction @part of @samples is not above. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = Float64Array.from(samples).sort();
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1));
  const value = sorted[at];
  if (value === undefined) {
    throw new RangeError('samples is empty: a percentile needs at least one');
  }
  return value;
}

export function median(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) {
    throw new RangeError('samples is empty: a median needs at least one');
  }
  return (lower + upper) / 2;
}

export function summarize(samples: readonly number[]): Summary {
  return {
    median: median(samples),
    min: percentile(samples, 0),
    max: percentile(samples, 1),
    n: samples.length,
  };
}

/**
 * Ours over a peer's, by rounds: what was measured side by side is compared, so that a machine
 * that changed in between changes both.
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(
    ours.map((value, round) => {
      const peer = theirs[round];
      if (peer === undefined) {
        throw new RangeError(`round ${round} has no sample of the peer's`);
      }
      return value / peer;
    }),
  );
}
