// SPDX-License-Identifier: Apache-2.0
// A bus over a real store, and events like those of 84 devices.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClearanceLevel, Track } from '../../../src/core/model/enums.ts';
import type { Publication } from '../../../src/core/ports/event-log.ts';
import type { EventBus } from '../../../src/events/bus.ts';
import { deviceStateChanged } from '../../../src/events/occurrences.ts';
import { openEvents } from '../../../src/events/open.ts';
import { eventsModule } from '../../../src/events/store-log.ts';
import { openStore } from '../../../src/store/open.ts';

export interface EventsWorld extends AsyncDisposable {
  readonly directory: string;
  readonly bus: EventBus;
}

export async function openEventsWorld(): Promise<EventsWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'dsmil-bench-events-'));
  const module = eventsModule(['device.*.state']);
  const store = await openStore({
    directory: join(directory, 'store'),
    modules: [module.reference],
  });
  const bus = await openEvents({
    store,
    module,
    keys: join(directory, 'cursor.key'),
    clock: { wall: () => Date.now(), boot: () => performance.now() },
    authorize: (_, { clearance }) => clearance <= ClearanceLevel.SECRET,
    notice: (notice) => {
      throw new Error(`the bus has something to say: ${JSON.stringify(notice)}`);
    },
  });
  return {
    directory,
    bus,
    async [Symbol.asyncDispose]() {
      await bus.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Of now: retention drops what is old. */
const when = { at: Date.now(), clearance: ClearanceLevel.RESTRICTED, compartments: ['B'] };

/** The n-th: about 100 bytes of data. */
export function stateEvent(n: number): Publication {
  const device = 0x8000 + (n % 7) * 16 + (n % 12);
  return deviceStateChanged(when, device, Track.KERNEL, {
    'hardware.temperature': 20 + (n % 60),
    'hardware.power_state': n % 4,
    'metadata.version': n,
  });
}

/** Publishes @count, as fast as the log takes them; ends when all are durable. */
export async function publishAll(bus: EventBus, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    bus.publish(stateEvent(n), 'durable');
    if (n % 1024 === 1023) {
      await untilWaiting(bus, 50_000);
    }
  }
  await untilWaiting(bus, 0);
}

/** No more than @most are not durable yet. */
export async function untilWaiting(bus: EventBus, most: number): Promise<void> {
  while (bus.stats().waiting > most) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
}
