// SPDX-License-Identifier: Apache-2.0
// Where no kernel remembers: what the registers say. All as intended is a commit, all as before an abort;
// anything else, or a register that does not tell, is for people.
import type { Decision, Effect, KernelResource, MayCommit } from '../../core/ports/commit.ts';

export class ReadBack {
  readonly #kernel: KernelResource;
  /** Nothing is written while recovery runs: each register is read once. */
  readonly #read = new Map<string, Promise<number | null>>();

  constructor(kernel: KernelResource) {
    this.#kernel = kernel;
  }

  async judge({ transaction, before }: MayCommit): Promise<Decision> {
    const { effects } = transaction;
    const now = await Promise.all(effects.map((effect) => this.#valueOf(effect)));
    if (effects.every(({ value }, n) => value !== null && now[n] === value)) {
      return 'COMMIT';
    }
    // undefined is what was not recorded: equal to nothing.
    const unchanged = effects.every((_, n) => {
      const value = now[n] ?? null;
      return value !== null && value === before[n]?.before;
    });
    return unchanged ? 'ABORT' : 'HEURISTIC';
  }

  #valueOf(effect: Effect): Promise<number | null> {
    const { device, register } = effect;
    if (register === null) {
      return Promise.resolve(null);
    }
    const place = `${device}/${register}`;
    const reading = this.#read.get(place) ?? this.#kernel.readBack(effect);
    this.#read.set(place, reading);
    return reading;
  }
}
