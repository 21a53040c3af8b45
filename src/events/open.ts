// SPDX-License-Identifier: Apache-2.0
// Opens the bus over the store.
import type { Clock } from '../core/ports/clock.ts';
import type { Store } from '../store/contract.ts';
import { EventBus } from './bus.ts';
import type { BusLimits, BusNotice } from './bus-options.ts';
import { type CursorKeys, openCursorKeys } from './cursor-keys.ts';
import { type EventsModule, StoreLog } from './store-log.ts';
import type { Authorize } from './visibility.ts';

export interface EventsOptions {
  /** Opened with `module.reference` among its modules. */
  readonly store: Store;
  /** What eventsModule() gave before the store was opened. */
  readonly module: EventsModule;
  /** The keys that cursors are sealed with, or the path of their file, which is made when missing. */
  readonly keys: CursorKeys | string;
  readonly clock: Clock;
  readonly authorize: Authorize;
  /** Hears what the operator should know. Must not throw. */
  readonly notice: (notice: BusNotice) => void;
  readonly limits?: Partial<BusLimits>;
}

/**
 * Close the bus before the store. Rejects with InvalidArgumentError, CursorKeyError, or what the
 * store rejects with.
 */
export async function openEvents(options: EventsOptions): Promise<EventBus> {
  const { store, module, keys, clock, authorize, notice, limits } = options;
  const log = new StoreLog(store, module.channel);
  try {
    return await EventBus.open({
      log,
      clock,
      keys: typeof keys === 'string' ? openCursorKeys(keys) : keys,
      authorize,
      notice,
      limits,
    });
  } catch (error) {
    log.close();
    throw error;
  }
}
