// SPDX-License-Identifier: Apache-2.0
// What both of the daemon's services, its own socket and gRPC, are over: two persons may take different ways.
import { ConflictDesk } from '../api/application/conflict-desk.ts';
import type { DevicePath } from '../device/device-path.ts';
import type { DecisionCore } from './decision-core.ts';
import type { DaemonLog } from './log.ts';
import type { Orchestrator } from './orchestrator.ts';
import { Sessions } from './service/people.ts';

/** How often the interface track is told that a connection lives. {unit ms} */
const SESSION_MS = 10_000;

export interface ServiceParts {
  readonly decision: DecisionCore;
  readonly orchestrator: Orchestrator;
  readonly device: DevicePath;
  readonly conflicts: ConflictDesk;
  readonly sessions: Sessions;
  readonly version: string;
  /** By the boot clock. {unit ms} */
  readonly startedAt: number;
  readonly log: DaemonLog;
  readonly onProblem: (error: unknown) => void;
}

type Given = Omit<ServiceParts, 'conflicts' | 'sessions' | 'startedAt'>;

/** Ends with @ends: what has to be called when the services have closed. */
export function serviceParts(given: Given, ends: (() => void)[]): ServiceParts {
  const { clock, security, core } = given.decision;
  const conflicts = new ConflictDesk({
    sync: core.sync,
    accessOf: (token) => core.accessOf(token),
    directory: () => security.directory(),
    clock,
  });
  const sessions = new Sessions(core.interface);
  const living = setInterval(() => sessions.tick(), SESSION_MS);
  living.unref();
  ends.push(() => clearInterval(living));
  return { ...given, conflicts, sessions, startedAt: clock.boot() - performance.now() };
}
