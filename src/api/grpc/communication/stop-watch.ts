// SPDX-License-Identifier: Apache-2.0
// Waits for the tracks to take in a stop: one look for all who wait, often while milliseconds count, and
// not for longer than the specification gives the tracks.
import type { StopControl } from '../../../core/machines/stop-control.ts';
import { SETTLE_LIMIT_MS } from '../../../core/machines/stop-control.ts';
import { Track } from '../../../core/model/enums.ts';
import type { WorkingTrack } from '../../../core/model/track.ts';

/** As the stop names tracks that have not answered. */
export const TRACK_NAMES: readonly (readonly [WorkingTrack, string])[] = [
  [Track.KERNEL, 'kernel'],
  [Track.SECURITY, 'security'],
  [Track.INTERFACE, 'interface'],
];

/** Between two looks, after some turns of the event loop. {unit ms} */
const LOOK_MS = 1;
const QUICK_TURNS = 4;

export interface TrackTimes {
  readonly control: StopControl;
  /** When each track was seen to have answered, by the clock of begin; undefined: not yet. */
  readonly answeredAt: ReadonlyMap<WorkingTrack, number>;
}

interface Waiter {
  readonly begun: number;
  readonly answeredAt: Map<WorkingTrack, number>;
  readonly resolve: (times: TrackTimes) => void;
}

export interface StopWatchOptions {
  readonly control: () => StopControl;
  /** {unit ms} */
  readonly now: () => number;
}

export class StopWatch {
  readonly #options: StopWatchOptions;
  readonly #waiters = new Set<Waiter>();
  #turns = 0;
  #scheduled = false;

  constructor(options: StopWatchOptions) {
    this.#options = options;
  }

  /** Resolves when every track has answered, or 100 ms after @begun, by `now`. Never rejects. */
  wait(begun: number): Promise<TrackTimes> {
    const { promise, resolve } = Promise.withResolvers<TrackTimes>();
    this.#waiters.add({ begun, answeredAt: new Map(), resolve });
    this.#turns = 0;
    this.#look();
    return promise;
  }

  #look(): void {
    const control = this.#options.control();
    const now = this.#options.now();
    for (const waiter of this.#waiters) {
      const { answeredAt, begun, resolve } = waiter;
      for (const [track, name] of TRACK_NAMES) {
        if (!answeredAt.has(track) && !control.missing.includes(name)) {
          answeredAt.set(track, now);
        }
      }
      // Asked this way round, a clock that reads NaN waits for nobody.
      if (answeredAt.size === TRACK_NAMES.length || !(now - begun < SETTLE_LIMIT_MS)) {
        this.#waiters.delete(waiter);
        resolve({ control, answeredAt });
      }
    }
    this.#again();
  }

  #again(): void {
    if (this.#waiters.size === 0 || this.#scheduled) {
      return;
    }
    this.#scheduled = true;
    const next = (): void => {
      this.#scheduled = false;
      this.#look();
    };
    this.#turns += 1;
    if (this.#turns <= QUICK_TURNS) {
      setImmediate(next);
    } else {
      setTimeout(next, LOOK_MS);
    }
  }
}
