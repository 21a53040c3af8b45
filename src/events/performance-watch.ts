// SPDX-License-Identifier: Apache-2.0
// Watches the specification's limits ("Key Performance Indicators"): says so when one is exceeded for
// 10 s, and when it no longer is. Measurements of one second are judged together. After an alarm a
// margin must be kept for as long, so that it does not come and go; seconds without measurements say
// nothing, neither good nor bad.
import { ClearanceLevel } from '../core/model/enums.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { EventLog } from '../core/ports/event-log.ts';
import { performanceThreshold } from './occurrences.ts';

export interface PerformanceLimit {
  /** {unit ms} */
  readonly limit: number;
  /** Whether one measurement in twenty may be over it (95th percentile), or none. */
  readonly of: 'p95' | 'each';
}

export const PERFORMANCE_LIMITS = {
  'grpc-call': { limit: 10, of: 'p95' },
  'websocket-message': { limit: 50, of: 'p95' },
  'ring-message': { limit: 1, of: 'p95' },
  'full-sync': { limit: 500, of: 'each' },
  'device-sync': { limit: 10, of: 'each' },
  'conflict-resolution': { limit: 100, of: 'each' },
  'two-phase-commit': { limit: 200, of: 'p95' },
  rollback: { limit: 100, of: 'each' },
  recovery: { limit: 1000, of: 'each' },
  'stop-coordination': { limit: 100, of: 'each' },
  'stop-all-tracks': { limit: 500, of: 'each' },
  'stop-recovery': { limit: 1000, of: 'each' },
} as const satisfies Record<string, PerformanceLimit>;

export type PerformanceName = keyof typeof PERFORMANCE_LIMITS;

/** {unit ms} */
const WINDOW_MS = 1000;
const SUSTAINED_MS = 10_000;
/** All-clear is below this part of the limit. */
const MARGIN = 0.8;

/** Measurements of one second. */
interface Window {
  readonly began: number;
  count: number;
  over: number;
  overMargin: number;
  worst: number;
}

interface Watched {
  readonly name: PerformanceName;
  readonly limit: PerformanceLimit;
  window: Window | undefined;
  exceeded: boolean;
  /** Since when every window says the opposite of `exceeded`; undefined when the last one did not. */
  since: number | undefined;
  /** In those windows. */
  worst: number;
}

export class PerformanceWatch {
  readonly #clock: Clock;
  readonly #events: EventLog;
  readonly #watched: ReadonlyMap<PerformanceName, Watched>;

  constructor(clock: Clock, events: EventLog) {
    this.#clock = clock;
    this.#events = events;
    const watched = Object.entries(PERFORMANCE_LIMITS).map(([key, limit]) => {
      const name = key as PerformanceName;
      const fresh = { window: undefined, exceeded: false, since: undefined, worst: 0 };
      return [name, { name, limit, ...fresh }] as const;
    });
    this.#watched = new Map(watched);
  }

  /** One measurement. {unit ms} InvalidArgumentError for what is no duration. */
  measure(name: PerformanceName, duration: number): void {
    const watched = this.#watched.get(name);
    if (watched === undefined) {
      const allowed = `one of ${Object.keys(PERFORMANCE_LIMITS).join(', ')}`;
      throw new InvalidArgumentError('name', name, allowed);
    }
    if (!(duration >= 0)) {
      throw new InvalidArgumentError(`duration of ${name}`, duration, 'a number of ms from 0 on');
    }
    const now = this.#clock.boot();
    this.#close(watched, now);
    watched.window ??= { began: now, count: 0, over: 0, overMargin: 0, worst: 0 };
    const { window, limit } = watched;
    window.count += 1;
    window.over += duration > limit.limit ? 1 : 0;
    window.overMargin += duration > limit.limit * MARGIN ? 1 : 0;
    window.worst = Math.max(window.worst, duration);
  }

  /** Judges what was measured, once a second or so: the last second has no later measurement to do it. */
  check(): void {
    const now = this.#clock.boot();
    for (const watched of this.#watched.values()) {
      this.#close(watched, now);
    }
  }

  /** Those that are exceeded now. */
  exceeded(): readonly PerformanceName[] {
    return [...this.#watched.values()].flatMap(({ exceeded, name }) => (exceeded ? [name] : []));
  }

  #close(watched: Watched, now: number): void {
    const { window } = watched;
    if (window === undefined || now - window.began < WINDOW_MS) {
      return;
    }
    watched.window = undefined;
    const opposite = watched.exceeded
      ? !isOver(watched.limit, window.overMargin, window.count)
      : isOver(watched.limit, window.over, window.count);
    if (!opposite) {
      watched.since = undefined;
      return;
    }
    if (watched.since === undefined) {
      watched.since = window.began;
      watched.worst = 0;
    }
    watched.worst = Math.max(watched.worst, window.worst);
    if (window.began + WINDOW_MS - watched.since >= SUSTAINED_MS) {
      this.#turn(watched, window.began + WINDOW_MS - watched.since);
    }
  }

  #turn(watched: Watched, duration: number): void {
    watched.exceeded = !watched.exceeded;
    watched.since = undefined;
    const when = { at: this.#clock.wall(), clearance: ClearanceLevel.NONE, compartments: [] };
    const state = watched.exceeded ? 'exceeded' : 'cleared';
    const { limit, of } = watched.limit;
    const details = { limitMs: limit, of, worstMs: watched.worst, durationMs: duration };
    this.#events.publish(performanceThreshold(when, watched.name, state, details), 'durable');
  }
}

/** p95 is over a limit when more than one in twenty is. */
function isOver({ of }: PerformanceLimit, over: number, count: number): boolean {
  return of === 'each' ? over > 0 : over * 20 > count;
}
