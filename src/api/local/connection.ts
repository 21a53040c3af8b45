// SPDX-License-Identifier: Apache-2.0
// One client: its calls, its identity, and what it may take of the daemon. A client that does not read,
// does not speak the protocol or asks for too much at once is ended; a stop is heard before any limit.
import type { Socket } from 'node:net';
import type { Person } from '../../core/canonical/approval.ts';
import type { Json } from '../../core/canonical/json.ts';
import { toWireError } from './failure.ts';
import { Identity, type IdentitySource, type Peer } from './identity.ts';
import { LineSplitter, ProtocolError } from './wire/lines.ts';
import { type Greeting, LOCAL_PROTOCOL, type WireAnswer, type WireError } from './wire/messages.ts';
import { Params } from './wire/params.ts';

/** Calls of one client under way at once. */
export const CALLS_MAX = 64;
/** What a client may leave unread. {unit bytes} */
export const UNREAD_MAX = 4 * 1024 * 1024;
export const LOGINS_MAX = 5;
const LAST_WORDS_MS = 500;

/** Who calls, and the way back while the call runs. */
export interface LocalCall {
  /** The account: the policy grants to it. */
  readonly principal: string;
  /** Whose it is; undefined when nobody knows. */
  readonly person: Person | undefined;
  readonly peer: Peer;
  /** The same for all calls of one connection. */
  readonly connection: string;
  /** Aborts when the client goes, or gives the call up. */
  readonly signal: AbortSignal;
  progress(data: Json): void;
}

export interface LocalMethod {
  /** Goes before every limit, and needs no login. */
  readonly urgent?: boolean;
  readonly call: (params: Params, call: LocalCall) => Promise<Json> | Json;
}

/** A call of a client, as whoever runs the daemon is told of it. */
export interface ObservedCall {
  /** Of this call alone: the connection's and the client's own number. */
  readonly request: string;
  /** 'unknown' when there is no such method: what clients make up is nobody's business. */
  readonly method: string;
  readonly principal: string;
}

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly peer: Peer;
  /** Not to be guessed; 32 hexadecimal digits. */
  readonly nonce: string;
  readonly version: string;
  readonly identity: IdentitySource;
  readonly methods: ReadonlyMap<string, LocalMethod>;
  /** Whether there are too many clients: this one may do what is urgent, and nothing else. */
  readonly urgentOnly: () => boolean;
  /** A login that was refused, by whom. */
  readonly onLoginRefused: (peer: Peer, principal: string) => void;
  /** A defect; answers with the id that the client is told. */
  readonly onDefect: (error: unknown) => string;
  readonly onEnd: (connection: string) => void;
  /** Hears of each call that begins; the answer hears of its end: OK or the error's code. */
  readonly onCall?: ((call: ObservedCall) => (code: string) => void) | undefined;
}

class TooManyCallsError extends Error {
  override readonly name = 'TooManyCallsError';
  readonly code = 'ERR_DSMIL_TOO_MANY_CALLS';

  constructor() {
    super(`there are ${CALLS_MAX} calls of this connection under way: wait for some to end`);
  }
}

class TooManyClientsError extends Error {
  override readonly name = 'TooManyClientsError';
  readonly code = 'ERR_DSMIL_TOO_MANY_CLIENTS';

  constructor() {
    super(
      'too many clients are connected: this one may stop, and nothing else until others have gone',
    );
  }
}

class UnknownMethodError extends Error {
  override readonly name = 'UnknownMethodError';
  readonly code = 'ERR_DSMIL_UNKNOWN_METHOD';

  constructor(method: string, known: readonly string[]) {
    super(`there is no method ${JSON.stringify(method)}: there are ${known.join(', ')}`);
  }
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #identity: Identity;
  readonly #lines = new LineSplitter();
  readonly #calls = new Map<number, AbortController>();
  #logins = 0;
  /** It was told that it ends: nothing more of it is heard. */
  #over = false;

  constructor(options: ConnectionOptions) {
    const { socket, peer, nonce, version, identity } = options;
    this.#options = options;
    this.#identity = new Identity(peer, nonce, identity);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('close', () => this.#closed());
    // Its end is told by 'close'; that a client vanished is no fault of ours.
    socket.on('error', () => socket.destroy());
    const greeting: Greeting = {
      dsmil: LOCAL_PROTOCOL,
      version,
      nonce,
      peer: { uid: peer.uid, principal: this.#identity.principal },
    };
    this.#write(greeting);
  }

  /** What is under way is given up. */
  end(): void {
    this.#options.socket.end();
    for (const call of this.#calls.values()) {
      call.abort(new Error('the daemon ends'));
    }
  }

  destroy(): void {
    this.#options.socket.destroy();
  }

  #closed(): void {
    for (const call of this.#calls.values()) {
      call.abort(new Error('the client has gone'));
    }
    this.#options.onEnd(this.#identity.nonce);
  }

