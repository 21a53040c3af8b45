// SPDX-License-Identifier: Apache-2.0
// A transaction that is still under way long after its deadline means that the coordinator is stuck:
// then the deadman gets no beat, and the kernel latches.
import type { Clock } from '../../core/ports/clock.ts';
import type { Coordinator } from '../../core/ports/commit.ts';
import type { HealthCheck } from '../stop/heartbeat.ts';

/** Beyond the deadline: undoing takes time, and so does a disk. {unit ms} */
export const STUCK_MS = 10_000;

export interface WatchedCoordinator extends Coordinator, HealthCheck {}

/** The same coordinator, and whether it is stuck. */
export function watchCoordinator(coordinator: Coordinator, clock: Clock): WatchedCoordinator {
  const deadlines = new Set<{ readonly at: number }>();
  return {
    name: 'coordinator',
    get inFlight() {
      return coordinator.inFlight;
    },
    stop: () => coordinator.stop(),
    execute: async (transaction, signal, unmet) => {
      const entry = { at: transaction.deadline };
      deadlines.add(entry);
      try {
        return await coordinator.execute(transaction, signal, unmet);
      } finally {
        deadlines.delete(entry);
      }
    },
    problem: () => {
      const now = clock.boot();
      // Asked this way round, a clock that says NaN finds everything stuck.
      const stuck = [...deadlines].filter(({ at }) => !(now <= at + STUCK_MS));
      return stuck.length === 0
        ? null
        : `${stuck.length} transactions are under way more than ${STUCK_MS} ms after their deadline`;
    },
  };
}
