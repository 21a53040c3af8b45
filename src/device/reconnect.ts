// SPDX-License-Identifier: Apache-2.0
// Tries to open a vanished path again, less and less often.
import { setTimeout as sleep } from 'node:timers/promises';
import { AbiError } from '../abi/errors.ts';
import { type Link, type OpenOptions, openLink } from './link.ts';

export interface ReconnectOptions {
  /** First pause; it doubles with each attempt. Default 100. */
  readonly minMs?: number;
  /** Longest pause. Default 5000. */
  readonly maxMs?: number;
}

export function checkReconnect({ minMs = 100, maxMs = 5000 }: ReconnectOptions): void {
  if (!Number.isFinite(minMs) || minMs < 1 || minMs > 3_600_000) {
    throw new AbiError('reconnect.minMs', minMs, '1..3600000 ms');
  }
  if (!Number.isFinite(maxMs) || maxMs < minMs || maxMs > 3_600_000) {
    throw new AbiError('reconnect.maxMs', maxMs, `${minMs}..3600000 ms`);
  }
}

/** The pause before the given attempt, spread so that several clients do not come at once. */
export function backoffMs(
  attempt: number,
  { minMs = 100, maxMs = 5000 }: ReconnectOptions,
  random = Math.random(),
): number {
  const full = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random;
}

/** Ends with a link, or when @signal aborts. @failed hears of every attempt that did not succeed. */
export async function reconnect(
  open: OpenOptions,
  options: ReconnectOptions,
  signal: AbortSignal,
  failed: (error: unknown, attempt: number) => void,
): Promise<Link> {
  for (let attempt = 0; ; attempt++) {
    await sleep(backoffMs(attempt, options), undefined, { signal, ref: false });
    try {
      return await openLink(open, signal);
    } catch (error) {
      signal.throwIfAborted();
      failed(error, attempt);
    }
  }
}
