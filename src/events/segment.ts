// SPDX-License-Identifier: Apache-2.0
// A run of events as one block of bytes: what the log stores, what crosses threads, what readers
// share. It is checked once and decoded event by event, field by field, when somebody asks.
//
//   header   32  magic, CRC-32 of all that follows it, length, events, first revision, topics, 0
//   topics       a subject with a label each, once however many events have it:
//                u8 clearance, u8 compartments, u8 subject length, subject (ASCII),
//                then each compartment: u8 length, UTF-8
//   padding      to a multiple of 8, zero
//   events   40  each: u32 offset and u32 length of its data, u32 topic, u8 type, u8 severity,
//                u8 source, u8 delivery, f64 at, 12 bytes id, u32 zero
//   data         canonical JSON in UTF-8, one after the other
//
// Little-endian. Revisions are dense: the n-th event has the first revision + n.
import { crc32 } from 'node:zlib';
import { SegmentError } from './errors.ts';

export const SEGMENT_MAGIC = 0x3145_5344;
export const HEADER_SIZE = 32;
export const EVENT_SIZE = 40;
export const ID_SIZE = 12;
export const CRC_FROM = 8;

/** Offsets in the header. */
export const HEADER = { magic: 0, crc: 4, length: 8, count: 12, first: 16, topics: 24, zero: 28 };

/** Offsets in an event. */
export const EVENT = {
  dataOffset: 0,
  dataLength: 4,
  topic: 8,
  type: 12,
  severity: 13,
  source: 14,
  delivery: 15,
  at: 16,
  id: 24,
  zero: 36,
};

/** What an event is about, and who may know. Events of one topic are told to the same people. */
export interface Topic {
  readonly subject: string;
  /** The subject's. */
  readonly tokens: readonly string[];
  readonly clearance: number;
  readonly compartments: readonly string[];
}

export class Segment {
  readonly bytes: Buffer;
  readonly count: number;
  /** Of the first event; 0 while it has none. */
  readonly first: number;
  readonly topics: readonly Topic[];
  readonly #view: DataView;
  readonly #events: number;
  readonly #data: number;

