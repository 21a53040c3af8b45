// SPDX-License-Identifier: Apache-2.0
// The gRPC service as others reach it: its listeners, who may come in by them, and the server behind.
import { dirname, join } from 'node:path';
import type { Arrival } from '../api/caller.ts';
import type { StrangerError } from '../api/identity/errors.ts';
import type { ExpiryNotice } from '../api/identity/expiry.ts';
import { EndReason, type IdentitySource, type Presented } from '../api/identity/guest.ts';
import { Reception, SPARES } from '../api/identity/reception.ts';
import { RevocationWatch } from '../api/identity/revocation-watch.ts';
import { Revocations } from '../api/identity/revocations.ts';
import { type Doors, withinDescriptors } from '../api/identity/room.ts';
import { TlsDoor } from '../api/identity/tls-door.ts';
import { UnixListener, type UnixListenerOptions } from '../api/identity/unix-listener.ts';
import type { Configuration } from '../config/load.ts';
import type { Clock } from '../core/ports/clock.ts';
import { groupId } from './group.ts';
import type { DefectLog } from './log.ts';

/** What takes the connections that were let in. */
export interface ArrivalServer {
  arrive(arrival: Arrival): void;
  /** Ends in bounded time. Idempotent. */
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly configuration: Configuration;
  readonly identity: IdentitySource;
  readonly clock: Clock;
  readonly peerOf: UnixListenerOptions['peerOf'];
  /** Names a connection: not to be guessed, and never the same twice. */
  readonly nonce: () => string;
  readonly server: ArrivalServer;
  readonly log: DefectLog;
  readonly news: NetworkNews;
  /** As many as this process may have open; as many as it takes by default. */
  readonly descriptors?: number;
}

/** What the security track, the audit log and subscribers should know. */
export interface NetworkNews {
  /** Who was found out was refused, or put out. */
  putOut(presented: Presented, reason: EndReason): void;
  /** Somebody came over TLS, and is nobody. */
  refused(address: string, refusal: StrangerError): void;
  expiring(notice: ExpiryNotice): void;
  /** A file that decides about identities is not to be used. */
  fileProblem(error: unknown): void;
}

/** What is no refusal of anybody. */
const ORDINARY_ENDS: ReadonlySet<EndReason> = new Set([EndReason.CLOSING, EndReason.DISPLACED]);

export class Network implements AsyncDisposable {
  readonly #options: NetworkOptions;
  readonly #doors: Doors;
  readonly #reception: Reception;
  readonly #revocations: Revocations;
  /** Listeners, and what watches over them. */
  readonly #closers: { close(): void }[] = [];
  #revocationWatch: RevocationWatch | undefined;
  #tls: TlsDoor | undefined;

