// SPDX-License-Identifier: Apache-2.0
// Gathers events into a segment (segment.ts): from publications, or from other segments.
import { crc32 } from 'node:zlib';
import {
  CRC_FROM,
  EVENT,
  EVENT_SIZE,
  HEADER,
  HEADER_SIZE,
  SEGMENT_MAGIC,
  type Segment,
  type Topic,
} from './segment.ts';

/** What a publication becomes: checked, with an id, its data as canonical JSON. */
export interface EncodableEvent {
  readonly subject: string;
  readonly clearance: number;
  readonly compartments: readonly string[];
  readonly type: number;
  readonly severity: number;
  readonly source: number;
  readonly delivery: number;
  readonly at: number;
  /** ID_SIZE bytes. */
  readonly id: Uint8Array;
  readonly data: string;
}

type Label = Pick<Topic, 'subject' | 'clearance' | 'compartments'>;

export class SegmentBuilder {
  #topics = new Map<string, number>();
  #topicParts: Buffer[] = [];
  #topicBytes = 0;
  #events = Buffer.alloc(16 * EVENT_SIZE);
  /** Of #events: much faster than Buffer's own methods. */
  #view = viewOf(this.#events);
  #data = Buffer.allocUnsafe(1024);
  #dataBytes = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** What build() would give, padding apart. {unit bytes} */
  get size(): number {
    return HEADER_SIZE + this.#topicBytes + this.#count * EVENT_SIZE + this.#dataBytes;
  }

  add(event: EncodableEvent): void {
    const topic = this.#topicOf(event);
    const most = event.data.length * 3;
    this.#reserve(most);
    const length = this.#data.write(event.data, this.#dataBytes, 'utf8');
    const at = this.#nextEvent(topic, length);
    this.#view.setUint8(at + EVENT.type, event.type);
    this.#view.setUint8(at + EVENT.severity, event.severity);
    this.#view.setUint8(at + EVENT.source, event.source);
    this.#view.setUint8(at + EVENT.delivery, event.delivery);
    this.#view.setFloat64(at + EVENT.at, event.at, true);
    this.#events.set(event.id, at + EVENT.id);
  }

  /** Events @from up to, but not, @to of another segment. */
  addFrom(segment: Segment, from: number, to: number): void {
    const topics: number[] = [];
    for (let n = from; n < to; n++) {
      const index = segment.topicIndex(n);
      let topic = topics[index];
      if (topic === undefined) {
        topic = this.#topicOf(segment.topic(n));
        topics[index] = topic;
      }
      const data = segment.dataBytes(n);
      this.#reserve(data.length);
      this.#data.set(data, this.#dataBytes);
      const at = this.#nextEvent(topic, data.length);
      this.#view.setUint8(at + EVENT.type, segment.type(n));
      this.#view.setUint8(at + EVENT.severity, segment.severity(n));
      this.#view.setUint8(at + EVENT.source, segment.source(n));
      this.#view.setUint8(at + EVENT.delivery, segment.delivery(n));
      this.#view.setFloat64(at + EVENT.at, segment.at(n), true);
      this.#events.set(segment.idBytes(n), at + EVENT.id);
    }
  }

  /** Everything added, the first event having revision @first; then the builder is empty again. */
  build(first: number): Buffer<ArrayBuffer> {
    const topicsEnd = HEADER_SIZE + this.#topicBytes;
    const events = (topicsEnd + 7) & ~7;
    const data = events + this.#count * EVENT_SIZE;
    const bytes = Buffer.alloc(data + this.#dataBytes);
    bytes.writeUInt32LE(SEGMENT_MAGIC, HEADER.magic);
    bytes.writeUInt32LE(bytes.length, HEADER.length);
    bytes.writeUInt32LE(this.#count, HEADER.count);
    bytes.writeBigUInt64LE(BigInt(first), HEADER.first);
    bytes.writeUInt32LE(this.#topics.size, HEADER.topics);
    let at = HEADER_SIZE;
    for (const part of this.#topicParts) {
      bytes.set(part, at);
      at += part.length;
    }
    bytes.set(this.#events.subarray(0, this.#count * EVENT_SIZE), events);
    bytes.set(this.#data.subarray(0, this.#dataBytes), data);
    bytes.writeUInt32LE(crc32(bytes.subarray(CRC_FROM)), HEADER.crc);
    this.#topics = new Map();
    this.#topicParts = [];
    this.#topicBytes = 0;
    this.#dataBytes = 0;
    this.#count = 0;
    return bytes;
  }

  #nextEvent(topic: number, length: number): number {
    const at = this.#count * EVENT_SIZE;
    if (at + EVENT_SIZE > this.#events.length) {
      this.#events = grow(this.#events, at + EVENT_SIZE);
      this.#view = viewOf(this.#events);
    }
    this.#view.setUint32(at + EVENT.dataOffset, this.#dataBytes, true);
    this.#view.setUint32(at + EVENT.dataLength, length, true);
    this.#view.setUint32(at + EVENT.topic, topic, true);
    this.#view.setUint32(at + EVENT.zero, 0, true);
    this.#dataBytes += length;
    this.#count += 1;
    return at;
  }

  #reserve(length: number): void {
    if (this.#dataBytes + length > this.#data.length) {
      this.#data = grow(this.#data, this.#dataBytes + length);
    }
  }

  #topicOf(label: Label): number {
    // No subject and no compartment holds a line break.
    const key = `${label.subject}\n${label.clearance}\n${label.compartments.join('\n')}`;
    const known = this.#topics.get(key);
    if (known !== undefined) {
      return known;
    }
    const part = encodeTopic(label);
    const index = this.#topics.size;
    this.#topics.set(key, index);
    this.#topicParts.push(part);
    this.#topicBytes += part.length;
    return index;
  }
}

function encodeTopic({ subject, clearance, compartments }: Label): Buffer {
  const parts = [Buffer.from([clearance, compartments.length, subject.length])];
  parts.push(Buffer.from(subject, 'latin1'));
  for (const compartment of compartments) {
    const text = Buffer.from(compartment, 'utf8');
    parts.push(Buffer.from([text.length]), text);
  }
  return Buffer.concat(parts);
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function grow(buffer: Buffer, least: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, least));
  larger.set(buffer);
  return larger;
}

/** Empty between two calls: its buffers need not be made each time. */
const single = new SegmentBuilder();

/** A segment of one event that has no revision yet. */
export function encodeEvent(event: EncodableEvent): Buffer<ArrayBuffer> {
  single.add(event);
  return single.build(0);
}
