// SPDX-License-Identifier: Apache-2.0
// HTTP/2 frame by frame, for what no client library would send.

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** RFC 9113, section 6. */
export const FrameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const END_STREAM = 0x1;
export const END_HEADERS = 0x4;
export const CANCEL = 8;

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HPACK's integer with a prefix of 7 bits. */
function length(value: number): Buffer {
  if (value < 127) {
    return Buffer.from([value]);
  }
  const bytes = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) {
    bytes.push(128 + (rest % 128));
  }
  return Buffer.from([...bytes, rest]);
}

/** HPACK: literals that are not kept, nothing compressed. */
export function headerBlock(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([name, value]) => [
      Buffer.from([0]),
      length(Buffer.byteLength(name)),
      Buffer.from(name),
      length(Buffer.byteLength(value)),
      Buffer.from(value),
    ]),
  );
}

export function callFields(path: string): [string, string][] {
  return [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'localhost'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ];
}

/** A gRPC call begun on @stream: its headers, and nothing more. */
export function callBegun(path: string, stream: number): Buffer {
  return frame(FrameType.HEADERS, END_HEADERS, stream, headerBlock(callFields(path)));
}

export function reset(stream: number, code: number = CANCEL): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(code);
  return frame(FrameType.RST_STREAM, 0, stream, payload);
}

/** A gRPC message, not compressed. */
export function message(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

export function data(stream: number, payload: Uint8Array, flags: number = END_STREAM): Buffer {
  return frame(FrameType.DATA, flags, stream, payload);
}

/** What a client says first. */
export const HELLO = Buffer.concat([PREFACE, frame(FrameType.SETTINGS, 0, 0)]);
