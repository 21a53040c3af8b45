// SPDX-License-Identifier: Apache-2.0
// The daemon: everything in the order in which it must begin, and the other way round at the end.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventAuthorizer } from '../api/grpc/events/authorizer.ts';
import { listenAt } from '../api/identity/unix-socket.ts';
import type { Configuration } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Person } from '../core/canonical/approval.ts';
import type { DevicePath } from '../device/device-path.ts';
import { type DeviceResource, openKernelResource } from '../tracks/kernel/resource.ts';
import { DecisionCore } from './decision-core.ts';
import { groupId } from './group.ts';
import { openLocalService } from './local-service.ts';
import type { DaemonLog } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { ProbeSources } from './metrics/probes.ts';
import type { Network } from './network.ts';
import { openNetworkService } from './network-service.ts';
import { openDevice } from './open-device.ts';
import { Orchestrator, type OrchestratorOptions } from './orchestrator.ts';
import { configuredPlaces } from './places.ts';
import type { Privileges } from './privileges.ts';
import { NO_SEAMS, type Seams } from './seams.ts';
import { serviceParts } from './service-parts.ts';
import { StopHelper } from './stop/helper.ts';

export interface DaemonOptions {
  readonly configuration: Configuration;
  /** The device node, or a simulator's socket. */
  readonly devicePath: string;
  readonly version: string;
  readonly log: DaemonLog;
  /** This process must end, and another one recover: the kernel is another one, or another's. */
  readonly onFenced: () => void;
  /** Absent: the process keeps what it has, since it is not the daemon's alone. */
  readonly privileges?: Privileges;
  readonly seams?: Seams;
}

type End = () => Promise<unknown> | unknown;

interface Started {
  readonly socket: string;
  readonly orchestrator: Orchestrator;
  /** For whoever asks whether it lives. */
  readonly health: ProbeSources;
  readonly network: Network;
}

export class Daemon {
  readonly socket: string;
  readonly orchestrator: Orchestrator;
  readonly health: ProbeSources;
  readonly network: Network;
  readonly #log: DaemonLog;
  readonly #ends: End[];

  private constructor(started: Started, log: DaemonLog, ends: End[]) {
    const { socket, orchestrator, health, network } = started;
    this.socket = socket;
    this.orchestrator = orchestrator;
    this.health = health;
    this.network = network;
    this.#log = log;
    this.#ends = ends;
  }

  /** Rejects with what kept one of its parts from opening; what was open is closed then. */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const ends: End[] = [];
    try {
      return new Daemon(await startParts(options, ends), options.log, ends);
    } catch (error) {
      await closeAll(ends, options.log);
      throw error;
    }
  }

  /** In order; goes on when a part cannot, which the log has. Idempotent. */
  async close(): Promise<void> {
    await closeAll(this.#ends, this.#log);
  }
}

async function closeAll(ends: End[], log: DaemonLog): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      log.defect(error);
    }
  }
}

async function openMetrics(
  { metrics }: Config,
  version: string,
  log: DaemonLog,
): Promise<Metrics | undefined> {
  const { socket, socketGroup, port } = metrics;
  if (socket === '' && port === 0) {
    return undefined;
  }
  // Not loaded where nobody looks: it would be a tenth of a start.
  const { Metrics } = await import('./metrics/metrics.ts');
  return await Metrics.open({
    socket,
    port,
    listenAt: (server, path) =>
      listenAt(server, { path, gid: groupId(socketGroup), key: 'metrics.socket' }),
    version,
    now: () => performance.now(),
    onDefect: (error) => log.defect(error),
  });
}

async function startParts(options: DaemonOptions, ends: End[]): Promise<Started> {
  const { configuration, version, log, privileges, seams = NO_SEAMS } = options;
  const { config } = configuration;
  const { socket } = config.daemon;
  const onProblem = (error: unknown): void => log.warn({ err: error }, 'a problem beside');
  mkdirSync(dirname(socket), { recursive: true, mode: 0o755 });
  const metrics = await openMetrics(config, version, log);
  ends.push(() => metrics?.close());
  const begun: Begun = { ...options, seams, ends, metrics, onProblem };
  const device = await openOwnDevice(begun);
  const kernel = seams.kernel(await openKernelResource(device));
  const decision = await openDecision(begun, device, kernel);
  const orchestrator = await openOrchestrator(begun, { device, kernel, decision });
  const parts = serviceParts({ decision, orchestrator, device, version, log, onProblem }, ends);
  const local = await openLocalService(parts, config.daemon, metrics?.local);
  ends.push(() => local.close());
  const service = await openNetworkService(parts, metrics?.grpc);
  ends.push(() => service.close());
  privileges?.listening();
  const { degradation, journal, operations, stop } = orchestrator;
  const health = {
    device,
    orchestrator,
    heartbeat: stop.heartbeat,
    health: () => degradation.health(),
    store: decision.store,
    audit: decision.audit,
  };
  metrics?.attach({
    ...health,
    events: decision.events,
    journal: journal.transactions,
    stop: stop.stop,
    operations,
    local,
  });
  ends.push(() => metrics?.detach());
  return { socket, orchestrator, health, network: service.network };
}

