// SPDX-License-Identifier: Apache-2.0
// One gRPC connection: unary calls with a deadline and an abort signal.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext } from 'node:tls';
import {
  type ChannelCredentials,
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
} from '@grpc/grpc-js';
import type { MessageType } from '../../api/grpc/wire/message-type.ts';
import { ExitCode, Failure } from '../failure.ts';
import { printable } from '../text.ts';
import { addressOf, type RemoteContext, readOwnFile } from './contexts.ts';
import { isServiceError, remoteError } from './failure.ts';

/** A request and its answer: what is sent may leave fields out, what comes has them all. */
export interface Rpc<Input, Output> {
  /** `/package.Service/Method` */
  readonly path: string;
  readonly request: MessageType<unknown, Input>;
  readonly answer: MessageType<Output, never>;
}

export interface RpcOptions {
  readonly signal?: AbortSignal | undefined;
  /** {unit ms} */
  readonly timeoutMs?: number | undefined;
}

function pem(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(ExitCode.USAGE, `${what} cannot be read: ${(error as Error).message}`, [
      'Name another: dsmilctl context add NAME …',
    ]);
  }
}

/** What the server's name indication says in place of an address, which it cannot carry. */
const NO_NAME = 'address.invalid';

/** The IP address in HOST:PORT; undefined for a name. */
function ipOf(host: string): string | undefined {
  const name = host.slice(0, host.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');
  return isIP(name) === 0 ? undefined : name;
}

function secure({
  host,
  certificate,
  key,
  ca,
}: Extract<RemoteContext, { host: string }>): ChannelCredentials {
  const text = readOwnFile(key);
  if (text === undefined) {
    throw new Failure(ExitCode.USAGE, `there is no key ${printable(key)}`, []);
  }
  try {
    createPrivateKey(text);
    // What is not said here is Node's; what is, no environment makes less.
    const context = createSecureContext({
      minVersion: 'TLSv1.3',
      ca: pem(ca, 'the authority'),
      cert: pem(certificate, 'the certificate'),
      key: text,
    });
    const ip = ipOf(host);
    return credentials.createFromSecureContext(
      context,
      // The certificate must be for the address all the same.
      ip === undefined ? {} : { checkServerIdentity: (_, cert) => checkServerIdentity(ip, cert) },
    );
  } catch (error) {
    if (error instanceof Failure) {
      throw error;
    }
    throw new Failure(
      ExitCode.USAGE,
      `these are no certificate, key and authority: ${(error as Error).message}`,
      [`Look at: ${[certificate, key, ca].map(printable).join(', ')}`],
    );
  }
}

export class Channel implements Disposable {
  readonly address: string;
  readonly #client: Client;

  constructor(context: RemoteContext) {
    this.address = addressOf(context);
    const how = 'socket' in context ? credentials.createInsecure() : secure(context);
    this.#client = new Client(this.address, how, {
      'grpc.enable_retries': 0,
      // No proxy of somebody's environment stands between a person and a stop.
      'grpc.enable_http_proxy': 0,
      ...('host' in context && ipOf(context.host) !== undefined
        ? { 'grpc.ssl_target_name_override': NO_NAME }
        : {}),
    });
  }

  /** Rejects with DaemonError, DaemonGoneError, or as @signal says. */
  call<Input, Output>(
    { path, request, answer }: Rpc<Input, Output>,
    message: Input,
    { signal, timeoutMs }: RpcOptions = {},
  ): Promise<Output> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const options = timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
      const onAbort = (): void => call.cancel();
      const call = this.#client.makeUnaryRequest(
        path,
        (given: Input) => Buffer.from(request.encode(given).finish()),
        (bytes: Buffer) => answer.decode(bytes),
        message,
        new Metadata(),
        options,
        (error, output) => {
          signal?.removeEventListener('abort', onAbort);
          if (signal?.aborted === true) {
            reject(signal.reason as Error);
          } else if (error !== null) {
            reject(isServiceError(error) ? remoteError(error, this.address) : error);
          } else {
            resolve(output as Output);
          }
        },
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Until it is cancelled or the server ends it; errors are grpc-js's own. */
  stream<Input, Output>(
    { path, request, answer }: Rpc<Input, Output>,
    message: Input,
  ): ClientReadableStream<Output> {
    return this.#client.makeServerStreamRequest(
      path,
      (given: Input) => Buffer.from(request.encode(given).finish()),
      (bytes: Buffer) => answer.decode(bytes),
      message,
    );
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
