// SPDX-License-Identifier: Apache-2.0
// The table of the emergency stop. The kernel holds the latch; this is what the daemon knows about
// it. Who may cause which event, and when, is in stop-control.ts.
import type { Transitions } from './machine.ts';

export type StopState =
  | 'RUN'
  /** The latch is set, epoch + 1; acknowledgements and read-backs are awaited. */
  | 'STOPPING'
  /** Every track acknowledged and every device reads back safe. */
  | 'LATCHED'
  /** 100 ms have passed and something is missing. */
  | 'LATCHED_DEGRADED'
  /** The cause is cleared, a first person asked. */
  | 'RESET_PENDING'
  /** A second person confirmed. Nothing starts by that. */
  | 'READY';

export type StopEvent =
  | 'STOP'
  /** The last missing track or device is there. */
  | 'SETTLED'
  /** STOPPING took 100 ms. */
  | 'OVERDUE'
  | 'RESET_REQUESTED'
  | 'RESET_CONFIRMED'
  /** 120 s without the next step, or given up, nothing missing. */
  | 'LAPSED'
  /** The same with something missing still. */
  | 'LAPSED_DEGRADED'
  | 'START';

export const STOP_TRANSITIONS: Transitions<StopState, StopEvent> = {
  RUN: { STOP: 'STOPPING' },
  STOPPING: { STOP: 'STOPPING', SETTLED: 'LATCHED', OVERDUE: 'LATCHED_DEGRADED' },
  LATCHED: { STOP: 'STOPPING', RESET_REQUESTED: 'RESET_PENDING' },
  LATCHED_DEGRADED: { STOP: 'STOPPING', SETTLED: 'LATCHED', RESET_REQUESTED: 'RESET_PENDING' },
  RESET_PENDING: {
    STOP: 'STOPPING',
    RESET_CONFIRMED: 'READY',
    LAPSED: 'LATCHED',
    LAPSED_DEGRADED: 'LATCHED_DEGRADED',
  },
  READY: { STOP: 'STOPPING', START: 'RUN', LAPSED: 'LATCHED', LAPSED_DEGRADED: 'LATCHED_DEGRADED' },
};

/** What the kernel's latch says, by the names of its ABI. */
export type Latch = 'RUN' | 'LATCHED' | 'RESET_PENDING' | 'READY' | 'UNKNOWN';

/**
 * The state when the daemon begins. Only a latch that says RUN is RUN, which is so after a clean
 * restart alone; a reset under way has lost its persons with the daemon.
 */
export function stopStateAtStart(latch: Latch): StopState {
  return latch === 'RUN' ? 'RUN' : 'LATCHED';
}
