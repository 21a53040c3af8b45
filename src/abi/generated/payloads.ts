// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
import { checkBigint, checkEnum, checkInteger, checkList, checkText } from '../check.ts';
import { readSafe, readText } from '../read.ts';
import { DevicePowerState, EventCode, OperationType, Reason, Severity, StopCause, StopState } from './enums.ts';

export const OPERATION_REQUEST_SIZE = 32;

export interface OperationRequest {
  /** 0 for a read */
  readonly transactionId: bigint;
  /** see OperationType */
  readonly type: number;
  /** 0..15 */
  readonly registerIndex: number;
  readonly value: number;
  /** in ms */
  readonly timeoutMs: number;
  readonly coordinatorEpoch: bigint;
}

/** What a writer of OperationRequest gives. */
export interface OperationRequestInput {
  /** 0 for a read */
  readonly transactionId: bigint;
  /** see OperationType */
  readonly type: OperationType;
  /** 0..15 */
  readonly registerIndex: number;
  readonly value: number;
  /** in ms */
  readonly timeoutMs: number;
  readonly coordinatorEpoch: bigint;
}

export function readOperationRequest(view: DataView, at = 0): OperationRequest {
  return {
    transactionId: view.getBigUint64(at, true),
    type: view.getUint32(at + 8, true),
    registerIndex: view.getUint32(at + 12, true),
    value: view.getUint32(at + 16, true),
    timeoutMs: view.getUint32(at + 20, true),
    coordinatorEpoch: view.getBigUint64(at + 24, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeOperationRequest(
  view: DataView,
  at: number,
  value: OperationRequestInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.transactionId, `${path}transactionId`), true);
  view.setUint32(at + 8, checkEnum(value.type, `${path}type`, OperationType), true);
  view.setUint32(at + 12, checkInteger(value.registerIndex, `${path}registerIndex`, 0, 15), true);
  view.setUint32(at + 16, checkInteger(value.value, `${path}value`, 0, 0xffffffff), true);
  view.setUint32(at + 20, checkInteger(value.timeoutMs, `${path}timeoutMs`, 0, 0xffffffff, 'ms'), true);
  view.setBigUint64(at + 24, checkBigint(value.coordinatorEpoch, `${path}coordinatorEpoch`), true);
}

export const OPERATION_RESPONSE_SIZE = 40;

export interface OperationResponse {
  /** 0 for a read */
  readonly transactionId: bigint;
  /** see OperationType */
  readonly type: number;
  /** 0..15 */
  readonly registerIndex: number;
  /** as read, or as read back */
  readonly value: number;
  /** 0, or a negative errno */
  readonly error: number;
  /** see Reason */
  readonly reason: number;
  readonly firmwareStatus: number;
  /** in ns */
  readonly durationNs: bigint;
}

/** What a writer of OperationResponse gives. */
export interface OperationResponseInput {
  /** 0 for a read */
  readonly transactionId: bigint;
  /** see OperationType */
  readonly type: OperationType;
  /** 0..15 */
  readonly registerIndex: number;
  /** as read, or as read back */
  readonly value: number;
  /** 0, or a negative errno */
  readonly error: number;
  /** see Reason */
  readonly reason: Reason;
  readonly firmwareStatus: number;
  /** in ns */
  readonly durationNs: bigint;
}

export function readOperationResponse(view: DataView, at = 0): OperationResponse {
  return {
    transactionId: view.getBigUint64(at, true),
    type: view.getUint32(at + 8, true),
    registerIndex: view.getUint32(at + 12, true),
    value: view.getUint32(at + 16, true),
    error: view.getInt32(at + 20, true),
    reason: view.getUint32(at + 24, true),
    firmwareStatus: view.getUint32(at + 28, true),
    durationNs: view.getBigUint64(at + 32, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeOperationResponse(
  view: DataView,
  at: number,
  value: OperationResponseInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 40).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.transactionId, `${path}transactionId`), true);
  view.setUint32(at + 8, checkEnum(value.type, `${path}type`, OperationType), true);
  view.setUint32(at + 12, checkInteger(value.registerIndex, `${path}registerIndex`, 0, 15), true);
  view.setUint32(at + 16, checkInteger(value.value, `${path}value`, 0, 0xffffffff), true);
  view.setInt32(at + 20, checkInteger(value.error, `${path}error`, -0x80000000, 0x7fffffff), true);
  view.setUint32(at + 24, checkEnum(value.reason, `${path}reason`, Reason), true);
  view.setUint32(at + 28, checkInteger(value.firmwareStatus, `${path}firmwareStatus`, 0, 0xffffffff), true);
  view.setBigUint64(at + 32, checkBigint(value.durationNs, `${path}durationNs`), true);
}

export const EVENT_NOTIFICATION_SIZE = 32;

export interface EventNotification {
  /** see EventCode */
  readonly code: number;
  /** see Severity */
  readonly severity: number;
  /** see Reason */
  readonly reason: number;
  /** 0, or a negative errno */
  readonly error: number;
  /** see the code */
  readonly arg0: bigint;
  /** see the code */
  readonly arg1: bigint;
}

/** What a writer of EventNotification gives. */
export interface EventNotificationInput {
  /** see EventCode */
  readonly code: EventCode;
  /** see Severity */
  readonly severity: Severity;
  /** see Reason */
  readonly reason: Reason;
  /** 0, or a negative errno */
  readonly error: number;
  /** see the code */
  readonly arg0: bigint;
  /** see the code */
  readonly arg1: bigint;
}

export function readEventNotification(view: DataView, at = 0): EventNotification {
  return {
    code: view.getUint32(at, true),
    severity: view.getUint32(at + 4, true),
    reason: view.getUint32(at + 8, true),
    error: view.getInt32(at + 12, true),
    arg0: view.getBigUint64(at + 16, true),
    arg1: view.getBigUint64(at + 24, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeEventNotification(
  view: DataView,
  at: number,
  value: EventNotificationInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint32(at + 0, checkEnum(value.code, `${path}code`, EventCode), true);
  view.setUint32(at + 4, checkEnum(value.severity, `${path}severity`, Severity), true);
  view.setUint32(at + 8, checkEnum(value.reason, `${path}reason`, Reason), true);
  view.setInt32(at + 12, checkInteger(value.error, `${path}error`, -0x80000000, 0x7fffffff), true);
  view.setBigUint64(at + 16, checkBigint(value.arg0, `${path}arg0`), true);
  view.setBigUint64(at + 24, checkBigint(value.arg1, `${path}arg1`), true);
}

export const EMERGENCY_STOP_SIGNAL_SIZE = 56;

export interface EmergencyStopSignal {
  /** stop epoch after it */
  readonly generation: bigint;
  /** in ns */
  readonly latchedNs: bigint;
  /** see StopCause */
  readonly cause: number;
  /** see StopState */
  readonly state: number;
  /** UTF-8, zero-padded */
  readonly detail: string;
}

/** What a writer of EmergencyStopSignal gives. */
export interface EmergencyStopSignalInput {
  /** stop epoch after it */
  readonly generation: bigint;
  /** in ns */
  readonly latchedNs: bigint;
  /** see StopCause */
  readonly cause: StopCause;
  /** see StopState */
  readonly state: StopState;
  /** UTF-8, zero-padded */
  readonly detail: string;
}

export function readEmergencyStopSignal(view: DataView, at = 0): EmergencyStopSignal {
  return {
    generation: view.getBigUint64(at, true),
    latchedNs: view.getBigUint64(at + 8, true),
    cause: view.getUint32(at + 16, true),
    state: view.getUint32(at + 20, true),
    detail: readText(view, at + 24, 32),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeEmergencyStopSignal(
  view: DataView,
  at: number,
  value: EmergencyStopSignalInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 56).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.generation, `${path}generation`), true);
  view.setBigUint64(at + 8, checkBigint(value.latchedNs, `${path}latchedNs`), true);
  view.setUint32(at + 16, checkEnum(value.cause, `${path}cause`, StopCause), true);
  view.setUint32(at + 20, checkEnum(value.state, `${path}state`, StopState), true);
  checkText(value.detail, `${path}detail`, view, at + 24, 32);
}

export const STATE_CHANGE_SIZE = 96;

export interface StateChange {
  /** of the device's state after it */
  readonly version: bigint;
  /** DSMIL_DEVICE_ */
  readonly flagsBefore: number;
  /** DSMIL_DEVICE_ */
  readonly flags: number;
  /** see DevicePowerState */
  readonly powerBefore: number;
  /** see DevicePowerState */
  readonly power: number;
  /** bit n: register n */
  readonly registersChanged: number;
  /** S32_MIN when unknown; in mC */
  readonly temperatureMc: number;
  readonly registers: readonly number[];
}

/** What a writer of StateChange gives. */
export interface StateChangeInput {
  /** of the device's state after it */
  readonly version: bigint;
  /** DSMIL_DEVICE_ */
  readonly flagsBefore: number;
  /** DSMIL_DEVICE_ */
  readonly flags: number;
  /** see DevicePowerState */
  readonly powerBefore: DevicePowerState;
  /** see DevicePowerState */
  readonly power: DevicePowerState;
  /** bit n: register n */
  readonly registersChanged: number;
  /** S32_MIN when unknown; in mC */
  readonly temperatureMc: number;
  readonly registers: readonly number[];
}

export function readStateChange(view: DataView, at = 0): StateChange {
  return {
    version: view.getBigUint64(at, true),
    flagsBefore: view.getUint32(at + 8, true),
    flags: view.getUint32(at + 12, true),
    powerBefore: view.getUint8(at + 16),
    power: view.getUint8(at + 17),
    registersChanged: view.getUint16(at + 18, true),
    temperatureMc: view.getInt32(at + 20, true),
    registers: Array.from({ length: 16 }, (_, i) => view.getUint32(at + 24 + 4 * i, true)),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeStateChange(
  view: DataView,
  at: number,
  value: StateChangeInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 96).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.version, `${path}version`), true);
  view.setUint32(at + 8, checkInteger(value.flagsBefore, `${path}flagsBefore`, 0, 0xffffffff), true);
  view.setUint32(at + 12, checkInteger(value.flags, `${path}flags`, 0, 0xffffffff), true);
  view.setUint8(at + 16, checkEnum(value.powerBefore, `${path}powerBefore`, DevicePowerState));
  view.setUint8(at + 17, checkEnum(value.power, `${path}power`, DevicePowerState));
  view.setUint16(at + 18, checkInteger(value.registersChanged, `${path}registersChanged`, 0, 0xffff), true);
  view.setInt32(at + 20, checkInteger(value.temperatureMc, `${path}temperatureMc`, -0x80000000, 0x7fffffff, 'mC'), true);
  checkList(value.registers, `${path}registers`, 16, 16).forEach((item, i) => {
    view.setUint32(at + 24 + 4 * i, checkInteger(item, `${path}registers[${i}]`, 0, 0xffffffff), true);
  });
}

export const LOST_SIZE = 40;

export interface Lost {
  /** records dropped */
  readonly count: bigint;
  /** sequence of the first */
  readonly first: bigint;
  /** sequence of the last */
  readonly last: bigint;
  /** their size with headers; in bytes */
  readonly bytes: number;
  /** how many of them were critical */
  readonly critical: bigint;
}

/** What a writer of Lost gives. */
export interface LostInput {
  /** records dropped */
  readonly count: bigint;
  /** sequence of the first */
  readonly first: bigint;
  /** sequence of the last */
  readonly last: bigint;
  /** their size with headers; in bytes */
  readonly bytes: number;
  /** how many of them were critical */
  readonly critical: bigint;
}

export function readLost(view: DataView, at = 0): Lost {
  return {
    count: view.getBigUint64(at, true),
    first: view.getBigUint64(at + 8, true),
    last: view.getBigUint64(at + 16, true),
    bytes: readSafe(view, at + 24, 'bytes'),
    critical: view.getBigUint64(at + 32, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeLost(
  view: DataView,
  at: number,
  value: LostInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 40).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.count, `${path}count`), true);
  view.setBigUint64(at + 8, checkBigint(value.first, `${path}first`), true);
  view.setBigUint64(at + 16, checkBigint(value.last, `${path}last`), true);
  view.setBigUint64(at + 24, BigInt(checkInteger(value.bytes, `${path}bytes`, 0, Number.MAX_SAFE_INTEGER, 'bytes')), true);
  view.setBigUint64(at + 32, checkBigint(value.critical, `${path}critical`), true);
}
