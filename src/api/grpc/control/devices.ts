// SPDX-License-Identifier: Apache-2.0
// DevicesService: the devices that the caller is cleared for, as all three tracks see them.
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { wireConflict, wireDeviceState } from '../communication/device-state.ts';
import { DeviceNotFoundError, maySeeDevice } from '../communication/visibility.ts';
import type { GrpcCall } from '../method.ts';
import type {
  GetDeviceRequest,
  IGetDeviceResponse,
  IListDevicesResponse,
  IWatchDevicesResponse,
  ListDevicesRequest,
  WatchDevicesRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { knownCaller } from './caller.ts';
import { watchDevices } from './device-watch.ts';
import { pageOf } from './paging.ts';
import type { ControlParts } from './parts.ts';

const DEVICES_MAX = 84;

export type DevicesParts = Pick<ControlParts, 'sync' | 'access'>;

export function devicesService(parts: DevicesParts) {
  const { sync, access } = parts;
  const seen = (principal: string): number[] =>
    sync.devices
      .map(({ deviceId }) => deviceId)
      .filter((device) => maySeeDevice(access, principal, device));
  return {
    ListDevices(given: ListDevicesRequest, { caller }: GrpcCall): IListDevicesResponse {
      const { items, nextPageToken } = pageOf(
        seen(caller.principal),
        (device) => device.toString(16).padStart(4, '0'),
        given,
        { list: 'ListDevices', principal: caller.principal },
        DEVICES_MAX,
        DEVICES_MAX,
      );
      return { devices: items.map((device) => wireDeviceState(sync.state(device))), nextPageToken };
    },

    GetDevice({ deviceId }: GetDeviceRequest, { caller }: GrpcCall): IGetDeviceResponse {
      if (!seen(caller.principal).includes(deviceId)) {
        throw new DeviceNotFoundError(deviceId);
      }
      return {
        device: wireDeviceState(sync.state(deviceId)),
        conflicts: sync.disagreements(deviceId).map(wireConflict),
      };
    },

    async WatchDevices(
      { deviceIds }: WatchDevicesRequest,
      { caller, signal }: GrpcCall,
      send: (item: IWatchDevicesResponse) => Promise<void>,
    ): Promise<void> {
      knownCaller(caller);
      if (deviceIds.length > DEVICES_MAX) {
        throw new InvalidArgumentError('device_ids', deviceIds, `at most ${DEVICES_MAX} tokens`);
      }
      const may = new Set(seen(caller.principal));
      const unseen = deviceIds.find((device) => !may.has(device));
      if (unseen !== undefined) {
        throw new DeviceNotFoundError(unseen);
      }
      const wanted = new Set(deviceIds);
      await watchDevices({
        sync,
        wanted: sync.devices
          .map(({ deviceId }) => deviceId)
          .filter((device) => wanted.size === 0 || wanted.has(device)),
        sees: (device) => maySeeDevice(access, caller.principal, device),
        signal,
        send,
      });
    },
  };
}
