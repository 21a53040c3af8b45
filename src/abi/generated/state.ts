// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
import { checkBigint, checkEnum, checkInteger, checkList } from '../check.ts';
import { Access, DevicePowerState, Reason, RiskLevel, StopCause, StopState } from './enums.ts';

export const DEVICE_STATE_SIZE = 184;

export interface DeviceState {
  readonly token: number;
  /** 0..6 */
  readonly group: number;
  /** 0..11 */
  readonly index: number;
  /** see RiskLevel */
  readonly risk: number;
  /** see Access */
  readonly access: number;
  /** see DevicePowerState */
  readonly powerState: number;
  /** DSMIL_DEVICE_ */
  readonly flags: number;
  /** 0, or a negative errno */
  readonly lastError: number;
  /** see Reason */
  readonly lastReason: number;
  readonly firmwareStatus: number;
  /** bit n: registers[n] has been read */
  readonly registerMask: number;
  /** S32_MIN when unknown; in mC */
  readonly temperatureMc: number;
  readonly registers: readonly number[];
  /** when the registers were read, 0 never; in ns */
  readonly sampleNs: bigint;
  /** last operation, 0 never; in ns */
  readonly accessNs: bigint;
  /** last change of anything above, 0 never; in ns */
  readonly changeNs: bigint;
  /** counts those changes */
  readonly version: bigint;
  /** operations that reached the hardware */
  readonly operationCount: bigint;
  /** of them, that failed */
  readonly failureCount: bigint;
  /** refused before the hardware */
  readonly refusalCount: bigint;
  /** that has it prepared, 0 none */
  readonly transactionId: bigint;
  /** on hold since, 0 not; in ns */
  readonly holdNs: bigint;
}

/** What a writer of DeviceState gives. */
export interface DeviceStateInput {
  readonly token: number;
  /** 0..6 */
  readonly group: number;
  /** 0..11 */
  readonly index: number;
  /** see RiskLevel */
  readonly risk: RiskLevel;
  /** see Access */
  readonly access: Access;
  /** see DevicePowerState */
  readonly powerState: DevicePowerState;
  /** DSMIL_DEVICE_ */
  readonly flags: number;
  /** 0, or a negative errno */
  readonly lastError: number;
  /** see Reason */
  readonly lastReason: Reason;
  readonly firmwareStatus: number;
  /** bit n: registers[n] has been read */
  readonly registerMask: number;
  /** S32_MIN when unknown; in mC */
  readonly temperatureMc: number;
  readonly registers: readonly number[];
  /** when the registers were read, 0 never; in ns */
  readonly sampleNs: bigint;
  /** last operation, 0 never; in ns */
  readonly accessNs: bigint;
  /** last change of anything above, 0 never; in ns */
  readonly changeNs: bigint;
  /** counts those changes */
  readonly version: bigint;
  /** operations that reached the hardware */
  readonly operationCount: bigint;
  /** of them, that failed */
  readonly failureCount: bigint;
  /** refused before the hardware */
  readonly refusalCount: bigint;
  /** that has it prepared, 0 none */
  readonly transactionId: bigint;
  /** on hold since, 0 not; in ns */
  readonly holdNs: bigint;
}

