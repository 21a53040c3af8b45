// SPDX-License-Identifier: Apache-2.0
// Metrics and probes as the daemon has them: there before anything else opens, so that a start can be watched; the
// parts come to it as they open. Whoever reads them learns numbers of the whole, of no device and nobody.
import type { Server } from 'node:net';
import type { LocalServer } from '../../api/local/server.ts';
import type { TransactionJournal } from '../../core/ports/commit.ts';
import type { StoreHandle } from '../../store/open.ts';
import { CallMetrics, type CallObserver } from './calls.ts';
import { type DecisionSources, decisionFamilies } from './families/decision.ts';
import { type DeviceSource, deviceFamilies } from './families/device.ts';
import {
  type AuditSource,
  auditFamilies,
  type EventSource,
  eventFamilies,
  journalFamilies,
  storeFamilies,
} from './families/memory.ts';
import { type Answer, HttpServer, type Pages } from './http-server.ts';
import { livenessOf, type ProbeSources, type Reasons, readinessOf } from './probes.ts';
import { MetricsRegistry } from './registry.ts';
import { TimedStore, type TrackTiming, trackTiming } from './timing.ts';

export interface MetricsOptions {
  /** '' is none. */
  readonly socket: string;
  /** On 127.0.0.1; 0 is none. */
  readonly port: number;
  /** Makes @server listen at @path, for whom the configuration says. */
  readonly listenAt: (server: Server, path: string) => Promise<void>;
  readonly version: string;
  /** By a clock that never goes back. {unit ms} */
  readonly now: () => number;
  readonly onDefect: (error: unknown) => string;
}

/** What there is to read, once everything is open. */
export interface MetricSources extends ProbeSources, DecisionSources {
  readonly orchestrator: DecisionSources['orchestrator'];
  readonly heartbeat: DecisionSources['heartbeat'];
  readonly health: DecisionSources['health'];
  readonly device: DeviceSource & ProbeSources['device'];
  readonly store: StoreHandle;
  readonly audit: AuditSource & ProbeSources['audit'];
  readonly events: EventSource;
  readonly journal: Pick<TransactionJournal, 'undecided' | 'flagged'>;
  readonly local: Pick<LocalServer, 'connections'>;
}

export class Metrics implements AsyncDisposable {
  /** Of the gRPC server and of the local socket. */
  readonly grpc: CallObserver;
  readonly local: CallObserver;
  readonly tracks: TrackTiming;
  readonly #options: MetricsOptions;
  readonly #registry = new MetricsRegistry();
  readonly #servers: HttpServer[] = [];
  #sources: MetricSources | undefined;
  #unsubscribe: (() => void) | undefined;

  private constructor(options: MetricsOptions) {
    const { version, now } = options;
    this.#options = options;
    this.grpc = new CallMetrics(this.#registry, 'grpc_server', now);
    this.local = new CallMetrics(this.#registry, 'dsmil_local', now);
    this.tracks = trackTiming(this.#registry, now);
    this.#registry.read({
      kind: 'gauge',
      name: 'dsmil_build_info',
      help: 'Always 1.',
      labels: ['version'],
      read: () => [{ labels: { version }, value: 1 }],
    });
    this.#registry.read({
      kind: 'gauge',
      name: 'dsmil_ready',
      help: '1 while /readyz says ready.',
      read: () => [{ value: this.#unready().length === 0 ? 1 : 0 }],
    });
  }

  /** undefined when the configuration names no place. Rejects with what the system says of it. */
  static async open(options: MetricsOptions): Promise<Metrics | undefined> {
    const { socket, port } = options;
    if (socket === '' && port === 0) {
      return undefined;
    }
    const metrics = new Metrics(options);
    try {
      await metrics.#listen();
      return metrics;
    } catch (error) {
      await metrics.close();
      throw error;
    }
  }

  store(store: StoreHandle): StoreHandle {
    return new TimedStore(store, this.#registry, this.#options.now);
  }

  /** Everything is open: from now on it is read. Once. */
  attach(sources: MetricSources): void {
    const registry = this.#registry;
    this.#sources = sources;
    deviceFamilies(registry, sources.device);
    storeFamilies(registry, sources.store);
    journalFamilies(registry, sources.journal);
    auditFamilies(registry, sources.audit, this.#options.now);
    eventFamilies(registry, sources.events);
    this.#unsubscribe = decisionFamilies(registry, sources);
    registry.read({
      kind: 'gauge',
      name: 'dsmil_local_connections',
      help: 'Clients at the daemon’s own socket.',
      read: () => [{ value: sources.local.connections }],
    });
  }

  /** The parts end: there is nothing to read any more, and it is not ready. */
  detach(): void {
    this.#sources = undefined;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.detach();
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
    this.#registry.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #listen(): Promise<void> {
    const { socket, port, listenAt, now, onDefect } = this.#options;
    const pages = this.#pages();
    if (socket !== '') {
      const server = new HttpServer({ pages, now, onDefect });
      this.#servers.push(server);
      await listenAt(server.server, socket);
      server.listens();
    }
    if (port !== 0) {
      const server = new HttpServer({ pages, now, onDefect });
      this.#servers.push(server);
      await server.listen(port);
    }
  }

  #unready(): Reasons {
    return this.#sources === undefined
      ? ['it is starting or ending: recovery comes before anything is served']
      : readinessOf(this.#sources);
  }

  #pages(): Pages {
    const registry = this.#registry;
    return new Map<string, () => Promise<Answer> | Answer>([
      [
        '/metrics',
        async () => ({ status: 200, type: registry.contentType, body: await registry.text() }),
      ],
      [
        '/livez',
        () => probe('alive', this.#sources === undefined ? [] : livenessOf(this.#sources), {}),
      ],
      [
        '/readyz',
        () =>
          probe('ready', this.#unready(), {
            orchestrator: this.#sources?.orchestrator.state ?? null,
            stop: this.#sources?.stop.control.state ?? null,
          }),
      ],
    ]);
  }
}

function probe(name: string, reasons: Reasons, facts: object): Answer {
  const good = reasons.length === 0;
  const body = { [name]: good, ...facts, reasons };
  return {
    status: good ? 200 : 503,
    type: 'application/json',
    body: `${JSON.stringify(body, undefined, 2)}\n`,
  };
}
