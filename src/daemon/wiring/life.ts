// SPDX-License-Identifier: Apache-2.0
// What the orchestrator knows of itself: whether it has started, and whether it is ending.
import type { StopState } from '../../core/machines/stop.ts';
import type { OrchestratorState } from '../../core/model/orchestrator.ts';
import type { Degradation } from '../../orchestrator/degradation/open.ts';
import type { StopOrchestrator } from '../../orchestrator/stop/stop-orchestrator.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { OrchestratorLife } from '../local/facts.ts';

export class Life {
  ending = false;
  started = false;
  readonly #degradation: Degradation;
  readonly #sync: Pick<Synchronizer, 'tracksAnswering'>;
  readonly #stop: StopOrchestrator;

  constructor(
    degradation: Degradation,
    sync: Pick<Synchronizer, 'tracksAnswering'>,
    stop: StopOrchestrator,
  ) {
    this.#degradation = degradation;
    this.#sync = sync;
    this.#stop = stop;
  }

  /** Recovery comes before everything that asks: nothing is undecided. */
  get moment(): OrchestratorLife & { readonly stop: StopState } {
    const { started, ending } = this;
    return { started, undecided: 0, ending, stop: this.#stop.state };
  }

  get state(): OrchestratorState {
    const { tracksAnswering } = this.#sync;
    return this.#degradation.state({ ...this.moment, tracksAnswering });
  }
}