/** What each of the parts is opened with. */
interface Begun extends DaemonOptions {
  readonly seams: Seams;
  readonly ends: End[];
  readonly metrics: Metrics | undefined;
  readonly onProblem: (error: unknown) => void;
}

async function openOwnDevice(begun: Begun): Promise<DevicePath> {
  const { configuration, devicePath, log, onFenced, privileges, ends } = begun;
  const { daemon, device: settings } = configuration.config;
  const device = await openDevice({
    path: devicePath,
    mode: 'read-write',
    ringSize: settings.ringBytes,
    socket: daemon.socket,
    onWaiting: (limitMs) =>
      log.warn(
        { device: devicePath, limit_ms: limitMs },
        'the ring is read by another process, or still by one that has died: waiting for it',
      ),
  });
  ends.push(() => device.close());
  log.info({ device: devicePath, instance: device.info.instanceId.toString(16) }, 'device open');
  // The right to have effects is the open file's now. What is started from here on has no more than that file.
  privileges?.deviceOpen();
  // Nobody here can find out what becomes of what is under way: the next start does.
  device.on('state', (state) => {
    if (state === 'vanished') {
      onFenced();
    }
  });
  return device;
}

async function openDecision(
  { configuration, metrics, seams, ends, onProblem }: Begun,
  device: DevicePath,
  kernel: DeviceResource,
): Promise<DecisionCore> {
  // Nobody subscribes before the network service is there.
  let identify: (principal: string) => Person | undefined = () => undefined;
  const decision = await DecisionCore.open({
    device,
    configuration,
    places: configuredPlaces(configuration),
    fixtureFile: configuration.config.security.fixtureFile,
    witness: kernel.auditHead,
    authorize: eventAuthorizer((principal) => identify(principal)),
    seams: { store: (store) => seams.store(metrics?.store(store) ?? store) },
    onProblem,
  });
  ends.push(() => decision.close());
  identify = (principal) => decision.security.identify(principal);
  return decision;
}

async function openOrchestrator(
  { configuration, devicePath, metrics, log, ends, onFenced, onProblem }: Begun,
  over: Pick<OrchestratorOptions, 'device' | 'kernel' | 'decision'>,
): Promise<Orchestrator> {
  let orchestrator: Orchestrator | undefined;
  // There before anything can be operated, and until nothing is any more: it has a description of its own.
  const helper = new StopHelper({
    device: devicePath,
    listen: join(dirname(configuration.config.daemon.socket), 'stop.sock'),
    onChange: (state, reason) => {
      orchestrator?.degradation.helper(state === 'READY', reason);
      log.info({ state, reason }, 'dsmil-stop');
    },
  });
  ends.push(() => helper.end());
  const opened = await Orchestrator.open({
    ...over,
    lastResort: () => helper.trigger(),
    timing: metrics?.tracks,
    onProblem,
    onRecovering: ({ attempt, error, waitMs }) =>
      log.warn({ err: error, attempt, wait_ms: waitMs }, 'recovery has failed and is tried again'),
    onAuditPruned: (before, removed) =>
      log.info({ before, removed }, 'old entries of the audit log were removed'),
    onFenced,
  });
  orchestrator = opened;
  ends.push(async () => {
    const inOrder = await opened.close();
    log.info({ deadman: inOrder ? 'disarmed' : 'armed' }, 'the orchestrator has ended');
  });
  opened.degradation.helper(helper.state === 'READY', helper.state === 'READY' ? '' : 'starting');
  const { decided, orphans, flagged, strangers } = opened.recovered;
  log.info(
    {
      decided: decided.length,
      orphans: orphans.length,
      flagged: flagged.length,
      strangers: strangers.length,
      incarnation: opened.journal.incarnation,
    },
    'recovered',
  );
  return opened;
}
