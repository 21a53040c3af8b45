// SPDX-License-Identifier: Apache-2.0
// What a device path is opened with, tells and counts.
import type { Info } from '../abi/generated/arguments.ts';
import type { CallOptions } from './calls.ts';
import type { OpenOptions } from './link.ts';
import type { Loss } from './loss.ts';
import type { ReconnectOptions } from './reconnect.ts';
import type { RingFault } from './record-pump.ts';
import type { StopView } from './snapshot.ts';

export type PathState = 'open' | 'vanished' | 'closed';

export interface DevicePathOptions extends OpenOptions, CallOptions {
  /** What to do when the device vanishes: false, the default, is nothing. */
  readonly reconnect?: ReconnectOptions | boolean;
}

export interface DevicePathEvents {
  /** Every change of `state`, with what was before. */
  state: [state: PathState, before: PathState];
  /** A stop was latched, or the stop's state moved. From the state page: no record is needed. */
  stop: [stop: StopView];
  /** Records did not arrive. */
  loss: [loss: Loss];
  /** The ring could not go on and was reset. */
  fault: [fault: RingFault];
  /** The device is there again. Another instance is another core: nothing of before holds. */
  reconnected: [info: Info, sameInstance: boolean];
  /** An attempt to reconnect failed; there will be another. */
  reconnecting: [error: unknown, attempt: number];
  /** The ring cannot be reset: no records come any more. */
  error: [error: unknown];
}

/** What the native side counted since the path was opened (again). */
export interface Counters {
  readonly records: number;
  readonly bytes: number;
  readonly corrupt: number;
  /** Wake-ups by the core, batches found by polling, and phases of polling. */
  readonly wakes: number;
  readonly polled: number;
  readonly phases: number;
  readonly callsUnderWay: number;
  /** Published and not drained: how far we are behind. {unit bytes} */
  readonly unread: number;
  /** Records lost since the path was first opened. */
  readonly lost: number;
}
