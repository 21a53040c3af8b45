// SPDX-License-Identifier: Apache-2.0
// What every handler is wrapped in: identity, limits, deadline, decoding, errors, request id, metrics.
// Messages come here as bytes: what is malformed is the client's error, and never ends its connection.
import {
  Metadata,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type StatusObject,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import type { Clock } from '../../../core/ports/clock.ts';
import { isGivenUp } from '../../failure.ts';
import type { DuplexMethod, Method, StreamMethod, UnaryMethod } from '../method.ts';
import { Call } from './call.ts';
import type { Connection, Connections } from './connections.ts';
import { type Counts, checkRoom, type GrpcLimits, InFlight } from './limits.ts';
import { Sender } from './sender.ts';
import { REQUEST_ID_KEY, toStatus } from './status.ts';
import { StatusError } from './status-error.ts';
import { Turns } from './turns.ts';

/** Of each call: told when it begins, and with its code when it ends. */
export interface CallMetrics {
  begin(path: string): (code: status) => void;
}

export interface FrontOptions {
  readonly connections: Connections;
  readonly limits: GrpcLimits;
  readonly clock: Clock;
  readonly nextRequestId: () => string;
  readonly metrics: CallMetrics;
  /** A defect; answers with the id that the client is told. @requestId is the call in which it was. */
  readonly onDefect: (error: unknown, requestId: string) => string;
  /** A call that was refused or failed: what the client was told of @error. */
  readonly onFailed: (failure: CallFailure) => void;
}

export interface CallFailure {
  readonly path: string;
  readonly requestId: string;
  /** '' when nobody knows. */
  readonly principal: string;
  readonly code: status;
  readonly message: string;
  /** From when it was let in; 0 for a call that was not. {unit ms} */
  readonly ms: number;
}

/** What of grpc-js's calls is used of all kinds. */
interface Incoming {
  readonly cancelled: boolean;
  getPeer(): string;
  getDeadline(): Date | number;
  sendMetadata(metadata: Metadata): void;
  on(event: 'cancelled', listener: () => void): unknown;
}

const EMPTY = new Uint8Array(0);

function isUrgent(method: Method): boolean {
  return method.kind === 'unary' && method.urgent === true;
}

/** A call that was let in. */
interface Admitted {
  readonly call: Call;
  /** With how it ended; what is said after the first time is not heard. */
  readonly finish: (code: status) => void;
}

function tellId(incoming: Incoming, { requestId }: Call): void {
  const metadata = new Metadata();
  metadata.set(REQUEST_ID_KEY, requestId);
  incoming.sendMetadata(metadata);
}

export class Front {
  readonly #options: FrontOptions;
  readonly #all = new InFlight();
  readonly #ofOne = new WeakMap<Connection, InFlight>();
  /** Of those that have calls under way. */
  readonly #ofPrincipal = new Map<string, InFlight>();
  readonly #turns = new Turns();
  #ending = false;

  constructor(options: FrontOptions) {
    this.#options = options;
  }

  /** Calls under way. */
  get calls(): number {
    return this.#all.calls;
  }

  /** From here on nothing is let in but what is urgent. */
  end(): void {
    this.#ending = true;
  }

  unary(
    method: UnaryMethod<unknown, unknown>,
    incoming: ServerUnaryCall<Buffer, Uint8Array>,
    callback: sendUnaryData<Uint8Array>,
  ): void {
    this.#run(
      method,
      incoming,
      ({ call, finish }) => {
        const failed = (error: unknown): void => {
          const told = this.#told(method, call, error);
          finish(told.code);
          callback(told);
        };
        const answered = (answer: unknown): void => {
          const bytes = method.answer.encode(answer);
          finish(status.OK);
          // With the answer, so that both leave in one write. A failure names the request itself.
          tellId(incoming, call);
          callback(null, bytes);
        };
        const request = this.#decode(method, incoming.request);
        const answer = method.handle(request, call);
        if (answer instanceof Promise) {
          answer.then(answered).catch(failed);
        } else {
          answered(answer);
        }
      },
      callback,
    );
  }

  stream(
    method: StreamMethod<unknown, unknown>,
    outgoing: ServerWritableStream<Buffer, Uint8Array>,
  ): void {
    const failed = (told: Partial<StatusObject>): void => void outgoing.emit('error', told);
    this.#run(
      method,
      outgoing,
      ({ call, finish }) => {
        tellId(outgoing, call);
        const sender = new Sender(outgoing, call);
        const request = this.#decode(method, outgoing.request);
        const send = (item: unknown): Promise<void> => sender.send(method.answer.encode(item));
        // In a function of its own, so that a handler that throws at once does no other than one that rejects.
        const handled = (async () => await method.handle(request, call, send))();
        handled
          .then(() => {
            finish(status.OK);
            outgoing.end();
          })
          .catch((error: unknown) => {
            const told = this.#told(method, call, error);
            finish(told.code);
            failed(told);
          });
      },
      failed,
    );
  }

  duplex(
    method: DuplexMethod<unknown, unknown>,
    both: ServerDuplexStream<Buffer, Uint8Array>,
  ): void {
    const failed = (told: Partial<StatusObject>): void => void both.emit('error', told);
    this.#run(
      method,
      both,
      ({ call, finish }) => {
        tellId(both, call);
        const sender = new Sender(both, call);
        const converse = async (): Promise<void> => {
          // Ends with the client's half, or throws when it goes: grpc-js ends its reading side then.
          for await (const bytes of both as AsyncIterable<Buffer>) {
            await sender.send(
              method.answer.encode(method.handle(this.#decode(method, bytes), call)),
            );
          }
        };
        converse()
          .then(() => {
            finish(status.OK);
            both.end();
          })
          .catch((error: unknown) => {
            const told = this.#told(method, call, call.ended ?? error);
            finish(told.code);
            failed(told);
          });
      },
      failed,
    );
  }

  /** In this turn, or in a later one when its account has had its share of this one. */
  #run(
    method: Method,
    incoming: Incoming,
    work: (admitted: Admitted) => void,
    refuse: (told: StatusObject) => void,
  ): void {
    const account = this.#options.connections.at(incoming.getPeer())?.caller.principal ?? '';
    if (isUrgent(method) || this.#turns.enter(account)) {
      this.#begin(method, incoming, work, refuse);
      return;
    }
    this.#turns.later(account, {
      over: () => incoming.cancelled,
      begin: () => {
        if (incoming.cancelled) {
          this.#options.metrics.begin(method.path)(status.CANCELLED);
        } else {
          this.#begin(method, incoming, work, refuse);
        }
      },
    });
  }

  /** Lets it in and runs @work, or tells why not; @refuse also hears of what @work throws at once. */
  #begin(
    method: Method,
    incoming: Incoming,
    work: (admitted: Admitted) => void,
    refuse: (told: StatusObject) => void,
  ): void {
    const requestId = this.#options.nextRequestId();
    const done = this.#options.metrics.begin(method.path);
    let admitted: Admitted;
    try {
      admitted = this.#admit(method, incoming, requestId, done);
    } catch (error) {
      const told = this.#toldOf({ path: method.path, requestId, principal: '', ms: 0 }, error);
      done(told.code);
      refuse(told);
      return;
    }
    const { call, finish } = admitted;
    try {
      work(admitted);
    } catch (error) {
      const told = this.#told(method, call, error);
      finish(told.code);
      refuse(told);
    }
  }

  #admit(
    method: Method,
    incoming: Incoming,
    requestId: string,
    done: (code: status) => void,
  ): Admitted {
    const { connections, limits, clock } = this.#options;
    const urgent = isUrgent(method);
    const peer = incoming.getPeer();
    const connection = urgent ? connections.lately(peer) : connections.at(peer);
    if (connection === undefined) {
      const message = 'nobody knows who is at this connection';
      throw new StatusError(status.UNAUTHENTICATED, 'UNKNOWN_CONNECTION', { message });
    }
    const isStream = method.kind !== 'unary';
    const { principal } = connection.caller;
    const counts = this.#countsOf(connection, principal);
    if (!urgent) {
      if (this.#ending) {
        const message = 'the daemon is ending: connect again';
        throw new StatusError(status.UNAVAILABLE, 'ENDING', { message });
      }
      checkRoom(limits, counts, isStream);
    }
    const left = Number(incoming.getDeadline()) - clock.wall();
    const boot = (): number => clock.boot();
    const call = new Call({
      caller: connection.caller,
      requestId,
      deadline: clock.boot() + left,
      boot,
      isStream,
    });
    this.#ofPrincipal.set(principal, counts.principal);
    for (const count of Object.values(counts)) {
      count.enter(isStream);
    }
    connection.calls.add(call);
    incoming.on('cancelled', () => call.givenUp());
    if (incoming.cancelled) {
      call.givenUp();
    }
    let finished = false;
    const finish = (code: status): void => {
      if (finished) {
        return;
      }
      finished = true;
      call.close();
      connection.calls.delete(call);
      for (const count of Object.values(counts)) {
        count.leave(isStream);
      }
      if (counts.principal.calls === 0) {
        this.#ofPrincipal.delete(principal);
      }
      done(call.ended?.status ?? code);
    };
    return { call, finish };
  }

  #countsOf(connection: Connection, name: string): Counts {
    let own = this.#ofOne.get(connection);
    if (own === undefined) {
      own = new InFlight();
      this.#ofOne.set(connection, own);
    }
    const principal = this.#ofPrincipal.get(name) ?? new InFlight();
    return { connection: own, principal, all: this.#all };
  }

  #decode(method: Method, bytes: Uint8Array): unknown {
    try {
      return method.request.decode(bytes);
    } catch {
      // What is wrong with it is not told: it would be the decoder's words about bytes that nobody can see.
      if (isUrgent(method)) {
        return method.request.decode(EMPTY);
      }
      const message = `the request is no message of ${method.path}: its bytes do not decode`;
      throw new StatusError(status.INVALID_ARGUMENT, 'MALFORMED', { message });
    }
  }

  #told({ path }: Method, call: Call, error: unknown): StatusObject {
    const { requestId, caller, ended } = call;
    // Whoever waited with the call's signal may say it in words of its own, or as what came of it.
    const isItsEnd = isGivenUp(error) || (error instanceof Error && error.cause === ended);
    const own = ended !== undefined && isItsEnd ? ended : error;
    const { principal } = caller;
    return this.#toldOf({ path, requestId, principal, ms: call.elapsed }, own);
  }

  #toldOf(failed: Omit<CallFailure, 'code' | 'message'>, error: unknown): StatusObject {
    const { requestId } = failed;
    const { onDefect, onFailed } = this.#options;
    const told = toStatus(error, requestId, (defect) => onDefect(defect, requestId));
    onFailed({ ...failed, code: told.code, message: told.details });
    return told;
  }
}
