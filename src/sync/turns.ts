// SPDX-License-Identifier: Apache-2.0
// Runs of something that many ask for: one is under way and one more is queued, at most.

/** Runs of one kind. */
export class Turns {
  readonly #run: () => Promise<unknown>;
  #running: Promise<unknown> | undefined;
  #next: Promise<void> | undefined;

  constructor(run: () => Promise<unknown>) {
    this.#run = run;
  }

  /** Settles as the first run that begins after this was asked does: one under way may have read already. */
  ask(): Promise<void> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<void> {
    if (this.#running === undefined) {
      // In a turn of its own, so that whoever asks together gets the same run.
      await Promise.resolve();
    } else {
      // What it failed with is told to those who asked for it.
      await this.#running.catch(() => undefined);
    }
    this.#next = undefined;
    const running = this.#run();
    this.#running = running;
    try {
      await running;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
      }
    }
  }
}
