// SPDX-License-Identifier: Apache-2.0
// One device as all three tracks see it: dsmil_unified_device_state of the specification. Times are
// nanoseconds as the reporter's clock counts them, 0 never. Who may write which field, and what is
// the safe side of it, is in state/field-table.ts.
import { ClearanceLevel, RiskLevel } from './enums.ts';

export const REGISTER_COUNT = 16;

/** Numbers as in the kernel's ABI. */
export const DevicePowerState = { UNKNOWN: 0, OFF: 1, IDLE: 2, ACTIVE: 3, FAULT: 4 } as const;
export type DevicePowerState = (typeof DevicePowerState)[keyof typeof DevicePowerState];

export const SecurityStatus = {
  UNKNOWN: 0,
  NORMAL: 1,
  /** Something unusual: attempts refused, a rate exceeded. */
  ELEVATED: 2,
  /** A threat rule fired. */
  ALERT: 3,
  /** State or log cannot be trusted. */
  COMPROMISED: 4,
} as const;
export type SecurityStatus = (typeof SecurityStatus)[keyof typeof SecurityStatus];

export const UiDisplayState = { UNKNOWN: 0, HIDDEN: 1, LISTED: 2, OPEN: 3 } as const;
export type UiDisplayState = (typeof UiDisplayState)[keyof typeof UiDisplayState];

export const UserAttentionLevel = { NONE: 0, NOTICE: 1, WARNING: 2, URGENT: 3 } as const;
export type UserAttentionLevel = (typeof UserAttentionLevel)[keyof typeof UserAttentionLevel];

export const OverallDeviceStatus = {
  UNKNOWN: 0,
  OPERATIONAL: 1,
  DEGRADED: 2,
  FAULT: 3,
  EMERGENCY_STOPPED: 4,
  QUARANTINED: 5,
} as const;
export type OverallDeviceStatus = (typeof OverallDeviceStatus)[keyof typeof OverallDeviceStatus];

/** Track A. */
export interface KernelState {
  readonly kernelActive: boolean;
  readonly powerState: DevicePowerState;
  /** 16 of 32 bits; null where none was read. */
  readonly lastRegisterValues: readonly (number | null)[];
  readonly lastKernelAccess: number;
  readonly kernelOperationCount: number;
  /** 0, or a negative errno. */
  readonly lastKernelError: number;
}

/** Track B. */
export interface SecurityState {
  readonly securityStatus: SecurityStatus;
  readonly accessAuthorized: boolean;
  readonly requiredClearance: ClearanceLevel;
  readonly failedAccessAttempts: number;
  readonly lastSecurityEvent: number;
  readonly auditEnabled: boolean;
  readonly auditSequenceNumber: number;
}

/** Track C. */
export interface InterfaceState {
  readonly uiMonitored: boolean;
  readonly displayState: UiDisplayState;
  readonly activeUiSessions: number;
  readonly lastUiInteraction: number;
  readonly userNotificationsPending: boolean;
  readonly attentionRequired: UserAttentionLevel;
}

export interface UnifiedMetadata {
  readonly currentRiskLevel: RiskLevel;
  readonly overallStatus: OverallDeviceStatus;
  readonly emergencyStopApplied: boolean;
  readonly lastStateChange: number;
  readonly stateChangeCount: number;
}

export interface Synchronization {
  readonly kernelSyncVersion: number;
  readonly securitySyncVersion: number;
  readonly interfaceSyncVersion: number;
  readonly lastSyncTimestamp: number;
  readonly syncInProgress: boolean;
  readonly syncConflictsDetected: number;
}

export interface DeviceIdentity {
  /** The token. */
  readonly deviceId: number;
  readonly deviceName: string;
  readonly deviceGroup: number;
  readonly deviceIndex: number;
}

export interface UnifiedDeviceState extends DeviceIdentity {
  readonly kernelState: KernelState;
  readonly securityState: SecurityState;
  readonly interfaceState: InterfaceState;
  readonly unifiedMetadata: UnifiedMetadata;
  readonly synchronization: Synchronization;
}

/** A device before any track has reported: whatever decides something reads as its worst. */
export function unreportedState(
  identity: DeviceIdentity,
  tableRisk: RiskLevel,
): UnifiedDeviceState {
  const quarantined = tableRisk === RiskLevel.QUARANTINED;
  return {
    ...identity,
    kernelState: {
      kernelActive: false,
      powerState: DevicePowerState.UNKNOWN,
      lastRegisterValues: Array.from({ length: REGISTER_COUNT }, () => null),
      lastKernelAccess: 0,
      kernelOperationCount: 0,
      lastKernelError: 0,
    },
    securityState: {
      securityStatus: SecurityStatus.UNKNOWN,
      accessAuthorized: false,
      requiredClearance: ClearanceLevel.COSMIC,
      failedAccessAttempts: 0,
      lastSecurityEvent: 0,
      auditEnabled: true,
      auditSequenceNumber: 0,
    },
    interfaceState: {
      uiMonitored: false,
      displayState: UiDisplayState.UNKNOWN,
      activeUiSessions: 0,
      lastUiInteraction: 0,
      userNotificationsPending: false,
      attentionRequired: UserAttentionLevel.NONE,
    },
    unifiedMetadata: {
      currentRiskLevel: quarantined ? RiskLevel.QUARANTINED : RiskLevel.CRITICAL,
      overallStatus: quarantined ? OverallDeviceStatus.QUARANTINED : OverallDeviceStatus.UNKNOWN,
      emergencyStopApplied: true,
      lastStateChange: 0,
      stateChangeCount: 0,
    },
    synchronization: {
      kernelSyncVersion: 0,
      securitySyncVersion: 0,
      interfaceSyncVersion: 0,
      lastSyncTimestamp: 0,
      syncInProgress: false,
      syncConflictsDetected: 0,
    },
  };
}
