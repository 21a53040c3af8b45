// SPDX-License-Identifier: Apache-2.0
// Whether the upper 95 % bound of a Beta distribution reaches a rate, without gamma functions.
//
// The bound is ≥ x exactly when I_x(a, b) ≤ 0.95, I being the distribution's cumulative function.
// With the common factor x^a (1−x)^b / B(a, b) of both taken out,
//   I_x(a, b)      ∝ A = 1/a + Σ_j Π_i (a+b+i)/(a+1+i) · x^j / a
//   1 − I_x(a, b)  ∝ B, the same with a and b, x and 1−x exchanged,
// so that I = A / (A + B), and I ≤ 0.95 exactly when A ≤ 19 B. All terms are positive: nothing
// cancels, a partial sum is a lower bound, and + * / alone are used, so every machine agrees.

/** One of the two series, a term at a time. */
interface Series {
  sum: number;
  term: number;
  readonly from: number;
  readonly x: number;
  step: number;
}

const RELATIVE_ERROR = 1e-16;

function series(from: number, x: number): Series {
  return { sum: 1 / from, term: 1 / from, from, x, step: 0 };
}

/** Adds a term; answers whether more terms can still change the sum. */
function advance(s: Series, total: number): boolean {
  const ratio = (s.x * (total + s.step)) / (s.from + 1 + s.step);
  s.term *= ratio;
  s.sum += s.term;
  s.step++;
  // Ratios sink towards x; once below 1 the rest is at most a geometric series.
  return ratio >= 1 || s.term * ratio > RELATIVE_ERROR * s.sum * (1 - ratio);
}

/**
 * Whether the one-sided upper 95 % bound of Beta(@a, @b) is at least @x; a, b ≥ 1, 0 < x < 1.
 * Takes about √(a+b) steps.
 */
export function upperBoundReaches(a: number, b: number, x: number): boolean {
  const total = a + b;
  if (a >= x * total) {
    // The mean is there already. For a, b ≥ 1 the density is log-concave, and no more than
    // 1 − 1/e of such a distribution lies below its mean: I is far from 0.95.
    return true;
  }
  // Above the mean B sinks at once and is summed to its end. A may climb for long first; it is
  // summed only until it decides, so it cannot overflow either.
  const above = series(b, 1 - x);
  while (advance(above, total)) {
    // all of it
  }
  const below = series(a, x);
  while (below.sum <= 19 * above.sum) {
    if (!advance(below, total)) {
      return true;
    }
  }
  return false;
}

/** The bound itself in thousandths, rounded down; for people, decisions ask upperBoundReaches. */
export function upperBoundThousandths(a: number, b: number): number {
  let [low, high] = [0, 1000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    [low, high] = upperBoundReaches(a, b, middle / 1000) ? [middle, high] : [low, middle];
  }
  return low;
}
