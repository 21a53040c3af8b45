// SPDX-License-Identifier: Apache-2.0
// Where a test may stand between the daemon and what outlives it: the store and the kernel. In the
// daemon itself nothing stands there.
import type { StoreHandle } from '../store/open.ts';
import type { DeviceResource } from '../tracks/kernel/resource.ts';

export interface Seams {
  store(store: StoreHandle): StoreHandle;
  kernel(kernel: DeviceResource): DeviceResource;
}

export const NO_SEAMS: Seams = {
  store: (store) => store,
  kernel: (kernel) => kernel,
};
