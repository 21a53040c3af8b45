// SPDX-License-Identifier: Apache-2.0
// Calls that are made here and now (a stop, a beat) give up after a second or two of a simulator that stands still. In a
// test that is not about this they are made anew.
import type { DevicePath } from '../../src/device/device-path.ts';

const LIMIT_MS = 60_000;
/** Nobody has answered: what was asked may still be performed. */
const UNANSWERED = new Set<unknown>(['ERR_DSMIL_STOP_FAILED', 'ERR_DSMIL_UNRESPONSIVE']);

/** What @call of @device gives: of several stops or beats the last one's answer. */
export async function answered<T>(device: DevicePath, call: () => T): Promise<T> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return call();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (!UNANSWERED.has(code) || performance.now() > end) {
        throw error;
      }
    }
    // It is answered behind what was asked before, by a simulator that goes on.
    await device.stopControl.status();
  }
}
