// SPDX-License-Identifier: Apache-2.0
// What goes over a connection: HTTP/2 frames that were recorded from a client that nobody here wrote, or made
// of a method and a message; cut, moved, doubled, mislabelled.
import { type Chance, oneOf } from '../../crash/daemon/chance.ts';
import {
  callFields,
  END_HEADERS,
  END_STREAM,
  FrameType,
  frame,
  HELLO,
  headerBlock,
  message,
  PREFACE,
  reset,
} from '../../unit/api/grpc/raw-http2.ts';

const HEAD = 9;
const TYPES = Object.values(FrameType);

/** Frames of @bytes, which begin behind the preface; what is no whole frame is the last. */
export function framesOf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  let at = bytes.indexOf(PREFACE) === 0 ? PREFACE.length : 0;
  while (at + HEAD <= bytes.length) {
    const end = at + HEAD + bytes.readUIntBE(at, 3);
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

export class Streams {
  readonly #chance: Chance;
  readonly #recorded: readonly (readonly Buffer[])[];

  /** @recorded: of clients, a list of frames each. */
  constructor(chance: Chance, recorded: readonly (readonly Buffer[])[]) {
    this.#chance = chance;
    this.#recorded = recorded;
  }

  #random(most: number): Buffer {
    return Buffer.from(Array.from({ length: this.#chance(most) }, () => this.#chance(256)));
  }

  /** A recorded conversation, changed. */
  mutated(): Buffer {
    let frames = [...(this.#recorded[this.#chance(this.#recorded.length)] ?? [])];
    for (let n = 0; n <= this.#chance(5); n++) {
      frames = this.#changed(frames);
    }
    const whole = Buffer.concat([PREFACE, ...frames]);
    const at = this.#chance(whole.length);
    switch (this.#chance(10)) {
      case 0:
        return whole.subarray(0, at);
      case 1:
        return Buffer.concat([whole.subarray(0, at), this.#random(60), whole.subarray(at)]);
      case 2:
        return whole.subarray(at);
      case 3: {
        const copy = Buffer.from(whole);
        copy[at] = this.#chance(256);
        return copy;
      }
      default:
        return whole;
    }
  }

  #changed(frames: Buffer[]): Buffer[] {
    const at = this.#chance(frames.length + 1);
    const one = frames[at];
    const before = frames.slice(0, at);
    const after = frames.slice(at + 1);
    if (one === undefined || this.#chance(3) === 0) {
      return [...before, this.#strange(), ...frames.slice(at)];
    }
    switch (this.#chance(6)) {
      case 0:
        return [...before, ...after];
      case 1:
        return [...before, one, one, ...after];
      case 2:
        return [...after, one, ...before];
      case 3: {
        const other = this.#recorded[this.#chance(this.#recorded.length)] ?? [];
        return [...before, one, ...other.slice(this.#chance(other.length + 1))];
      }
      default:
        return [...before, this.#relabelled(one), ...after];
    }
  }

  /** Another length, type, flags or stream over the same bytes. */
  #relabelled(one: Buffer): Buffer {
    const copy = Buffer.from(one);
    if (copy.length < HEAD) {
      return copy;
    }
    switch (this.#chance(5)) {
      case 0:
        copy.writeUIntBE(
          oneOf(this.#chance, [0, 1, copy.length - HEAD + 1, 16_385, 2 ** 24 - 1]),
          0,
          3,
        );
        break;
      case 1:
        copy.writeUInt8(this.#chance(256), 3);
        break;
      case 2:
        copy.writeUInt8(this.#chance(256), 4);
        break;
      case 3:
        copy.writeUInt32BE(oneOf(this.#chance, [0, 1, 2, 3, 99, 2 ** 31 - 1, 2 ** 32 - 1]), 5);
        break;
      default:
        copy[HEAD + this.#chance(Math.max(1, copy.length - HEAD))] = this.#chance(256);
    }
    return copy;
  }

  /** One that no client has a reason for. */
  #strange(): Buffer {
    const stream = oneOf(this.#chance, [0, 1, 2, 3, 5, 2 ** 31 - 1]);
    const number = Buffer.alloc(4);
    number.writeUInt32BE(oneOf(this.#chance, [0, 1, 2 ** 31 - 1, 2 ** 32 - 1]));
    switch (this.#chance(8)) {
      case 0:
        return frame(FrameType.WINDOW_UPDATE, 0, stream, number);
      case 1:
        return reset(stream, this.#chance(20));
      case 2: {
        const id = Buffer.alloc(2);
        id.writeUInt16BE(this.#chance(12));
        return frame(FrameType.SETTINGS, this.#chance(2), 0, Buffer.concat([id, number]));
      }
      case 3:
        return frame(FrameType.SETTINGS, 0, 0, this.#random(30));
      case 4:
        return Buffer.concat(
          Array(50).fill(frame(FrameType.PING, 0, 0, Buffer.alloc(8))) as Buffer[],
        );
      case 5:
        return frame(FrameType.GOAWAY, 0, 0, Buffer.concat([number, number, this.#random(50)]));
      case 6:
        return frame(FrameType.CONTINUATION, this.#chance(256), stream, this.#random(200));
      default:
        return frame(
          TYPES[this.#chance(TYPES.length)] ?? 0,
          this.#chance(256),
          stream,
          this.#random(300),
        );
    }
  }

  /** A call of @path with @body as its message: mostly as it should be, so that the message is reached. */
  call(path: string, body: Buffer): Buffer {
    const whole = message(body);
    if (this.#chance(10) === 0) {
      whole.writeUInt32BE(oneOf(this.#chance, [0, 1, body.length + 1, 2 ** 31, 2 ** 32 - 1]), 1);
    }
    if (this.#chance(10) === 0) {
      whole.writeUInt8(1 + this.#chance(255), 0);
    }
    const sent = this.#chance(12) === 0 ? Buffer.concat([whole, whole]) : whole;
    const fields = this.#fields(path);
    return Buffer.concat([HELLO, ...this.#begun(fields), ...this.#bodyOf(sent)]);
  }

  #fields(path: string): [string, string][] {
    const fields = callFields(path);
    const more: readonly [string, string][] = [
      ['grpc-timeout', oneOf(this.#chance, ['1n', '99999999H', '-1S', 'soon', '0m', '5S'])],
      ['grpc-encoding', oneOf(this.#chance, ['gzip', 'deflate', 'br', 'identity', ''])],
      ['x-huge', 'h'.repeat(oneOf(this.#chance, [10, 8_000, 40_000]))],
      ['grpc-trace-bin', this.#random(40).toString('latin1')],
      [':path', '/other'],
      ['UPPER', 'case'],
      ['content-length', '7'],
      ['transfer-encoding', 'chunked'],
      ['', 'no name'],
      ['x-many', 'm'],
    ];
    if (this.#chance(3) === 0) {
      const one = more[this.#chance(more.length)] as [string, string];
      fields.push(...(Array(one[0] === 'x-many' ? 1_000 : 1).fill(one) as [string, string][]));
    }
    if (this.#chance(30) === 0) {
      fields.splice(this.#chance(fields.length), 1);
    }
    return fields;
  }

  /** Headers in one frame, or in as many as they may be cut into. */
  #begun(fields: readonly [string, string][]): Buffer[] {
    const block = headerBlock(fields);
    const most = this.#chance(8) === 0 ? 50 : 16_000;
    if (block.length <= most) {
      return [frame(FrameType.HEADERS, END_HEADERS, 1, block)];
    }
    const frames: Buffer[] = [];
    for (let at = 0; at < block.length; at += most) {
      const type = at === 0 ? FrameType.HEADERS : FrameType.CONTINUATION;
      const last = at + most >= block.length;
      frames.push(frame(type, last ? END_HEADERS : 0, 1, block.subarray(at, at + most)));
    }
    return frames;
  }

  #bodyOf(bytes: Buffer): Buffer[] {
    const most = this.#chance(5) === 0 ? 100 + this.#chance(1_000) : 16_000;
    const frames: Buffer[] = [];
    for (let at = 0; at === 0 || at < bytes.length; at += most) {
      const last = at + most >= bytes.length && this.#chance(12) !== 0;
      frames.push(frame(FrameType.DATA, last ? END_STREAM : 0, 1, bytes.subarray(at, at + most)));
    }
    return frames;
  }
}
