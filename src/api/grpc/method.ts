// SPDX-License-Identifier: Apache-2.0
// What a handler is: a path, a codec for each direction, and a function. Everything else (deadline, identity,
// limits, metrics, errors) is the server's, the same for all.
import type { Caller } from '../caller.ts';

export interface Codec<Message> {
  encode(message: Message): Uint8Array;
  /** Throws on bytes that are none. */
  decode(bytes: Uint8Array): Message;
}

export interface GrpcCall {
  readonly caller: Caller;
  /** Aborts at the deadline, when the client cancels or goes, when it is revoked, and when the server ends. */
  readonly signal: AbortSignal;
  /** By the boot clock; Infinity when the client gave none. {unit ms} */
  readonly deadline: number;
  /** Ours, for log and audit; the client is told it. */
  readonly requestId: string;
}

export interface UnaryMethod<Request, Answer> {
  readonly kind: 'unary';
  /** `/package.Service/Method` */
  readonly path: string;
  readonly request: Codec<Request>;
  readonly answer: Codec<Answer>;
  /** Goes before every limit, rate and block: the stop. */
  readonly urgent?: boolean;
  /** The largest request; the server's own limit by default. {unit bytes} */
  readonly requestBytes?: number;
  handle(request: Request, call: GrpcCall): Answer | Promise<Answer>;
}

export interface StreamMethod<Request, Item> {
  readonly kind: 'stream';
  readonly path: string;
  readonly request: Codec<Request>;
  readonly answer: Codec<Item>;
  /**
   * Ends when the promise does. `send` resolves when more may be sent, and rejects once the call is over: a client that
   * does not read holds up nothing but this function.
   */
  handle(request: Request, call: GrpcCall, send: (item: Item) => Promise<void>): Promise<void>;
}

/** Questions and answers in turn, for as long as the client asks. */
export interface DuplexMethod<Request, Item> {
  readonly kind: 'duplex';
  readonly path: string;
  readonly request: Codec<Request>;
  readonly answer: Codec<Item>;
  /** One answer for each question, in their order. */
  handle(request: Request, call: GrpcCall): Item;
}

// biome-ignore-start lint/suspicious/noExplicitAny: a table of methods has many kinds of messages; each method's own types are checked where it is made
export type Method = UnaryMethod<any, any> | StreamMethod<any, any> | DuplexMethod<any, any>;
// biome-ignore-end lint/suspicious/noExplicitAny: a table
