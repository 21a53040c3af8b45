// SPDX-License-Identifier: Apache-2.0
// A device path with its ring, where another path was closed a moment ago: whoever has the ring's other end sees that
// close in its own time, and until then it is owned. As the daemon waits for its predecessor's.
import { openDevice } from '../../src/daemon/open-device.ts';
import type { DevicePath } from '../../src/device/device-path.ts';
import type { DevicePathOptions } from '../../src/device/options.ts';

/** {unit ms} */
const LIMIT_MS = 60_000;

export function openRing(options: DevicePathOptions): Promise<DevicePath> {
  return openDevice({ ...options, socket: '', limitMs: LIMIT_MS, onWaiting: () => undefined });
}
