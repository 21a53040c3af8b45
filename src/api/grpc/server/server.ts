// SPDX-License-Identifier: Apache-2.0
// The gRPC server: takes connections that were let in, and answers the calls on them. It listens nowhere.
import { randomBytes } from 'node:crypto';
import {
  type ConnectionInjector,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Arrival } from '../../caller.ts';
import type { Method } from '../method.ts';
import { healthMethods, type ServingSource } from '../standard/health.ts';
import { reflectionMethods } from '../standard/reflection.ts';
import { arriving } from './arriving.ts';
import { CallEndedError } from './call.ts';
import { Connections } from './connections.ts';
import { type CallFailure, type CallMetrics, Front } from './front.ts';
import { DEFAULT_LIMITS, type GrpcLimits, http2Streams } from './limits.ts';

export interface GrpcServerOptions {
  readonly methods: readonly Method[];
  readonly clock: Clock;
  /** A defect; answers with the id that the client is told. */
  readonly onDefect: (error: unknown, requestId: string) => string;
  /** A call that was refused or failed; nothing by default. */
  readonly onFailed?: (failure: CallFailure) => void;
  readonly metrics?: CallMetrics;
  /** For the standard health service; SERVING by default, until the server closes. */
  readonly serving?: ServingSource;
  readonly limits?: Partial<GrpcLimits>;
  /** How long close() waits for calls that are under way; 2,000 by default. {unit ms} */
  readonly graceMs?: number;
}

/** Two methods have the same path. */
export class MethodTwiceError extends Error {
  override readonly name = 'MethodTwiceError';
  readonly code = 'ERR_DSMIL_METHOD_TWICE';

  constructor(path: string) {
    super(`the method ${path} is there twice: give each path to one handler`);
  }
}

const NO_METRICS: CallMetrics = { begin: () => () => undefined };
const GRACE_MS = 2_000;
/** For sockets that were destroyed to say so; none takes this long. {unit ms} */
const CUT_MS = 1_000;
const same = (bytes: Buffer): Buffer => bytes;
/** grpc-js copies a message out of a Buffer. */
const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Not to be guessed across runs, and cheap: a run's own prefix and a count. */
function requestIds(): () => string {
  const run = randomBytes(6).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  };
}

export class GrpcServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #injector: ConnectionInjector;
  readonly #connections = new Connections();
  readonly #front: Front;
  readonly #graceMs: number;
  readonly #looking: NodeJS.Timeout;
  #closing: Promise<void> | undefined;

  private constructor(options: GrpcServerOptions) {
    const { methods, clock, onDefect, onFailed = () => undefined, serving } = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#graceMs = options.graceMs ?? GRACE_MS;
    const services = servicesOf(methods);
    const all = [...methods, ...healthMethods(services, serving), ...reflectionMethods(services)];
    this.#server = new Server({
      'grpc.max_receive_message_length': limits.requestBytes,
      'grpc.max_send_message_length': limits.answerBytes,
      'grpc.max_concurrent_streams': http2Streams(limits),
      'grpc.keepalive_time_ms': limits.keepaliveMs,
      'grpc.keepalive_timeout_ms': limits.keepaliveTimeoutMs,
      'grpc.enable_channelz': 0,
      interceptors: [arriving(all, limits)],
    });
    this.#front = new Front({
      connections: this.#connections,
      limits,
      clock,
      nextRequestId: requestIds(),
      metrics: options.metrics ?? NO_METRICS,
      onDefect,
      onFailed,
    });
    for (const method of all) {
      this.#register(method);
    }
    this.#injector = this.#server.createConnectionInjector(ServerCredentials.createInsecure());
    const { keepaliveMs, keepaliveTimeoutMs } = limits;
    const lookMs = keepaliveMs / 4;
    const looks = Math.ceil((keepaliveMs + keepaliveTimeoutMs) / lookMs) + 1;
    this.#looking = setInterval(() => this.#connections.endSilent(looks), lookMs);
    this.#looking.unref();
  }

  /** Throws MethodTwiceError. */
  static open(options: GrpcServerOptions): GrpcServer {
    return new GrpcServer(options);
  }

  /** Connections that are here. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Calls under way. */
  get calls(): number {
    return this.#front.calls;
  }

  /** The connection is the server's from here on. After close() it is closed at once. */
  arrive(arrival: Arrival): void {
    const { socket, caller } = arrival;
    if (this.#closing !== undefined || caller.gone.aborted || socket.destroyed) {
      socket.destroy();
      return;
    }
    // A connection's fault is told by its end; without a listener it would be ours.
    socket.on('error', () => socket.destroy());
    this.#connections.add(arrival);
    this.#injector.injectConnection(socket);
  }

  /**
   * No new calls; streams end at once, other calls when they are done or the grace is over; then the connections. Ends
   * whatever clients do. Idempotent.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    this.#front.end();
    for (const connection of this.#connections) {
      connection.endStreams(new CallEndedError(status.UNAVAILABLE, 'the daemon is ending'));
    }
    // Says GOAWAY; each connection closes after its last call. What it calls back with is no use: it counts
    // connections that are closing as closed.
    this.#server.tryShutdown(() => undefined);
    await this.#connections.left(this.#graceMs);
    for (const connection of this.#connections) {
      connection.end(new CallEndedError(status.UNAVAILABLE, 'the daemon has ended'));
      connection.destroy();
    }
    await this.#connections.left(CUT_MS);
    this.#server.forceShutdown();
    clearInterval(this.#looking);
  }

  #register(method: Method): void {
    const front = this.#front;
    const register = (handler: unknown, type: 'unary' | 'serverStream' | 'bidi'): boolean =>
      // The handler's type follows from @type, which the signature does not say.
      this.#server.register(method.path, handler as never, asBuffer, same, type);
    let isNew: boolean;
    switch (method.kind) {
      case 'unary':
        isNew = register(
          (call: ServerUnaryCall<Buffer, Uint8Array>, callback: sendUnaryData<Uint8Array>) =>
            front.unary(method, call, callback),
          'unary',
        );
        break;
      case 'stream':
        isNew = register(
          (call: ServerWritableStream<Buffer, Uint8Array>) => front.stream(method, call),
          'serverStream',
        );
        break;
      case 'duplex':
        isNew = register(
          (call: ServerDuplexStream<Buffer, Uint8Array>) => front.duplex(method, call),
          'bidi',
        );
        break;
    }
    if (!isNew) {
      throw new MethodTwiceError(method.path);
    }
  }
}

/** /dsmil.control.v1.StopService/GetStop is of dsmil.control.v1.StopService. */
function servicesOf(methods: readonly Method[]): string[] {
  return [...new Set(methods.map(({ path }) => path.split('/')[1] ?? ''))].sort();
}
