// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.

/** Why a call was refused. A program can switch on it; numbers are stable. */
export const Reason = {
  NONE: 0,
  /** the token is quarantined; nothing lifts that */
  QUARANTINED: 1,
  /** loaded without allow_writes=1 */
  WRITES_DISABLED: 2,
  /** the file was opened read-only */
  FILE_READ_ONLY: 3,
  /** opened without CAP_SYS_RAWIO */
  NO_CAPABILITY: 4,
  /** the emergency stop is latched */
  STOP_LATCHED: 5,
  /** a stop happened since the named epoch */
  STOP_EPOCH: 6,
  /** the device is on hold */
  ON_HOLD: 7,
  /** no such transaction, or forgotten */
  UNKNOWN_TRANSACTION: 8,
  /** the lease ran out before the commit */
  LEASE_EXPIRED: 9,
  /** a newer coordinator epoch was issued */
  COORDINATOR_STALE: 10,
  /** the file has not claimed the coordinator role */
  COORDINATOR_REQUIRED: 11,
  /** not the digest that was prepared */
  DIGEST_MISMATCH: 12,
  /** prepared by another transaction, or operating */
  DEVICE_BUSY: 13,
  /** the sensor reads at or above the limit */
  THERMAL_LIMIT: 14,
  /** no sensor, or it did not answer */
  THERMAL_UNKNOWN: 15,
  /** within the minimum spacing of operations */
  TOO_SOON: 16,
  /** between suspend and resume */
  SUSPENDED: 17,
  /** the backend has no such operation or register */
  UNSUPPORTED: 18,
  /** the register cannot be written */
  REGISTER_READ_ONLY: 19,
  /** too many transactions kept: forget some */
  TABLE_FULL: 20,
  /** the id is in use or not yet forgotten */
  TRANSACTION_EXISTS: 21,
  /** the hardware does not list the device */
  DEVICE_ABSENT: 22,
  /** the hardware registry changed under the driver */
  REGISTRY_LOST: 23,
  /** not the nonce of the pending reset */
  RESET_NONCE: 24,
  /** confirmed or started after the window */
  RESET_EXPIRED: 25,
  /** a reset needs a latched stop */
  NOT_LATCHED: 26,
  /** a confirmation needs a requested reset */
  RESET_NOT_PENDING: 27,
  /** a start needs a confirmed reset */
  NOT_READY: 28,
  /** no deadman is armed by this file */
  DEADMAN_NOT_ARMED: 29,
  /** another file has armed the deadman */
  DEADMAN_OWNED: 30,
  /** another file owns the ring */
  RING_OWNED: 31,
  /** the file does not own the ring */
  RING_NOT_OWNER: 32,
  /** what latched the stop is still so */
  CAUSE_PRESENT: 33,
  /** the register does not read as written */
  READBACK_MISMATCH: 34,
  /** the device is not on hold */
  NOT_HELD: 35,
  /** the transaction is past that step */
  TRANSACTION_STATE: 36,
  /** the backend reports an error of its own */
  HARDWARE_ERROR: 37,
  /** not enough kernel memory */
  MEMORY: 38,
} as const;
export type Reason = (typeof Reason)[keyof typeof Reason];
/** By value. */
export const ReasonNames: Readonly<Record<number, keyof typeof Reason>> = {
  0: 'NONE',
  1: 'QUARANTINED',
  2: 'WRITES_DISABLED',
  3: 'FILE_READ_ONLY',
  4: 'NO_CAPABILITY',
  5: 'STOP_LATCHED',
  6: 'STOP_EPOCH',
  7: 'ON_HOLD',
  8: 'UNKNOWN_TRANSACTION',
  9: 'LEASE_EXPIRED',
  10: 'COORDINATOR_STALE',
  11: 'COORDINATOR_REQUIRED',
  12: 'DIGEST_MISMATCH',
  13: 'DEVICE_BUSY',
  14: 'THERMAL_LIMIT',
  15: 'THERMAL_UNKNOWN',
  16: 'TOO_SOON',
  17: 'SUSPENDED',
  18: 'UNSUPPORTED',
  19: 'REGISTER_READ_ONLY',
  20: 'TABLE_FULL',
  21: 'TRANSACTION_EXISTS',
  22: 'DEVICE_ABSENT',
  23: 'REGISTRY_LOST',
  24: 'RESET_NONCE',
  25: 'RESET_EXPIRED',
  26: 'NOT_LATCHED',
  27: 'RESET_NOT_PENDING',
  28: 'NOT_READY',
  29: 'DEADMAN_NOT_ARMED',
  30: 'DEADMAN_OWNED',
  31: 'RING_OWNED',
  32: 'RING_NOT_OWNER',
  33: 'CAUSE_PRESENT',
  34: 'READBACK_MISMATCH',
  35: 'NOT_HELD',
  36: 'TRANSACTION_STATE',
  37: 'HARDWARE_ERROR',
  38: 'MEMORY',
};