export function readDeviceState(view: DataView, at = 0): DeviceState {
  return {
    token: view.getUint16(at, true),
    group: view.getUint8(at + 2),
    index: view.getUint8(at + 3),
    risk: view.getUint8(at + 4),
    access: view.getUint8(at + 5),
    powerState: view.getUint8(at + 6),
    flags: view.getUint32(at + 8, true),
    lastError: view.getInt32(at + 12, true),
    lastReason: view.getUint32(at + 16, true),
    firmwareStatus: view.getUint32(at + 20, true),
    registerMask: view.getUint32(at + 24, true),
    temperatureMc: view.getInt32(at + 28, true),
    registers: Array.from({ length: 16 }, (_, i) => view.getUint32(at + 32 + 4 * i, true)),
    sampleNs: view.getBigUint64(at + 96, true),
    accessNs: view.getBigUint64(at + 104, true),
    changeNs: view.getBigUint64(at + 112, true),
    version: view.getBigUint64(at + 120, true),
    operationCount: view.getBigUint64(at + 128, true),
    failureCount: view.getBigUint64(at + 136, true),
    refusalCount: view.getBigUint64(at + 144, true),
    transactionId: view.getBigUint64(at + 152, true),
    holdNs: view.getBigUint64(at + 160, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeDeviceState(
  view: DataView,
  at: number,
  value: DeviceStateInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 184).fill(0);
  view.setUint16(at + 0, checkInteger(value.token, `${path}token`, 0, 0xffff), true);
  view.setUint8(at + 2, checkInteger(value.group, `${path}group`, 0, 6));
  view.setUint8(at + 3, checkInteger(value.index, `${path}index`, 0, 11));
  view.setUint8(at + 4, checkEnum(value.risk, `${path}risk`, RiskLevel));
  view.setUint8(at + 5, checkEnum(value.access, `${path}access`, Access));
  view.setUint8(at + 6, checkEnum(value.powerState, `${path}powerState`, DevicePowerState));
  view.setUint32(at + 8, checkInteger(value.flags, `${path}flags`, 0, 0xffffffff), true);
  view.setInt32(at + 12, checkInteger(value.lastError, `${path}lastError`, -0x80000000, 0x7fffffff), true);
  view.setUint32(at + 16, checkEnum(value.lastReason, `${path}lastReason`, Reason), true);
  view.setUint32(at + 20, checkInteger(value.firmwareStatus, `${path}firmwareStatus`, 0, 0xffffffff), true);
  view.setUint32(at + 24, checkInteger(value.registerMask, `${path}registerMask`, 0, 0xffffffff), true);
  view.setInt32(at + 28, checkInteger(value.temperatureMc, `${path}temperatureMc`, -0x80000000, 0x7fffffff, 'mC'), true);
  checkList(value.registers, `${path}registers`, 16, 16).forEach((item, i) => {
    view.setUint32(at + 32 + 4 * i, checkInteger(item, `${path}registers[${i}]`, 0, 0xffffffff), true);
  });
  view.setBigUint64(at + 96, checkBigint(value.sampleNs, `${path}sampleNs`), true);
  view.setBigUint64(at + 104, checkBigint(value.accessNs, `${path}accessNs`), true);
  view.setBigUint64(at + 112, checkBigint(value.changeNs, `${path}changeNs`), true);
  view.setBigUint64(at + 120, checkBigint(value.version, `${path}version`), true);
  view.setBigUint64(at + 128, checkBigint(value.operationCount, `${path}operationCount`), true);
  view.setBigUint64(at + 136, checkBigint(value.failureCount, `${path}failureCount`), true);
  view.setBigUint64(at + 144, checkBigint(value.refusalCount, `${path}refusalCount`), true);
  view.setBigUint64(at + 152, checkBigint(value.transactionId, `${path}transactionId`), true);
  view.setBigUint64(at + 160, checkBigint(value.holdNs, `${path}holdNs`), true);
}

export const STATE_ENTRY_SIZE = 192;

export interface StateEntry {
  /** odd while the entry is written: read again */
  readonly seqcount: number;
  readonly state: DeviceState;
}

/** What a writer of StateEntry gives. */
export interface StateEntryInput {
  /** odd while the entry is written: read again */
  readonly seqcount: number;
}

export function readStateEntry(view: DataView, at = 0): StateEntry {
  return {
    seqcount: view.getUint32(at, true),
    state: readDeviceState(view, at + 8),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeStateEntry(
  view: DataView,
  at: number,
  value: StateEntryInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 192).fill(0);
  view.setUint32(at + 0, checkInteger(value.seqcount, `${path}seqcount`, 0, 0xffffffff), true);
}

export const STATE_PAGE_SIZE = 16192;

export interface StatePage {
  /** DSMIL_STATE_MAGIC */
  readonly magic: bigint;
  /** DSMIL_STATE_SCHEMA */
  readonly stateSchema: number;
  /** DSMIL_PAGE_GONE */
  readonly flags: number;
  /** in bytes */
  readonly entrySize: number;
  readonly entryCount: number;
  readonly instanceId: bigint;
  readonly stopGeneration: bigint;
  /** see StopState */
  readonly stopState: number;
  /** see StopCause */
  readonly stopCause: number;
  /** in ns */
  readonly stopNs: bigint;
  readonly entries: readonly StateEntry[];
}

/** What a writer of StatePage gives. */
export interface StatePageInput {
  /** DSMIL_STATE_MAGIC */
  readonly magic: bigint;
  /** DSMIL_STATE_SCHEMA */
  readonly stateSchema: number;
  /** DSMIL_PAGE_GONE */
  readonly flags: number;
  /** in bytes */
  readonly entrySize: number;
  readonly instanceId: bigint;
  readonly stopGeneration: bigint;
  /** see StopState */
  readonly stopState: StopState;
  /** see StopCause */
  readonly stopCause: StopCause;
  /** in ns */
  readonly stopNs: bigint;
  readonly entries: readonly StateEntryInput[];
}

export function readStatePage(view: DataView, at = 0): StatePage {
  return {
    magic: view.getBigUint64(at, true),
    stateSchema: view.getUint32(at + 8, true),
    flags: view.getUint32(at + 12, true),
    entrySize: view.getUint32(at + 16, true),
    entryCount: view.getUint32(at + 20, true),
    instanceId: view.getBigUint64(at + 24, true),
    stopGeneration: view.getBigUint64(at + 32, true),
    stopState: view.getUint32(at + 40, true),
    stopCause: view.getUint32(at + 44, true),
    stopNs: view.getBigUint64(at + 48, true),
    entries: Array.from({ length: Math.min(view.getUint32(at + 20, true), 84) }, (_, i) => readStateEntry(view, at + 64 + 192 * i)),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeStatePage(
  view: DataView,
  at: number,
  value: StatePageInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 16192).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.magic, `${path}magic`), true);
  view.setUint32(at + 8, checkInteger(value.stateSchema, `${path}stateSchema`, 0, 0xffffffff), true);
  view.setUint32(at + 12, checkInteger(value.flags, `${path}flags`, 0, 0xffffffff), true);
  view.setUint32(at + 16, checkInteger(value.entrySize, `${path}entrySize`, 0, 0xffffffff, 'bytes'), true);
  view.setBigUint64(at + 24, checkBigint(value.instanceId, `${path}instanceId`), true);
  view.setBigUint64(at + 32, checkBigint(value.stopGeneration, `${path}stopGeneration`), true);
  view.setUint32(at + 40, checkEnum(value.stopState, `${path}stopState`, StopState), true);
  view.setUint32(at + 44, checkEnum(value.stopCause, `${path}stopCause`, StopCause), true);
  view.setBigUint64(at + 48, checkBigint(value.stopNs, `${path}stopNs`), true);
  view.setUint32(at + 20, checkList(value.entries, `${path}entries`, 0, 84).length, true);
  value.entries.forEach((item, i) => {
    writeStateEntry(view, at + 64 + 192 * i, item, `${path}entries[${i}].`);
  });
}
