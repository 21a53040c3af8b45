// SPDX-License-Identifier: Apache-2.0
// The daemon's parts over a dsmil-sim of their own, with the demo persons, and what dsmil.control.v1 needs of them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlParts } from '../../../src/api/grpc/control/parts.ts';
import { eventAuthorizer } from '../../../src/api/grpc/events/authorizer.ts';
import { resolveConfiguration } from '../../../src/config/load.ts';
import type { Person } from '../../../src/core/canonical/approval.ts';
import { DecisionCore } from '../../../src/daemon/decision-core.ts';
import { openLog } from '../../../src/daemon/log.ts';
import { Orchestrator } from '../../../src/daemon/orchestrator.ts';
import { configuredPlaces } from '../../../src/daemon/places.ts';
import { controlParts } from '../../../src/daemon/service/control.ts';
import { serviceParts } from '../../../src/daemon/service-parts.ts';
import { DevicePath } from '../../../src/device/device-path.ts';
import { openKernelResource } from '../../../src/tracks/kernel/resource.ts';
import { ROOT, Sim } from '../device-sim.ts';

export const VERSION = '1.2.3';

export interface CoreWorld {
  readonly folder: string;
  readonly sim: Sim;
  readonly device: DevicePath;
  readonly decision: DecisionCore;
  readonly orchestrator: Orchestrator;
  readonly control: ControlParts;
  /** What went wrong beside, and defects. */
  readonly problems: unknown[];
  readonly onProblem: (error: unknown) => void;
  close(): Promise<void>;
}

/** Problems that are not the machine's: disks that are late on a busy one are told and got over. */
export function faultsOf({ problems }: CoreWorld): readonly unknown[] {
  return problems.filter(
    (one) => !(one instanceof Error && 'code' in one && one.code === 'ERR_DSMIL_AUDIT_UNAVAILABLE'),
  );
}

const DEMO = join(ROOT, 'native/sim/principals/demo.toml');

export interface CoreWorldOptions {
  /** Further arguments of the simulator. */
  readonly simulator?: readonly string[];
  /** Persons and policy: the demo's, changed. */
  readonly people?: (demo: string) => string;
}

function fixtureIn(folder: string, people: CoreWorldOptions['people']): string {
  if (people === undefined) {
    return DEMO;
  }
  const path = join(folder, 'persons.toml');
  writeFileSync(path, people(readFileSync(DEMO, 'utf8')), { mode: 0o600 });
  return path;
}

function configurationIn(folder: string, fixtureFile: string) {
  return resolveConfiguration(
    {
      file: join(folder, 'dsmil.toml'),
      lines: new Map(),
      table: {
        store: { directory: join(folder, 'store') },
        audit: {
          keys_directory: join(folder, 'keys'),
          leaf_file: join(folder, 'leaves'),
          head_file: join(folder, 'head'),
          checkpoint_ms: 100,
        },
        // On a slow day the loop stands still for longer than a deadman should allow, or a track takes.
        deadman: { period_ms: 60_000 },
        sync: {
          full_pass_ms: 60_000,
          report_deadline_ms: 60_000,
          assess_deadline_ms: 60_000,
        },
        events: { keys_file: join(folder, 'cursor.keys') },
        security: { fixture_file: fixtureFile },
      },
    },
    {},
  );
}

export async function openCoreWorld({
  simulator = [],
  people,
}: CoreWorldOptions = {}): Promise<CoreWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-grpc-'));
  const sim = await Sim.start({ args: ['--allow-writes', ...simulator] });
  const configuration = configurationIn(folder, fixtureIn(folder, people));
  const problems: unknown[] = [];
  const onProblem = (error: unknown): void => {
    problems.push(error);
  };
  const device = await DevicePath.open({ path: sim.socket, mode: 'read-write' });
  const kernel = await openKernelResource(device);
  let identify: (principal: string) => Person | undefined = () => undefined;
  const decision = await DecisionCore.open({
    device,
    configuration,
    places: configuredPlaces(configuration),
    fixtureFile: configuration.config.security.fixtureFile,
    witness: kernel.auditHead,
    authorize: eventAuthorizer((principal) => identify(principal)),
    onProblem,
  });
  identify = (principal) => decision.security.identify(principal);
  const orchestrator = await Orchestrator.open({
    device,
    kernel,
    decision,
    lastResort: () => onProblem(new Error('the last resort was asked')),
    onProblem,
    onFenced: () => onProblem(new Error('fenced')),
  });
  const ends: (() => unknown)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
    () => sim[Symbol.asyncDispose](),
    () => device.close(),
    () => decision.close(),
    () => orchestrator.close(),
  ];
  const log = openLog('error', VERSION);
  const given = { decision, orchestrator, device, version: VERSION, log, onProblem };
  const control = controlParts(serviceParts(given, ends));
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
      await end();
    }
  };
  return { folder, sim, device, decision, orchestrator, control, problems, onProblem, close };
}
