// SPDX-License-Identifier: Apache-2.0
// Who is asked, how each component is, and what state the whole is in because of it.
import { Track } from '../../core/model/enums.ts';
import {
  type OrchestratorFacts,
  type OrchestratorState,
  orchestratorState,
} from '../../core/model/orchestrator.ts';
import { TRACKS, type WorkingTrack } from '../../core/model/track.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import type { BeatState } from '../stop/heartbeat.ts';
import { HOST_TIMERS } from '../stop/host-timers.ts';
import type { Timers } from '../stop/ports.ts';
import type { BreakerLimits } from './breaker.ts';
import { Guard } from './guard.ts';
import { type ComponentHealth, HealthBoard } from './health-board.ts';
import { type RingSource, RingWatch } from './ring-watch.ts';

export interface DegradationOptions {
  /** Of each call to a track. {unit ms} */
  readonly deadlineMs: number;
  readonly limits?: Partial<BreakerLimits>;
  readonly ring: RingSource;
  /** Takes in the state page without records. */
  readonly poll: () => void;
  readonly clock: Clock;
  readonly timers?: Timers;
  readonly events: EventLog;
  readonly onProblem: (error: unknown) => void;
}

const NAMES: Readonly<Record<WorkingTrack, string>> = {
  [Track.KERNEL]: 'kernel-track',
  [Track.SECURITY]: 'security-track',
  [Track.INTERFACE]: 'interface-track',
};

export class Degradation {
  readonly board: HealthBoard;
  readonly #guards: ReadonlyMap<WorkingTrack, Guard>;
  readonly #ring: RingWatch;

  constructor(options: DegradationOptions) {
    const { ring: source, poll, timers = HOST_TIMERS, onProblem } = options;
    const board = new HealthBoard(options);
    this.board = board;
    this.#guards = new Map(
      TRACKS.map((track) => [
        track,
        new Guard({ ...options, component: NAMES[track], board, timers }),
      ]),
    );
    this.#ring = new RingWatch({ source, board, timers, poll, onProblem });
  }

  /** What every call to that track goes through. */
  guard(track: WorkingTrack): Guard {
    const guard = this.#guards.get(track);
    if (guard === undefined) {
      throw new Error(`there is no track ${track}`);
    }
    return guard;
  }

  health(): readonly ComponentHealth[] {
    return this.board.list();
  }

  /** For Heartbeat's onBeat: what the deadman does, shown like the rest. */
  beat(state: BeatState): void {
    switch (state.kind) {
      case 'BEATING':
        this.board.set('deadman', 'OK');
        return;
      case 'DISARMED':
        this.board.set('deadman', 'DEGRADED', 'it is not armed');
        return;
      case 'WITHHELD':
      case 'FAILED':
        this.board.set('deadman', 'FAILED', state.reason);
    }
  }

  /** For the helper's onChange. */
  helper(ready: boolean, reason: string): void {
    this.board.set('stop-helper', ready ? 'OK' : 'FAILED', reason);
  }

  /** @facts.tracksAnswering: as the synchronizer has it; who is isolated here counts as silent, too. */
  state(facts: OrchestratorFacts): OrchestratorState {
    const answering = [...this.#guards.values()].filter((guard) => guard.answering).length;
    const tracksAnswering = Math.min(facts.tracksAnswering, answering);
    return orchestratorState({ ...facts, tracksAnswering });
  }

  close(): void {
    this.#ring.close();
  }
}

export function openDegradation(options: DegradationOptions): Degradation {
  return new Degradation(options);
}
