// SPDX-License-Identifier: Apache-2.0
// The other end of the daemon's socket: calls with answers, progress, and an end of each.
import { connect, type Socket } from 'node:net';
import type { Digest } from '../../../core/canonical/digest.ts';
import type { Json } from '../../../core/canonical/json.ts';
import { ApprovalRole } from '../../../core/canonical/signature.ts';
import { LineSplitter } from '../wire/lines.ts';
import {
  type Greeting,
  LOCAL_PROTOCOL,
  loginDigest,
  type WireAnswer,
  type WireError,
} from '../wire/messages.ts';

/** What the daemon answered in place of a result. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.message);
    this.wire = wire;
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((data: Json) => void) | undefined;
}

interface Waiting extends CallOptions {
  resolve(result: Json): void;
  reject(error: Error): void;
}

/** Nobody answers there, or not any more. */
export class DaemonGoneError extends Error {
  override readonly name = 'DaemonGoneError';
  readonly code = 'ERR_DSMIL_DAEMON_GONE';

  constructor(path: string, why: string) {
    super(`no daemon answers at ${path}: ${why}`);
  }
}

/** A person's key, wherever it is kept. */
export interface SigningKey {
  readonly keyId: string;
  /** Lower-case hexadecimal. */
  sign(digest: Digest, role: ApprovalRole): string;
}

function whyOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such socket';
    case 'ECONNREFUSED':
      return 'it has died and left its socket behind';
    case 'EACCES':
      return 'this user may not connect: it takes root, or the group of daemon.socket_group';
    default:
      return error.message;
  }
}

export class LocalClient {
  readonly path: string;
  readonly #socket: Socket;
  readonly #lines = new LineSplitter();
  readonly #waiting = new Map<number, Waiting>();
  #greeting: Greeting | undefined;
  #greeted: (() => void) | undefined;
  #failure: Error | undefined;
  #id = 0;

  private constructor(path: string, socket: Socket) {
    this.path = path;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', (error) => this.#end(new DaemonGoneError(path, whyOf(error))));
    socket.on('close', () => this.#end(new DaemonGoneError(path, 'it ended the connection')));
  }

  /** Resolves when the daemon has greeted. Rejects with DaemonGoneError, or as @signal says. */
  static async connect(path: string, signal: AbortSignal): Promise<LocalClient> {
    const client = new LocalClient(path, connect(path));
    const onAbort = (): void => client.#end(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await new Promise<void>((resolve) => {
        client.#greeted = resolve;
      });
      if (client.#failure !== undefined) {
        throw client.#failure;
      }
      return client;
    } catch (error) {
      client.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  get greeting(): Greeting {
    return this.#greeting as Greeting;
  }

  /** From here on this connection is @principal's. */
  async login(principal: string, key: SigningKey): Promise<void> {
    const digest = loginDigest(this.greeting.nonce, principal, key.keyId);
    const signature = key.sign(digest, ApprovalRole.LOGIN);
    await this.call('login', { principal, key_id: key.keyId, signature });
  }

  /** Rejects with a DaemonError, with DaemonGoneError, or as the signal says. */
  async call(
    method: string,
    params: Readonly<Record<string, Json>>,
    { signal, onProgress }: CallOptions = {},
  ): Promise<Json> {
    signal?.throwIfAborted();
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    this.#id += 1;
    const id = this.#id;
    let onAbort: (() => void) | undefined;
    try {
      return await new Promise<Json>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject, onProgress });
        onAbort = () => {
          this.#send({ cancel: id });
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        this.#send({ id, method, params });
      });
    } finally {
      this.#waiting.delete(id);
      if (onAbort !== undefined) {
        signal?.removeEventListener('abort', onAbort);
      }
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #send(message: object): void {
    this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  #received(chunk: Buffer): void {
    try {
      for (const line of this.#lines.push(chunk)) {
        this.#message(JSON.parse(line) as Greeting | WireAnswer);
      }
    } catch (error) {
      this.#end(
        new DaemonGoneError(this.path, `it speaks another protocol (${(error as Error).message})`),
      );
      this.close();
    }
  }

  #message(message: Greeting | WireAnswer): void {
    if ('dsmil' in message) {
      if (message.dsmil !== LOCAL_PROTOCOL) {
        throw new Error(`${String(message.dsmil)}, this is ${LOCAL_PROTOCOL}`);
      }
      this.#greeting = message;
      this.#greeted?.();
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if ('error' in message && message.id === 0) {
      this.#end(new DaemonError(message.error));
    } else if ('progress' in message) {
      waiting?.onProgress?.(message.progress);
    } else if ('result' in message) {
      waiting?.resolve(message.result);
    } else {
      waiting?.reject(new DaemonError(message.error));
    }
  }

  #end(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) {
      waiting.reject(this.#failure);
    }
    this.#greeted?.();
  }
}
