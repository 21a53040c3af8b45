// SPDX-License-Identifier: Apache-2.0
// A program of its own, forked: connects as often as it is told, all at once, and holds what it gets for as long as it
// is let. Its parent sends it a CrowdOrder, is sent a CrowdReport now and then, and ends it.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, connect as secure } from 'node:tls';
import { HELLO } from '../../unit/api/grpc/raw-http2.ts';

export interface CrowdOrder {
  readonly connections: number;
  /** A Unix socket; or a port of this host. */
  readonly target: string | number;
  /** Over TCP, from each of these addresses as often; none: from the one that the system takes. */
  readonly from: readonly string[];
  /** A client's certificate, to shake hands with; undefined: over TCP nothing is ever said. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string } | undefined;
  /** Connects as this user; undefined: as whoever it is. */
  readonly uid: number | undefined;
}

export interface CrowdReport {
  /** As many as the order, or as there are descriptors for. */
  readonly wanted: number;
  /** Connected, over TLS with the handshake's end. */
  readonly opened: number;
  /** Ended by the other end, at whatever moment. */
  readonly ended: number;
  /** The listener's queue was full: tried again. */
  readonly waited: number;
  readonly held: number;
  readonly mostHeld: number;
}

const REPORT_MS = 200;
/** A handshake costs the client as much: begun all in one turn, they would keep it from its reports for minutes. */
const HANDSHAKES = 16;
/** For what is no connection. */
const DESCRIPTORS_SPARE = 100;
/** Where a Unix socket’s queue was full, so many try again each time. {unit ms} */
const TURN_MS = 10;
const RETRIES = 128;

function descriptors(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]);
}

class Crowd {
  readonly #order: CrowdOrder;
  readonly #context: SecureContext | undefined;
  readonly #held = new Set<Socket>();
  readonly #waiting: number[] = [];
  readonly #silent: Socket[] = [];
  readonly #report = { wanted: 0, opened: 0, ended: 0, waited: 0, mostHeld: 0 };

  constructor(order: CrowdOrder) {
    this.#order = order;
    this.#context = order.tls && createSecureContext(order.tls);
    this.#report.wanted = Math.min(order.connections, descriptors() - DESCRIPTORS_SPARE);
  }

  get report(): CrowdReport {
    return { ...this.#report, held: this.#held.size };
  }

  begin(): void {
    for (let n = 0; n < this.#report.wanted; n++) {
      this.#connect(n);
    }
    setInterval(() => {
      for (const n of this.#waiting.splice(0, RETRIES)) {
        this.#connect(n);
      }
      for (const socket of this.#silent.splice(0, HANDSHAKES)) {
        this.#shakeHands(socket);
      }
    }, TURN_MS);
  }

  #connect(n: number): void {
    const { target, from } = this.#order;
    const localAddress = from[n % from.length];
    const socket =
      typeof target === 'string'
        ? connect(target)
        : connect({
            host: '127.0.0.1',
            port: target,
            ...(localAddress !== undefined && { localAddress }),
          });
    this.#held.add(socket);
    this.#report.mostHeld = Math.max(this.#report.mostHeld, this.#held.size);
    let again = false;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A Unix socket's queue is full; over TCP the kernel waits by itself.
      again = error.code === 'EAGAIN';
    });
    socket.on('close', () => {
      this.#held.delete(socket);
      if (again) {
        this.#report.waited += 1;
        this.#waiting.push(n);
      } else {
        this.#report.ended += 1;
      }
    });
    socket.on('connect', () => this.#connected(socket));
  }

  #connected(socket: Socket): void {
    if (this.#order.tls !== undefined) {
      this.#silent.push(socket);
      return;
    }
    this.#report.opened += 1;
    if (typeof this.#order.target === 'string') {
      socket.write(HELLO);
    }
    socket.resume();
  }

  #shakeHands(socket: Socket): void {
    if (socket.destroyed || this.#context === undefined) {
      return;
    }
    const over = secure({
      socket,
      secureContext: this.#context,
      servername: 'localhost',
      ALPNProtocols: ['h2'],
    });
    over.on('secureConnect', () => {
      this.#report.opened += 1;
      over.write(HELLO);
    });
    over.on('error', () => socket.destroy());
    over.on('close', () => socket.destroy());
    over.resume();
  }
}

process.once('message', (order: CrowdOrder) => {
  if (order.uid !== undefined) {
    process.setuid?.(order.uid);
  }
  const crowd = new Crowd(order);
  crowd.begin();
  setInterval(() => process.send?.(crowd.report), REPORT_MS);
});
process.on('disconnect', () => process.exit());
