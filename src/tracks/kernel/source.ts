// SPDX-License-Identifier: Apache-2.0
// What the kernel track needs of the device; DevicePath is one.
import type { Info } from '../../abi/generated/arguments.ts';
import type { PathState } from '../../device/options.ts';
import type { BatchHandler } from '../../device/record-pump.ts';
import type { Snapshot } from '../../device/snapshot.ts';

/** Each says that more may have changed than a record told. */
export type KernelEvent = 'stop' | 'loss' | 'fault' | 'state' | 'reconnected';

export interface KernelSource {
  readonly info: Pick<Info, 'features' | 'thermalLimitMc'>;
  readonly state: PathState;
  readonly hasRing: boolean;
  /** Without a system call. Throws when the device is not open. */
  snapshot(into?: Snapshot): Snapshot;
  onRecords(handler: BatchHandler): () => void;
  on(event: KernelEvent, listener: () => void): unknown;
  off(event: KernelEvent, listener: () => void): unknown;
}