  #received(chunk: Buffer): void {
    if (this.#over) {
      return;
    }
    try {
      for (const line of this.#lines.push(chunk)) {
        if (!this.#over) {
          this.#message(line);
        }
      }
    } catch (error) {
      // Where the next message begins is not known any more.
      const { onDefect } = this.#options;
      const problem =
        error instanceof ProtocolError
          ? { code: error.code, message: error.message, advice: [] }
          : toWireError(error, onDefect);
      this.#answer({ id: 0, error: problem });
      this.#finish();
    }
  }

  /** For one that must not go on: it has a moment to read why. */
  #finish(): void {
    const { socket } = this.#options;
    this.#over = true;
    socket.end();
    setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref();
  }

  #message(line: string): void {
    const given = parse(line);
    const cancelled = given['cancel'];
    if (typeof cancelled === 'number') {
      this.#calls.get(cancelled)?.abort(new Error('the client gave it up'));
      return;
    }
    const { id, method } = given;
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1 || this.#calls.has(id)) {
      throw new ProtocolError('id must be an integer from 1 up, not in use by a call under way');
    }
    if (typeof method !== 'string') {
      throw new ProtocolError('method must be text');
    }
    this.#call(id, method, given['params'] ?? {}).catch((error: unknown) => {
      this.#options.onDefect(error);
    });
  }

  async #call(id: number, name: string, given: Json): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const method = this.#options.methods.get(name);
    const ended = this.#begin(id, method === undefined && name !== 'login' ? 'unknown' : name);
    let code = 'OK';
    try {
      if (method?.urgent !== true && this.#calls.size >= CALLS_MAX) {
        throw new TooManyCallsError();
      }
      if (method?.urgent !== true && this.#options.urgentOnly()) {
        throw new TooManyClientsError();
      }
      this.#calls.set(id, controller);
      // Nothing that is wrong with its parameters keeps an urgent call from happening.
      const params = new Params(method?.urgent === true && !isObject(given) ? {} : given);
      if (name === 'login') {
        this.#login(params);
        this.#answer({ id, result: this.#who() });
        return;
      }
      if (method === undefined) {
        throw new UnknownMethodError(name, ['login', ...this.#options.methods.keys()]);
      }
      const { peer, principal, person, nonce } = this.#identity;
      const progress = (data: Json): void => this.#answer({ id, progress: data });
      const call = { principal, person, peer, connection: nonce, signal, progress };
      this.#answer({ id, result: await method.call(params, call) });
    } catch (error) {
      const problem = toWireError(error, this.#options.onDefect);
      code = problem.code;
      this.#answer({ id, error: problem });
    } finally {
      ended(code);
      this.#calls.delete(id);
    }
  }

  /** Tells of a call and, by the answer, of its end. Whoever hears of it keeps no call from happening. */
  #begin(id: number, method: string): (code: string) => void {
    const { onCall, onDefect } = this.#options;
    const { principal, nonce } = this.#identity;
    const told = <T>(tell: () => T): T | undefined => {
      try {
        return tell();
      } catch (error) {
        onDefect(error);
        return undefined;
      }
    };
    const request = `${nonce.slice(0, 8)}.${id}`;
    const ended = told(() => onCall?.({ request, method, principal }));
    return (code) => told(() => ended?.(code));
  }

  #login(params: Params): void {
    const principal = params.text('principal', 1, 128);
    const keyId = params.text('key_id', 1, 128);
    const signature = params.hex('signature', 64);
    params.end();
    this.#logins += 1;
    try {
      this.#identity.login({ principal, keyId, signature });
    } catch (error) {
      this.#options.onLoginRefused(this.#identity.peer, principal);
      if (this.#logins >= LOGINS_MAX) {
        this.#finish();
      }
      throw error;
    }
  }

  #who(): Json {
    const { principal, person } = this.#identity;
    return { principal, person: person?.person ?? null };
  }

  #answer(answer: WireAnswer | { readonly id: 0; readonly error: WireError }): void {
    this.#write(answer);
  }

  #write(message: object): void {
    const { socket } = this.#options;
    if (!socket.writable) {
      return;
    }
    socket.write(`${JSON.stringify(message)}\n`);
    if (socket.writableLength > UNREAD_MAX) {
      socket.destroy();
    }
  }
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(line: string): Readonly<Record<string, Json>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new ProtocolError('a line is not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('a line is not an object');
  }
  return value as Readonly<Record<string, Json>>;
}
