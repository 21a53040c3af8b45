// SPDX-License-Identifier: Apache-2.0
// The unified state of a device, and what tracks disagree about, as messages. Enumerations have the core's
// numbers; times are nanoseconds in doubles, as the core has them.
import type { UnifiedDeviceState } from '../../../core/model/device-state.ts';
import type { Resolution } from '../../../core/state/strategy.ts';
import type { Disagreement } from '../../../sync/book.ts';
import type {
  IStateConflict,
  IUnifiedDeviceState,
} from '../wire/generated/dsmil-communication-v1.ts';

const STATUSES: Readonly<Record<Resolution['status'], number>> = {
  // Nobody disagrees: such a one is in no list.
  AGREED: 1,
  RESOLVED: 1,
  OPEN: 2,
  CONFLICT: 3,
};

/** Fractions of a nanosecond are the price of a double; the wire has none. */
function whole(ns: number): number {
  return Math.max(0, Math.trunc(ns));
}

export function wireDeviceState(state: UnifiedDeviceState): IUnifiedDeviceState {
  const { kernelState: k, securityState: s, interfaceState: i } = state;
  const { unifiedMetadata: m, synchronization: y } = state;
  let known = 0;
  const registers = k.lastRegisterValues.map((value, n) => {
    known |= value === null ? 0 : 1 << n;
    return value ?? 0;
  });
  return {
    deviceId: state.deviceId,
    deviceName: state.deviceName,
    deviceGroup: state.deviceGroup,
    deviceIndex: state.deviceIndex,
    kernelState: {
      kernelActive: k.kernelActive,
      powerState: k.powerState,
      lastRegisterValues: registers,
      knownRegisters: known,
      lastKernelAccessNs: whole(k.lastKernelAccess),
      kernelOperationCount: k.kernelOperationCount,
      lastKernelError: k.lastKernelError,
    },
    securityState: {
      securityStatus: s.securityStatus,
      accessAuthorized: s.accessAuthorized,
      requiredClearance: s.requiredClearance,
      failedAccessAttempts: s.failedAccessAttempts,
      lastSecurityEventNs: whole(s.lastSecurityEvent),
      auditEnabled: s.auditEnabled,
      auditSequenceNumber: s.auditSequenceNumber,
    },
    interfaceState: {
      uiMonitored: i.uiMonitored,
      displayState: i.displayState,
      activeUiSessions: i.activeUiSessions,
      lastUiInteractionNs: whole(i.lastUiInteraction),
      userNotificationsPending: i.userNotificationsPending,
      attentionRequired: i.attentionRequired,
    },
    unifiedMetadata: {
      currentRiskLevel: m.currentRiskLevel,
      overallStatus: m.overallStatus,
      emergencyStopApplied: m.emergencyStopApplied,
      lastStateChangeNs: whole(m.lastStateChange),
      stateChangeCount: m.stateChangeCount,
    },
    synchronization: {
      kernelSyncVersion: y.kernelSyncVersion,
      securitySyncVersion: y.securitySyncVersion,
      interfaceSyncVersion: y.interfaceSyncVersion,
      lastSyncTimestampNs: whole(y.lastSyncTimestamp),
      syncInProgress: y.syncInProgress,
      syncConflictsDetected: y.syncConflictsDetected,
    },
  };
}

export function wireConflict({ device, path, set, resolution }: Disagreement): IStateConflict {
  return {
    deviceId: device,
    field: path,
    status: STATUSES[resolution.status],
    blocksEffects: resolution.blocksEffects,
    value: JSON.stringify(resolution.value),
    claims: set.map(({ by, value }) => ({ track: by, value: JSON.stringify(value) })),
  };
}
