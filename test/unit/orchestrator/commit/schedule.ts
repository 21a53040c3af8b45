// SPDX-License-Identifier: Apache-2.0
// Owns everything that happens: calls arrive, are answered, or get lost; timers fire. What is next, the
// test chooses. A process is one coordinator: when it dies, nobody hears its answers any more.
import type { Clock } from '../../../../src/core/ports/clock.ts';
import type { Timers } from '../../../../src/orchestrator/commit/timers.ts';

interface Step {
  readonly owner: Process | undefined;
  run(): void;
}

interface Timer extends Step {
  readonly due: number;
}

export class Process {
  alive = true;
}

/** What becomes of a call. */
export type Fate = 'GOOD' | 'LOST' | 'ANSWER_LOST' | 'ANSWER_BROKEN';

export class Schedule implements Clock {
  now = 1_000;
  readonly steps: Step[] = [];
  #timers: Timer[] = [];

  boot(): number {
    return this.now;
  }
  wall(): number {
    return 1_700_000_000_000 + this.now;
  }

  timersOf(owner: Process): Timers {
    return {
      after: (ms, run) => {
        const timer = { owner, due: this.now + ms, run };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== timer);
        };
      },
    };
  }

  /** Something that happens by itself, later. */
  later(run: () => void, owner?: Process): void {
    this.steps.push({ owner, run });
  }

  /** A call of @owner's: it arrives, is performed, and is answered, each in a step of its own. */
  call<T>(owner: Process, fate: Fate, perform: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!owner.alive || fate === 'LOST') {
        return;
      }
      const answer = (settle: () => void): void => {
        if (fate !== 'ANSWER_LOST') {
          this.later(() => {
            if (owner.alive) {
              settle();
            }
          });
        }
      };
      // Sent before its sender died: it arrives all the same.
      this.later(() => {
        const performed = Promise.try(perform);
        performed.then(
          (value) =>
            answer(() =>
              fate === 'ANSWER_BROKEN' ? reject(new Error('the answer broke')) : resolve(value),
            ),
          (error: unknown) => answer(() => reject(error)),
        );
      });
    });
  }

  get idle(): boolean {
    return this.steps.length === 0 && !this.#timers.some(({ owner }) => owner?.alive);
  }

  /** Runs the step that @choice names; with none left, or a choice for it, time passes. */
  async next(choice: number): Promise<void> {
    const [step] = this.steps.splice(choice % Math.max(1, this.steps.length), 1);
    if (step === undefined) {
      this.tick();
    } else {
      step.run();
    }
    await settle();
  }

  /** To the next timer that somebody waits for. */
  tick(): void {
    this.#timers = this.#timers
      .filter(({ owner }) => owner === undefined || owner.alive)
      .sort((a, b) => a.due - b.due);
    const timer = this.#timers.shift();
    if (timer !== undefined) {
      this.now = Math.max(this.now, timer.due);
      timer.run();
    }
  }
}

/** Everything that follows without anybody's doing has happened. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
