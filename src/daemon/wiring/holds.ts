// SPDX-License-Identifier: Apache-2.0
// Which devices the kernel has on hold.
import { DEVICE_HELD } from '../../abi/generated/constants.ts';
import { DEVICES } from '../../abi/generated/devices.ts';
import type { DevicePath } from '../../device/device-path.ts';

/** Tokens, ascending. */
export function heldDevices(device: DevicePath): readonly number[] {
  const snapshot = device.snapshot();
  return DEVICES.filter(({ position }) => (snapshot.flags(position) & DEVICE_HELD) !== 0).map(
    ({ token }) => token,
  );
}
