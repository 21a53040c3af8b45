// SPDX-License-Identifier: Apache-2.0
// Looks at the kernel's page until it shows the stop and every device that was awaited reads back
// safe: often at first, when milliseconds count, then less and less.
import { isDevice } from './labels.ts';
import type { KernelLatch, Timers } from './ports.ts';

/** How the kernel itself is named while its page does not show the stop. */
export const KERNEL_NAME = 'kernel';

const QUICK_LOOKS = 20;
const BRISK_LOOKS = 40;
/** {unit ms} */
const QUICK_MS = 1;
const BRISK_MS = 5;
const SLOW_MS = 50;

export interface ReadBackOptions {
  readonly kernel: Pick<KernelLatch, 'view' | 'unsafe'>;
  readonly timers: Timers;
  /** What is awaited still. */
  readonly missing: () => readonly string[];
  readonly safe: (epoch: number, name: string) => void;
}

export class ReadBack {
  readonly #options: ReadBackOptions;
  #cancel: (() => void) | undefined;
  /** Counts beginnings and ends: a look of an earlier one goes no further. */
  #run = 0;

  constructor(options: ReadBackOptions) {
    this.#options = options;
  }

  begin(epoch: number): void {
    this.end();
    this.#look(epoch, 1, this.#run);
  }

  end(): void {
    this.#run++;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #look(epoch: number, looks: number, run: number): void {
    const { missing, timers } = this.#options;
    this.#take(epoch, run);
    const awaits = missing().some((name) => name === KERNEL_NAME || isDevice(name));
    if (run === this.#run && awaits) {
      const pause = looks < QUICK_LOOKS ? QUICK_MS : looks < BRISK_LOOKS ? BRISK_MS : SLOW_MS;
      this.#cancel = timers.after(pause, () => this.#look(epoch, looks + 1, run));
    }
  }

  #take(epoch: number, run: number): void {
    const { kernel, missing, safe } = this.#options;
    const view = kernel.view();
    const unsafe = kernel.unsafe();
    if (view === undefined || unsafe === undefined || view.latch === 'RUN' || view.epoch < epoch) {
      return;
    }
    const awaited = missing();
    if (!unsafe.every((name) => awaited.includes(name))) {
      // One that became unsafe after the list was made has no name to stay open under: nothing settles.
      return;
    }
    const back = awaited.filter(
      (name) => name === KERNEL_NAME || (isDevice(name) && !unsafe.includes(name)),
    );
    for (const name of back) {
      // Whoever hears of it may begin another stop, which looks for itself.
      if (run === this.#run) {
        safe(epoch, name);
      }
    }
  }
}