  /** Checks everything; SegmentError names what is wrong. @bytes must not change afterwards. */
  constructor(bytes: Uint8Array) {
    const { buffer, byteOffset, byteLength } = bytes;
    this.bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.#view = new DataView(buffer, byteOffset, byteLength);
    checkHeader(this.bytes, this.#view);
    this.count = this.#view.getUint32(HEADER.count, true);
    this.first = Number(this.#view.getBigUint64(HEADER.first, true));
    if (!Number.isSafeInteger(this.first + this.count)) {
      throw new SegmentError('its revisions are out of range');
    }
    const topics: Topic[] = [];
    const end = readTopics(this.bytes, this.#view.getUint32(HEADER.topics, true), topics);
    this.topics = topics;
    this.#events = (end + 7) & ~7;
    this.#data = this.#events + this.count * EVENT_SIZE;
    this.#checkEvents();
  }

  /** Revision of the last event. */
  get last(): number {
    return this.first + this.count - 1;
  }

  topicIndex(n: number): number {
    return this.#view.getUint32(this.#at(n) + EVENT.topic, true);
  }

  topic(n: number): Topic {
    const topic = this.topics[this.topicIndex(n)];
    if (topic === undefined) {
      throw new RangeError(`n is ${n}: the segment has ${this.count} events`);
    }
    return topic;
  }

  type(n: number): number {
    return this.#view.getUint8(this.#at(n) + EVENT.type);
  }

  severity(n: number): number {
    return this.#view.getUint8(this.#at(n) + EVENT.severity);
  }

  source(n: number): number {
    return this.#view.getUint8(this.#at(n) + EVENT.source);
  }

  delivery(n: number): number {
    return this.#view.getUint8(this.#at(n) + EVENT.delivery);
  }

  /** {unit ms since 1970} */
  at(n: number): number {
    return this.#view.getFloat64(this.#at(n) + EVENT.at, true);
  }

  /** Random: it says nothing about other events. 24 lower-case hexadecimal digits. */
  id(n: number): string {
    const at = this.#at(n) + EVENT.id;
    return this.bytes.toString('hex', at, at + ID_SIZE);
  }

  idBytes(n: number): Buffer {
    const at = this.#at(n) + EVENT.id;
    return this.bytes.subarray(at, at + ID_SIZE);
  }

  dataBytes(n: number): Buffer {
    const at = this.#at(n);
    const begin = this.#data + this.#view.getUint32(at + EVENT.dataOffset, true);
    return this.bytes.subarray(begin, begin + this.#view.getUint32(at + EVENT.dataLength, true));
  }

  /** Canonical JSON. */
  dataText(n: number): string {
    const at = this.#at(n);
    const begin = this.#data + this.#view.getUint32(at + EVENT.dataOffset, true);
    const end = begin + this.#view.getUint32(at + EVENT.dataLength, true);
    return this.bytes.toString('utf8', begin, end);
  }

  #at(n: number): number {
    if (!(n >= 0 && n < this.count)) {
      throw new RangeError(`n is ${n}: the segment has ${this.count} events`);
    }
    return this.#events + n * EVENT_SIZE;
  }

  #checkEvents(): void {
    if (this.#data > this.bytes.length) {
      throw new SegmentError(`its ${this.count} events do not fit`);
    }
    let next = 0;
    for (let n = 0; n < this.count; n++) {
      const at = this.#at(n);
      if (this.#view.getUint32(at + EVENT.topic, true) >= this.topics.length) {
        throw new SegmentError(`its event ${n} has a topic that is not there`);
      }
      if (this.#view.getUint32(at + EVENT.dataOffset, true) !== next) {
        throw new SegmentError(`its event ${n} has data that do not follow the one before`);
      }
      if (this.#view.getUint32(at + EVENT.zero, true) !== 0) {
        throw new SegmentError(`its event ${n} has reserved bytes that are not zero`);
      }
      next += this.#view.getUint32(at + EVENT.dataLength, true);
    }
    if (this.#data + next !== this.bytes.length) {
      throw new SegmentError('its data do not end where it ends');
    }
  }
}

function checkHeader(bytes: Buffer, view: DataView): void {
  if (bytes.length < HEADER_SIZE) {
    throw new SegmentError(`it has ${bytes.length} bytes, its header alone has ${HEADER_SIZE}`);
  }
  if (view.getUint32(HEADER.magic, true) !== SEGMENT_MAGIC) {
    throw new SegmentError('it does not begin as one');
  }
  const length = view.getUint32(HEADER.length, true);
  if (length !== bytes.length) {
    throw new SegmentError(`it has ${bytes.length} bytes where it says ${length}`);
  }
  if (crc32(bytes.subarray(CRC_FROM)) !== view.getUint32(HEADER.crc, true)) {
    throw new SegmentError('its checksum is wrong');
  }
  if (view.getUint32(HEADER.zero, true) !== 0) {
    throw new SegmentError('its header has reserved bytes that are not zero');
  }
}

/** Adds @count topics to @topics; answers where the table ends. */
function readTopics(bytes: Buffer, count: number, topics: Topic[]): number {
  let at = HEADER_SIZE;
  const take = (size: number): number => {
    const begin = at;
    at += size;
    if (at > bytes.length) {
      throw new SegmentError(`its topic ${topics.length} does not fit`);
    }
    return begin;
  };
  const byte = (): number => bytes.readUInt8(take(1));
  for (let n = 0; n < count; n++) {
    const clearance = byte();
    const compartmentCount = byte();
    const length = byte();
    const begin = take(length);
    const subject = bytes.toString('latin1', begin, begin + length);
    const compartments: string[] = [];
    for (let c = 0; c < compartmentCount; c++) {
      const size = byte();
      const from = take(size);
      compartments.push(bytes.toString('utf8', from, from + size));
    }
    topics.push({ subject, tokens: subject.split('.'), clearance, compartments });
  }
  return at;
}
