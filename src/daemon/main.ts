#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// dsmild: reads its configuration, starts the daemon, ends it in order. Exit status: 0 ended as asked,
// 1 could not start or failed, 2 wrong usage or configuration, 75 another must start and recover.
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load.ts';
import { ConfigError } from '../config/problem.ts';
import { VERSION } from '../config/version.ts';
import { sendDatagram } from '../device/datagram.ts';
import { RecoveryGivenUpError } from '../orchestrator/commit/recover-patiently.ts';
import { Daemon } from './dsmild.ts';
import { openLog } from './log.ts';
import { tellOfLibraries } from './logging/libraries.ts';
import { livenessOf } from './metrics/probes.ts';
import { RingOwnedError } from './open-device.ts';
import { ownPrivileges } from './privileges.ts';
import { takeAssignment } from './service-manager/environment.ts';
import { ServiceManager } from './service-manager/service-manager.ts';

const USAGE = `usage: dsmild [--config FILE] [--device PATH] [--check] [--version] [--help]

The safety orchestrator of this host: devices, tracks, commit, emergency stop, audit log.

  --config FILE   the configuration (default: DSMIL_CONFIG, /etc/dsmil/dsmil.toml, else the defaults)
  --device PATH   the device node or a simulator's socket (default: device.path, /dev/dsmil)
  --check         read the configuration, say what is wrong with it, and end

Logs are JSON, a line each, on standard error. SIGTERM and SIGINT end it in order: the deadman is
disarmed when everything has ended; a second signal ends it at once, which latches the stop. SIGHUP
reads the configuration again: daemon.log_level takes effect, other keys at the next start; and the
certificates, authorities and revocations of the network service, which are watched as well. SIGUSR2
switches between that level and "debug".
Exit status: 0 ended as asked; 1 failed; 2 wrong usage or configuration; 75 the kernel is another
one or another's, its ring stays another process's, or recovery did not come through: to be started
again, which recovers.
`;

const EX_TEMPFAIL = 75;
const MODULE_DEVICE = '/dev/dsmil';

interface Arguments {
  readonly config?: string;
  readonly device?: string;
  readonly check: boolean;
}

function fail(status: number, text: string): never {
  process.stderr.write(`dsmild: ${text}\n`);
  process.exit(status);
}

function argumentsOf(argv: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string' },
        device: { type: 'string' },
        check: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    if (values.version) {
      process.stdout.write(`${VERSION}\n`);
      process.exit(0);
    }
    return values;
  } catch (error) {
    return fail(2, `${(error as Error).message}\n'dsmild --help' shows the usage.`);
  }
}

const given = argumentsOf(process.argv.slice(2));
const configuration = (() => {
  try {
    return loadConfiguration({ env: process.env, file: given.config });
  } catch (error) {
    if (error instanceof ConfigError) {
      return fail(2, `the configuration is refused:\n${error.message}`);
    }
    throw error;
  }
})();
if (given.check) {
  process.stdout.write('the configuration is good\n');
  process.exit(0);
}

const log = openLog(configuration.config.daemon.logLevel, VERSION);
tellOfLibraries(log);
const manager = new ServiceManager({
  assignment: takeAssignment(process.env, process.pid),
  send: sendDatagram,
  onProblem: (error) => log.warn({ err: error }, 'the service manager was not told'),
  monotonic: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
});
/** What the configuration says, whatever SIGUSR2 made of it. */
let configuredLevel = configuration.config.daemon.logLevel;
let daemon: Daemon | undefined;
let ending: Promise<void> | undefined;

async function end(why: string, status: number): Promise<void> {
  log.info({ why }, 'ending');
  manager.stopping(why);
  process.exitCode = status;
  await daemon?.close();
  log.info({}, 'ended');
  log.close();
  process.exit();
}

/** What can change while it runs; the rest is named, and waits for the next start. */
function reload(): Promise<void> {
  return manager.reload(() => {
    try {
      const { config, revision } = loadConfiguration({ env: process.env, file: given.config });
      configuredLevel = config.daemon.logLevel;
      log.level = configuredLevel;
      const others = revision !== configuration.revision;
      const facts = { log_level: log.level, restart_for_others: others };
      log.info(facts, 'configuration read again');
    } catch (error) {
      log.warn({ err: error }, 'the configuration is refused: it stays as it was');
    }
  });
}

process.on('SIGHUP', () => {
  reload().catch((error: unknown) => log.defect(error));
  daemon?.network.reload().catch((error: unknown) => log.defect(error));
});
process.on('SIGUSR2', () => {
  log.level = log.level === configuredLevel ? 'debug' : configuredLevel;
  log.info({ log_level: log.level }, 'log level');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending !== undefined) {
      // Whoever asks twice does not want to wait: the deadman then latches, which is right.
      process.exit(1);
    }
    ending = end(signal, 0);
  });
}
// A state that nobody foresaw must not go on deciding: the deadman latches when this process is gone.
process.on('uncaughtException', (error) => {
  log.defect(error);
  process.exit(1);
});

try {
  const { path } = configuration.config.device;
  manager.starting('recovering what the last run left');
  daemon = await Daemon.start({
    configuration,
    devicePath: given.device ?? (path === '' ? MODULE_DEVICE : path),
    version: VERSION,
    log,
    privileges: ownPrivileges(log),
    onFenced: () => {
      ending ??= end('another coordinator has taken over, or the device is gone', EX_TEMPFAIL);
    },
  });
  const { health, orchestrator, socket } = daemon;
  log.info({ socket, state: orchestrator.state }, 'ready');
  manager.ready(`serving; ${orchestrator.state}`);
  manager.watch(() => livenessOf(health)[0] ?? null);
  orchestrator.stop.stop.subscribe(() => manager.status(`serving; ${orchestrator.state}`));
} catch (error) {
  log.error({ err: error }, 'it could not start');
  const again = error instanceof RecoveryGivenUpError || error instanceof RingOwnedError;
  process.exit(again ? EX_TEMPFAIL : 1);
}
