// SPDX-License-Identifier: Apache-2.0
// Calls methods as the server does, through their codecs and without a connection: what a client writes is
// decoded, what a handler answers is encoded, and read again.
import type { Caller } from '../../../../../src/api/caller.ts';
import type { GrpcCall, Method } from '../../../../../src/api/grpc/method.ts';
import type { MessageType } from '../../../../../src/api/grpc/wire/message-type.ts';
import type { Person } from '../../../../../src/core/canonical/approval.ts';

export type Identify = (principal: string) => Person | undefined;

/** A connection of @principal; who that is, is asked anew each time. */
export class Guest implements Caller {
  static #count = 0;
  readonly connection: string;
  readonly transport = 'unix';
  readonly principal: string;
  readonly #identify: Identify;
  readonly #gone = new AbortController();

  constructor(principal: string, identify: Identify) {
    Guest.#count += 1;
    this.connection = `connection-${Guest.#count}`;
    this.principal = principal;
    this.#identify = identify;
  }

  get person(): Person | undefined {
    return this.#identify(this.principal);
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  leave(): void {
    this.#gone.abort();
  }

  call(change: Partial<GrpcCall> = {}): GrpcCall {
    return {
      caller: this,
      signal: this.gone,
      deadline: Number.POSITIVE_INFINITY,
      requestId: 'r',
      ...change,
    };
  }
}

export class Loopback {
  readonly #methods: ReadonlyMap<string, Method>;

  constructor(methods: readonly Method[]) {
    this.#methods = new Map(methods.map((method) => [method.path, method]));
  }

  /** @name: Service/Method. */
  async unary<Request, RequestInput, Answer, AnswerInput>(
    name: string,
    [requestType, request]: readonly [MessageType<Request, RequestInput>, RequestInput],
    answerType: MessageType<Answer, AnswerInput>,
    call: GrpcCall,
  ): Promise<Answer> {
    const method = this.#method(name);
    if (method.kind !== 'unary') {
      throw new Error(`${name} is a stream`);
    }
    const given = method.request.decode(requestType.encode(request).finish());
    return answerType.decode(method.answer.encode(await method.handle(given, call)));
  }

  /** Ends when the call does. */
  async stream<Request, RequestInput, Item, ItemInput>(
    name: string,
    [requestType, request]: readonly [MessageType<Request, RequestInput>, RequestInput],
    itemType: MessageType<Item, ItemInput>,
    call: GrpcCall,
    receive: (item: Item) => Promise<void> | void,
  ): Promise<void> {
    const method = this.#method(name);
    if (method.kind !== 'stream') {
      throw new Error(`${name} is no stream`);
    }
    const given = method.request.decode(requestType.encode(request).finish());
    await method.handle(given, call, async (item: unknown) => {
      await receive(itemType.decode(method.answer.encode(item)));
    });
  }

  #method(name: string): Method {
    const method = this.#methods.get(`/dsmil.control.v1.${name}`);
    if (method === undefined) {
      throw new Error(`there is no method ${name}`);
    }
    return method;
  }
}

/** What a caller is told of a refusal: to compare byte for byte. */
export async function told(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'OK';
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string };
    return `${String(code)} ${message}`;
  }
}
