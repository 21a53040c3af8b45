// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
import { checkBigint, checkBytes, checkEnum, checkInteger, checkList, checkText } from '../check.ts';
import { readBytes, readSafe, readText } from '../read.ts';
import { OperationType, Reason, StopCause, TxOutcome } from './enums.ts';
import { type Header, readHeader } from './header.ts';
import { type DeviceState, readDeviceState } from './state.ts';

export const INFO_SIZE = 176;

export interface Info {
  readonly header: Header;
  readonly abiVersion: number;
  readonly txAbiVersion: number;
  readonly recordSchema: number;
  readonly stateSchema: number;
  /** random, new at every load */
  readonly instanceId: bigint;
  /** DSMIL_FEATURE_ */
  readonly features: bigint;
  /** see Backend */
  readonly backend: number;
  readonly deviceCount: number;
  /** devices that the hardware lists */
  readonly presentCount: number;
  /** of the backend */
  readonly registerCount: number;
  /** bit n: WRITE may set register n */
  readonly writableMask: number;
  /** bit n: CONFIG may set register n */
  readonly configMask: number;
  /** bit t: the backend has operation type t */
  readonly operationMask: number;
  /** bytes to map at state_offset; in bytes */
  readonly stateSize: number;
  /** in bytes */
  readonly consumerOffset: number;
  /** in bytes */
  readonly producerOffset: number;
  /** in bytes */
  readonly dataOffset: number;
  /** in bytes */
  readonly stateOffset: number;
  /** in bytes */
  readonly ringSizeMax: number;
  /** transactions kept at most */
  readonly txTableMax: number;
  /** in mC */
  readonly thermalLimitMc: number;
  /** least time between effects on one device; in us */
  readonly spacingUs: number;
  /** sampling period, 0 off; in ms */
  readonly pollMs: number;
  /** 1: opened for writing, 2: with CAP_SYS_RAWIO */
  readonly fileFlags: number;
  /** in ns */
  readonly loadNs: bigint;
  /** of the module, zero-padded */
  readonly version: string;
}

/** What a writer of Info gives. */
export type InfoInput = Readonly<Record<never, never>>;

