// SPDX-License-Identifier: Apache-2.0
// A stretch of the way to the daemon that can be cut: whoever goes through it loses its connection in mid-word.

import {
  type AddressInfo,
  createConnection,
  createServer,
  type ListenOptions,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';

export class Cutter {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(to: NetConnectOpts) {
    this.#server = createServer((near) => {
      const far = createConnection(to);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        // An end that is not orderly is what this is for.
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
  }

  /** To a port of this host, from one of its own. */
  static async open(to: number): Promise<Cutter> {
    const cutter = new Cutter({ port: to, host: 'localhost' });
    await cutter.#listen({ port: 0, host: 'localhost' });
    return cutter;
  }

  /** From one Unix socket to another. */
  static async between(path: string, to: string): Promise<Cutter> {
    const cutter = new Cutter({ path: to });
    await cutter.#listen({ path });
    return cutter;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #listen(at: ListenOptions): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(at, resolve);
    });
  }
}
