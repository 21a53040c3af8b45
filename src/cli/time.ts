// SPDX-License-Identifier: Apache-2.0
// The core's clock and the wall's.

export interface Moment {
  /** CLOCK_MONOTONIC, as the core uses it. */
  readonly nowNs: bigint;
  readonly now: Date;
}

export function moment(): Moment {
  return { nowNs: process.hrtime.bigint(), now: new Date() };
}

/** When on the wall a monotonic time was, going by one moment of both. */
export function wallTime(timeNs: bigint, { nowNs, now }: Moment): Date {
  return new Date(now.getTime() - Number(nowNs - timeNs) / 1e6);
}
