// SPDX-License-Identifier: Apache-2.0
// What was counted over all lives.
import type { Daemon } from './process.ts';
import { type Action, PAIRS, type Strike } from './sites.ts';

interface Line {
  kills: number;
  losses: number;
  faults: number;
  came: number;
}

export class Tally {
  /** Daemons that SIGKILL ended: where they were told to die, and from outside. */
  kills = 0;
  outside = 0;
  losses = 0;
  faults = 0;
  stops = 0;
  cleared = 0;
  /** Holds that a death between a clearing and its release, or between a hold and its flag, has left. */
  released = 0;
  /** Transactions that began and were undone. */
  rolledBack = 0;
  readonly slowStarts: string[] = [];
  starts = 0;
  /** Starts that waited for the ring, while the kernel was still performing what the dead one had sent. */
  waited = 0;
  /** Starts that ended because their kernel stood still. */
  unanswered = 0;
  ends = 0;
  readonly latchMs: number[] = [];
  readonly readyMs: number[] = [];
  readonly #pairs = new Map<string, Line>(
    PAIRS.map((pair) => [pair, { kills: 0, losses: 0, faults: 0, came: 0 }]),
  );
  readonly #unlisted = new Set<string>();

  #line(pair: string): Line | undefined {
    return this.#pairs.get(pair);
  }

  came(daemon: Daemon): void {
    for (const place of daemon.places) {
      const line = this.#line(place);
      if (line === undefined) {
        this.#unlisted.add(place);
      } else {
        line.came += 1;
      }
    }
  }

  struck({ site, phase, action }: Strike): void {
    const line = this.#line(`${site}|${phase}`);
    if (line !== undefined) {
      line[kindOf(action)] += 1;
    }
    this[kindOf(action)] += 1;
  }

  table(): string[] {
    const lines = [...this.#pairs];
    const hit = lines.filter(([, { kills }]) => kills > 0).length;
    const width = Math.max(...lines.map(([pair]) => pair.length));
    return [
      `pairs with a kill: ${hit} of ${lines.length}`,
      `${'call site and phase'.padEnd(width)}  kills  loss  faults  daemons that came there`,
      ...lines.map(
        ([pair, { kills, losses, faults, came }]) =>
          `${pair.replace('|', ' ').padEnd(width)} ${String(kills).padStart(6)} ${String(losses).padStart(5)}` +
          ` ${String(faults).padStart(7)} ${String(came).padStart(7)}`,
      ),
      ...[...this.#unlisted].sort().map((pair) => `not in the list: ${pair.replace('|', ' ')}`),
    ];
  }

  /** Of those that could be: a pair that no daemon ever came to is none. */
  toJson(): object {
    const pairs = Object.fromEntries(this.#pairs);
    const { kills, outside, losses, faults, stops, cleared, released, rolledBack, starts, ends } =
      this;
    const most = (list: readonly number[]): number => Math.max(0, ...list);
    return {
      kills,
      outside,
      losses,
      faults,
      stops,
      cleared,
      released,
      rolled_back: rolledBack,
      slow_starts: this.slowStarts,
      starts,
      waited: this.waited,
      ends,
      latch_ms: most(this.latchMs),
      ready_ms: most(this.readyMs),
      pairs,
    };
  }
}

function kindOf(action: Action): 'kills' | 'losses' | 'faults' {
  return action === 'kill' ? 'kills' : action === 'loss' ? 'losses' : 'faults';
}
