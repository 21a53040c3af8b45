// SPDX-License-Identifier: Apache-2.0
// What the generated code of a message can do. 64-bit numbers are doubles: exact up to 2⁵³ - 1, and what is
// larger on the wire reads as a number that is no safe integer, which every check of a range refuses.
import { Reader, type Writer } from 'protobufjs/minimal.js';
import type { Codec } from '../method.ts';

export interface MessageType<Message, Input> {
  encode(message: Input): Writer;
  /** Throws on bytes that are none: truncated, not UTF-8, or too deep. Fields that it does not know are left out. */
  decode(reader: Reader | Uint8Array): Message;
}

/** Of the requests of a method. */
export function requestCodec<Message, Input>(type: MessageType<Message, Input>): Codec<Message> {
  return {
    // A message that was read has all fields, so that it can be written as it is.
    encode: (message) => type.encode(message as unknown as Input).finish(),
    decode: (bytes) => type.decode(Reader.create(bytes)),
  };
}

/** Of the answers of a method: what is left out has its default. */
export function answerCodec<Message, Input>(type: MessageType<Message, Input>): Codec<Input> {
  return {
    encode: (message) => type.encode(message).finish(),
    // What was read is a message with all fields, which is more than one that may leave some out.
    decode: (bytes) => type.decode(Reader.create(bytes)) as unknown as Input,
  };
}
