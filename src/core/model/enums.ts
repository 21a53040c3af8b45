// SPDX-License-Identifier: Apache-2.0
// The enumerations whose names and numbers the specification's protobuf fixes. Never renumber.
import type { Names } from './names.ts';
import { namesOf } from './names.ts';

export const OperationType = {
  UNKNOWN: 0,
  READ: 1,
  WRITE: 2,
  CONFIG: 3,
  RESET: 4,
  ACTIVATE: 5,
  DEACTIVATE: 6,
  EMERGENCY_STOP: 7,
} as const;
export type OperationType = (typeof OperationType)[keyof typeof OperationType];
export const OperationTypeNames: Names = namesOf(OperationType);

/** 6 comes from the device table or a track, never from a computation. */
export const RiskLevel = {
  UNKNOWN: 0,
  SAFE: 1,
  LOW: 2,
  MODERATE: 3,
  HIGH: 4,
  CRITICAL: 5,
  QUARANTINED: 6,
} as const;
export type RiskLevel = (typeof RiskLevel)[keyof typeof RiskLevel];
export const RiskLevelNames: Names = namesOf(RiskLevel);

export const CoordinationResult = {
  UNKNOWN: 0,
  SUCCESS: 1,
  DENIED: 2,
  FAILED: 3,
  EMERGENCY_STOPPED: 4,
} as const;
export type CoordinationResult = (typeof CoordinationResult)[keyof typeof CoordinationResult];

/** Each includes those below it. */
export const ClearanceLevel = {
  NONE: 0,
  RESTRICTED: 1,
  CONFIDENTIAL: 2,
  SECRET: 3,
  TOP_SECRET: 4,
  SCI: 5,
  SAP: 6,
  COSMIC: 7,
} as const;
export type ClearanceLevel = (typeof ClearanceLevel)[keyof typeof ClearanceLevel];
export const ClearanceLevelNames: Names = namesOf(ClearanceLevel);

/** EventSeverity of the protobuf; errors carry it too. */
export const Severity = {
  UNKNOWN: 0,
  INFO: 1,
  WARNING: 2,
  ERROR: 3,
  CRITICAL: 4,
  EMERGENCY: 5,
} as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** TrackSource of the protobuf. */
export const Track = {
  UNKNOWN: 0,
  KERNEL: 1,
  SECURITY: 2,
  INTERFACE: 3,
  ORCHESTRATOR: 4,
} as const;
export type Track = (typeof Track)[keyof typeof Track];
export const TrackNames: Names = namesOf(Track);

export const EventType = {
  UNKNOWN: 0,
  DEVICE_STATE_CHANGED: 1,
  OPERATION_COMPLETED: 2,
  SECURITY_ALERT: 3,
  SYSTEM_STATUS_CHANGED: 4,
  EMERGENCY_STOP: 5,
  AUDIT_ENTRY_CREATED: 6,
  PERFORMANCE_THRESHOLD: 7,
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];
export const EventTypeNames: Names = namesOf(EventType);
