// SPDX-License-Identifier: Apache-2.0
// A request on its way in, before any handler has seen it: who sends it, how large it may be, and until when it
// must be there. What grpc-js gives no other hold of is reached for here, and nowhere else.
import { constants, type ServerHttp2Stream } from 'node:http2';
import {
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';
import type { Method } from '../method.ts';
import { rememberPeer } from './connections.ts';
import type { GrpcLimits } from './limits.ts';

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];
type Ended = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** What grpc-js keeps for itself of a call. */
interface Transport extends ServerInterceptingCallInterface {
  readonly stream: ServerHttp2Stream;
  maxReceiveMessageSize: number;
  readonly decoder: { maxReadMessageLength: number };
}

/** What every codec reads as a message in which nothing is said. */
const EMPTY = Buffer.alloc(0);

/** Ends a call whose request is not there in time: told by its status, and its half-sent bytes are let go. */
function endLate(call: Transport, ms: number): void {
  call.sendStatus({
    code: status.DEADLINE_EXCEEDED,
    details: `the request did not end within ${ms} ms: send it whole, then close your side`,
  });
  call.stream.close(constants.NGHTTP2_NO_ERROR);
}

/** Runs @late when the request has not ended after @ms, unless its stream is gone by then. */
function within(ms: number, { stream }: Transport, late: () => void): void {
  const timer = setTimeout(late, ms);
  timer.unref();
  const clear = (): void => clearTimeout(timer);
  stream.once('end', clear);
  stream.once('close', clear);
}

/**
 * The stop's call: its handler runs with the first message that comes, and with an empty one when the transport would
 * refuse the request before, or the client goes before: too large, none at all, not to be unpacked, too late, reset.
 */
class UrgentCall extends ServerInterceptingCall {
  readonly #refuse: ServerInterceptingCallInterface['sendStatus'];
  #listener: Listener | undefined;
  #heard = false;
  #answering = false;

  constructor(call: ServerInterceptingCallInterface) {
    super(call);
    this.#refuse = call.sendStatus.bind(call);
    // The transport ends a call through this as well.
    call.sendStatus = (ended) => this.#end(ended);
  }

  override start(listener: Listener): void {
    this.#listener = listener;
    super.start({
      onReceiveMetadata: (metadata) => listener.onReceiveMetadata(metadata),
      onReceiveMessage: (message) => this.hear(message),
      onReceiveHalfClose: () => this.hear(EMPTY),
      onCancel: () => {
        this.hear(EMPTY);
        listener.onCancel();
      },
    });
  }

  override sendMessage(message: unknown, callback: () => void): void {
    // An answer that has no bytes ends the call from within. What the transport refuses of the request after that is
    // no answer: the rest of one that is too large still comes.
    this.#answering = true;
    super.sendMessage(message, callback);
    this.#answering = false;
  }

  override sendStatus(ended: Ended): void {
    this.#answering = true;
    super.sendStatus(ended);
  }

  /** Once; whatever comes after is no matter. */
  hear(message: unknown): void {
    if (!this.#heard) {
      this.#heard = true;
      this.#listener?.onReceiveMessage(message);
      this.#listener?.onReceiveHalfClose();
    }
  }

  #end(ended: Ended): void {
    if (this.#answering || (this.#heard && ended.code === status.DEADLINE_EXCEEDED)) {
      this.#refuse(ended);
    } else {
      this.hear(EMPTY);
    }
  }
}

/** For each call, from its headers on. @methods: all that there are. */
export function arriving(
  methods: readonly Method[],
  { requestMs }: Pick<GrpcLimits, 'requestMs'>,
): ServerInterceptor {
  const byPath = new Map(methods.map((method) => [method.path, method]));
  return ({ path }, given) => {
    rememberPeer(given);
    // There is no other interceptor: it is grpc-js's own.
    const call = given as Transport;
    const method = byPath.get(path);
    if (method?.kind === 'unary' && method.requestBytes !== undefined) {
      call.maxReceiveMessageSize = method.requestBytes;
      call.decoder.maxReadMessageLength = method.requestBytes;
    }
    if (method?.kind === 'duplex') {
      // Its request ends with the conversation. Any call will do; the declared class would put its own layer
      // between each message and us.
      return call as unknown as ServerInterceptingCall;
    }
    if (method?.kind === 'unary' && method.urgent === true) {
      const own = new UrgentCall(call);
      within(requestMs, call, () => {
        own.hear(EMPTY);
        // Its answer has gone by then.
        within(requestMs, call, () => call.stream.close(constants.NGHTTP2_CANCEL));
      });
      return own;
    }
    within(requestMs, call, () => endLate(call, requestMs));
    return call as unknown as ServerInterceptingCall;
  };
}
