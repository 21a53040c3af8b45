// SPDX-License-Identifier: Apache-2.0
// One watcher of device states. While it does not read, only which devices have changed is kept: it gets the
// latest of each. Whether it may see a device is asked anew whenever that one has changed, and of all once a
// second besides: a clearance that was taken away tells nobody. Between, no device that stood still is looked
// at: changes come often, and watchers are many.
import { wireDeviceState } from '../communication/device-state.ts';
import type { IWatchDevicesResponse } from '../wire/generated/dsmil-control-v1.ts';
import type { ControlParts } from './parts.ts';

/** How often what may be seen of all is looked at. {unit ms} */
const LOOK_MS = 1_000;

export interface DeviceWatch {
  readonly sync: Pick<ControlParts['sync'], 'state' | 'subscribe'>;
  /** Tokens, ascending. */
  readonly wanted: readonly number[];
  /** Whether one of them may be seen now. */
  readonly sees: (device: number) => boolean;
  readonly signal: AbortSignal;
  readonly send: (item: IWatchDevicesResponse) => Promise<void>;
}

/** Ends when @signal aborts. Rejects with what @send does. */
export async function watchDevices(watch: DeviceWatch): Promise<void> {
  const { sync, wanted, sees, signal, send } = watch;
  const changed = new Set<number>();
  /** As the watcher knows them. */
  const told = new Set<number>();
  let lookAtAll = true;
  let wake = (): void => undefined;
  const unsubscribe = sync.subscribe((changes) => {
    for (const { device } of changes) {
      changed.add(device);
    }
    wake();
  });
  const end = (): void => wake();
  signal.addEventListener('abort', end, { once: true });
  const timer = setInterval(() => {
    lookAtAll = true;
    wake();
  }, LOOK_MS);
  timer.unref();
  try {
    for (let first = true; !signal.aborted; first = false) {
      const looked = lookAtAll ? wanted : wanted.filter((device) => changed.has(device));
      const seen = looked.filter((device) => sees(device));
      const may = new Set(seen);
      const gone = looked.filter((device) => told.has(device) && !may.has(device));
      const fresh = seen.filter((device) => !told.has(device) || changed.has(device));
      for (const device of gone) {
        told.delete(device);
      }
      for (const device of fresh) {
        told.add(device);
      }
      lookAtAll = false;
      changed.clear();
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (first || fresh.length + gone.length > 0) {
        const devices = fresh.map((device) => wireDeviceState(sync.state(device)));
        await send({ devices, gone });
      }
      if (changed.size === 0 && !lookAtAll && !signal.aborted) {
        await woken;
      }
    }
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', end);
    unsubscribe();
  }
}
