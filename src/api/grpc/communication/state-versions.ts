// SPDX-License-Identifier: Apache-2.0
// When each device last changed, for clients that ask for what is new. Versions are times of this host that
// never go back nor stand still, so that nobody can tell from two of them how much changed that they may not
// see.
import type { ChangeListener } from '../../../sync/synchronizer.ts';

export interface StateVersionsOptions {
  readonly subscribe: (listener: ChangeListener) => () => void;
  /** Moves with what anybody may see. */
  readonly policyName: () => string;
  /** By the boot clock. {unit ms} */
  readonly now: () => number;
}

export class StateVersions {
  readonly #options: StateVersionsOptions;
  readonly #changed = new Map<number, number>();
  #latest = 0;
  #policy: string;
  /** Since then everybody may see what they may see now. */
  #policySince: number;

  constructor(options: StateVersionsOptions) {
    this.#options = options;
    this.#policy = options.policyName();
    this.#policySince = this.#tick();
    options.subscribe((changes) => {
      const version = this.#tick();
      for (const { device } of changes) {
        this.#changed.set(device, version);
      }
    });
  }

  /** Of what is known now: at least of(device) for each. */
  of(device: number): number {
    this.#lookAtPolicy();
    return Math.max(this.#policySince, this.#changed.get(device) ?? 0);
  }

  /** Of nothing: what a client that may see no device has. */
  get least(): number {
    this.#lookAtPolicy();
    return this.#policySince;
  }

  /** A device that can be seen since a moment ago is new to whoever sees it, though it did not change. */
  #lookAtPolicy(): void {
    const policy = this.#options.policyName();
    if (policy !== this.#policy) {
      this.#policy = policy;
      this.#policySince = this.#tick();
    }
  }

  /** {unit µs} */
  #tick(): number {
    const now = Math.floor(this.#options.now() * 1_000);
    // Asked this way round, a clock that reads NaN counts.
    this.#latest = now > this.#latest ? now : this.#latest + 1;
    return this.#latest;
  }
}
