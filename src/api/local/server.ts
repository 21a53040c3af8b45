// SPDX-License-Identifier: Apache-2.0
// The daemon's own socket: who may connect, and how many.
import { createServer, type Server, type Socket } from 'node:net';
import { Seats } from '../identity/seats.ts';
import { listenAt } from '../identity/unix-socket.ts';
import { Connection, type ConnectionOptions, type LocalMethod } from './connection.ts';
import type { IdentitySource, Peer } from './identity.ts';

export const CONNECTIONS_MAX = 64;
/** Of these, of one user: two persons may work as one, and nobody alone takes all. */
export const CONNECTIONS_OF_ONE = 32;
/** For urgent calls of who finds the ordinary ones taken. */
const SPARES = 16;
const SPARES_OF_ONE = 8;

export interface LocalServerOptions {
  /** Absolute. Its folder exists, and nobody but its owner or root may write it. */
  readonly path: string;
  /** Whose members may connect; undefined: the daemon's user and root alone. */
  readonly gid: number | undefined;
  readonly version: string;
  readonly identity: IdentitySource;
  readonly methods: Readonly<Record<string, LocalMethod>>;
  readonly peerOf: (socket: Socket) => Peer;
  readonly nonce: () => string;
  readonly onLoginRefused: ConnectionOptions['onLoginRefused'];
  readonly onDefect: ConnectionOptions['onDefect'];
  readonly onEnd: (connection: string) => void;
  readonly onCall?: ConnectionOptions['onCall'];
}

export class LocalServer implements AsyncDisposable {
  readonly #options: LocalServerOptions;
  readonly #methods: ReadonlyMap<string, LocalMethod>;
  readonly #server: Server;
  readonly #seats = new Seats<Connection>({
    ordinary: { total: CONNECTIONS_MAX, ofOne: CONNECTIONS_OF_ONE },
    spare: { total: SPARES, ofOne: SPARES_OF_ONE },
  });

  private constructor(options: LocalServerOptions) {
    this.#options = options;
    this.#methods = new Map(Object.entries(options.methods));
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Rejects with SocketRefusedError, or with what the system says. */
  static async open(options: LocalServerOptions): Promise<LocalServer> {
    const { path, gid } = options;
    const local = new LocalServer(options);
    await listenAt(local.#server, { path, gid, key: 'daemon.socket' });
    local.#server.on('error', (error) => options.onDefect(error));
    return local;
  }

  get connections(): number {
    return this.#seats.size;
  }

  #accept(socket: Socket): void {
    const { peerOf, nonce: makeNonce, version, identity, onDefect, onEnd } = this.#options;
    let peer: Peer;
    try {
      peer = peerOf(socket);
    } catch (error) {
      onDefect(error);
      socket.destroy();
      return;
    }
    const connection: Connection = new Connection({
      socket,
      peer,
      nonce: makeNonce(),
      version,
      identity,
      methods: this.#methods,
      urgentOnly: () => this.#seats.isSpare(connection),
      onLoginRefused: this.#options.onLoginRefused,
      onDefect,
      onCall: this.#options.onCall,
      onEnd: (id) => {
        this.#seats.leave(connection);
        onEnd(id);
      },
    });
    this.#seats.take(connection, String(peer.uid), String(peer.pid))?.destroy();
  }

  /** Ends in @graceMs at most: who has not gone by then is cut off. Idempotent. */
  async close(graceMs = 500): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#seats) {
      connection.end();
    }
    const cut = setTimeout(() => {
      for (const connection of this.#seats) {
        connection.destroy();
      }
    }, graceMs);
    await closed;
    clearTimeout(cut);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
