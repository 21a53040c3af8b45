// SPDX-License-Identifier: Apache-2.0
// How the daemon and its parts stand.
import { DEVICES } from '../../abi/generated/devices.ts';
import {
  type AccessPort,
  maySeeAll,
  visibleMissing,
} from '../../api/grpc/communication/visibility.ts';
import type { LocalMethod } from '../../api/local/connection.ts';
import type { WireStatus } from '../../api/local/wire/answers.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { DevicePath } from '../../device/device-path.ts';
import { withoutDevices } from '../../orchestrator/degradation/health-board.ts';
import type { Orchestrator } from '../orchestrator.ts';
import { wireStop } from './words.ts';

export interface StatusOptions {
  readonly access: AccessPort;
  readonly orchestrator: Orchestrator;
  readonly device: DevicePath;
  readonly clock: Clock;
  readonly version: string;
  /** By the boot clock. {unit ms} */
  readonly startedAt: number;
}

export function statusMethods(options: StatusOptions): Record<string, LocalMethod> {
  const { access, orchestrator, device, clock, version, startedAt } = options;
  const { desk, stop, operations, degradation, journal } = orchestrator;
  const tokens = DEVICES.map(({ token }) => token);
  return {
    status: {
      call: async (params, { principal, person }) => {
        params.end();
        const [now, wall] = [clock.boot(), clock.wall()];
        const all = maySeeAll(access, principal, tokens);
        const { states: _, ...counters } = operations.statistics;
        const [undecided, { flagged: known }] = await Promise.all([
          journal.transactions.undecided(),
          desk.conflicts(principal),
        ]);
        const view: WireStatus = {
          version,
          pid: process.pid,
          up_ms: now - startedAt,
          orchestrator: orchestrator.state,
          device: device.path,
          backend: device.info.backend,
          stop: wireStop(stop.stop, {
            missing: (names) => visibleMissing(access, principal, names),
            now,
          }),
          health: degradation.health().map(({ component, state, reason, since }) => ({
            component,
            state,
            reason: person === undefined ? '' : withoutDevices(reason),
            since_ms: Math.max(0, wall - since),
          })),
          operations: all ? { ...counters } : {},
          in_flight: all ? orchestrator.inFlight : 0,
          undecided: all ? undecided.length : 0,
          flagged: known.length,
          principal,
          person: person?.person ?? null,
        };
        return view as unknown as Json;
      },
    },
  };
}
