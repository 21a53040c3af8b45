// SPDX-License-Identifier: Apache-2.0
// orchestrator_state of the specification, which names it and leaves its members out.
import type { StopState } from '../machines/stop.ts';

export const OrchestratorState = {
  /** Nothing is known yet. */
  STARTING: 'STARTING',
  /** What the last run left undecided is being decided. */
  RECOVERING: 'RECOVERING',
  /** Effects are possible. */
  OPERATIONAL: 'OPERATIONAL',
  /** A track does not answer: what needs it is refused. */
  DEGRADED: 'DEGRADED',
  /** The stop is anything but RUN: effects are refused. */
  EMERGENCY_STOPPED: 'EMERGENCY_STOPPED',
  /** Nothing new is begun. */
  ENDING: 'ENDING',
} as const;
export type OrchestratorState = (typeof OrchestratorState)[keyof typeof OrchestratorState];

export interface OrchestratorFacts {
  readonly started: boolean;
  /** Transactions of the last run without an outcome. */
  readonly undecided: number;
  readonly ending: boolean;
  readonly tracksAnswering: number;
  /** undefined when the latch could not be read: that is stopped. */
  readonly stop: StopState | undefined;
}

/** Derived, never stored. The stop comes first: nothing may hide it. */
export function orchestratorState(facts: OrchestratorFacts): OrchestratorState {
  if (facts.stop !== 'RUN') {
    return OrchestratorState.EMERGENCY_STOPPED;
  }
  if (facts.ending) {
    return OrchestratorState.ENDING;
  }
  if (!facts.started) {
    return OrchestratorState.STARTING;
  }
  if (facts.undecided > 0) {
    return OrchestratorState.RECOVERING;
  }
  return facts.tracksAnswering < 3 ? OrchestratorState.DEGRADED : OrchestratorState.OPERATIONAL;
}

/** Whether an effect may begin, as far as the orchestrator itself is concerned. */
export function beginsEffects(state: OrchestratorState): boolean {
  return state === OrchestratorState.OPERATIONAL || state === OrchestratorState.DEGRADED;
}
