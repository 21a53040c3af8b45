// SPDX-License-Identifier: Apache-2.0
// usage: node story/main.js --simulator PROGRAM --directory FOLDER --principals FILE [--as DSMILCTL]
//
// Tells what the decision core does, on a simulator of its own. Exit status: 0 it went as told and
// the audit log of it is good, 1 otherwise, 2 wrong usage. FOLDER is emptied first and kept.
import { rmSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../../config/load.ts';
import { ClearanceLevel } from '../../core/model/enums.ts';
import { DevicePath } from '../../device/device-path.ts';
import { DecisionCore } from '../decision-core.ts';
import type { Places } from '../places.ts';
import { tellConflicts } from './conflicts.ts';
import { runStory, type StoryOptions } from './program.ts';
import { tellReads, tellRefusals } from './reads.ts';
import { Simulator } from './simulator.ts';
import { startCore, tellStop } from './stop.ts';
import type { Teller } from './teller.ts';
import { tellThermalRise } from './thermal.ts';

interface Options extends StoryOptions {
  readonly simulator: string;
  readonly principals: string;
}

function options(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      simulator: { type: 'string' },
      directory: { type: 'string' },
      principals: { type: 'string' },
      as: { type: 'string', default: 'dsmilctl' },
    },
  });
  const { simulator, directory, principals, as } = values;
  if (simulator === undefined || directory === undefined || principals === undefined) {
    throw new TypeError('--simulator, --directory and --principals are needed');
  }
  return {
    simulator: resolve(simulator),
    directory: resolve(directory),
    principals: resolve(principals),
    as,
  };
}

/** A slow machine is no part of the story: no track's silence, and no verdict that is missing. */
const PATIENT = {
  DSMIL_SYNC_FULL_PASS_MS: '30000',
  DSMIL_SYNC_REPORT_DEADLINE_MS: '30000',
  DSMIL_SYNC_ASSESS_DEADLINE_MS: '30000',
};

async function tell({ simulator: program, principals }: Options, places: Places, teller: Teller) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'dsmil-story-'));
  // Also after a signal, which the disposals above would not see; the simulator ends with its parent.
  process.on('exit', () => rmSync(folder.path, { recursive: true, force: true }));
  await using simulator = await Simulator.start(folder.path, program);
  await using device = await DevicePath.open({ path: simulator.socket, mode: 'read-write' });
  const problems: string[] = [];
  await using decision = await DecisionCore.open({
    device,
    configuration: loadConfiguration({ env: PATIENT, file: undefined }),
    places,
    fixtureFile: principals,
    witness: undefined,
    // One reader, who is told of stops, which are for everybody.
    authorize: (_, { clearance }) => clearance === ClearanceLevel.NONE,
    onProblem: (error) => problems.push(String(error)),
  });
  const world = { decision, device, simulator, teller };
  await startCore(world);
  await tellReads(world);
  await tellRefusals(world);
  await tellThermalRise(world);
  await tellConflicts(world);
  await tellStop(world);
  await decision.audit.settled();
  if (problems.length > 0) {
    throw new Error(`beside the story: ${problems.join('; ')}`);
  }
}

await runStory({ name: 'story', origin: 'localhost/dsmil/story', options, tell });
