// SPDX-License-Identifier: Apache-2.0
// How things are, for the orchestrator: the unified state and the kernel's page, asked at each use.
import type { OperationRequest } from '../../core/model/operation.ts';
import type { Facts } from '../../core/requirement/input.ts';
import type { Situation } from '../../orchestrator/operations/ports.ts';
import type { DeviceChange } from '../../sync/change-log.ts';
import type { OrchestratorLife } from '../local/facts.ts';
import type { LocalCore } from '../local/local-core.ts';

/**
 * When something was last asked or recorded of a device: no verdict, no rule and no safety version looks at it, and it
 * moves with each request that anybody makes. What came of a request (attempts, levels, locks) has fields of its own.
 */
const DECIDE_NOTHING: ReadonlySet<string> = new Set([
  'security_state.last_security_event',
  'security_state.audit_sequence_number',
]);

function decides({ fields }: DeviceChange): boolean {
  return fields.some(({ layout }) => !DECIDE_NOTHING.has(layout.field.path));
}

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

  /** Of what may make a difference to an operation. */
  subscribe(listener: (devices: readonly number[]) => void): () => void {
    return this.#core.sync.subscribe((changes) => {
      const devices = changes.filter(decides).map(({ device }) => device);
      if (devices.length > 0) {
        listener(devices);
      }
    });
  }
}
