// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
import { checkBigint, checkEnum, checkInteger } from '../check.ts';
import { readSafe } from '../read.ts';
import { Clock, RecordType, StopCause, StopState, Track } from './enums.ts';

export const RING_CONSUMER_SIZE = 128;

/**
 * Page 0 of the ring, the only one that user space may write. The core reads
 * these two words and nothing else of it, each once, and trusts neither.
 */
export interface RingConsumer {
  /** bytes consumed since set-up; multiple of 8; in bytes */
  readonly consPos: number;
  /** nonzero while the consumer polls by itself: no wakeups wanted */
  readonly awake: number;
}

/** What a writer of RingConsumer gives. */
export interface RingConsumerInput {
  /** bytes consumed since set-up; multiple of 8; in bytes */
  readonly consPos: number;
  /** nonzero while the consumer polls by itself: no wakeups wanted */
  readonly awake: number;
}

export function readRingConsumer(view: DataView, at = 0): RingConsumer {
  return {
    consPos: readSafe(view, at, 'cons_pos'),
    awake: view.getUint32(at + 64, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeRingConsumer(
  view: DataView,
  at: number,
  value: RingConsumerInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 128).fill(0);
  view.setBigUint64(at + 0, BigInt(checkInteger(value.consPos, `${path}consPos`, 0, Number.MAX_SAFE_INTEGER, 'bytes')), true);
  view.setUint32(at + 64, checkInteger(value.awake, `${path}awake`, 0, 0xffffffff), true);
}

export const RING_PRODUCER_SIZE = 256;

/** Page 1 of the ring, written by the core alone. */
export interface RingProducer {
  /** DSMIL_RING_MAGIC */
  readonly magic: bigint;
  /** DSMIL_RECORD_SCHEMA */
  readonly recordSchema: number;
  /** DSMIL_PAGE_ */
  readonly flags: number;
  /** power of two; in bytes */
  readonly dataSize: number;
  /** of the core that writes it */
  readonly instanceId: bigint;
  /** moves at each set-up and reset */
  readonly generation: bigint;
  /** bytes published since set-up; in bytes */
  readonly prodPos: number;
  /** sequence that the next attempt will get */
  readonly nextSeq: bigint;
  /** records dropped since load */
  readonly lostTotal: bigint;
  /** their size with headers; in bytes */
  readonly lostBytes: number;
  /** how many of them were critical */
  readonly lostCritical: bigint;
  /** unacceptable cons_pos seen since load */
  readonly consumerFaults: bigint;
  /** stop generation (epoch) */
  readonly estopGen: bigint;
  /** when it last latched; in ns */
  readonly estopNs: bigint;
  /** why it last latched; see StopCause */
  readonly estopReason: number;
  /** see StopState */
  readonly estopState: number;
}

/** What a writer of RingProducer gives. */
export interface RingProducerInput {
  /** DSMIL_RING_MAGIC */
  readonly magic: bigint;
  /** DSMIL_RECORD_SCHEMA */
  readonly recordSchema: number;
  /** DSMIL_PAGE_ */
  readonly flags: number;
  /** power of two; in bytes */
  readonly dataSize: number;
  /** of the core that writes it */
  readonly instanceId: bigint;
  /** moves at each set-up and reset */
  readonly generation: bigint;
  /** bytes published since set-up; in bytes */
  readonly prodPos: number;
  /** sequence that the next attempt will get */
  readonly nextSeq: bigint;
  /** records dropped since load */
  readonly lostTotal: bigint;
  /** their size with headers; in bytes */
  readonly lostBytes: number;
  /** how many of them were critical */
  readonly lostCritical: bigint;
  /** unacceptable cons_pos seen since load */
  readonly consumerFaults: bigint;
  /** stop generation (epoch) */
  readonly estopGen: bigint;
  /** when it last latched; in ns */
  readonly estopNs: bigint;
  /** why it last latched; see StopCause */
  readonly estopReason: StopCause;
  /** see StopState */
  readonly estopState: StopState;
}

export function readRingProducer(view: DataView, at = 0): RingProducer {
  return {
    magic: view.getBigUint64(at, true),
    recordSchema: view.getUint32(at + 8, true),
    flags: view.getUint32(at + 12, true),
    dataSize: readSafe(view, at + 16, 'data_size'),
    instanceId: view.getBigUint64(at + 24, true),
    generation: view.getBigUint64(at + 32, true),
    prodPos: readSafe(view, at + 64, 'prod_pos'),
    nextSeq: view.getBigUint64(at + 128, true),
    lostTotal: view.getBigUint64(at + 136, true),
    lostBytes: readSafe(view, at + 144, 'lost_bytes'),
    lostCritical: view.getBigUint64(at + 152, true),
    consumerFaults: view.getBigUint64(at + 160, true),
    estopGen: view.getBigUint64(at + 192, true),
    estopNs: view.getBigUint64(at + 200, true),
    estopReason: view.getUint32(at + 208, true),
    estopState: view.getUint32(at + 212, true),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeRingProducer(
  view: DataView,
  at: number,
  value: RingProducerInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 256).fill(0);
  view.setBigUint64(at + 0, checkBigint(value.magic, `${path}magic`), true);
  view.setUint32(at + 8, checkInteger(value.recordSchema, `${path}recordSchema`, 0, 0xffffffff), true);
  view.setUint32(at + 12, checkInteger(value.flags, `${path}flags`, 0, 0xffffffff), true);
  view.setBigUint64(at + 16, BigInt(checkInteger(value.dataSize, `${path}dataSize`, 0, Number.MAX_SAFE_INTEGER, 'bytes')), true);
  view.setBigUint64(at + 24, checkBigint(value.instanceId, `${path}instanceId`), true);
  view.setBigUint64(at + 32, checkBigint(value.generation, `${path}generation`), true);
  view.setBigUint64(at + 64, BigInt(checkInteger(value.prodPos, `${path}prodPos`, 0, Number.MAX_SAFE_INTEGER, 'bytes')), true);
  view.setBigUint64(at + 128, checkBigint(value.nextSeq, `${path}nextSeq`), true);
  view.setBigUint64(at + 136, checkBigint(value.lostTotal, `${path}lostTotal`), true);
  view.setBigUint64(at + 144, BigInt(checkInteger(value.lostBytes, `${path}lostBytes`, 0, Number.MAX_SAFE_INTEGER, 'bytes')), true);
  view.setBigUint64(at + 152, checkBigint(value.lostCritical, `${path}lostCritical`), true);
  view.setBigUint64(at + 160, checkBigint(value.consumerFaults, `${path}consumerFaults`), true);
  view.setBigUint64(at + 192, checkBigint(value.estopGen, `${path}estopGen`), true);
  view.setBigUint64(at + 200, checkBigint(value.estopNs, `${path}estopNs`), true);
  view.setUint32(at + 208, checkEnum(value.estopReason, `${path}estopReason`, StopCause), true);
  view.setUint32(at + 212, checkEnum(value.estopState, `${path}estopState`, StopState), true);
}

export const RECORD_HEADER_SIZE = 32;

/**
 * A record. @crc is CRC-32C (Castagnoli, as in iSCSI) over the record rounded
 * up to 8 bytes, padding zero, with @crc itself taken as zero.
 */
export interface RecordHeader {
  /** header and payload, without padding; in bytes, 32..1056 */
  readonly length: number;
  /** CRC-32C */
  readonly crc: number;
  /** advances on every attempt: a gap is a loss */
  readonly sequence: bigint;
  /** of what is reported, by @clock; in ns */
  readonly timeNs: bigint;
  /** see RecordType */
  readonly type: number;
  /** token, 0 when about none */
  readonly device: number;
  /** see Track */
  readonly sourceTrack: number;
  /** see Track */
  readonly destinationTrack: number;
  /** see Clock */
  readonly clock: number;
  /** DSMIL_RECORD_CRITICAL */
  readonly flags: number;
}

/** What a writer of RecordHeader gives. */
export interface RecordHeaderInput {
  /** header and payload, without padding; in bytes, 32..1056 */
  readonly length: number;
  /** CRC-32C */
  readonly crc: number;
  /** advances on every attempt: a gap is a loss */
  readonly sequence: bigint;
  /** of what is reported, by @clock; in ns */
  readonly timeNs: bigint;
  /** see RecordType */
  readonly type: RecordType;
  /** token, 0 when about none */
  readonly device: number;
  /** see Track */
  readonly sourceTrack: Track;
  /** see Track */
  readonly destinationTrack: Track;
  /** see Clock */
  readonly clock: Clock;
  /** DSMIL_RECORD_CRITICAL */
  readonly flags: number;
}

export function readRecordHeader(view: DataView, at = 0): RecordHeader {
  return {
    length: view.getUint32(at, true),
    crc: view.getUint32(at + 4, true),
    sequence: view.getBigUint64(at + 8, true),
    timeNs: view.getBigUint64(at + 16, true),
    type: view.getUint16(at + 24, true),
    device: view.getUint16(at + 26, true),
    sourceTrack: view.getUint8(at + 28),
    destinationTrack: view.getUint8(at + 29),
    clock: view.getUint8(at + 30),
    flags: view.getUint8(at + 31),
  };
}

/** Reserved fields become zero. Throws AbiError. */
export function writeRecordHeader(
  view: DataView,
  at: number,
  value: RecordHeaderInput,
  path = '',
): void {
  new Uint8Array(view.buffer, view.byteOffset + at, 32).fill(0);
  view.setUint32(at + 0, checkInteger(value.length, `${path}length`, 32, 1056, 'bytes'), true);
  view.setUint32(at + 4, checkInteger(value.crc, `${path}crc`, 0, 0xffffffff), true);
  view.setBigUint64(at + 8, checkBigint(value.sequence, `${path}sequence`), true);
  view.setBigUint64(at + 16, checkBigint(value.timeNs, `${path}timeNs`), true);
  view.setUint16(at + 24, checkEnum(value.type, `${path}type`, RecordType), true);
  view.setUint16(at + 26, checkInteger(value.device, `${path}device`, 0, 0xffff), true);
  view.setUint8(at + 28, checkEnum(value.sourceTrack, `${path}sourceTrack`, Track));
  view.setUint8(at + 29, checkEnum(value.destinationTrack, `${path}destinationTrack`, Track));
  view.setUint8(at + 30, checkEnum(value.clock, `${path}clock`, Clock));
  view.setUint8(at + 31, checkInteger(value.flags, `${path}flags`, 0, 0xff));
}
