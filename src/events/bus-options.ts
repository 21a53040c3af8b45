// SPDX-License-Identifier: Apache-2.0
// What a bus is opened with: every number with unit, range and default in one table.
import { checkInteger } from '../core/model/check.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CursorKeys } from './cursor-keys.ts';
import type { RevisionLog } from './log.ts';
import type { Authorize } from './visibility.ts';

export interface BusLimits {
  /** Subscriptions that are open at once. */
  readonly subscriptions: number;
  /** Of one principal. */
  readonly subscriptionsOfOne: number;
  /** The newest part of the log that is in memory for all. {unit bytes} */
  readonly windowBytes: number;
  readonly windowSegments: number;
  /** What all that catch up hold together of pages from the log. {unit bytes} */
  readonly pageBytes: number;
  /** Reads of the log under way at once. */
  readonly reads: number;
  /** Durable events that wait for the log. {unit bytes} */
  readonly outboxBytes: number;
  readonly outboxEvents: number;
  /** Emergencies that wait to be recorded, which have a queue of their own. {unit bytes} */
  readonly emergencyOutboxBytes: number;
  readonly emergencyOutboxEvents: number;
  /** Subjects of telemetry that wait for one subscriber. */
  readonly telemetrySubjects: number;
  /** {unit bytes} */
  readonly telemetryBytes: number;
  /** Emergencies that are repeated at the same time. */
  readonly emergencies: number;
  /** Deliveries of one emergency to one subscriber that does not acknowledge. */
  readonly emergencyAttempts: number;
  /** How long an emergency is repeated. {unit ms} */
  readonly emergencyMs: number;
  /** All subscribers' work in one turn of the event loop. {unit ms} */
  readonly sliceMs: number;
  /** How often old events are looked for. {unit ms} */
  readonly compactionMs: number;
  /** Events are dropped when they are older; 0: never for that. {unit ms} */
  readonly maxAgeMs: number;
  /** Or when the log has more than this; 0: never for that. {unit bytes} */
  readonly maxBytes: number;
  /** Or more events than this; 0: never for that. */
  readonly maxCount: number;
  /** How long close() waits for events to become durable. {unit ms} */
  readonly closeMs: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const DAY_MS = 86_400_000;

export const BUS_LIMITS: Readonly<Record<keyof BusLimits, Range>> = {
  subscriptions: { min: 1, max: 100_000, default: 10_000 },
  subscriptionsOfOne: { min: 1, max: 100_000, default: 1000 },
  windowBytes: { min: 4 * KIB, max: GIB, default: 8 * MIB },
  windowSegments: { min: 1, max: 65_536, default: 4096 },
  pageBytes: { min: 64 * KIB, max: GIB, default: 32 * MIB },
  reads: { min: 1, max: 256, default: 16 },
  outboxBytes: { min: 4 * KIB, max: GIB, default: 16 * MIB },
  outboxEvents: { min: 1, max: 10_000_000, default: 100_000 },
  emergencyOutboxBytes: { min: 4 * KIB, max: 64 * MIB, default: MIB },
  emergencyOutboxEvents: { min: 1, max: 65_536, default: 1024 },
  telemetrySubjects: { min: 1, max: 65_536, default: 1024 },
  telemetryBytes: { min: 4 * KIB, max: 64 * MIB, default: MIB },
  emergencies: { min: 1, max: 4096, default: 256 },
  emergencyAttempts: { min: 1, max: 100_000, default: 720 },
  emergencyMs: { min: 1000, max: 7 * DAY_MS, default: 3_600_000 },
  sliceMs: { min: 1, max: 100, default: 1 },
  compactionMs: { min: 100, max: DAY_MS, default: 60_000 },
  maxAgeMs: { min: 0, max: 3650 * DAY_MS, default: 90 * DAY_MS },
  maxBytes: { min: 0, max: 1024 * GIB, default: 4 * GIB },
  maxCount: { min: 0, max: Number.MAX_SAFE_INTEGER, default: 0 },
  closeMs: { min: 0, max: 600_000, default: 5000 },
};

/** What the operator should hear of; each also counts in stats(). */
export type BusNotice =
  /** The log does not take events; they wait, and are tried again. */
  | { readonly kind: 'append-failed'; readonly error: Error; readonly emergency: boolean }
  /** Events that found no room while it did not. The log has an event that says so. */
  | { readonly kind: 'events-lost'; readonly count: number; readonly emergency: boolean }
  | { readonly kind: 'compaction-failed'; readonly error: Error }
  | { readonly kind: 'compacted'; readonly dropped: number; readonly compacted: number }
  /** `authorize` threw: nothing was delivered for it. */
  | { readonly kind: 'authorize-failed'; readonly error: unknown }
  /** Repeated as often as allowed, and never acknowledged. */
  | { readonly kind: 'emergency-unacknowledged'; readonly id: string; readonly reader: string }
  | { readonly kind: 'emergency-acknowledged'; readonly id: string; readonly reader: string };

export interface BusOptions {
  readonly log: RevisionLog;
  readonly clock: Clock;
  readonly keys: CursorKeys;
  readonly authorize: Authorize;
  /** Must not throw. */
  readonly notice: (notice: BusNotice) => void;
  readonly limits?: Partial<BusLimits> | undefined;
}

/** With every default filled in; InvalidArgumentError for an unknown name or a value out of range. */
export function checkBusLimits(given: Partial<BusLimits>): BusLimits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(BUS_LIMITS, name)) {
      const allowed = `one of ${Object.keys(BUS_LIMITS).join(', ')}`;
      throw new InvalidArgumentError('events limits', name, allowed);
    }
    const { min, max } = BUS_LIMITS[name as keyof BusLimits];
    checkInteger(value, `events limits.${name}`, min, max);
  }
  const defaults = Object.entries(BUS_LIMITS).map(([name, range]) => [name, range.default]);
  return { ...(Object.fromEntries(defaults) as Record<keyof BusLimits, number>), ...given };
}