/** How dangerous a device is. 6 comes from the table alone. */
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
/** By value. */
export const RiskLevelNames: Readonly<Record<number, keyof typeof RiskLevel>> = {
  0: 'UNKNOWN',
  1: 'SAFE',
  2: 'LOW',
  3: 'MODERATE',
  4: 'HIGH',
  5: 'CRITICAL',
  6: 'QUARANTINED',
};

export const Access = {
  /** quarantine: not even to read */
  NONE: 0,
  MONITOR: 1,
  RESTRICTED: 2,
} as const;
export type Access = (typeof Access)[keyof typeof Access];
/** By value. */
export const AccessNames: Readonly<Record<number, keyof typeof Access>> = {
  0: 'NONE',
  1: 'MONITOR',
  2: 'RESTRICTED',
};

export const OperationType = {
  UNKNOWN: 0,
  READ: 1,
  /** a data register */
  WRITE: 2,
  /** a configuration register */
  CONFIG: 3,
  RESET: 4,
  ACTIVATE: 5,
  DEACTIVATE: 6,
  EMERGENCY_STOP: 7,
} as const;
export type OperationType = (typeof OperationType)[keyof typeof OperationType];
/** By value. */
export const OperationTypeNames: Readonly<Record<number, keyof typeof OperationType>> = {
  0: 'UNKNOWN',
  1: 'READ',
  2: 'WRITE',
  3: 'CONFIG',
  4: 'RESET',
  5: 'ACTIVATE',
  6: 'DEACTIVATE',
  7: 'EMERGENCY_STOP',
};

export const DevicePowerState = {
  UNKNOWN: 0,
  OFF: 1,
  IDLE: 2,
  ACTIVE: 3,
  FAULT: 4,
} as const;
export type DevicePowerState = (typeof DevicePowerState)[keyof typeof DevicePowerState];
/** By value. */
export const DevicePowerStateNames: Readonly<Record<number, keyof typeof DevicePowerState>> = {
  0: 'UNKNOWN',
  1: 'OFF',
  2: 'IDLE',
  3: 'ACTIVE',
  4: 'FAULT',
};

/** Anything but RUN refuses effects. Unknown counts as LATCHED. */
export const StopState = {
  UNKNOWN: 0,
  LATCHED: 1,
  /** requested; wants a confirmation in time */
  RESET_PENDING: 2,
  /** confirmed; wants a start in time */
  READY: 3,
  RUN: 4,
} as const;
export type StopState = (typeof StopState)[keyof typeof StopState];
/** By value. */
export const StopStateNames: Readonly<Record<number, keyof typeof StopState>> = {
  0: 'UNKNOWN',
  1: 'LATCHED',
  2: 'RESET_PENDING',
  3: 'READY',
  4: 'RUN',
};

