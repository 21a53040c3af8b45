// SPDX-License-Identifier: Apache-2.0
// Whether the daemon lives, and whether it can serve. A latched stop is neither dead nor unready: who
// resets it needs a daemon that serves.
import type { OrchestratorState } from '../../core/model/orchestrator.ts';
import type { ComponentHealth } from '../../orchestrator/degradation/health-board.ts';
import type { BeatState } from '../../orchestrator/stop/heartbeat.ts';
import type { StoreState } from '../../store/state.ts';

export interface ProbeSources {
  /** The device path: whether the kernel answers, from memory. */
  readonly device: {
    readonly state: 'open' | 'vanished' | 'closed';
    snapshot(): { readonly gone: boolean };
  };
  readonly heartbeat: { readonly state: BeatState };
  readonly orchestrator: { readonly state: OrchestratorState };
  readonly health: () => readonly ComponentHealth[];
  readonly store: { readonly state: StoreState };
  readonly audit: { readonly durable: boolean };
}

/** One sentence for each thing that is wrong; empty when nothing is. */
export type Reasons = readonly string[];

/** A loop that answers at all turns; the kernel must answer, too, and be beaten. */
export function livenessOf({ device, heartbeat }: ProbeSources): Reasons {
  if (device.state !== 'open') {
    return [`the device is ${device.state}`];
  }
  if (device.snapshot().gone) {
    return ['the kernel has unbound the device'];
  }
  const { state } = heartbeat;
  return state.kind === 'WITHHELD' || state.kind === 'FAILED'
    ? [`the deadman is not beaten: ${state.reason}`]
    : [];
}

const TRACK = /-track$/;

/** Recovered, tracks answering, and something to write an intent down with. */
export function readinessOf(sources: ProbeSources): Reasons {
  const { orchestrator, health, store, audit } = sources;
  const reasons = [...livenessOf(sources)];
  if (['STARTING', 'RECOVERING', 'ENDING'].includes(orchestrator.state)) {
    reasons.push(`the orchestrator is ${orchestrator.state}`);
  }
  for (const { component, state, reason } of health()) {
    if (TRACK.test(component) && state === 'FAILED') {
      reasons.push(`${component} does not answer: ${reason}`);
    }
  }
  if (store.state !== 'ready') {
    reasons.push(`the store is ${store.state}`);
  }
  if (!audit.durable) {
    reasons.push('no sink of the audit log takes entries');
  }
  return reasons;
}
