// SPDX-License-Identifier: Apache-2.0
// What track A says about a device, from the kernel's state of it.
import {
  DEVICE_HELD,
  DEVICE_NOT_ANSWERING,
  DEVICE_PRESENT,
  DEVICE_QUARANTINED,
  DEVICE_STALE,
  DEVICE_UNCERTAIN,
} from '../../abi/generated/constants.ts';
import type { DeviceState } from '../../abi/generated/state.ts';
import {
  DevicePowerState,
  OverallDeviceStatus,
  REGISTER_COUNT,
} from '../../core/model/device-state.ts';
import { RiskLevel } from '../../core/model/enums.ts';
import type { FieldValue } from '../../core/state/field-table.ts';
import { type Condition, conditionLevel } from './condition.ts';

/** In the order of fieldValues(). */
export const KERNEL_PATHS: readonly string[] = [
  'kernel_state.kernel_active',
  'kernel_state.power_state',
  'kernel_state.last_kernel_access',
  'kernel_state.kernel_operation_count',
  'kernel_state.last_kernel_error',
  'unified_metadata.current_risk_level',
  'unified_metadata.overall_status',
  'unified_metadata.emergency_stop_applied',
  ...Array.from(
    { length: REGISTER_COUNT },
    (_, register) => `kernel_state.last_register_values[${register}]`,
  ),
];

/** Not known: it was not read since it failed. The registers are the last that were read, and say so. */
const NOT_FRESH = DEVICE_STALE | DEVICE_NOT_ANSWERING;

function overallStatus({ flags, powerState }: DeviceState, condition: Condition): number {
  if ((flags & DEVICE_QUARANTINED) !== 0) {
    return OverallDeviceStatus.QUARANTINED;
  }
  if (condition.stopped) {
    return OverallDeviceStatus.EMERGENCY_STOPPED;
  }
  if (
    (flags & DEVICE_PRESENT) === 0 ||
    (flags & NOT_FRESH) !== 0 ||
    powerState === DevicePowerState.UNKNOWN
  ) {
    return OverallDeviceStatus.UNKNOWN;
  }
  if ((flags & DEVICE_UNCERTAIN) !== 0 || powerState === DevicePowerState.FAULT) {
    return OverallDeviceStatus.FAULT;
  }
  const worse = (flags & DEVICE_HELD) !== 0 || conditionLevel(condition) > RiskLevel.LOW;
  return worse ? OverallDeviceStatus.DEGRADED : OverallDeviceStatus.OPERATIONAL;
}

/** Of a device whose entry could be read. */
export function fieldValues(device: DeviceState, condition: Condition): readonly FieldValue[] {
  const { flags, registerMask, registers } = device;
  const values: FieldValue[] = [
    (flags & DEVICE_PRESENT) !== 0,
    (flags & NOT_FRESH) === 0 ? device.powerState : DevicePowerState.UNKNOWN,
    // A label: beyond 104 days after boot it is a few nanoseconds off.
    Number(device.accessNs),
    Number(device.operationCount),
    device.lastError,
    // With the table's class, as the other tracks have it: so it differs only when somebody knows more.
    Math.max(conditionLevel(condition), device.risk),
    overallStatus(device, condition),
    condition.stopped,
  ];
  for (let register = 0; register < REGISTER_COUNT; register++) {
    const wasRead = (registerMask & (1 << register)) !== 0;
    values.push(wasRead ? (registers[register] ?? null) : null);
  }
  return values;
}
