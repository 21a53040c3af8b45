// SPDX-License-Identifier: Apache-2.0
// Passes over the tracks that clients ask for: of each kind one is under way and one more is queued, at most,
// however many ask and whether or not they wait for it.
import { SyncTrigger } from '../../../sync/trigger.ts';
import { Turns } from '../../../sync/turns.ts';
import type { CommunicationParts } from './parts.ts';

export class RequestedPasses {
  readonly #sync: Pick<CommunicationParts['sync'], 'sync' | 'syncAll'>;
  readonly #all: Turns;
  readonly #ofOne = new Map<number, Turns>();

  constructor(sync: Pick<CommunicationParts['sync'], 'sync' | 'syncAll'>) {
    this.#sync = sync;
    this.#all = new Turns(() => sync.syncAll(SyncTrigger.REQUESTED));
  }

  /** Every track about every device. Rejects with what syncAll() does. */
  all(): Promise<void> {
    return this.#all.ask();
  }

  /** Every track about each of @devices, which are devices of the table. Rejects with what sync() does. */
  async of(devices: readonly number[]): Promise<void> {
    await Promise.all(devices.map((device) => this.#turnsOf(device).ask()));
  }

  #turnsOf(device: number): Turns {
    let turns = this.#ofOne.get(device);
    if (turns === undefined) {
      turns = new Turns(() => this.#sync.sync(device, SyncTrigger.REQUESTED));
      this.#ofOne.set(device, turns);
    }
    return turns;
  }
}
