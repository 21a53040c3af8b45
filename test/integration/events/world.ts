// SPDX-License-Identifier: Apache-2.0
// A bus over a real store in a directory of its own.
import { join } from 'node:path';
import { ClearanceLevel, EventType, Severity, Track } from '../../../src/core/model/enums.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import type { EventBus } from '../../../src/events/bus.ts';
import type { BusLimits, BusNotice } from '../../../src/events/bus-options.ts';
import { openEvents } from '../../../src/events/open.ts';
import { eventsModule } from '../../../src/events/store-log.ts';
import { openStore, type StoreHandle } from '../../../src/store/open.ts';

export interface World extends AsyncDisposable {
  readonly store: StoreHandle;
  readonly bus: EventBus;
  readonly notices: BusNotice[];
}

export async function openWorld(
  directory: string,
  limits: Partial<BusLimits> = {},
): Promise<World> {
  const module = eventsModule(['device.*.state']);
  const store = await openStore({
    directory: join(directory, 'store'),
    modules: [module.reference],
  });
  const notices: BusNotice[] = [];
  const bus = await openEvents({
    store,
    module,
    keys: join(directory, 'cursor.key'),
    clock: { wall: () => Date.now(), boot: () => performance.now() },
    authorize: () => true,
    notice: (notice) => notices.push(notice),
    limits,
  });
  return {
    store,
    bus,
    notices,
    async [Symbol.asyncDispose]() {
      await bus.close();
      await store.close();
    },
  };
}

export function numbered(subject: string, n: number): Publication {
  return {
    subject,
    type: EventType.SYSTEM_STATUS_CHANGED,
    severity: Severity.INFO,
    source: Track.ORCHESTRATOR,
    clearance: ClearanceLevel.NONE,
    compartments: [],
    at: Date.now(),
    data: { n },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Until @done, or an error after @ms that says what was waited for. */
export async function until(what: string, ms: number, done: () => boolean): Promise<void> {
  const begin = performance.now();
  while (!done()) {
    if (performance.now() - begin > ms) {
      throw new Error(`waited ${ms} ms in vain: ${what}`);
    }
    await pause(20);
  }
}
