// SPDX-License-Identifier: Apache-2.0
// The track's own time. Blocks, lock-outs, fading and threat windows run by it, so it must not be
// possible to make it run: it follows the clock that counts sleep, never goes back, and stands still
// while the daemon is not there. A restart therefore ends nothing early.
import type { Clock } from '../../../core/ports/clock.ts';

/** What of it is kept. */
export interface SavedTime {
  /** {unit ms} */
  readonly now: number;
  /** The latest calendar time that is known to have come. {unit ms since 1970} */
  readonly wall: number;
}

export class TrackTime {
  readonly #clock: Clock;
  #now: number;
  #wallHigh: number;
  #boot: number;

  constructor(clock: Clock, saved: SavedTime | null) {
    this.#clock = clock;
    this.#now = saved?.now ?? 0;
    this.#wallHigh = saved?.wall ?? 0;
    this.#boot = Math.floor(clock.boot());
  }

  /** {unit ms} */
  now(): number {
    this.#follow();
    return this.#now;
  }

  /**
   * For what ends at a calendar time: the latest that it can be. A clock that is set back does not
   * open again what has ended. {unit ms since 1970}
   */
  wallAtLatest(): number {
    this.#follow();
    return this.#wallHigh;
  }

  /** For what begins at a calendar time: what the clock says, and NaN begins nothing. */
  wall(): number {
    return this.#clock.wall();
  }

  saved(): SavedTime {
    this.#follow();
    return { now: this.#now, wall: this.#wallHigh };
  }

  #follow(): void {
    const boot = Math.floor(this.#clock.boot());
    const elapsed = boot > this.#boot ? boot - this.#boot : 0;
    this.#boot = Math.max(this.#boot, Number.isFinite(boot) ? boot : this.#boot);
    this.#now += elapsed;
    const wall = Math.floor(this.#clock.wall());
    this.#wallHigh = Math.max(this.#wallHigh + elapsed, Number.isFinite(wall) ? wall : 0);
  }
}
