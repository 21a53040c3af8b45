// SPDX-License-Identifier: Apache-2.0
// The served process of the gRPC benchmark: the daemon's parts with the service over them, and beside it a
// bare echo of grpc-js, so that both have the same process, threads and neighbours.
// usage: grpc-child.ts SOCKET FOLDER; says where it listens, and its processor time when asked
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import type { Caller } from '../../../src/api/caller.ts';
import { communicationMethods } from '../../../src/api/grpc/communication/methods.ts';
import { eventsService } from '../../../src/api/grpc/control/events.ts';
import { eventAuthorizer } from '../../../src/api/grpc/events/authorizer.ts';
import type { Method } from '../../../src/api/grpc/method.ts';
import { GrpcServer } from '../../../src/api/grpc/server/server.ts';
import * as control from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { answerCodec, requestCodec } from '../../../src/api/grpc/wire/message-type.ts';
import { resolveConfiguration } from '../../../src/config/load.ts';
import { DecisionCore } from '../../../src/daemon/decision-core.ts';
import { Orchestrator } from '../../../src/daemon/orchestrator.ts';
import { placesIn } from '../../../src/daemon/places.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import { openKernelResource } from '../../../src/tracks/kernel/resource.ts';
import { PERSONS_FILE } from './demo-persons.ts';
import { type ChoreParts, doChore } from './grpc-chores.ts';
import {
  type Chore,
  type ChoreDone,
  ECHO,
  ECHO_STREAM,
  echoAnswer,
  type Listening,
  streamAsked,
} from './grpc-messages.ts';

const PRINCIPAL = 'demo:ann';

const [socket = '', folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true, mode: 0o700 });

/** What goes wrong beside ends it: nothing that is measured then counts. */
function onProblem(error: unknown): void {
  process.stderr.write(`grpc-child: ${String(error)}\n`);
  process.exitCode = 1;
}

/** The persons of the demonstration, asked for more than they may ask in earnest. */
function personsFile(): string {
  const text = readFileSync(PERSONS_FILE, 'utf8').replaceAll(
    /(per_\w+ = )\{[^}]*\}/g,
    '$1{ burst = 10000, interval_ms = 1 }',
  );
  const path = join(folder, 'persons.toml');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

async function certificate(): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: algorithm,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    key: Buffer.from(PemConverter.encode(key, 'PRIVATE KEY')),
    cert: Buffer.from(made.toString('pem')),
  };
}

/** The batched watch alone of the other service. */
function watchEvents(parts: Parameters<typeof eventsService>[0]): Method {
  return {
    kind: 'stream',
    path: '/dsmil.control.v1.EventsService/WatchEvents',
    request: requestCodec(control.WatchEventsRequest),
    answer: answerCodec(control.WatchEventsResponse),
    handle: eventsService(parts).WatchEvents,
  };
}

async function openService(): Promise<ChoreParts> {
  const device = await DevicePath.open({ path: socket, mode: 'read-write' });
  const kernel = await openKernelResource(device);
  let identify: (principal: string) => Caller['person'] = () => undefined;
  const decision = await DecisionCore.open({
    device,
    // A machine that is busy is no hung daemon, and no silent track.
    configuration: resolveConfiguration(undefined, {
      DSMIL_DEADMAN_PERIOD_MS: '60000',
      DSMIL_SYNC_REPORT_DEADLINE_MS: '5000',
      DSMIL_SYNC_ASSESS_DEADLINE_MS: '5000',
    }),
    places: placesIn(join(folder, 'world'), 'bench.example/grpc'),
    fixtureFile: personsFile(),
    witness: kernel.auditHead,
    authorize: eventAuthorizer((principal) => identify(principal)),
    onProblem,
  });
  const { clock, core, security, events, audit } = decision;
  identify = (principal) => security.identify(principal);
  const orchestrator = await Orchestrator.open({
    device,
    kernel,
    decision,
    lastResort: () => onProblem(new Error('the last resort was asked')),
    onProblem,
    onFenced: () => onProblem(new Error('fenced')),
  });
  const server: GrpcServer = GrpcServer.open({
    methods: [
      ...communicationMethods({
        clock,
        version: '1.0.0',
        startedAt: clock.boot(),
        operations: orchestrator.operations,
        stop: orchestrator.stop.stop,
        sync: core.sync,
        events,
        security,
        grants: { mayPublish: () => false },
        audit,
        health: () => orchestrator.degradation.health(),
        orchestratorState: () => orchestrator.state,
        ring: () => device.counters(),
        server: () => ({ started: 0, failed: 0, active: server.calls, connections: 0 }),
        onProblem,
      }),
      watchEvents({ events, clock }),
    ],
    clock,
    onDefect: (error) => {
      onProblem(error);
      return 'defect';
    },
  });
  let connections = 0;
  const arrive = (stream: Duplex, transport: Caller['transport']): void => {
    const gone = new AbortController();
    stream.once('close', () => gone.abort());
    connections++;
    const caller: Caller = {
      connection: `c${connections}`,
      transport,
      principal: PRINCIPAL,
      get person() {
        return security.identify(PRINCIPAL);
      },
      gone: gone.signal,
    };
    server.arrive({ socket: stream, caller });
  };
  createServer((stream) => arrive(stream, 'unix')).listen(join(folder, 'service.unix'));
  createTlsServer({ ...tls, ALPNProtocols: ['h2'], minVersion: 'TLSv1.3' }, (stream) =>
    arrive(stream, 'tls'),
  ).listen(join(folder, 'service.tls'));
  return { device, orchestrator, events, people: core.interface };
}

/** As fast as the client reads. */
function streamBare(call: ServerWritableStream<Buffer, Buffer>): void {
  const [count, size] = streamAsked(call.request);
  let left = count;
  const send = (): void => {
    while (left > 0) {
      left -= 1;
      if (!call.write(Buffer.alloc(size))) {
        call.once('drain', send);
        return;
      }
    }
    call.end();
  };
  send();
}

async function openEcho(): Promise<void> {
  const server = new Server();
  const same = (bytes: Buffer): Buffer => bytes;
  server.register(
    ECHO,
    ({ request }: { request: Buffer }, answer: (error: null, value: Buffer) => void) =>
      answer(null, echoAnswer(request)),
    same,
    same,
    'unary',
  );
  server.register(ECHO_STREAM, streamBare, same, same, 'serverStream');
  const pair = { private_key: tls.key, cert_chain: tls.cert };
  for (const [name, credentials] of [
    ['unix', ServerCredentials.createInsecure()],
    ['tls', ServerCredentials.createSsl(null, [pair])],
  ] as const) {
    await new Promise<void>((resolve, reject) => {
      const at = `unix:${join(folder, `echo.${name}`)}`;
      server.bindAsync(at, credentials, (error) => (error === null ? resolve() : reject(error)));
    });
  }
}

const tls = await certificate();
const parts = await openService();
await openEcho();
const places = (name: string): Listening['service'] => ({
  unix: `unix:${join(folder, `${name}.unix`)}`,
  tls: `unix:${join(folder, `${name}.tls`)}`,
});
const listening: Listening = {
  service: places('service'),
  echo: places('echo'),
  certificate: tls.cert.toString(),
};
process.send?.(listening);
process.on('message', (chore: Chore) => {
  doChore(parts, chore).then((value) => {
    const done: ChoreDone = { value };
    process.send?.(done);
  }, onProblem);
});
// Whoever started it has what it wanted: nothing here is to be kept.
process.once('disconnect', () => process.exit());
