// SPDX-License-Identifier: Apache-2.0
// The kernel's clock (CLOCK_MONOTONIC) and the wall's, at one moment.

export interface Moment {
  readonly nowNs: bigint;
  /** {unit ms since 1970} */
  readonly wall: number;
}

export function moment(): Moment {
  return { nowNs: process.hrtime.bigint(), wall: Date.now() };
}

/** When on the wall @timeNs was. {unit ms since 1970} */
export function wallOf(timeNs: bigint, { nowNs, wall }: Moment): number {
  return Math.round(wall - Number(nowNs - timeNs) / 1e6);
}
