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

/**
 * About where the bound is, by Cornish and Fisher's expansion around the normal distribution: in the middle of
 * what histories make it is good to a thousandth or two. Nothing is decided by it: it says where to look first.
 */
export function aboutUpperBound(a: number, b: number): number {
  const total = a + b;
  const product = a * b;
  const skew = (2 * (b - a) * Math.sqrt(total + 1)) / ((total + 2) * Math.sqrt(product));
  const apart = (a - b) * (a - b) * (total + 1) - product * (total + 2);
  const excess = (6 * apart) / (product * (total + 2) * (total + 3));
  const deviation = Math.sqrt(product / (total * total * (total + 1)));
  // 1.645 is the 95 % point of the normal distribution; the others are (z²−1)/6, (z³−3z)/24 and (2z³−5z)/36.
  const units = 1.645 + 0.2843 * skew - 0.0202 * excess - 0.0188 * skew * skew;
  return a / total + deviation * units;
}

/**
 * The greatest of 1..999 that @reaches, which holds up to some number and not beyond; 0 without one. Looks around
 * @first, further away each time, until it is between two looks; then halves.
 */
export function lastReached(first: number, reaches: (thousandths: number) => boolean): number {
  let [low, high] = [0, 1000];
  let look = first;
  for (let step = 1; high - low > 1; step *= 2) {
    const isBetween = low > 0 && high < 1000;
    // Asked this way round, a first that reads NaN is the middle.
    const at = !isBetween && look > low && look < high ? look : (low + high) >> 1;
    if (reaches(at)) {
      low = at;
      look = at + step;
    } else {
      high = at;
      look = at - step;
    }
  }
  return low;
}

/** The bound itself in thousandths, rounded down; for people, decisions ask upperBoundReaches. */
export function upperBoundThousandths(a: number, b: number): number {
  const first = Math.floor(aboutUpperBound(a, b) * 1000);
  return lastReached(first, (thousandths) => upperBoundReaches(a, b, thousandths / 1000));
}