export const StopCause = {
  UNKNOWN: 0,
  /** a core starts latched */
  LOAD: 1,
  REQUEST: 2,
  /** dsmil-stop */
  HELPER: 3,
  DEADMAN_EXPIRED: 4,
  /** the armer closed without disarming */
  DEADMAN_CLOSED: 5,
  REGISTRY_LOST: 6,
  /** re-verification after suspend failed */
  RESUME_FAILED: 7,
  /** the device was unbound */
  GONE: 8,
} as const;
export type StopCause = (typeof StopCause)[keyof typeof StopCause];
/** By value. */
export const StopCauseNames: Readonly<Record<number, keyof typeof StopCause>> = {
  0: 'UNKNOWN',
  1: 'LOAD',
  2: 'REQUEST',
  3: 'HELPER',
  4: 'DEADMAN_EXPIRED',
  5: 'DEADMAN_CLOSED',
  6: 'REGISTRY_LOST',
  7: 'RESUME_FAILED',
  8: 'GONE',
};

export const Track = {
  UNKNOWN: 0,
  KERNEL: 1,
  SECURITY: 2,
  INTERFACE: 3,
  ORCHESTRATOR: 4,
} as const;
export type Track = (typeof Track)[keyof typeof Track];
/** By value. */
export const TrackNames: Readonly<Record<number, keyof typeof Track>> = {
  0: 'UNKNOWN',
  1: 'KERNEL',
  2: 'SECURITY',
  3: 'INTERFACE',
  4: 'ORCHESTRATOR',
};

export const RecordType = {
  UNKNOWN: 0,
  /** struct dsmil_operation_request */
  OPERATION_REQUEST: 1,
  /** struct dsmil_operation_response */
  OPERATION_RESPONSE: 2,
  /** struct dsmil_event_notification */
  EVENT: 3,
  /** struct dsmil_emergency_stop_signal */
  EMERGENCY: 4,
  /** struct dsmil_state_change */
  STATE_CHANGE: 5,
  /** struct dsmil_lost */
  LOST: 6,
  /** up to DSMIL_RECORD_PAYLOAD_MAX bytes */
  RAW: 7,
} as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];
/** By value. */
export const RecordTypeNames: Readonly<Record<number, keyof typeof RecordType>> = {
  0: 'UNKNOWN',
  1: 'OPERATION_REQUEST',
  2: 'OPERATION_RESPONSE',
  3: 'EVENT',
  4: 'EMERGENCY',
  5: 'STATE_CHANGE',
  6: 'LOST',
  7: 'RAW',
};

export const Clock = {
  UNKNOWN: 0,
  MONOTONIC: 1,
  BOOTTIME: 2,
} as const;
export type Clock = (typeof Clock)[keyof typeof Clock];
/** By value. */
export const ClockNames: Readonly<Record<number, keyof typeof Clock>> = {
  0: 'UNKNOWN',
  1: 'MONOTONIC',
  2: 'BOOTTIME',
};

/** Event codes of struct dsmil_event_notification. */
export const EventCode = {
  UNKNOWN: 0,
  DEVICE_HELD: 1,
  DEVICE_RELEASED: 2,
  NOT_ANSWERING: 3,
  ANSWERING: 4,
  REGISTRY_LOST: 5,
  THERMAL: 6,
  REFUSED: 7,
  /** arg0: id, arg1: enum dsmil_tx_outcome */
  TRANSACTION: 8,
  /** arg0: generation, arg1: enum dsmil_stop_state */
  STOP_STATE: 9,
  SUSPENDED: 10,
  RESUMED: 11,
  /** arg0: the epoch that was issued */
  COORDINATOR: 12,
  /** of a simulated device's script; arg0: its number in a burst */
  SCENARIO: 13,
} as const;
export type EventCode = (typeof EventCode)[keyof typeof EventCode];
/** By value. */
export const EventCodeNames: Readonly<Record<number, keyof typeof EventCode>> = {
  0: 'UNKNOWN',
  1: 'DEVICE_HELD',
  2: 'DEVICE_RELEASED',
  3: 'NOT_ANSWERING',
  4: 'ANSWERING',
  5: 'REGISTRY_LOST',
  6: 'THERMAL',
  7: 'REFUSED',
  8: 'TRANSACTION',
  9: 'STOP_STATE',
  10: 'SUSPENDED',
  11: 'RESUMED',
  12: 'COORDINATOR',
  13: 'SCENARIO',
};

