// SPDX-License-Identifier: Apache-2.0
// What decides: the stop, the components and their breakers, operations.
import type { StopControl } from '../../../core/machines/stop-control.ts';
import type { OrchestratorState } from '../../../core/model/orchestrator.ts';
import type { ComponentHealth } from '../../../orchestrator/degradation/health-board.ts';
import type { OperationStatistics } from '../../../orchestrator/operations/statistics.ts';
import type { BeatState } from '../../../orchestrator/stop/heartbeat.ts';
import type { MetricsRegistry } from '../registry.ts';
import { oneOf } from './memory.ts';

const STOP_STATES = ['RUN', 'STOPPING', 'LATCHED', 'LATCHED_DEGRADED', 'RESET_PENDING', 'READY'];
const COMPONENT_STATES = ['OK', 'RECOVERING', 'DEGRADED', 'FAILED'];
const BEAT_STATES = ['DISARMED', 'BEATING', 'WITHHELD', 'FAILED'];
const ORCHESTRATOR_STATES: readonly OrchestratorState[] = [
  'STARTING',
  'RECOVERING',
  'OPERATIONAL',
  'DEGRADED',
  'EMERGENCY_STOPPED',
  'ENDING',
];

export interface DecisionSources {
  readonly orchestrator: { readonly state: OrchestratorState; readonly inFlight: number };
  readonly stop: {
    readonly control: StopControl;
    subscribe(listener: (control: StopControl) => void): () => void;
  };
  readonly heartbeat: { readonly state: BeatState };
  readonly health: () => readonly ComponentHealth[];
  readonly operations: { readonly statistics: OperationStatistics };
}

/** Ends what listens. */
export function decisionFamilies(registry: MetricsRegistry, sources: DecisionSources): () => void {
  const { orchestrator, heartbeat, health } = sources;
  registry.read({
    kind: 'gauge',
    name: 'dsmil_orchestrator_state',
    help: '1 for the state that the orchestrator is in.',
    labels: ['state'],
    read: () => oneOf(ORCHESTRATOR_STATES, orchestrator.state),
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_commits_in_flight',
    help: 'Transactions between prepare and outcome.',
    read: () => [{ value: orchestrator.inFlight }],
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_deadman_state',
    help: '1 for what the deadman’s heart does.',
    labels: ['state'],
    read: () => oneOf(BEAT_STATES, heartbeat.state.kind),
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_component_state',
    help: '1 for the state of each component. Of a track, FAILED is an open breaker, RECOVERING a half-open one.',
    labels: ['component', 'state'],
    read: () =>
      health().flatMap(({ component, state }) =>
        oneOf(COMPONENT_STATES, state).map(({ labels, value }) => ({
          labels: { component, ...labels },
          value,
        })),
      ),
  });
  operationFamilies(registry, sources.operations);
  return stopFamilies(registry, sources.stop);
}

function operationFamilies(
  registry: MetricsRegistry,
  operations: DecisionSources['operations'],
): void {
  registry.read({
    kind: 'counter',
    name: 'dsmil_operations_total',
    help: 'Operations that ended, by how.',
    labels: ['outcome'],
    read: () => {
      const { successful, failed, denied, emergencyStopped } = operations.statistics;
      const ends = { completed: successful, failed, denied, emergency_stopped: emergencyStopped };
      return Object.entries(ends).map(([outcome, value]) => ({ labels: { outcome }, value }));
    },
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_operations_current',
    help: 'Operations under way, by their state.',
    labels: ['state'],
    read: () =>
      Object.entries(operations.statistics.states).map(([state, value]) => ({
        labels: { state },
        value,
      })),
  });
  registry.read({
    kind: 'counter',
    name: 'dsmil_track_messages_total',
    help: 'Questions to tracks.',
    read: () => [{ value: operations.statistics.trackMessages }],
  });
}

function stopFamilies(registry: MetricsRegistry, stop: DecisionSources['stop']): () => void {
  registry.read({
    kind: 'gauge',
    name: 'dsmil_stop_state',
    help: '1 for the state of the emergency stop.',
    labels: ['state'],
    read: () => oneOf(STOP_STATES, stop.control.state),
  });
  registry.read({
    kind: 'counter',
    name: 'dsmil_stop_epoch',
    help: 'The kernel’s stop generation: moves with each stop.',
    read: () => [{ value: stop.control.epoch }],
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_stop_missing',
    help: 'Tracks that have not acknowledged the stop, and devices that do not read back safe.',
    read: () => [{ value: stop.control.missing.length }],
  });
  const settled = registry.histogram({
    name: 'dsmil_stop_settle_seconds',
    help: 'From the beginning of a stop until all have acknowledged it (LATCHED) or it counts as degraded.',
    labels: ['result'],
  });
  const [latched, degraded] = [settled('latched'), settled('degraded')];
  let began: number | undefined;
  return stop.subscribe(({ state, since }) => {
    if (state === 'STOPPING') {
      began = since;
    } else if (began !== undefined) {
      const seconds = Math.max(0, since - began) / 1_000;
      if (state === 'LATCHED') {
        latched(seconds);
      } else if (state === 'LATCHED_DEGRADED') {
        degraded(seconds);
      }
      began = undefined;
    }
  });
}
