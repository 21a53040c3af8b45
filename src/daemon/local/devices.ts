// SPDX-License-Identifier: Apache-2.0
import { DEVICES } from '../../abi/generated/devices.ts';
import { levelOf } from '../../core/risk/level.ts';
import type { SyncedDevice } from '../../sync/device-list.ts';

/** The table's 84, as the synchronizer takes them. */
export const TABLE_DEVICES: readonly SyncedDevice[] = DEVICES.map(
  ({ token, name, group, index, risk }) => ({
    deviceId: token,
    deviceName: name,
    deviceGroup: group,
    deviceIndex: index,
    tableRisk: levelOf(risk, 'device.risk'),
    compartments: [],
  }),
);
