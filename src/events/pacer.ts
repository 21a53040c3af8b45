// SPDX-License-Identifier: Apache-2.0
// Keeps the event loop free: what all subscribers do together in one turn of it ends after a slice
// of time, and goes on in the next turn. Without it a reader whose data is there already would never
// let the loop go, as promises that are settled run before anything else does.

export class Pacer {
  readonly #sliceMs: number;
  #began: number | undefined;
  #pause: Promise<void> | undefined;

  /** @sliceMs {unit ms} */
  constructor(sliceMs: number) {
    this.#sliceMs = sliceMs;
  }

  /** To wait for before doing more; undefined while there is time. */
  turn(): Promise<void> | undefined {
    if (this.#pause !== undefined) {
      return this.#pause;
    }
    if (this.#began === undefined) {
      this.#began = performance.now();
      setImmediate(() => {
        this.#began = undefined;
      });
      return undefined;
    }
    if (performance.now() - this.#began < this.#sliceMs) {
      return undefined;
    }
    this.#pause = new Promise((resolve) => {
      setImmediate(() => {
        this.#pause = undefined;
        resolve();
      });
    });
    return this.#pause;
  }
}
