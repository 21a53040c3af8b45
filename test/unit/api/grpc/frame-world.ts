// SPDX-License-Identifier: Apache-2.0
// A server of bare methods over a Unix socket or TLS, as its listeners hand it connections; and clients of
// grpc-js, which nobody here wrote.
import { mkdtempSync, rmSync } from 'node:fs';
import http2 from 'node:http2';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import {
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import type { Caller } from '../../../../src/api/caller.ts';
import type { Codec, Method } from '../../../../src/api/grpc/method.ts';
import { GrpcServer, type GrpcServerOptions } from '../../../../src/api/grpc/server/server.ts';
import type { Clock } from '../../../../src/core/ports/clock.ts';

export const CLOCK: Clock = { wall: () => Date.now(), boot: () => performance.now() };

/** JSON in bytes; what does not parse is no message. */
export const JSON_CODEC: Codec<unknown> = {
  encode: (message) => Buffer.from(JSON.stringify(message)),
  decode: (bytes) => (bytes.length === 0 ? {} : JSON.parse(Buffer.from(bytes).toString('utf8'))),
};

export const unary = (
  path: string,
  handle: Extract<Method, { kind: 'unary' }>['handle'],
  urgent = false,
): Method => ({
  kind: 'unary',
  path: `/test.Service/${path}`,
  request: JSON_CODEC,
  answer: JSON_CODEC,
  urgent,
  handle,
});

export const stream = (
  path: string,
  handle: Extract<Method, { kind: 'stream' }>['handle'],
): Method => ({
  kind: 'stream',
  path: `/test.Service/${path}`,
  request: JSON_CODEC,
  answer: JSON_CODEC,
  handle,
});

export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

class Guest implements Caller {
  readonly connection: string;
  readonly transport: Caller['transport'];
  readonly principal: string;
  readonly person = undefined;
  readonly revoked = new AbortController();

  constructor(n: number, transport: Caller['transport']) {
    this.connection = `c${n}`;
    this.transport = transport;
    this.principal = `unix:${1_000 + n}`;
  }

  get gone(): AbortSignal {
    return this.revoked.signal;
  }
}

export class World implements AsyncDisposable {
  readonly defects: unknown[] = [];
  readonly guests: Guest[] = [];
  readonly sockets: Socket[] = [];
  readonly codes: string[] = [];
  readonly server: GrpcServer;
  readonly #dir = mkdtempSync(join(tmpdir(), 'dsmil-grpc-'));
  readonly #clients: Client[] = [];
  readonly #tls: TlsFiles | undefined;
  readonly #listener: NetServer;

  private constructor(
    methods: readonly Method[],
    options: Partial<GrpcServerOptions>,
    tls: TlsFiles | undefined,
  ) {
    this.#tls = tls;
    this.server = GrpcServer.open({
      methods,
      clock: CLOCK,
      onDefect: (error) => {
        this.defects.push(error);
        return `defect-${this.defects.length}`;
      },
      metrics: {
        begin: (path) => (code) => void this.codes.push(`${path.split('/').at(-1)} ${code}`),
      },
      graceMs: 300,
      ...options,
    });
    const arrive = (socket: Socket): void => {
      const guest = new Guest(this.guests.length, tls === undefined ? 'unix' : 'tls');
      this.guests.push(guest);
      this.sockets.push(socket);
      guest.gone.addEventListener('abort', () => socket.destroy());
      this.server.arrive({ socket, caller: guest });
    };
    this.#listener =
      tls === undefined
        ? createServer(arrive)
        : createTlsServer({ ...tls, ALPNProtocols: ['h2'], minVersion: 'TLSv1.3' }, (socket) => {
            arrive(socket satisfies TLSSocket);
          });
  }

  static async open(
    methods: readonly Method[],
    options: Partial<GrpcServerOptions> = {},
    tls?: TlsFiles,
  ): Promise<World> {
    const world = new World(methods, options, tls);
    await new Promise<void>((resolve) => {
      world.#listener.listen(join(world.#dir, 's'), resolve);
    });
    return world;
  }

  get path(): string {
    return join(this.#dir, 's');
  }

  /** A connection of its own. */
  client(): Client {
    const tls = this.#tls;
    const trust =
      tls === undefined
        ? credentials.createInsecure()
        : credentials.createSsl(Buffer.from(tls.cert), null, null, {
            checkServerIdentity: () => undefined,
          });
    const client = new Client(`unix:${this.path}`, trust, {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.ssl_target_name_override': 'localhost',
    });
    this.#clients.push(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) {
      client.close();
    }
    await this.server.close();
    this.#listener.close();
    for (const socket of this.sockets) {
      socket.destroy();
    }
    rmSync(this.#dir, { recursive: true });
  }
}

export interface Answered {
  readonly value: unknown;
  /** Null when it went well. */
  readonly error: ServiceError | null;
  readonly headers: Metadata;
}

const encode = (message: unknown): Buffer =>
  Buffer.isBuffer(message) ? message : Buffer.from(JSON.stringify(message));

/** Calls once; never rejects. @deadlineMs from now on. */
export function call(
  client: Client,
  method: string,
  message: unknown = {},
  deadlineMs = 100_000,
): Promise<Answered> {
  return new Promise((resolve) => {
    let headers = new Metadata();
    const path = method.startsWith('/') ? method : `/test.Service/${method}`;
    client
      .makeUnaryRequest(
        path,
        encode,
        (bytes: Buffer) => bytes,
        message,
        new Metadata(),
        { deadline: Date.now() + deadlineMs },
        (error, bytes) => {
          const value = bytes === undefined ? undefined : parse(bytes);
          resolve({ value, error, headers });
        },
      )
      .on('metadata', (metadata: Metadata) => {
        headers = metadata;
      });
  });
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // Of a method whose messages are protobuf.
    return bytes;
  }
}

export function open(
  client: Client,
  method: string,
  message: unknown = {},
): ClientReadableStream<Buffer> {
  const path = method.startsWith('/') ? method : `/test.Service/${method}`;
  const reading = client.makeServerStreamRequest(
    path,
    encode,
    (bytes: Buffer) => bytes,
    message,
    new Metadata(),
    {},
  );
  // Whoever wants to know of it listens as well.
  reading.on('error', () => undefined);
  return reading;
}

export interface BareCall {
  readonly stream: http2.ClientHttp2Stream;
  readonly session: http2.ClientHttp2Session;
  /** Of whichever came with the end. */
  readonly trailers: Promise<http2.IncomingHttpHeaders>;
}

/** Over HTTP/2 alone, for what grpc-js's own client would not do. @frames: what is sent as the body. */
export function bare(
  path: string,
  method: string,
  frames: Buffer,
  headers: http2.OutgoingHttpHeaders = {},
): BareCall {
  const session = http2.connect('http://localhost', { createConnection: () => connect(path) });
  session.on('error', () => undefined);
  const request = session.request({
    ':method': 'POST',
    ':path': `/test.Service/${method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  request.on('error', () => undefined);
  const trailers = new Promise<http2.IncomingHttpHeaders>((resolve) => {
    request.on('trailers', resolve);
    request.on('response', (answered) => {
      if (answered['grpc-status'] !== undefined) {
        resolve(answered);
      }
    });
  });
  request.end(frames);
  return { stream: request, session, trailers };
}

/** Not compressed, two bytes: {}. */
export const EMPTY_MESSAGE = Buffer.from('00000000027b7d', 'hex');

/** Until @reached, or an Error that says what was waited for. */
export async function until(reached: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!reached()) {
    if (performance.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