  private constructor(options: NetworkOptions) {
    const { identity, clock, server } = options;
    this.#options = options;
    this.#doors = this.#doorsThatFit();
    const { connections, ofOne, spares } = this.#doors;
    this.#revocations = new Revocations(options.configuration.config.network.revocationFile);
    this.#reception = new Reception({
      identity,
      clock,
      limits: { connections, ofOne, spares },
      nonce: options.nonce,
      revoked: (presented) => this.#revocations.objectionTo(presented),
      onArrival: (arrival) => server.arrive(arrival),
      onEnd: (presented, reason) => this.#ended(presented, reason),
    });
  }

  /** Rejects with what kept a listener from opening; those that were open are closed then. */
  static async open(options: NetworkOptions): Promise<Network> {
    const network = new Network(options);
    try {
      await network.#listen();
      return network;
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  /** Connections that are let in. */
  get connections(): number {
    return this.#reception.size;
  }

  /** Where TLS is served; undefined: nowhere. */
  get tlsPort(): number | undefined {
    return this.#tls?.listener.address.port;
  }

  /** Certificates, keys, authorities and revocations are read again. Never rejects. */
  async reload(): Promise<void> {
    await Promise.all([this.#tls?.reload(), this.#revocationWatch?.reload()]);
  }

  /** Nobody new; the server ends what is under way, in bounded time; then everybody goes. Idempotent. */
  async close(): Promise<void> {
    for (const closer of this.#closers.splice(0)) {
      closer.close();
    }
    await this.#options.server.close();
    this.#reception.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #doorsThatFit(): Doors {
    const { configuration, descriptors = Number.POSITIVE_INFINITY, log } = this.#options;
    const { connections, connectionsOfOne, handshakes, handshakesOfAddress } =
      configuration.config.network;
    const wanted = {
      connections,
      ofOne: connectionsOfOne,
      spares: SPARES,
      handshakes,
      ofAddress: handshakesOfAddress,
    };
    const doors = withinDescriptors(wanted, descriptors);
    if (doors !== wanted) {
      log.warn(
        { descriptors, wanted, taken: doors },
        'the limit of open files is too low for network.connections: fewer are let in (LimitNOFILE of the unit, or ulimit -Hn)',
      );
    }
    return doors;
  }

  async #listen(): Promise<void> {
    const { local, listen, revocationFile } = this.#options.configuration.config.network;
    if (revocationFile !== '') {
      // Before anybody can come, and for all listeners: an account of this host can be in it too.
      await this.#watchRevocations(revocationFile);
    }
    if (local) {
      await this.#listenHere();
    }
    if (listen !== '') {
      await this.#listenOutside();
    }
  }

  async #watchRevocations(path: string): Promise<void> {
    const watch = await RevocationWatch.open({
      path,
      revocations: this.#revocations,
      reception: this.#reception,
      onReload: () => this.#options.log.info({ what: 'revocations' }, 'read again'),
      onFileProblem: (error) => this.#fileProblem(error),
    });
    this.#revocationWatch = watch;
    this.#closers.push(watch);
  }

  async #listenHere(): Promise<void> {
    const { configuration, peerOf, log } = this.#options;
    const { network, daemon } = configuration.config;
    const path = network.socket === '' ? join(dirname(daemon.socket), 'grpc.sock') : network.socket;
    const listener = await UnixListener.open({
      path,
      gid: groupId(network.socketGroup),
      key: 'network.socket',
      peerOf,
      onFound: (socket, presented) => this.#reception.admit(socket, presented),
      onDefect: (error) => log.defect(error),
    });
    this.#closers.push(listener);
    log.info({ socket: path }, 'gRPC listens on this host');
  }

  async #listenOutside(): Promise<void> {
    const { configuration, clock, log, news } = this.#options;
    const { network } = configuration.config;
    const door = await TlsDoor.open({
      listen: network.listen,
      trustDomain: network.trustDomain,
      files: {
        certificate: network.certificateFile,
        key: network.keyFile,
        clientCa: network.clientCaFile,
      },
      limits: {
        handshakes: this.#doors.handshakes,
        ofAddress: this.#doors.ofAddress,
        handshakeMs: network.handshakeMs,
      },
      reception: this.#reception,
      clock,
      onRefused: (address, refusal) => news.refused(address, refusal),
      onExpiry: (notice) => news.expiring(notice),
      onReload: () => log.info({ what: 'credentials' }, 'read again'),
      onFileProblem: (error) => this.#fileProblem(error),
      onDefect: (error) => log.defect(error),
    });
    this.#tls = door;
    this.#closers.push(door);
    const { address, port } = door.listener.address;
    log.info({ address, port }, 'gRPC listens over TLS');
  }

  #fileProblem(error: unknown): void {
    const { log, news } = this.#options;
    log.error({ err: error }, 'a file of identities is not to be used');
    news.fileProblem(error);
  }

  #ended(presented: Presented, reason: EndReason): void {
    const { principal, transport } = presented;
    this.#options.log.debug({ principal, transport, reason }, 'a connection was ended');
    if (!ORDINARY_ENDS.has(reason)) {
      this.#options.news.putOut(presented, reason);
    }
  }
}
