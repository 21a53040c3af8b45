// SPDX-License-Identifier: Apache-2.0
// The served process of the gRPC benchmarks, from the side of those who ask.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import type { Chore, ChoreDone, Listening, Transport } from './grpc-messages.ts';

const CHILD = fileURLToPath(new URL('./grpc-child.ts', import.meta.url));
export const SERVICE = '/dsmil.communication.v1.DsmilCommunicationService';
export const TRANSPORTS = ['unix', 'tls'] as const;

/** The served process. */
export class Served implements AsyncDisposable {
  readonly listening: Listening;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, listening: Listening) {
    this.#child = child;
    this.listening = listening;
  }

  static async start(socket: string, folder: string): Promise<Served> {
    const child = fork(CHILD, [socket, folder]);
    const ended = once(child, 'exit').then(([code]): never => {
      throw new Error(`the served process ended with ${code}`);
    });
    const [listening] = (await Promise.race([once(child, 'message'), ended])) as [Listening];
    ended.catch(() => undefined);
    return new Served(child, listening);
  }

  /** One after the other. */
  async ask(chore: Chore): Promise<number> {
    const answer = once(this.#child, 'message');
    this.#child.send(chore);
    return ((await answer) as [ChoreDone])[0].value;
  }

  client(of: 'service' | 'echo', transport: Transport): Client {
    const { certificate } = this.listening;
    const trust =
      transport === 'unix'
        ? credentials.createInsecure()
        : credentials.createSsl(Buffer.from(certificate), null, null, {
            checkServerIdentity: () => undefined,
          });
    return new Client(this.listening[of][transport], trust, {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.ssl_target_name_override': 'localhost',
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.disconnect();
    await exit;
  }
}

export const bytesOf = (message: Uint8Array): Buffer =>
  Buffer.from(message.buffer, message.byteOffset, message.byteLength);
export const same = (bytes: Buffer): Buffer => bytes;

export function call(client: Client, path: string, request: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + 60_000;
    client.makeUnaryRequest(path, bytesOf, same, request, { deadline }, (error, answer) => {
      if (error !== null || answer === undefined) {
        reject(error ?? new Error(`${path} has no answer`));
      } else {
        resolve(answer);
      }
    });
  });
}
