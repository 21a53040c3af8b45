// SPDX-License-Identifier: Apache-2.0
// How each component is, why, and since when. A change is told once; who asks gets all of it.
import { ClearanceLevel, EventType, Severity, Track } from '../../core/model/enums.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventLog } from '../../core/ports/event-log.ts';

export type ComponentState =
  | 'OK'
  /** It answers again, and is used a little more with each answer. */
  | 'RECOVERING'
  /** It works, worse than it should. */
  | 'DEGRADED'
  /** It does not work: what needs it is refused or goes another way. */
  | 'FAILED';

export interface ComponentHealth {
  readonly component: string;
  readonly state: ComponentState;
  /** One sentence; empty when OK. */
  readonly reason: string;
  /** When the state began, by the server's clock. {unit ms since 1970} */
  readonly since: number;
}

const SEVERITIES: Readonly<Record<ComponentState, Severity>> = {
  OK: Severity.INFO,
  RECOVERING: Severity.WARNING,
  DEGRADED: Severity.WARNING,
  FAILED: Severity.CRITICAL,
};

/**
 * A reason is somebody's error, which may name a device: those who hear of the component may not all know of that one.
 * All devices read alike in it.
 */
export function withoutDevices(reason: string): string {
  return reason.replace(/\b(?:device )?0x[0-9a-f]+\b/gi, 'a device');
}

export interface BoardOptions {
  readonly clock: Clock;
  readonly events: EventLog;
  readonly onProblem: (error: unknown) => void;
}

export class HealthBoard {
  readonly #options: BoardOptions;
  readonly #components = new Map<string, ComponentHealth>();

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  /** By name. */
  list(): readonly ComponentHealth[] {
    return [...this.#components.values()].sort((a, b) => (a.component < b.component ? -1 : 1));
  }

  stateOf(component: string): ComponentState | undefined {
    return this.#components.get(component)?.state;
  }

  /** @component: lower-case letters and dashes; it becomes part of a subject. Never throws for a listener. */
  set(component: string, state: ComponentState, reason = ''): void {
    const before = this.#components.get(component);
    if (before?.state === state) {
      this.#components.set(component, { ...before, reason });
      return;
    }
    const since = this.#options.clock.wall();
    this.#components.set(component, { component, state, reason, since });
    if (before === undefined && state === 'OK') {
      // How it begins is no change.
      return;
    }
    this.#tell(component, before?.state ?? 'OK', state, reason, since);
  }

  #tell(part: string, from: string, to: ComponentState, reason: string, at: number): void {
    const { events, onProblem } = this.#options;
    try {
      events.publish(
        {
          subject: `system.${part}.status`,
          type: EventType.SYSTEM_STATUS_CHANGED,
          severity: SEVERITIES[to],
          source: Track.ORCHESTRATOR,
          clearance: ClearanceLevel.NONE,
          compartments: [],
          at,
          data: { part, from, to, reason: withoutDevices(reason) },
        },
        'durable',
      );
    } catch (error) {
      onProblem(error);
    }
  }
}
