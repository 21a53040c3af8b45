// SPDX-License-Identifier: Apache-2.0
// Work in small pieces. Each lane keeps its order, lanes take turns, and no turn of the event loop is
// held for longer than the slice: what is left goes on in the next one.

/** Does one small piece of its work, well below a slice; true when that was the last. */
export type Job = () => boolean;

export interface LanesOptions {
  readonly lanes: number;
  /** How long one turn may work. {unit ms} */
  readonly sliceMs: number;
  /** For measuring slices; any that does not go back. {unit ms} */
  readonly now: () => number;
  /** What turned() has to do is enough for one turn, however short it was. */
  readonly full: () => boolean;
  /** Called at the end of each turn that did something. */
  readonly turned: () => void;
}

export class Lanes {
  readonly #queues: Job[][];
  readonly #options: LanesOptions;
  #next = 0;
  #scheduled: NodeJS.Immediate | undefined;
  #running = false;
  #longestMs = 0;

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#queues = Array.from({ length: options.lanes }, () => []);
  }

  /** The longest turn so far. {unit ms} */
  get longestMs(): number {
    return this.#longestMs;
  }

  get idle(): boolean {
    return this.#queues.every((queue) => queue.length === 0);
  }

  /** Works at once when nothing is under way; what takes longer goes on in later turns. */
  add(lane: number, job: Job): void {
    const queue = this.#queues[lane];
    if (queue === undefined) {
      throw new RangeError(`lane is ${lane}: it must be in 0..${this.#queues.length - 1}`);
    }
    queue.push(job);
    if (!this.#running && this.#scheduled === undefined) {
      this.#turn();
    }
  }

  /** Nothing more is done. */
  end(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    for (const queue of this.#queues) {
      queue.length = 0;
    }
  }

  #turn(): void {
    const { now, sliceMs, full, turned } = this.#options;
    const begin = now();
    this.#running = true;
    try {
      while (this.#piece() && !full() && now() - begin < sliceMs) {
        // The piece was done in the condition.
      }
    } finally {
      this.#running = false;
      if (!this.idle) {
        this.#scheduled = setImmediate(() => {
          this.#scheduled = undefined;
          this.#turn();
        });
      }
    }
    turned();
    this.#longestMs = Math.max(this.#longestMs, now() - begin);
  }

  /** One piece of the next lane that has work. False when there is none. */
  #piece(): boolean {
    for (let tried = 0; tried < this.#queues.length; tried++) {
      const queue = this.#queues[this.#next % this.#queues.length];
      this.#next++;
      const [job] = queue ?? [];
      if (queue !== undefined && job !== undefined) {
        if (job()) {
          queue.shift();
        }
        return true;
      }
    }
    return false;
  }
}
