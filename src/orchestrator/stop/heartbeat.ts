// SPDX-License-Identifier: Apache-2.0
// Beats the kernel's deadman from the loop that runs the orchestrator, and only while that is well: a
// hung loop, and one that turns around something that is stuck, latches by itself.
import { checkInteger } from '../../core/model/check.ts';
import { HOST_TIMERS } from './host-timers.ts';
import type { Timers } from './ports.ts';

export interface Deadman {
  /** From here on the kernel latches when no beat came for @periodMs, or when we close without disarming. */
  arm(periodMs: number): void;
  beat(): void;
  disarm(): void;
}

export interface HealthCheck {
  readonly name: string;
  /** What is wrong, one sentence; null when nothing is. Quick, and without waiting. */
  problem(): string | null;
}

export type BeatState =
  | { readonly kind: 'DISARMED' }
  | { readonly kind: 'BEATING' }
  /** Not beaten, on purpose: the kernel latches when that lasts. */
  | { readonly kind: 'WITHHELD'; readonly reason: string }
  /** The kernel did not take it: it has latched, or is gone. It is armed again as soon as it can be. */
  | { readonly kind: 'FAILED'; readonly reason: string };

export interface HeartbeatOptions {
  readonly deadman: Deadman;
  readonly checks: readonly HealthCheck[];
  /** {unit ms; range 100..60000} */
  readonly periodMs: number;
  /** At most a third of the period. {unit ms; range 10..20000} */
  readonly beatMs: number;
  readonly timers?: Timers;
  /** Hears of each change of what it does. */
  readonly onChange: (state: BeatState) => void;
}

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timers: Timers;
  #state: BeatState = { kind: 'DISARMED' };
  #armed = false;
  /** The event loop has taken a turn since the beat before. */
  #turned = true;
  #cancel: (() => void) | undefined;

  /** Throws InvalidArgumentError: 0 is no period. */
  constructor(options: HeartbeatOptions) {
    const { periodMs, beatMs, timers = HOST_TIMERS } = options;
    checkInteger(periodMs, 'deadman.period_ms', 100, 60_000, 'ms');
    checkInteger(beatMs, 'deadman.beat_ms', 10, Math.min(20_000, Math.floor(periodMs / 3)), 'ms');
    this.#options = options;
    this.#timers = timers;
  }

  get state(): BeatState {
    return this.#state;
  }

  /** Arms, and beats from here on. Throws what arming does: nothing may begin without a deadman. */
  start(): void {
    const { deadman, periodMs } = this.#options;
    deadman.arm(periodMs);
    this.#armed = true;
    this.#set({ kind: 'BEATING' });
    this.#next();
  }

  /**
   * Beats no more. @disarm: nothing can begin an effect any more, and the kernel stays as it is;
   * without it, or when disarming throws, it latches.
   */
  end(disarm: boolean): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!disarm) {
      this.#set({ kind: 'WITHHELD', reason: 'it did not end in order' });
      return;
    }
    if (this.#armed) {
      this.#options.deadman.disarm();
      this.#armed = false;
    }
    this.#set({ kind: 'DISARMED' });
  }

  #next(): void {
    this.#turned = false;
    this.#timers.turn(() => {
      this.#turned = true;
    });
    this.#cancel = this.#timers.after(this.#options.beatMs, () => {
      this.#beat();
      this.#next();
    });
  }

  #beat(): void {
    const reason = this.#problem();
    if (reason !== null) {
      this.#set({ kind: 'WITHHELD', reason });
      return;
    }
    const { deadman, periodMs } = this.#options;
    try {
      if (this.#armed) {
        deadman.beat();
      } else {
        deadman.arm(periodMs);
        this.#armed = true;
      }
      this.#set({ kind: 'BEATING' });
    } catch (error) {
      // Too late, or another kernel, or none: what it latches stays latched, and it is armed anew.
      this.#armed = false;
      this.#set({ kind: 'FAILED', reason: String(error) });
    }
  }

  /** A check that throws is one that failed. */
  #problem(): string | null {
    if (!this.#turned) {
      return 'the event loop has not taken a turn since the beat before';
    }
    for (const check of this.#options.checks) {
      try {
        const problem = check.problem();
        if (problem !== null) {
          return `${check.name}: ${problem}`;
        }
      } catch (error) {
        return `${check.name}: ${String(error)}`;
      }
    }
    return null;
  }

  #set(state: BeatState): void {
    const before = this.#state;
    this.#state = state;
    const reasonOf = (one: BeatState): string => ('reason' in one ? one.reason : '');
    if (before.kind !== state.kind || reasonOf(before) !== reasonOf(state)) {
      this.#options.onChange(state);
    }
  }
}
