// SPDX-License-Identifier: Apache-2.0
// The daemon's parts over a dsmil-sim, with the demo persons, and the gRPC server over them at a socket for
// each person: whoever connects there is that person.
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { communicationMethods } from '../../../src/api/grpc/communication/methods.ts';
import { controlMethods } from '../../../src/api/grpc/control/methods.ts';
import { GrpcServer } from '../../../src/api/grpc/server/server.ts';
import {
  type CoreWorld,
  type CoreWorldOptions,
  faultsOf,
  openCoreWorld,
  VERSION,
} from './core-world.ts';

export class CommunicationWorld implements AsyncDisposable {
  readonly server: GrpcServer;
  readonly #core: CoreWorld;
  readonly #listeners: { close(): void }[] = [];
  #connections = 0;

  private constructor(core: CoreWorld, server: GrpcServer) {
    this.#core = core;
    this.server = server;
  }

  static async open({
    people,
  }: Pick<CoreWorldOptions, 'people'> = {}): Promise<CommunicationWorld> {
    const core = await openCoreWorld({
      simulator: ['--thermal', 'none'],
      ...(people !== undefined && { people }),
    });
    return new CommunicationWorld(core, openServer(core));
  }

  get faults(): readonly unknown[] {
    return faultsOf(this.#core);
  }

  /** @socket is @principal's connection from here on. */
  arrive(socket: Duplex, principal: string, transport: 'unix' | 'tls'): void {
    const { security } = this.#core.decision;
    const gone = new AbortController();
    socket.once('close', () => gone.abort());
    this.#connections += 1;
    const caller = {
      connection: `c${this.#connections}`,
      transport,
      principal,
      get person() {
        return security.identify(principal);
      },
      gone: gone.signal,
    };
    this.server.arrive({ socket, caller });
  }

  /** A socket at which whoever connects is the demo person, or service, of that name: a gRPC target. */
  async socketOf(name: string): Promise<string> {
    const path = join(this.#core.folder, `${name}-${this.#listeners.length}.sock`);
    const listener = createServer((socket) => this.arrive(socket, `demo:${name}`, 'unix'));
    this.#listeners.push(listener);
    await new Promise<void>((resolve) => {
      listener.listen(path, resolve);
    });
    return `unix:${path}`;
  }

  /** Ended with the world, before the server. */
  add(listener: { close(): void }): void {
    this.#listeners.push(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const listener of this.#listeners) {
      listener.close();
    }
    await this.server.close();
    await this.#core.close();
  }
}

function openServer({
  device,
  decision,
  orchestrator,
  control,
  problems,
  onProblem,
}: CoreWorld): GrpcServer {
  const { clock, core, security, events, audit } = decision;
  const calls = { started: 0, failed: 0 };
  const server: GrpcServer = GrpcServer.open({
    methods: [
      ...communicationMethods({
        clock,
        version: VERSION,
        startedAt: control.status.startedAt,
        operations: orchestrator.operations,
        stop: orchestrator.stop.stop,
        sync: core.sync,
        events,
        security,
        grants: security,
        audit,
        health: () => orchestrator.degradation.health(),
        orchestratorState: () => orchestrator.state,
        ring: () => device.counters(),
        server: () => ({ ...calls, active: server.calls, connections: server.connections }),
        onProblem,
      }),
      ...controlMethods(control),
    ],
    clock,
    onDefect: (error) => {
      problems.push(error);
      return 'defect';
    },
    metrics: {
      begin: () => {
        calls.started += 1;
        return (code) => {
          calls.failed += code === 0 ? 0 : 1;
        };
      },
    },
  });
  return server;
}
