// SPDX-License-Identifier: Apache-2.0
// Connections from anywhere, over TLS 1.3 with a client certificate. Until somebody is known they cost
// little: a bounded number of handshakes, of bounded time, and of each address a part.
import { constants } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Credentials } from './credentials.ts';
import { CertificateRefusedError, HandshakeRefusedError, type StrangerError } from './errors.ts';
import type { Presented } from './guest.ts';
import { presentedBy } from './peer-certificate.ts';
import { Places } from './places.ts';

/**
 * The first is preferred even where a client guesses another (the slash sets it apart): what is recorded
 * today stays secret when the elliptic curve no longer is.
 */
export const GROUPS = 'X25519MLKEM768 / X25519:P-256';

/** No ClientHello of TLS 1.3 is as short. {unit bytes} */
const HELLO_MIN = 100;

export interface TlsLimits {
  /** Handshakes under way. {range from 1} */
  readonly handshakes: number;
  /** Of one IPv4 address or IPv6 network of 64 bits. {range from 1} */
  readonly ofAddress: number;
  /** {unit ms} */
  readonly handshakeMs: number;
}

export interface TlsListenerOptions {
  /** HOST:PORT; an IPv6 address in brackets. Port 0 takes a free one. */
  readonly listen: string;
  readonly trustDomain: string;
  readonly credentials: Credentials;
  readonly limits: TlsLimits;
  /** The connection is its from then on. */
  readonly onFound: (socket: TLSSocket, presented: Presented) => void;
  /** Somebody came, and is nobody. @address may be anybody's. */
  readonly onRefused: (address: string, refusal: StrangerError) => void;
  readonly onDefect: (error: unknown) => void;
}

/** What counts as one neighbour: a host has a whole IPv6 network to choose addresses from. */
export function neighbourhood(address: string): string {
  const [, four] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (four !== undefined || !address.includes(':')) {
    return four ?? address;
  }
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...rest];
  return `${all.slice(0, 4).join(':')}::/64`;
}

function contextOf({ certificate, key, clientCa }: Credentials): TlsOptions {
  return {
    cert: certificate,
    key,
    // Those alone: no authority of the system's may vouch for anybody here.
    ca: clientCa,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    ecdhCurve: GROUPS,
    // Without tickets, and with nobody who keeps sessions, none is resumed.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}

function hostAndPort(listen: string): { host: string; port: number } {
  const colon = listen.lastIndexOf(':');
  const host = listen.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(listen.slice(colon + 1)) };
}

/** Names a connection of this listener while it lives. */
function placeOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

export class TlsListener {
  readonly #options: TlsListenerOptions;
  readonly #server: Server;
  readonly #handshakes: Places<Socket>;
  /** Came so lately that what they have said need not have been read. */
  readonly #justCome = new WeakSet<Socket>();
  readonly #byPlace = new Map<string, Socket>();

  private constructor(options: TlsListenerOptions) {
    const { credentials, limits } = options;
    this.#options = options;
    const { handshakes: total, ofAddress: ofOne } = limits;
    this.#handshakes = new Places(
      { total, ofOne },
      (socket) => socket.bytesRead < HELLO_MIN && !this.#justCome.has(socket),
    );
    this.#server = createServer({
      ...contextOf(credentials),
      requestCert: true,
      // Whoever is not authorized is refused below, where the reason can be told to the log.
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
      handshakeTimeout: limits.handshakeMs,
    });
    this.#server.on('connection', (socket: Socket) => this.#begun(socket));
    this.#server.on('secureConnection', (socket) => this.#found(socket));
    // Scans, broken handshakes and TLS 1.2 end here: OpenSSL has told the client.
    this.#server.on('tlsClientError', (error, socket) => this.#broken(error, socket));
    this.#server.on('error', options.onDefect);
  }

  /** Rejects with what listening does: EADDRINUSE, EADDRNOTAVAIL, ENOTFOUND. */
  static open(options: TlsListenerOptions): Promise<TlsListener> {
    const listener = new TlsListener(options);
    const server = listener.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(hostAndPort(options.listen), () => {
        server.off('error', reject);
        resolve(listener);
      });
    });
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  /** Handshakes under way. */
  get handshakes(): number {
    return this.#handshakes.size;
  }

  /** For handshakes from now on; who is here stays. Throws what OpenSSL finds wrong, and changes nothing then. */
  use(credentials: Credentials): void {
    this.#server.setSecureContext(contextOf(credentials));
  }

  /** Nobody new, and no handshake goes on; who is here stays. Idempotent. */
  close(): void {
    this.#server.close();
    for (const socket of [...this.#handshakes]) {
      socket.destroy();
    }
  }

  #begun(socket: Socket): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const place = placeOf(socket);
    this.#byPlace.set(place, socket);
    socket.once('close', () => {
      this.#byPlace.delete(place);
      this.#handshakes.leave(socket);
    });
    this.#justCome.add(socket);
    // Its bytes are read in the next turn, and after the next newcomer has come.
    setImmediate(() => setImmediate(() => this.#justCome.delete(socket)));
    this.#handshakes.enter(socket, neighbourhood(remoteAddress))?.destroy();
  }

  #broken(error: Error & { readonly code?: unknown }, socket: TLSSocket): void {
    const { remoteAddress = '' } = socket;
    socket.destroy();
    // Who merely goes, or is too slow, or had to make room, was not refused: it said nothing that is wrong.
    if (typeof error.code === 'string' && error.code.startsWith('ERR_SSL_')) {
      this.#options.onRefused(remoteAddress, new HandshakeRefusedError(error.code));
    }
  }

  #found(socket: TLSSocket): void {
    const { trustDomain, onFound, onRefused, onDefect } = this.#options;
    const raw = this.#byPlace.get(placeOf(socket));
    // Its end is told by 'close'; that a client vanished is no fault of ours.
    socket.on('error', () => socket.destroy());
    if (raw === undefined || !this.#handshakes.leave(raw)) {
      // It has gone meanwhile, or had to.
      socket.destroy();
      return;
    }
    // Node leaves the connection below open when its client goes in the middle of a write.
    socket.once('close', () => raw.destroy());
    let presented: Presented;
    try {
      presented = presentedBy(socket, trustDomain);
    } catch (error) {
      socket.destroy();
      if (error instanceof CertificateRefusedError) {
        onRefused(socket.remoteAddress ?? '', error);
      } else {
        onDefect(error);
      }
      return;
    }
    onFound(socket, presented);
  }
}