export function readInfo(view: DataView, at = 0): Info {
  return {
    header: readHeader(view, at),
    abiVersion: view.getUint32(at + 16, true),
    txAbiVersion: view.getUint32(at + 20, true),
    recordSchema: view.getUint32(at + 24, true),
    stateSchema: view.getUint32(at + 28, true),
    instanceId: view.getBigUint64(at + 32, true),
    features: view.getBigUint64(at + 40, true),
    backend: view.getUint32(at + 48, true),
    deviceCount: view.getUint32(at + 52, true),
    presentCount: view.getUint32(at + 56, true),
    registerCount: view.getUint32(at + 60, true),
    writableMask: view.getUint32(at + 64, true),
    configMask: view.getUint32(at + 68, true),
    operationMask: view.getUint32(at + 72, true),
    stateSize: view.getUint32(at + 76, true),
    consumerOffset: readSafe(view, at + 80, 'consumer_offset'),
    producerOffset: readSafe(view, at + 88, 'producer_offset'),
    dataOffset: readSafe(view, at + 96, 'data_offset'),
    stateOffset: readSafe(view, at + 104, 'state_offset'),
    ringSizeMax: view.getUint32(at + 112, true),
    txTableMax: view.getUint32(at + 116, true),
    thermalLimitMc: view.getInt32(at + 120, true),
    spacingUs: view.getUint32(at + 124, true),
    pollMs: view.getUint32(at + 128, true),
    fileFlags: view.getUint32(at + 132, true),
    loadNs: view.getBigUint64(at + 136, true),
    version: readText(view, at + 144, 32),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeInfo(
  view: DataView,
  at: number,
  _value: InfoInput,
  _path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 176).fill(0);
  view.setUint32(at, 176, true);
}

export const GET_STATE_SIZE = 15480;

export interface GetState {
  readonly header: Header;
  /** position in the device table; 0..83 */
  readonly first: number;
  /** 1..84 */
  readonly count: number;
  /** count of them */
  readonly states: readonly DeviceState[];
}

/** What a writer of GetState gives. */
export interface GetStateInput {
  /** position in the device table; 0..83 */
  readonly first: number;
  /** 1..84 */
  readonly count: number;
}

export function readGetState(view: DataView, at = 0): GetState {
  return {
    header: readHeader(view, at),
    first: view.getUint32(at + 16, true),
    count: view.getUint32(at + 20, true),
    states: Array.from({ length: Math.min(view.getUint32(at + 20, true), 84) }, (_, i) => readDeviceState(view, at + 24 + 184 * i)),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeGetState(
  view: DataView,
  at: number,
  value: GetStateInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 15480).fill(0);
  view.setUint32(at, 15480, true);
  view.setUint32(at + 16, checkInteger(value.first, `${path}first`, 0, 83), true);
  view.setUint32(at + 20, checkInteger(value.count, `${path}count`, 1, 84), true);
}

export const READ_SIZE = 40;

export interface Read {
  readonly header: Header;
  /** token */
  readonly device: number;
  /** 0..15 */
  readonly registerIndex: number;
  /** 0 is the default; in ms, 0..5000, default 100 */
  readonly timeoutMs: number;
  readonly value: number;
  readonly firmwareStatus: number;
  /** in ns */
  readonly sampleNs: bigint;
}

/** What a writer of Read gives. */
export interface ReadInput {
  /** token */
  readonly device: number;
  /** 0..15 */
  readonly registerIndex: number;
  /** 0 is the default; in ms, 0..5000, default 100 */
  readonly timeoutMs?: number | undefined;
}

export function readRead(view: DataView, at = 0): Read {
  return {
    header: readHeader(view, at),
    device: view.getUint16(at + 16, true),
    registerIndex: view.getUint16(at + 18, true),
    timeoutMs: view.getUint32(at + 20, true),
    value: view.getUint32(at + 24, true),
    firmwareStatus: view.getUint32(at + 28, true),
    sampleNs: view.getBigUint64(at + 32, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeRead(
  view: DataView,
  at: number,
  value: ReadInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 40).fill(0);
  view.setUint32(at, 40, true);
  view.setUint16(at + 16, checkInteger(value.device, `${path}device`, 0, 0xffff), true);
  view.setUint16(at + 18, checkInteger(value.registerIndex, `${path}registerIndex`, 0, 15), true);
  view.setUint32(at + 20, checkInteger(value.timeoutMs ?? 100, `${path}timeoutMs`, 0, 5000, 'ms'), true);
}

export const STATS_SIZE = 672;

export interface Stats {
  readonly header: Header;
  readonly recordsPublished: bigint;
  readonly recordsLost: bigint;
  /** in bytes */
  readonly bytesLost: number;
  readonly criticalLost: bigint;
  readonly consumerFaults: bigint;
  /** of the ring's reader */
  readonly wakeups: bigint;
  readonly reads: bigint;
  /** register writes that reached the hardware */
  readonly effects: bigint;
  readonly timeouts: bigint;
  readonly samples: bigint;
  readonly txPrepared: bigint;
  readonly txCommitted: bigint;
  readonly txAborted: bigint;
  readonly txRolledBack: bigint;
  readonly txUncertain: bigint;
  readonly stops: bigint;
  readonly deadmanBeats: bigint;
  readonly openFiles: bigint;
  /** by enum dsmil_reason */
  readonly refusals: readonly bigint[];
}

/** What a writer of Stats gives. */
export type StatsInput = Readonly<Record<never, never>>;

export function readStats(view: DataView, at = 0): Stats {
  return {
    header: readHeader(view, at),
    recordsPublished: view.getBigUint64(at + 16, true),
    recordsLost: view.getBigUint64(at + 24, true),
    bytesLost: readSafe(view, at + 32, 'bytes_lost'),
    criticalLost: view.getBigUint64(at + 40, true),
    consumerFaults: view.getBigUint64(at + 48, true),
    wakeups: view.getBigUint64(at + 56, true),
    reads: view.getBigUint64(at + 64, true),
    effects: view.getBigUint64(at + 72, true),
    timeouts: view.getBigUint64(at + 80, true),
    samples: view.getBigUint64(at + 88, true),
    txPrepared: view.getBigUint64(at + 96, true),
    txCommitted: view.getBigUint64(at + 104, true),
    txAborted: view.getBigUint64(at + 112, true),
    txRolledBack: view.getBigUint64(at + 120, true),
    txUncertain: view.getBigUint64(at + 128, true),
    stops: view.getBigUint64(at + 136, true),
    deadmanBeats: view.getBigUint64(at + 144, true),
    openFiles: view.getBigUint64(at + 152, true),
    refusals: Array.from({ length: 64 }, (_, i) => view.getBigUint64(at + 160 + 8 * i, true)),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeStats(
  view: DataView,
  at: number,
  _value: StatsInput,
  _path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 672).fill(0);
  view.setUint32(at, 672, true);
}

export const WAIT_SIZE = 32;

export interface Wait {
  readonly header: Header;
  /** DSMIL_WAIT_ bits waited for; 1..3 */
  readonly events: number;
  /** in ms, 0..60000 */
  readonly timeoutMs: number;
  /** DSMIL_WAIT_ bits that are so, 0 on a time-out */
  readonly ready: number;
}

/** What a writer of Wait gives. */
export interface WaitInput {
  /** DSMIL_WAIT_ bits waited for; 1..3 */
  readonly events: number;
  /** in ms, 0..60000 */
  readonly timeoutMs: number;
}

export function readWait(view: DataView, at = 0): Wait {
  return {
    header: readHeader(view, at),
    events: view.getUint32(at + 16, true),
    timeoutMs: view.getUint32(at + 20, true),
    ready: view.getUint32(at + 24, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeWait(
  view: DataView,
  at: number,
  value: WaitInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint32(at, 32, true);
  view.setUint32(at + 16, checkInteger(value.events, `${path}events`, 1, 3), true);
  view.setUint32(at + 20, checkInteger(value.timeoutMs, `${path}timeoutMs`, 0, 60000, 'ms'), true);
}

export const RING_SETUP_SIZE = 40;

export interface RingSetup {
  readonly header: Header;
  /** power of two; in bytes, 16384..67108864, default 1048576 */
  readonly dataSize: number;
  readonly generation: bigint;
  readonly nextSeq: bigint;
}

/** What a writer of RingSetup gives. */
export interface RingSetupInput {
  /** power of two; in bytes, 16384..67108864, default 1048576 */
  readonly dataSize?: number | undefined;
}

export function readRingSetup(view: DataView, at = 0): RingSetup {
  return {
    header: readHeader(view, at),
    dataSize: readSafe(view, at + 16, 'data_size'),
    generation: view.getBigUint64(at + 24, true),
    nextSeq: view.getBigUint64(at + 32, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeRingSetup(
  view: DataView,
  at: number,
  value: RingSetupInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 40).fill(0);
  view.setUint32(at, 40, true);
  view.setBigUint64(at + 16, BigInt(checkInteger(value.dataSize ?? 1048576, `${path}dataSize`, 16384, 67108864, 'bytes')), true);
}

export const RING_RESET_SIZE = 40;

export interface RingReset {
  readonly header: Header;
  readonly generation: bigint;
  /** what was not consumed before it is lost */
  readonly nextSeq: bigint;
  /** new prod_pos and cons_pos; in bytes */
  readonly position: number;
}

/** What a writer of RingReset gives. */
export type RingResetInput = Readonly<Record<never, never>>;

export function readRingReset(view: DataView, at = 0): RingReset {
  return {
    header: readHeader(view, at),
    generation: view.getBigUint64(at + 16, true),
    nextSeq: view.getBigUint64(at + 24, true),
    position: readSafe(view, at + 32, 'position'),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeRingReset(
  view: DataView,
  at: number,
  _value: RingResetInput,
  _path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 40).fill(0);
  view.setUint32(at, 40, true);
}

export const STOP_SIZE = 72;

export interface Stop {
  readonly header: Header;
  /** REQUEST or HELPER; 2..3, see StopCause */
  readonly cause: number;
  /** see StopState */
  readonly state: number;
  /** who and why, UTF-8, zero-padded */
  readonly detail: string;
  /** stop epoch after it */
  readonly generation: bigint;
  /** in ns */
  readonly latchedNs: bigint;
}

/** What a writer of Stop gives. */
export interface StopInput {
  /** REQUEST or HELPER; 2..3, see StopCause */
  readonly cause: StopCause;
  /** who and why, UTF-8, zero-padded */
  readonly detail: string;
}

export function readStop(view: DataView, at = 0): Stop {
  return {
    header: readHeader(view, at),
    cause: view.getUint32(at + 16, true),
    state: view.getUint32(at + 20, true),
    detail: readText(view, at + 24, 32),
    generation: view.getBigUint64(at + 56, true),
    latchedNs: view.getBigUint64(at + 64, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeStop(
  view: DataView,
  at: number,
  value: StopInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 72).fill(0);
  view.setUint32(at, 72, true);
  view.setUint32(at + 16, checkEnum(value.cause, `${path}cause`, StopCause, 2, 3), true);
  checkText(value.detail, `${path}detail`, view, at + 24, 32);
}

export const STOP_STATUS_SIZE = 96;

export interface StopStatus {
  readonly header: Header;
  /** stop epoch */
  readonly generation: bigint;
  /** in ns */
  readonly latchedNs: bigint;
  /** see StopState */
  readonly state: number;
  /** see StopCause */
  readonly cause: number;
  /** who and why, UTF-8, zero-padded */
  readonly detail: string;
  /** by this file */
  readonly acknowledged: bigint;
  /** 0 when not armed; in ms */
  readonly deadmanPeriodMs: number;
  /** in ms */
  readonly deadmanLeftMs: number;
  /** for the confirmation, or the start; in ms */
  readonly resetLeftMs: number;
  readonly suspended: number;
}

/** What a writer of StopStatus gives. */
export type StopStatusInput = Readonly<Record<never, never>>;

export function readStopStatus(view: DataView, at = 0): StopStatus {
  return {
    header: readHeader(view, at),
    generation: view.getBigUint64(at + 16, true),
    latchedNs: view.getBigUint64(at + 24, true),
    state: view.getUint32(at + 32, true),
    cause: view.getUint32(at + 36, true),
    detail: readText(view, at + 40, 32),
    acknowledged: view.getBigUint64(at + 72, true),
    deadmanPeriodMs: view.getUint32(at + 80, true),
    deadmanLeftMs: view.getUint32(at + 84, true),
    resetLeftMs: view.getUint32(at + 88, true),
    suspended: view.getUint32(at + 92, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeStopStatus(
  view: DataView,
  at: number,
  _value: StopStatusInput,
  _path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 96).fill(0);
  view.setUint32(at, 96, true);
}

export const STOP_ACK_SIZE = 24;

export interface StopAck {
  readonly header: Header;
  /** seen by this file: EPOLLPRI is off until it moves */
  readonly generation: bigint;
}

/** What a writer of StopAck gives. */
export interface StopAckInput {
  /** seen by this file: EPOLLPRI is off until it moves */
  readonly generation: bigint;
}

export function readStopAck(view: DataView, at = 0): StopAck {
  return {
    header: readHeader(view, at),
    generation: view.getBigUint64(at + 16, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeStopAck(
  view: DataView,
  at: number,
  value: StopAckInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 24).fill(0);
  view.setUint32(at, 24, true);
  view.setBigUint64(at + 16, checkBigint(value.generation, `${path}generation`), true);
}

export const RESET_SIZE = 40;

export interface Reset {
  readonly header: Header;
  /** stop epoch that is to be reset */
  readonly generation: bigint;
  /** out of RESET_REQUEST, in to RESET_CONFIRM */
  readonly nonce: bigint;
  /** for the next step; in ms */
  readonly windowMs: number;
  /** see StopState */
  readonly state: number;
}

/** What a writer of Reset gives. */
export interface ResetInput {
  /** stop epoch that is to be reset */
  readonly generation: bigint;
  /** out of RESET_REQUEST, in to RESET_CONFIRM */
  readonly nonce: bigint;
}

export function readReset(view: DataView, at = 0): Reset {
  return {
    header: readHeader(view, at),
    generation: view.getBigUint64(at + 16, true),
    nonce: view.getBigUint64(at + 24, true),
    windowMs: view.getUint32(at + 32, true),
    state: view.getUint32(at + 36, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeReset(
  view: DataView,
  at: number,
  value: ResetInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 40).fill(0);
  view.setUint32(at, 40, true);
  view.setBigUint64(at + 16, checkBigint(value.generation, `${path}generation`), true);
  view.setBigUint64(at + 24, checkBigint(value.nonce, `${path}nonce`), true);
}

export const START_SIZE = 32;

export interface Start {
  readonly header: Header;
  /** stop epoch that was reset */
  readonly generation: bigint;
  /** see StopState */
  readonly state: number;
}

/** What a writer of Start gives. */
export interface StartInput {
  /** stop epoch that was reset */
  readonly generation: bigint;
}

export function readStart(view: DataView, at = 0): Start {
  return {
    header: readHeader(view, at),
    generation: view.getBigUint64(at + 16, true),
    state: view.getUint32(at + 24, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeStart(
  view: DataView,
  at: number,
  value: StartInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint32(at, 32, true);
  view.setBigUint64(at + 16, checkBigint(value.generation, `${path}generation`), true);
}

export const DEADMAN_SIZE = 24;

export interface Deadman {
  readonly header: Header;
  /** ARM only; in ms, 100..60000, default 1000 */
  readonly periodMs: number;
  /** in ms */
  readonly leftMs: number;
}

/** What a writer of Deadman gives. */
export interface DeadmanInput {
  /** ARM only; in ms, 100..60000, default 1000 */
  readonly periodMs?: number | undefined;
}

export function readDeadman(view: DataView, at = 0): Deadman {
  return {
    header: readHeader(view, at),
    periodMs: view.getUint32(at + 16, true),
    leftMs: view.getUint32(at + 20, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeDeadman(
  view: DataView,
  at: number,
  value: DeadmanInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 24).fill(0);
  view.setUint32(at, 24, true);
  view.setUint32(at + 16, checkInteger(value.periodMs ?? 1000, `${path}periodMs`, 100, 60000, 'ms'), true);
}

export const CLAIM_SIZE = 24;

export interface Claim {
  readonly header: Header;
  readonly coordinatorEpoch: bigint;
}

/** What a writer of Claim gives. */
export type ClaimInput = Readonly<Record<never, never>>;

export function readClaim(view: DataView, at = 0): Claim {
  return {
    header: readHeader(view, at),
    coordinatorEpoch: view.getBigUint64(at + 16, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeClaim(
  view: DataView,
  at: number,
  _value: ClaimInput,
  _path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 24).fill(0);
  view.setUint32(at, 24, true);
}

export const AUDIT_HEAD_SIZE = 104;

export interface AuditHead {
  readonly header: Header;
  /** to set it */
  readonly coordinatorEpoch: bigint;
  /** since load; 0 never */
  readonly setCount: bigint;
  /** in ns */
  readonly setNs: bigint;
  readonly head: Uint8Array;
}

/** What a writer of AuditHead gives. */
export interface AuditHeadInput {
  /** to set it */
  readonly coordinatorEpoch: bigint;
  readonly head: Uint8Array;
}

export function readAuditHead(view: DataView, at = 0): AuditHead {
  return {
    header: readHeader(view, at),
    coordinatorEpoch: view.getBigUint64(at + 16, true),
    setCount: view.getBigUint64(at + 24, true),
    setNs: view.getBigUint64(at + 32, true),
    head: readBytes(view, at + 40, 64),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeAuditHead(
  view: DataView,
  at: number,
  value: AuditHeadInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 104).fill(0);
  view.setUint32(at, 104, true);
  view.setBigUint64(at + 16, checkBigint(value.coordinatorEpoch, `${path}coordinatorEpoch`), true);
  checkBytes(value.head, `${path}head`, view, at + 40, 64);
}

export const HOLD_SIZE = 24;

export interface Hold {
  readonly header: Header;
  /** token */
  readonly device: number;
}

/** What a writer of Hold gives. */
export interface HoldInput {
  /** token */
  readonly device: number;
}

export function readHold(view: DataView, at = 0): Hold {
  return {
    header: readHeader(view, at),
    device: view.getUint16(at + 16, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeHold(
  view: DataView,
  at: number,
  value: HoldInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 24).fill(0);
  view.setUint32(at, 24, true);
  view.setUint16(at + 16, checkInteger(value.device, `${path}device`, 0, 0xffff), true);
}

export const OPERATION_SIZE = 32;

/** One effect of a transaction. */
export interface Operation {
  /** token */
  readonly device: number;
  /** WRITE to DEACTIVATE; 2..6, see OperationType */
  readonly type: number;
  /** of WRITE and CONFIG, else 0; 0..15 */
  readonly registerIndex: number;
  /** of WRITE and CONFIG, else 0 */
  readonly value: number;
  /** 0 is the default; in ms, 0..5000, default 100 */
  readonly timeoutMs: number;
  /** none are defined; 0..0, default 0 */
  readonly flags: number;
  /** the register before it */
  readonly snapshot: number;
  /** 0, or a negative errno */
  readonly error: number;
  /** see Reason */
  readonly reason: number;
  readonly firmwareStatus: number;
}

/** What a writer of Operation gives. */
export interface OperationInput {
  /** token */
  readonly device: number;
  /** WRITE to DEACTIVATE; 2..6, see OperationType */
  readonly type: OperationType;
  /** of WRITE and CONFIG, else 0; 0..15 */
  readonly registerIndex: number;
  /** of WRITE and CONFIG, else 0 */
  readonly value: number;
  /** 0 is the default; in ms, 0..5000, default 100 */
  readonly timeoutMs?: number | undefined;
  /** none are defined; 0..0, default 0 */
  readonly flags?: number | undefined;
}

export function readOperation(view: DataView, at = 0): Operation {
  return {
    device: view.getUint16(at, true),
    type: view.getUint8(at + 2),
    registerIndex: view.getUint8(at + 3),
    value: view.getUint32(at + 4, true),
    timeoutMs: view.getUint32(at + 8, true),
    flags: view.getUint32(at + 12, true),
    snapshot: view.getUint32(at + 16, true),
    error: view.getInt32(at + 20, true),
    reason: view.getUint32(at + 24, true),
    firmwareStatus: view.getUint32(at + 28, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeOperation(
  view: DataView,
  at: number,
  value: OperationInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint16(at + 0, checkInteger(value.device, `${path}device`, 0, 0xffff), true);
  view.setUint8(at + 2, checkEnum(value.type, `${path}type`, OperationType, 2, 6));
  view.setUint8(at + 3, checkInteger(value.registerIndex, `${path}registerIndex`, 0, 15));
  view.setUint32(at + 4, checkInteger(value.value, `${path}value`, 0, 0xffffffff), true);
  view.setUint32(at + 8, checkInteger(value.timeoutMs ?? 100, `${path}timeoutMs`, 0, 5000, 'ms'), true);
  view.setUint32(at + 12, checkInteger(value.flags ?? 0, `${path}flags`, 0, 0), true);
}

export const TX_PREPARE_SIZE = 2776;

export interface TxPrepare {
  readonly header: Header;
  /** nonzero, chosen by the coordinator */
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  /** stop generation that it was decided under */
  readonly stopEpoch: bigint;
  /** what was authorized */
  readonly digest: Uint8Array;
  /** aborts itself after that; in ms, 10..300000 */
  readonly leaseMs: number;
  /** 1..84 */
  readonly operationCount: number;
  /** which was refused, operation_count when none */
  readonly failedOperation: number;
  /** see TxOutcome */
  readonly outcome: number;
  /** run in this order */
  readonly operations: readonly Operation[];
}

/** What a writer of TxPrepare gives. */
export interface TxPrepareInput {
  /** nonzero, chosen by the coordinator */
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  /** stop generation that it was decided under */
  readonly stopEpoch: bigint;
  /** what was authorized */
  readonly digest: Uint8Array;
  /** aborts itself after that; in ms, 10..300000 */
  readonly leaseMs: number;
  /** run in this order */
  readonly operations: readonly OperationInput[];
}

export function readTxPrepare(view: DataView, at = 0): TxPrepare {
  return {
    header: readHeader(view, at),
    transactionId: view.getBigUint64(at + 16, true),
    coordinatorEpoch: view.getBigUint64(at + 24, true),
    stopEpoch: view.getBigUint64(at + 32, true),
    digest: readBytes(view, at + 40, 32),
    leaseMs: view.getUint32(at + 72, true),
    operationCount: view.getUint32(at + 76, true),
    failedOperation: view.getUint32(at + 80, true),
    outcome: view.getUint32(at + 84, true),
    operations: Array.from({ length: Math.min(view.getUint32(at + 76, true), 84) }, (_, i) => readOperation(view, at + 88 + 32 * i)),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeTxPrepare(
  view: DataView,
  at: number,
  value: TxPrepareInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 2776).fill(0);
  view.setUint32(at, 2776, true);
  view.setBigUint64(at + 16, checkBigint(value.transactionId, `${path}transactionId`), true);
  view.setBigUint64(at + 24, checkBigint(value.coordinatorEpoch, `${path}coordinatorEpoch`), true);
  view.setBigUint64(at + 32, checkBigint(value.stopEpoch, `${path}stopEpoch`), true);
  checkBytes(value.digest, `${path}digest`, view, at + 40, 32);
  view.setUint32(at + 72, checkInteger(value.leaseMs, `${path}leaseMs`, 10, 300000, 'ms'), true);
  view.setUint32(at + 76, checkList(value.operations, `${path}operations`, 1, 84).length, true);
  value.operations.forEach((item, i) => {
    writeOperation(view, at + 88 + 32 * i, item, `${path}operations[${i}].`);
  });
}

export const TX_COMMIT_SIZE = 88;

export interface TxCommit {
  readonly header: Header;
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  readonly stopEpoch: bigint;
  readonly digest: Uint8Array;
  /** see TxOutcome */
  readonly outcome: number;
  /** not below operation_count when none */
  readonly failedOperation: number;
  /** in ns */
  readonly durationNs: bigint;
}

/** What a writer of TxCommit gives. */
export interface TxCommitInput {
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  readonly stopEpoch: bigint;
  readonly digest: Uint8Array;
}

export function readTxCommit(view: DataView, at = 0): TxCommit {
  return {
    header: readHeader(view, at),
    transactionId: view.getBigUint64(at + 16, true),
    coordinatorEpoch: view.getBigUint64(at + 24, true),
    stopEpoch: view.getBigUint64(at + 32, true),
    digest: readBytes(view, at + 40, 32),
    outcome: view.getUint32(at + 72, true),
    failedOperation: view.getUint32(at + 76, true),
    durationNs: view.getBigUint64(at + 80, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeTxCommit(
  view: DataView,
  at: number,
  value: TxCommitInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 88).fill(0);
  view.setUint32(at, 88, true);
  view.setBigUint64(at + 16, checkBigint(value.transactionId, `${path}transactionId`), true);
  view.setBigUint64(at + 24, checkBigint(value.coordinatorEpoch, `${path}coordinatorEpoch`), true);
  view.setBigUint64(at + 32, checkBigint(value.stopEpoch, `${path}stopEpoch`), true);
  checkBytes(value.digest, `${path}digest`, view, at + 40, 32);
}

export const TX_ID_SIZE = 32;

export interface TxId {
  readonly header: Header;
  readonly transactionId: bigint;
  /** see TxOutcome */
  readonly outcome: number;
}

/** What a writer of TxId gives. */
export interface TxIdInput {
  readonly transactionId: bigint;
}

export function readTxId(view: DataView, at = 0): TxId {
  return {
    header: readHeader(view, at),
    transactionId: view.getBigUint64(at + 16, true),
    outcome: view.getUint32(at + 24, true),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeTxId(
  view: DataView,
  at: number,
  value: TxIdInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint32(at, 32, true);
  view.setBigUint64(at + 16, checkBigint(value.transactionId, `${path}transactionId`), true);
}

export const TX_STATUS_SIZE = 2784;

export interface TxStatus {
  readonly header: Header;
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  readonly stopEpoch: bigint;
  readonly digest: Uint8Array;
  /** see TxOutcome */
  readonly outcome: number;
  /** see Reason */
  readonly outcomeReason: number;
  /** operation_count when none */
  readonly failedOperation: number;
  readonly operationCount: number;
  /** in ms */
  readonly leaseLeftMs: number;
  readonly operations: readonly Operation[];
}

/** What a writer of TxStatus gives. */
export interface TxStatusInput {
  readonly transactionId: bigint;
}

export function readTxStatus(view: DataView, at = 0): TxStatus {
  return {
    header: readHeader(view, at),
    transactionId: view.getBigUint64(at + 16, true),
    coordinatorEpoch: view.getBigUint64(at + 24, true),
    stopEpoch: view.getBigUint64(at + 32, true),
    digest: readBytes(view, at + 40, 32),
    outcome: view.getUint32(at + 72, true),
    outcomeReason: view.getUint32(at + 76, true),
    failedOperation: view.getUint32(at + 80, true),
    operationCount: view.getUint32(at + 84, true),
    leaseLeftMs: view.getUint32(at + 88, true),
    operations: Array.from({ length: Math.min(view.getUint32(at + 84, true), 84) }, (_, i) => readOperation(view, at + 96 + 32 * i)),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeTxStatus(
  view: DataView,
  at: number,
  value: TxStatusInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 2784).fill(0);
  view.setUint32(at, 2784, true);
  view.setBigUint64(at + 16, checkBigint(value.transactionId, `${path}transactionId`), true);
}

export const TX_ENTRY_SIZE = 32;

export interface TxEntry {
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  /** see TxOutcome */
  readonly outcome: number;
  readonly operationCount: number;
  /** in ms */
  readonly leaseLeftMs: number;
  /** see Reason */
  readonly outcomeReason: number;
}

/** What a writer of TxEntry gives. */
export interface TxEntryInput {
  readonly transactionId: bigint;
  readonly coordinatorEpoch: bigint;
  /** see TxOutcome */
  readonly outcome: TxOutcome;
  readonly operationCount: number;
  /** in ms */
  readonly leaseLeftMs: number;
  /** see Reason */
  readonly outcomeReason: Reason;
}

export function readTxEntry(view: DataView, at = 0): TxEntry {
  return {
    transactionId: view.getBigUint64(at, true),
    coordinatorEpoch: view.getBigUint64(at + 8, true),
    outcome: view.getUint32(at + 16, true),
    operationCount: view.getUint32(at + 20, true),
    leaseLeftMs: view.getUint32(at + 24, true),
    outcomeReason: view.getUint32(at + 28, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeTxEntry(
  view: DataView,
  at: number,
  value: TxEntryInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.transactionId, `${path}transactionId`), true);
  view.setBigUint64(at + 8, checkBigint(value.coordinatorEpoch, `${path}coordinatorEpoch`), true);
  view.setUint32(at + 16, checkEnum(value.outcome, `${path}outcome`, TxOutcome), true);
  view.setUint32(at + 20, checkInteger(value.operationCount, `${path}operationCount`, 0, 0xffffffff), true);
  view.setUint32(at + 24, checkInteger(value.leaseLeftMs, `${path}leaseLeftMs`, 0, 0xffffffff, 'ms'), true);
  view.setUint32(at + 28, checkEnum(value.outcomeReason, `${path}outcomeReason`, Reason), true);
}

export const TX_LIST_SIZE = 2080;

export interface TxList {
  readonly header: Header;
  /** list ids above this one; 0 from the start */
  readonly after: bigint;
  /** entries filled */
  readonly count: number;
  /** transactions kept */
  readonly total: number;
  /** by ascending id */
  readonly entries: readonly TxEntry[];
}

/** What a writer of TxList gives. */
export interface TxListInput {
  /** list ids above this one; 0 from the start */
  readonly after: bigint;
}

export function readTxList(view: DataView, at = 0): TxList {
  return {
    header: readHeader(view, at),
    after: view.getBigUint64(at + 16, true),
    count: view.getUint32(at + 24, true),
    total: view.getUint32(at + 28, true),
    entries: Array.from({ length: Math.min(view.getUint32(at + 24, true), 64) }, (_, i) => readTxEntry(view, at + 32 + 32 * i)),
  };
}

/** The header too; answers and reserved fields become zero. Throws AbiError. */
export function writeTxList(
  view: DataView,
  at: number,
  value: TxListInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 2080).fill(0);
  view.setUint32(at, 2080, true);
  view.setBigUint64(at + 16, checkBigint(value.after, `${path}after`), true);
}
