// SPDX-License-Identifier: Apache-2.0
// Opens the device with its ring, which has one reader at a time: for a while it can still be that of a
// predecessor who has just died, until the kernel is through with what the dead one had sent. That is
// waited for, and not for ever: whoever holds it longer lives.
import { setTimeout as pause } from 'node:timers/promises';
import { Reason } from '../abi/generated/enums.ts';
import { DevicePath } from '../device/device-path.ts';
import { OpenError } from '../device/errors.ts';
import type { DevicePathOptions } from '../device/options.ts';
import { ringReaders } from './ring-readers.ts';

/** {unit ms} */
const LIMIT_MS = 10_000;
const FIRST_PAUSE_MS = 20;
const PAUSE_MAX_MS = 500;

export interface PatientOptions extends DevicePathOptions {
  /** The daemon's own socket: who listens there is asked for, when the ring stays another's. */
  readonly socket: string;
  /** Hears once that it is waited for. {unit ms} */
  readonly onWaiting: (limitMs: number) => void;
  /** {unit ms} */
  readonly limitMs?: number;
}

/** The ring stays another process's: to be started again when that one has ended. */
export class RingOwnedError extends Error {
  override readonly name = 'RingOwnedError';
  readonly code = 'ERR_DSMIL_RING_OWNED';

  constructor(path: string, afterMs: number, readers: readonly string[], cause: unknown) {
    const who = readers.length === 0 ? 'who that is cannot be told' : `by ${readers.join(', ')}`;
    super(
      `the ring of ${path} is read by another process (RING_OWNED) and was not let go of in ` +
        `${Math.round(afterMs)} ms: ${who}; there is one reader at a time: have it end, and start again`,
      { cause },
    );
  }
}

function isOwned(error: unknown): boolean {
  return error instanceof OpenError && error.reason === Reason.RING_OWNED;
}

/** Rejects with RingOwnedError, and at once with whatever else keeps the device from being opened. */
export async function openDevice(options: PatientOptions): Promise<DevicePath> {
  const { socket, onWaiting, limitMs = LIMIT_MS, ...opening } = options;
  const begun = performance.now();
  for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(PAUSE_MAX_MS, 2 * waitMs)) {
    try {
      return await DevicePath.open(opening);
    } catch (error) {
      if (!isOwned(error)) {
        throw error;
      }
      const elapsed = performance.now() - begun;
      if (elapsed + waitMs >= limitMs) {
        throw new RingOwnedError(
          opening.path,
          elapsed,
          await ringReaders(opening.path, socket),
          error,
        );
      }
      if (waitMs === FIRST_PAUSE_MS) {
        onWaiting(limitMs);
      }
    }
    await pause(waitMs);
  }
}
