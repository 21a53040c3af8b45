// SPDX-License-Identifier: Apache-2.0
// Connections of this host, over a Unix socket: the kernel says whose they are.
import { createServer, type Server, type Socket } from 'node:net';
import type { Presented } from './guest.ts';
import { listenAt, type UnixPlace } from './unix-socket.ts';

/** Who connected, as it was then. */
export interface LocalPeer {
  readonly uid: number;
  readonly pid: number;
}

export interface UnixListenerOptions extends UnixPlace {
  /** The kernel's word; throws when it has none. */
  readonly peerOf: (socket: Socket) => LocalPeer;
  /** The connection is its from then on. */
  readonly onFound: (socket: Socket, presented: Presented) => void;
  readonly onDefect: (error: unknown) => void;
}

export class UnixListener {
  readonly path: string;
  readonly #server: Server;

  private constructor(path: string, server: Server) {
    this.path = path;
    this.#server = server;
  }

  /** Rejects with SocketRefusedError, or with what the system says. */
  static async open(options: UnixListenerOptions): Promise<UnixListener> {
    const { path, peerOf, onFound, onDefect } = options;
    const server = createServer((socket) => {
      // That a client vanished is no fault of ours; its end is told by 'close'.
      socket.on('error', () => socket.destroy());
      let peer: LocalPeer;
      try {
        peer = peerOf(socket);
      } catch (error) {
        onDefect(error);
        socket.destroy();
        return;
      }
      onFound(socket, {
        transport: 'unix',
        principal: `unix:${peer.uid}`,
        source: `process ${peer.pid}`,
        certificate: undefined,
      });
    });
    await listenAt(server, options);
    server.on('error', onDefect);
    return new UnixListener(path, server);
  }

  /** Nobody new; who is here stays. Idempotent. */
  close(): void {
    this.#server.close();
  }
}
