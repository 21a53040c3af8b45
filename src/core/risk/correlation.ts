// SPDX-License-Identifier: Apache-2.0
// What independent risks add to one another: 1 + ⌈5(ρ·max x + (1−ρ)(1−∏(1−x)))⌉ with x = (r−1)/5.
// ρ = 1 means that all tracks see the same risk, 0 that each sees one of its own. Over thousandths
// everything is an integer: 1−x is (6−r)/5, so that
//   5(ρ·max x + (1−ρ)(1−∏(1−x))) = (25·ρ·(max−1) + (1000−ρ)·(125 − ∏(6−r))) / 25000.
import { checkInteger } from '../model/check.ts';
import { RiskLevel } from '../model/enums.ts';
import type { PerTrack } from '../model/track.ts';
import { ceilDiv } from './aggregate.ts';
import { computed, type Level } from './level.ts';

/** How alike two tracks see risk, in thousandths; undefined is not known, and counts as 0. */
export interface CorrelationMatrix {
  readonly kernelSecurity: number | undefined;
  readonly kernelInterface: number | undefined;
  readonly securityInterface: number | undefined;
}

/** The smallest entry, in thousandths: the smaller, the more the risks add up. */
export function smallestCorrelation(matrix: CorrelationMatrix): number {
  const check = (value: number | undefined, name: string): number =>
    value === undefined
      ? 0
      : checkInteger(value, `risk.correlation_matrix.${name}`, 0, 1000, 'thousandths');
  return Math.min(
    check(matrix.kernelSecurity, 'kernel_security'),
    check(matrix.kernelInterface, 'kernel_interface'),
    check(matrix.securityInterface, 'security_interface'),
  );
}

/** @levels in 1..5; @rho in thousandths as smallestCorrelation gave it. */
export function correlated(levels: PerTrack<Level>, rho: number): Level {
  const [a, b, c] = levels;
  const above = RiskLevel.QUARANTINED;
  const worst = Math.max(a, b, c);
  const together = 125 - (above - a) * (above - b) * (above - c);
  return computed(1 + ceilDiv(25 * rho * (worst - 1) + (1000 - rho) * together, 25_000));
}
