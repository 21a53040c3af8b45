// SPDX-License-Identifier: Apache-2.0
// Who is at the other end of a call. grpc-js tells a handler of its connection nothing but the address that
// the socket names: so each socket that is injected names its connection's id there.
import type { Socket } from 'node:net';
import { type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import type { Arrival, Caller } from '../../caller.ts';
import { type Call, CallEndedError } from './call.ts';

/** One connection and its calls under way. */
export class Connection {
  readonly caller: Caller;
  readonly calls = new Set<Call>();
  readonly #socket: Arrival['socket'];
  /** Bytes that had come at the last look. */
  #heard: number | undefined;
  /** Looks in a row at which nothing more had come. */
  #silent = 0;

  constructor({ socket, caller }: Arrival) {
    this.#socket = socket;
    this.caller = caller;
    Object.defineProperties(socket, {
      remoteAddress: { value: caller.connection },
      // With a port the address would be more than the id.
      remotePort: { value: undefined },
    });
  }

  endStreams(ended: CallEndedError): void {
    for (const call of this.calls) {
      if (call.isStream) {
        call.end(ended);
      }
    }
  }

  end(ended: CallEndedError): void {
    for (const call of this.calls) {
      call.end(ended);
    }
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Counts looks and not time: after a suspend, all would have been silent for long. */
  looksSilent(): number {
    const { bytesRead } = this.#socket as Partial<Pick<Socket, 'bytesRead'>>;
    this.#silent = bytesRead === undefined || bytesRead !== this.#heard ? 0 : this.#silent + 1;
    this.#heard = bytesRead;
    return this.#silent;
  }
}

/** How long it is known who was at a connection that has gone: its last streams are told of that after it. {unit ms} */
const AFTERWARDS_MS = 1_000;

export class Connections {
  readonly #all = new Map<string, Connection>();
  /** Those that have just gone. */
  readonly #gone = new Map<string, Connection>();
  #onEmpty = (): void => undefined;

  get size(): number {
    return this.#all.size;
  }

  add(arrival: Arrival): Connection {
    const connection = new Connection(arrival);
    const { socket, caller } = arrival;
    this.#all.set(caller.connection, connection);
    const leave = (ended: CallEndedError): void => {
      if (this.#all.delete(caller.connection)) {
        this.#gone.set(caller.connection, connection);
        setTimeout(() => this.#gone.delete(caller.connection), AFTERWARDS_MS).unref();
      }
      connection.end(ended);
      if (this.#all.size === 0) {
        this.#onEmpty();
      }
    };
    caller.gone.addEventListener('abort', () => leave(gone()), { once: true });
    socket.once('close', () => leave(gone()));
    return connection;
  }

  /** Undefined when it is gone. */
  at(id: string): Connection | undefined {
    return this.#all.get(id);
  }

  /** Also one that has just gone: a stop that was begun on it is heard. */
  lately(id: string): Connection | undefined {
    return this.#all.get(id) ?? this.#gone.get(id);
  }

  /** When none is here any more, or after @ms. */
  left(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#all.size === 0 ? 0 : ms);
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * Ends those of which nothing has come at so many looks. Whoever lives answers a ping in that time. Node does not tell
   * of every client that has gone: where the write fails that finds it out, over TLS, its HTTP/2 waits for that write's
   * end for ever, also to close.
   */
  endSilent(looks: number): void {
    for (const connection of this.#all.values()) {
      if (connection.looksSilent() >= looks) {
        connection.destroy();
      }
    }
  }

  [Symbol.iterator](): MapIterator<Connection> {
    return this.#all.values();
  }
}

function gone(): CallEndedError {
  return new CallEndedError(status.CANCELLED, 'the connection is gone');
}

/** Remembers who calls when the call begins: asked later, a connection that has gone since says nothing. */
export function rememberPeer(call: ServerInterceptingCallInterface): void {
  const { remoteAddress = '' } = call.getConnectionInfo();
  call.getPeer = () => remoteAddress;
}