/** Severities of the service's EventSeverity. */
export const Severity = {
  UNKNOWN: 0,
  INFO: 1,
  WARNING: 2,
  ERROR: 3,
  CRITICAL: 4,
  EMERGENCY: 5,
} as const;
export type Severity = (typeof Severity)[keyof typeof Severity];
/** By value. */
export const SeverityNames: Readonly<Record<number, keyof typeof Severity>> = {
  0: 'UNKNOWN',
  1: 'INFO',
  2: 'WARNING',
  3: 'ERROR',
  4: 'CRITICAL',
  5: 'EMERGENCY',
};

export const Backend = {
  UNKNOWN: 0,
  SIM: 1,
  MMIO: 2,
  SMI: 3,
} as const;
export type Backend = (typeof Backend)[keyof typeof Backend];
/** By value. */
export const BackendNames: Readonly<Record<number, keyof typeof Backend>> = {
  0: 'UNKNOWN',
  1: 'SIM',
  2: 'MMIO',
  3: 'SMI',
};

/** What became of a transaction. */
export const TxOutcome = {
  UNKNOWN: 0,
  PREPARING: 1,
  PREPARED: 2,
  COMMITTING: 3,
  COMMITTED: 4,
  /** no effect was begun */
  ABORTED: 5,
  /** effects were undone, and read back so */
  ROLLED_BACK: 6,
  /** undoing failed: its devices are on hold */
  UNCERTAIN: 7,
} as const;
export type TxOutcome = (typeof TxOutcome)[keyof typeof TxOutcome];
/** By value. */
export const TxOutcomeNames: Readonly<Record<number, keyof typeof TxOutcome>> = {
  0: 'UNKNOWN',
  1: 'PREPARING',
  2: 'PREPARED',
  3: 'COMMITTING',
  4: 'COMMITTED',
  5: 'ABORTED',
  6: 'ROLLED_BACK',
  7: 'UNCERTAIN',
};

/** What each reason means, in the words of the ABI. */
export const ReasonText: Readonly<Record<Reason, string>> = {
  0: '',
  1: 'the token is quarantined; nothing lifts that',
  2: 'loaded without allow_writes=1',
  3: 'the file was opened read-only',
  4: 'opened without CAP_SYS_RAWIO',
  5: 'the emergency stop is latched',
  6: 'a stop happened since the named epoch',
  7: 'the device is on hold',
  8: 'no such transaction, or forgotten',
  9: 'the lease ran out before the commit',
  10: 'a newer coordinator epoch was issued',
  11: 'the file has not claimed the coordinator role',
  12: 'not the digest that was prepared',
  13: 'prepared by another transaction, or operating',
  14: 'the sensor reads at or above the limit',
  15: 'no sensor, or it did not answer',
  16: 'within the minimum spacing of operations',
  17: 'between suspend and resume',
  18: 'the backend has no such operation or register',
  19: 'the register cannot be written',
  20: 'too many transactions kept: forget some',
  21: 'the id is in use or not yet forgotten',
  22: 'the hardware does not list the device',
  23: 'the hardware registry changed under the driver',
  24: 'not the nonce of the pending reset',
  25: 'confirmed or started after the window',
  26: 'a reset needs a latched stop',
  27: 'a confirmation needs a requested reset',
  28: 'a start needs a confirmed reset',
  29: 'no deadman is armed by this file',
  30: 'another file has armed the deadman',
  31: 'another file owns the ring',
  32: 'the file does not own the ring',
  33: 'what latched the stop is still so',
  34: 'the register does not read as written',
  35: 'the device is not on hold',
  36: 'the transaction is past that step',
  37: 'the backend reports an error of its own',
  38: 'not enough kernel memory',
};
