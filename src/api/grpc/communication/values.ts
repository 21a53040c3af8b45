// SPDX-License-Identifier: Apache-2.0
// Between the wire and the core: times, which the core counts in milliseconds, and what several answers have.
import type { StopState } from '../../../core/machines/stop.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { ITimestamp } from '../wire/generated/google-protobuf.ts';

/** google.protobuf.Timestamp and Duration alike. Exact in a double: seconds stay far below 2⁵³. */
export interface WireTime {
  readonly seconds: number;
  readonly nanos: number;
}

/** 9999-12-31T23:59:59Z, the last that a Timestamp may be. {unit s} */
const SECONDS_MAX = 253_402_300_799;
const NANOS_MAX = 999_999_999;

/** @ms since 1970, or of a duration; never negative. */
export function wireTime(ms: number): WireTime {
  // Nanoseconds since 1970 are no safe integer: what is left of a second is counted apart.
  const whole = Math.max(0, Math.floor(ms / 1_000));
  const nanos = Math.max(0, Math.round((ms - whole * 1_000) * 1e6));
  return nanos < 1e9 ? { seconds: whole, nanos } : { seconds: whole + 1, nanos: 0 };
}

/** Whole milliseconds; 0 when it was left out. InvalidArgumentError for what is none. */
export function millisecondsOf(time: ITimestamp | null | undefined, field: string): number {
  if (time === null || time === undefined) {
    return 0;
  }
  const { seconds = 0, nanos = 0 } = time;
  const allowed = `0..${SECONDS_MAX} s and 0..${NANOS_MAX} ns`;
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > SECONDS_MAX) {
    throw new InvalidArgumentError(`${field}.seconds`, seconds, allowed);
  }
  if (!Number.isSafeInteger(nanos) || nanos < 0 || nanos > NANOS_MAX) {
    throw new InvalidArgumentError(`${field}.nanos`, nanos, allowed);
  }
  return seconds * 1_000 + Math.floor(nanos / 1e6);
}

const STOP_STATES: Readonly<Record<StopState, number>> = {
  RUN: 1,
  STOPPING: 2,
  LATCHED: 3,
  LATCHED_DEGRADED: 4,
  RESET_PENDING: 5,
  READY: 6,
};

/** StopState of the protocol. */
export function stopStateOf(state: StopState): number {
  return STOP_STATES[state];
}
