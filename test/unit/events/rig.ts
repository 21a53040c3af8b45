// SPDX-License-Identifier: Apache-2.0
// A bus on a log in memory, and subscribers that write down what they get.
import { ClearanceLevel, EventType, Severity, Track } from '../../../src/core/model/enums.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import type { EventBatch } from '../../../src/events/batch.ts';
import { EventBus } from '../../../src/events/bus.ts';
import type { BusLimits, BusNotice } from '../../../src/events/bus-options.ts';
import type { Subscription } from '../../../src/events/subscription.ts';
import type { SubscribeOptions } from '../../../src/events/subscription-options.ts';
import type { Authorize } from '../../../src/events/visibility.ts';
import { MemoryLog } from './memory-log.ts';

export const KEYS = { current: Buffer.alloc(32, 5) };

export function event(subject: string, change: Partial<Publication> = {}): Publication {
  return {
    subject,
    type: EventType.SYSTEM_STATUS_CHANGED,
    severity: Severity.INFO,
    source: Track.ORCHESTRATOR,
    clearance: ClearanceLevel.NONE,
    compartments: [],
    at: 1_700_000_000_000,
    data: {},
    ...change,
  };
}

export interface Rig {
  readonly bus: EventBus;
  readonly log: MemoryLog;
  readonly notices: BusNotice[];
  /** Who may see what: everybody everything until it is replaced. */
  authorize: Authorize;
}

export async function openRig(
  limits: Partial<BusLimits> = {},
  log: MemoryLog = new MemoryLog(),
): Promise<Rig> {
  const notices: BusNotice[] = [];
  const rig: { authorize: Authorize } = { authorize: () => true };
  const bus = await EventBus.open({
    log,
    clock: { wall: () => Date.now(), boot: () => performance.now() },
    keys: KEYS,
    authorize: (principal, topic) => rig.authorize(principal, topic),
    notice: (notice) => notices.push(notice),
    limits,
  });
  return Object.assign(rig, { bus, log, notices });
}

/** Subscribes to everything, but for what @change says. */
export function subscribe(rig: Rig, change: Partial<SubscribeOptions> = {}): Subscription {
  return rig.bus.subscribe({ principal: 'ana', filters: ['>'], ...change });
}

export interface Seen {
  readonly subjects: string[];
  readonly sequences: number[];
  readonly batches: EventBatch[];
}

/** Reads until @count events came. */
export async function take(subscription: Subscription, count: number): Promise<Seen> {
  const seen: Seen = { subjects: [], sequences: [], batches: [] };
  while (seen.subjects.length < count) {
    const { value } = await subscription.next();
    if (value === undefined) {
      throw new Error(`the subscription ended after ${seen.subjects.length} of ${count} events`);
    }
    seen.batches.push(value);
    for (const { subject, sequence } of value.events) {
      seen.subjects.push(subject);
      seen.sequences.push(sequence);
    }
  }
  return seen;
}

/** The cursor of the last batch. */
export function cursorOf({ batches }: Seen): string {
  const last = batches.at(-1);
  if (last === undefined) {
    throw new Error('nothing was read');
  }
  return last.cursor;
}

/** Everything that is under way without a timer has happened. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
