// SPDX-License-Identifier: Apache-2.0
// How things are, for the orchestrator: the unified state and the kernel's page, asked at each use.
import type { OperationRequest } from '../../core/model/operation.ts';
import type { Facts } from '../../core/requirement/input.ts';
import type { Situation } from '../../orchestrator/operations/ports.ts';
import type { OrchestratorLife } from '../local/facts.ts';
import type { LocalCore } from '../local/local-core.ts';

export class CoreSituation implements Situation {
  readonly #core: LocalCore;
  readonly #life: () => OrchestratorLife;

  constructor(core: LocalCore, life: () => OrchestratorLife) {
    this.#core = core;
    this.#life = life;
  }

  facts(request: OperationRequest): Facts {
    return this.#core.facts(request, this.#life());
  }

  get stopEpoch(): number {
    return this.#core.stopEpoch;
  }

  safetyVersion(device: number, registers: readonly number[], stopEpoch: number): number {
    return this.#core.sync.safetyVersion(device, registers, stopEpoch);
  }

  refresh(device: number): Promise<unknown> {
    return this.#core.sync.sync(device);
  }

  subscribe(listener: (devices: readonly number[]) => void): () => void {
    return this.#core.sync.subscribe((changes) => {
      listener(changes.map(({ device }) => device));
    });
  }
}
