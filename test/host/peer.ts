// SPDX-License-Identifier: Apache-2.0
// Somebody at the daemon's port over mutual TLS, by grpc-js: one connection, one identity.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type ClientReadableStream, credentials, type ServiceError } from '@grpc/grpc-js';
import type {
  ISignature,
  SignedDocument,
} from '../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import type { MessageType } from '../../src/api/grpc/wire/message-type.ts';
import { KEYS } from './host.ts';

const PKCS8_HEAD = '302e020100300506032b657004220420';

export const COMMUNICATION = '/dsmil.communication.v1.DsmilCommunicationService';
export const CONTROL = '/dsmil.control.v1.';

export type Types<Input, Output> = readonly [
  request: MessageType<unknown, Input>,
  answer: MessageType<Output, never>,
];

export interface CallOptions {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'metadata' in error;
}

export class Peer implements Disposable {
  readonly name: string;
  readonly #client: Client;

  /** @folder has ca.pem, NAME.pem and NAME.key. */
  constructor(port: number, folder: string, name: string) {
    this.name = name;
    const file = (what: string): Buffer => readFileSync(join(folder, what));
    const secret = credentials.createSsl(file('ca.pem'), file(`${name}.key`), file(`${name}.pem`));
    this.#client = new Client(`localhost:${port}`, secret, {
      // One that was cut is there again soon: that it was is what is tried.
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 500,
      'grpc.enable_retries': 0,
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  call<Input, Output>(
    path: string,
    [request, answer]: Types<Input, Output>,
    message: Input,
    { deadlineMs = 30_000, signal }: CallOptions = {},
  ): Promise<Output> {
    return new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        path,
        (given: Input) => Buffer.from(request.encode(given).finish()),
        (bytes: Buffer) => answer.decode(bytes),
        message,
        { deadline: Date.now() + deadlineMs },
        (error, output) => {
          signal?.removeEventListener('abort', cancel);
          if (error === null) {
            resolve(output as Output);
          } else {
            reject(error);
          }
        },
      );
      const cancel = (): void => call.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  stream<Input, Output>(
    path: string,
    [request, answer]: Types<Input, Output>,
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

/** Of the demo persons, by what signing.proto says and nothing else. */
export function signer(person: string): (given: SignedDocument | null) => ISignature {
  const { keys } = JSON.parse(readFileSync(KEYS, 'utf8')) as {
    keys: Record<string, { key_id: string; private_key: string }>;
  };
  const { key_id: keyId, private_key: seed } = keys[person] ?? { key_id: '', private_key: '' };
  const der = Buffer.from(`${PKCS8_HEAD}${seed}`, 'hex');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (given) => {
    const { domain = '', document = '', role = '' } = given ?? {};
    const digest = createHash('sha256').update(`${domain}\0${document}`).digest();
    const bytes = Buffer.concat([Buffer.from(`dsmil/approval/v1\0${role}\0`), digest]);
    return { keyId, signature: sign(null, bytes, key) };
  };
}
