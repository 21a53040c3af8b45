// SPDX-License-Identifier: Apache-2.0
// The orchestrator's counters, by the specification's names: since the process began.
import type { CoordinationState } from '../../core/machines/operation.ts';
import type { FinalState } from './result.ts';

export interface OperationStatistics {
  /** Received, without repetitions. */
  readonly total: number;
  /** operations_coordinated of the specification. */
  readonly successful: number;
  readonly failed: number;
  readonly denied: number;
  /** Operations that a stop ended. */
  readonly emergencyStopped: number;
  /** emergency_stops_triggered: stops that came as an operation. */
  readonly emergencyStops: number;
  /** cross_track_messages: questions to tracks. */
  readonly trackMessages: number;
  /** avg_coordination_time, without the time that people took. {unit ms} */
  readonly averageMs: number;
  /** active_operations_count. */
  readonly current: number;
  /** Of those that have not ended. */
  readonly states: Readonly<Partial<Record<CoordinationState, number>>>;
}

const COUNTED = {
  COMPLETED: 'successful',
  FAILED: 'failed',
  DENIED: 'denied',
  EMERGENCY_STOPPED: 'emergencyStopped',
} as const;

export class Statistics {
  total = 0;
  trackMessages = 0;
  emergencyStops = 0;
  readonly #ended = { successful: 0, failed: 0, denied: 0, emergencyStopped: 0 };
  #spentMs = 0;

  ended(state: FinalState, coordinationMs: number): void {
    this.#ended[COUNTED[state]] += 1;
    this.#spentMs += coordinationMs;
  }

  /** With @states of the operations that are under way. */
  read(states: Iterable<CoordinationState>): OperationStatistics {
    const counts: Partial<Record<CoordinationState, number>> = {};
    let current = 0;
    for (const state of states) {
      counts[state] = (counts[state] ?? 0) + 1;
      current += 1;
    }
    const { total, trackMessages, emergencyStops } = this;
    const ended = Object.values(this.#ended).reduce((sum, count) => sum + count, 0);
    return {
      total,
      ...this.#ended,
      emergencyStops,
      trackMessages,
      averageMs: ended === 0 ? 0 : this.#spentMs / ended,
      current,
      states: counts,
    };
  }
}
