// SPDX-License-Identifier: Apache-2.0
// An open device, as the commands use it: every wait has an end, and the ring may be another's.
import type { Info, Read, Stats, Stop, StopStatus } from '../abi/generated/arguments.ts';
import { DEVICE_COUNT, RING_SIZE_DEFAULT } from '../abi/generated/constants.ts';
import { Reason } from '../abi/generated/enums.ts';
import type { DeviceState } from '../abi/generated/state.ts';
import type { CallOptions } from '../device/calls.ts';
import { DevicePath } from '../device/device-path.ts';
import { OpenError } from '../device/errors.ts';
import type { StopView } from '../device/snapshot.ts';
import { type Context, TIMEOUT_DEFAULT_MS } from './context.ts';
import { POLL_MS } from './live/poller.ts';
import type { Located } from './locate.ts';

export interface SessionOptions {
  readonly located: Located;
  /** Read the records, if nobody else does. */
  readonly ring: boolean;
  readonly timeoutMs?: number | undefined;
}

/** An entry that is being written is there at the next try. */
const SNAPSHOT_TRIES = 3;

export class Session {
  readonly located: Located;
  readonly device: DevicePath;
  /** Why there are no records, or undefined when there are. */
  readonly ringRefused: string | undefined;
  readonly #timeoutMs: number;

  constructor(options: SessionOptions, device: DevicePath, ringRefused: string | undefined) {
    this.located = options.located;
    this.device = device;
    this.ringRefused = ringRefused;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_DEFAULT_MS;
  }

  get info(): Info {
    return this.device.info;
  }

  #inTime(moreMs = 0): CallOptions {
    return { signal: AbortSignal.timeout(this.#timeoutMs + moreMs) };
  }

  stats(timeoutMs = this.#timeoutMs): Promise<Stats> {
    return this.device.stats({ signal: AbortSignal.timeout(timeoutMs) });
  }

  stopStatus(): Promise<StopStatus> {
    return this.device.stopControl.status(this.#inTime());
  }

  /** @timeoutMs is the hardware's; an answer that says so is waited for. */
  read(device: number, registerIndex: number, timeoutMs: number): Promise<Read> {
    return this.device.read({ device, registerIndex, timeoutMs }, this.#inTime(timeoutMs));
  }

  stop(detail: string): Stop {
    return this.device.stopControl.stop(detail);
  }

  /** All states, without a system call. */
  states(): DeviceState[] {
    let states: DeviceState[] = [];
    for (let attempt = 0; attempt < SNAPSHOT_TRIES && states.length < DEVICE_COUNT; attempt++) {
      states = [...this.device.snapshot()];
    }
    return states;
  }

  /** The stop as the state page shows it: it needs neither a call nor the ring. */
  stopPage(): StopView {
    return this.device.snapshot().stop;
  }

  close(): void {
    this.device.close();
  }
}

const RING_MISSING: Readonly<Record<string, string>> = {
  EBUSY: 'another process reads the ring (RING_OWNED), and there is one reader at a time',
  EACCES: 'this user may not write the device, which its reader has to',
};

function withoutRing(error: unknown): string | undefined {
  if (!(error instanceof OpenError)) {
    return undefined;
  }
  const why =
    error.reason === Reason.RING_OWNED ? RING_MISSING['EBUSY'] : RING_MISSING[error.errno];
  return why === undefined
    ? undefined
    : `No records: ${why}. Looking at the state page every ${POLL_MS} ms instead; events, and what came and went in between, cannot be seen.`;
}

async function open(options: SessionOptions, ring: boolean): Promise<DevicePath> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_DEFAULT_MS);
  const { path } = options.located;
  return ring
    ? await DevicePath.open({ path, mode: 'read-write', ringSize: RING_SIZE_DEFAULT, signal })
    : await DevicePath.open({ path, signal });
}

/** Read-only, unless the ring is wanted and to be had: its reader writes to it. */
export async function openSession(options: SessionOptions): Promise<Session> {
  if (!options.ring) {
    return new Session(options, await open(options, false), undefined);
  }
  try {
    return new Session(options, await open(options, true), undefined);
  } catch (error) {
    const why = withoutRing(error);
    if (why === undefined) {
      throw error;
    }
    return new Session(options, await open(options, false), why);
  }
}

/** Opens, runs, closes. */
export async function withSession<T>(
  context: Context,
  body: (session: Session) => Promise<T> | T,
): Promise<T> {
  const { timeoutMs } = context;
  const session = await openSession({ located: context.locate(), ring: false, timeoutMs });
  try {
    return await body(session);
  } finally {
    session.close();
  }
}
