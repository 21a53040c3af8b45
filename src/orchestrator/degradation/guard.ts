// SPDX-License-Identifier: Apache-2.0
// Every call to a track has a deadline and a breaker: one that hangs or fails costs its callers a
// deadline a few times, then nothing, and degrades what needs it and nothing else.
import type { Clock } from '../../core/ports/clock.ts';
import type { Timers } from '../stop/ports.ts';
import { Breaker, type BreakerLimits } from './breaker.ts';
import { IsolatedError, LateError } from './errors.ts';
import type { ComponentState, HealthBoard } from './health-board.ts';

export interface GuardOptions {
  readonly component: string;
  /** {unit ms} */
  readonly deadlineMs: number;
  readonly board: HealthBoard;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits?: Partial<BreakerLimits>;
}

const STATES = {
  CLOSED: 'OK',
  HALF_OPEN: 'RECOVERING',
  OPEN: 'FAILED',
} as const satisfies Record<Breaker['state'], ComponentState>;

export class Guard {
  readonly component: string;
  readonly #options: GuardOptions;
  readonly #breaker: Breaker;
  #reason = '';

  constructor(options: GuardOptions) {
    this.#options = options;
    this.component = options.component;
    this.#breaker = new Breaker(options.limits);
    options.board.set(this.component, 'OK');
  }

  /** It is asked, if only a little. */
  get answering(): boolean {
    return this.#breaker.state !== 'OPEN';
  }

  /**
   * Asks. Rejects with IsolatedError without asking, with LateError at the deadline, with the reason of
   * @signal, or as @ask does. @ask ends soon after the signal that it is given aborts; its late answer
   * is heard by nobody.
   */
  async call<T>(ask: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const { clock, timers, deadlineMs } = this.#options;
    const leave = this.#breaker.admit(clock.boot());
    if (leave === null) {
      throw new IsolatedError(this.component);
    }
    const over = new AbortController();
    const end = Promise.withResolvers<never>();
    const giveUp = (reason: unknown): void => {
      over.abort(reason);
      end.reject(reason);
    };
    const givenUp = (): void => giveUp(signal?.reason);
    signal?.addEventListener('abort', givenUp, { once: true });
    const cancel = timers.after(deadlineMs, () =>
      giveUp(new LateError(this.component, deadlineMs)),
    );
    try {
      // One that throws instead of rejecting is one that fails.
      const answer = await Promise.race([new Promise<T>((r) => r(ask(over.signal))), end.promise]);
      leave.end(true, clock.boot());
      return answer;
    } catch (error) {
      const ours = signal?.aborted === true;
      leave.end(ours ? null : false, clock.boot());
      this.#reason = ours ? this.#reason : String(error);
      throw error;
    } finally {
      cancel();
      signal?.removeEventListener('abort', givenUp);
      this.#show();
    }
  }

  #show(): void {
    const state = STATES[this.#breaker.state];
    this.#options.board.set(this.component, state, state === 'OK' ? '' : this.#reason);
  }
}
