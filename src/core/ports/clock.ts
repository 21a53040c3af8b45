// SPDX-License-Identifier: Apache-2.0
// The clocks that the rest implements. A decision never asks one: its time is an argument.

export interface Clock {
  /** For labels that people read; it can be set. {unit ms since 1970} */
  wall(): number;
  /** CLOCK_BOOTTIME: counts sleep, is never set; for expiries and ages. {unit ms since boot} */
  boot(): number;
}
