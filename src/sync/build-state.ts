// SPDX-License-Identifier: Apache-2.0
// A unified state from its fields.
import {
  type InterfaceState,
  type KernelState,
  REGISTER_COUNT,
  type SecurityState,
  type UnifiedDeviceState,
  type UnifiedMetadata,
} from '../core/model/device-state.ts';
import type { PerTrack } from '../core/model/track.ts';
import type { FieldValue } from '../core/state/field-table.ts';
import type { SyncRecord } from '../core/state/unify.ts';
import type { SyncedDevice } from './device-list.ts';
import { LAYOUT } from './layout.ts';

const PARTS = ['kernelState', 'securityState', 'interfaceState', 'unifiedMetadata'] as const;

interface Member {
  readonly name: string;
  readonly number: number;
}

/** Fields of each part, registers apart. */
const MEMBERS: Readonly<Record<(typeof PARTS)[number], readonly Member[]>> = (() => {
  const of = (part: string): readonly Member[] =>
    LAYOUT.filter(({ place }) => place.part === part && place.index === null).map(
      ({ number, place }) => ({ number, name: place.name }),
    );
  return {
    kernelState: of('kernelState'),
    securityState: of('securityState'),
    interfaceState: of('interfaceState'),
    unifiedMetadata: of('unifiedMetadata'),
  };
})();

const REGISTERS = LAYOUT.filter(({ place }) => place.index !== null).map(({ number }) => number);
if (REGISTERS.length !== REGISTER_COUNT) {
  throw new Error(`the field table has ${REGISTERS.length} registers, not ${REGISTER_COUNT}`);
}

type Read = (field: number) => FieldValue;

/** The table says that these are the part's members; the test of the whole compares each. */
function part<T>(read: Read, members: readonly Member[], more: Record<string, unknown> = {}): T {
  const leaves = more;
  for (const { name, number } of members) {
    leaves[name] = read(number);
  }
  return leaves as T;
}

export function buildState(
  device: SyncedDevice,
  read: Read,
  versions: PerTrack<number>,
  record: SyncRecord,
): UnifiedDeviceState {
  const { lastStateChange, stateChangeCount, ...counted } = record;
  const metadata = part<UnifiedMetadata>(read, MEMBERS.unifiedMetadata, {
    lastStateChange,
    stateChangeCount,
  });
  return {
    deviceId: device.deviceId,
    deviceName: device.deviceName,
    deviceGroup: device.deviceGroup,
    deviceIndex: device.deviceIndex,
    kernelState: part<KernelState>(read, MEMBERS.kernelState, {
      lastRegisterValues: REGISTERS.map(read),
    }),
    securityState: part<SecurityState>(read, MEMBERS.securityState),
    interfaceState: part<InterfaceState>(read, MEMBERS.interfaceState),
    unifiedMetadata: metadata,
    synchronization: {
      kernelSyncVersion: versions[0],
      securitySyncVersion: versions[1],
      interfaceSyncVersion: versions[2],
      ...counted,
    },
  };
}
