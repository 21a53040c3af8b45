// SPDX-License-Identifier: Apache-2.0
// What an open store can do at the moment, and who wants to know.

/**
 * 'ready': takes everything. 'stalled': the disk has not answered for limits.stallMs; what is asked
 * waits. 'full': no space; stop records only. 'failed': nothing is taken until it is opened again.
 */
export type StoreState = 'ready' | 'stalled' | 'full' | 'failed' | 'closed';

export interface StateChange {
  readonly state: StoreState;
  readonly before: StoreState;
  /** For 'full' and 'failed'. */
  readonly error: Error | undefined;
}

export class StateKeeper {
  #stalled = false;
  #full: Error | undefined;
  #failed: Error | undefined;
  #closed = false;
  #told: StoreState = 'ready';
  readonly #listeners = new Set<(change: StateChange) => void>();

  /** The worst that holds. */
  get state(): StoreState {
    if (this.#closed) {
      return 'closed';
    }
    if (this.#failed !== undefined) {
      return 'failed';
    }
    if (this.#full !== undefined) {
      return 'full';
    }
    return this.#stalled ? 'stalled' : 'ready';
  }

  get failure(): Error | undefined {
    return this.#failed;
  }

  get fullness(): Error | undefined {
    return this.#full;
  }

  set stalled(stalled: boolean) {
    this.#stalled = stalled;
    this.#tell();
  }

  set fullness(error: Error | undefined) {
    this.#full = error;
    this.#tell();
  }

  /** The first failure counts; nothing but opening again mends it. */
  fail(error: Error): void {
    this.#failed ??= error;
    this.#tell();
  }

  close(): void {
    this.#closed = true;
    this.#tell();
  }

  /** Returns what ends it. A listener that throws is an uncaught exception, and harms no write. */
  subscribe(listener: (change: StateChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(): void {
    const { state } = this;
    const before = this.#told;
    if (state === before) {
      return;
    }
    this.#told = state;
    const error = state === 'failed' ? this.#failed : state === 'full' ? this.#full : undefined;
    for (const listener of this.#listeners) {
      queueMicrotask(() => listener({ state, before, error }));
    }
  }
}
