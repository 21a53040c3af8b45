// SPDX-License-Identifier: Apache-2.0
// usage: node story/day.js --simulator PROGRAM --directory FOLDER --principals FILE --keys FILE
//        node story/day.js --device PATH [--control FILE] --directory FOLDER --principals FILE --keys FILE
//
// A day of two persons at a daemon of their own: what they may do together, what becomes of it when
// somebody stops everything or the daemon is killed, and the log of it. On a simulator that it starts, or
// on --device, whose devices are operated; --control is the module's debugfs file with backend=sim, and without
// it nothing is made slow or fails. Exit status: 0 it went as told and the log is good, 1 otherwise,
// 2 wrong usage. FOLDER is emptied first and kept.
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Places } from '../places.ts';
import { AtSocket } from './at-socket.ts';
import { tellKill } from './kill.ts';
import { MortalDaemon, NO_DEATH } from './mortal-daemon.ts';
import { runStory, type StoryOptions } from './program.ts';
import { ModuleRig, type Rig, SimulatorRig } from './rig.ts';
import { Simulator } from './simulator.ts';
import { type Day, intoRun } from './steps.ts';
import { tellStopInTheMiddle } from './stop-in-the-middle.ts';
import type { Teller } from './teller.ts';
import { tellTogether, tellTransaction, tellUncertain, tellVoid } from './together.ts';

/** A slow machine is no part of the story; a death is seen at once, whatever this is. {unit ms} */
const DEADMAN_MS = 30_000;
/** Neither are tracks that are late there: no verdict counts as CRITICAL. {unit ms} */
const TRACKS_MS = 30_000;

interface Options extends StoryOptions {
  readonly simulator: string;
  readonly principals: string;
  readonly keys: string;
  readonly device: string | undefined;
  readonly control: string | undefined;
}

function options(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      simulator: { type: 'string' },
      directory: { type: 'string' },
      principals: { type: 'string' },
      keys: { type: 'string' },
      device: { type: 'string' },
      control: { type: 'string' },
      as: { type: 'string', default: 'dsmilctl' },
    },
  });
  const { simulator = '', directory, principals, keys, device, control, as } = values;
  if (directory === undefined || principals === undefined || keys === undefined) {
    throw new TypeError('--directory, --principals and --keys are needed');
  }
  if ((simulator === '') === (device === undefined)) {
    throw new TypeError('either --simulator or --device is needed');
  }
  if (control !== undefined && device === undefined) {
    throw new TypeError('--control goes with --device');
  }
  return {
    simulator: resolve(simulator),
    directory: resolve(directory),
    principals: resolve(principals),
    keys: resolve(keys),
    device,
    control,
    as,
  };
}

function writeConfiguration(
  given: Options,
  { store, audit, cursorKeys }: Places,
  socket: string,
): string {
  const file = join(given.directory, 'dsmil.toml');
  const text = (value: string): string => JSON.stringify(value);
  writeFileSync(
    file,
    `[store]\ndirectory = ${text(store)}\n[audit]\norigin = ${text(audit.origin)}\n` +
      `keys_directory = ${text(audit.keys)}\nleaf_file = ${text(audit.leafPath)}\n` +
      `head_file = ${text(audit.headPath)}\n[events]\nkeys_file = ${text(cursorKeys)}\n` +
      `[security]\nfixture_file = ${text(given.principals)}\n[daemon]\nsocket = ${text(socket)}\n` +
      `[deadman]\nperiod_ms = ${DEADMAN_MS}\n[sync]\nfull_pass_ms = ${TRACKS_MS}\n` +
      `report_deadline_ms = ${TRACKS_MS}\nassess_deadline_ms = ${TRACKS_MS}\n`,
    { mode: 0o600 },
  );
  return file;
}

async function tell(given: Options, places: Places, teller: Teller): Promise<void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'dsmil-day-'));
  // Also after a signal, which the disposals would not see.
  process.on('exit', () => rmSync(folder.path, { recursive: true, force: true }));
  await using simulator =
    given.device === undefined
      ? await Simulator.start(folder.path, given.simulator, ['--allow-writes'])
      : undefined;
  const device = simulator?.socket ?? given.device ?? '';
  const socket = join(folder.path, 'dsmild.sock');
  const config = writeConfiguration(given, places, socket);
  const start = (death = NO_DEATH): Promise<MortalDaemon> =>
    MortalDaemon.start({ config, device, death });
  const people = (person: string): Promise<AtSocket> =>
    AtSocket.connect(socket, given.keys, person);
  using module =
    given.control === undefined ? undefined : await ModuleRig.open(given.control, device);
  const rig: Rig | undefined = simulator === undefined ? module : new SimulatorRig(simulator);
  const day: Day = { teller, rig, start, people };
  await using daemon = await start();
  teller.chapter('Two persons, and a daemon that trusts neither alone');
  await intoRun(day);
  await tellTogether(day);
  await tellTransaction(day);
  await tellUncertain(day);
  await tellVoid(day);
  await tellStopInTheMiddle(day);
  await daemon.end();
  await tellKill(day);
}

await runStory({ name: 'day', origin: 'localhost/dsmil/day', options, tell });
