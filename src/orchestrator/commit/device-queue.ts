// SPDX-License-Identifier: Apache-2.0
// One transaction at a time on a device, in the order in which they came. All devices of one are taken
// at once, and nobody overtakes who waits for one of the same: so nobody waits in a circle, or for ever.

export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  readonly code = 'ERR_DSMIL_QUEUE_FULL';
  readonly waiting: number;

  constructor(waiting: number) {
    super(`${waiting} transactions wait for their devices, and no more may: ask again later`);
    this.waiting = waiting;
  }
}

interface Waiter {
  readonly devices: readonly number[];
  grant(): void;
}

export class DeviceQueue {
  readonly #most: number;
  readonly #taken = new Set<number>();
  #waiting: readonly Waiter[] = [];

  /** @most wait; more are refused. */
  constructor(most: number) {
    this.#most = most;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Resolves with what gives them back, to be called once; with undefined when @signal aborts first.
   * Rejects with QueueFullError.
   */
  take(devices: readonly number[], signal: AbortSignal): Promise<(() => void) | undefined> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        resolve(undefined);
        return;
      }
      if (this.#waiting.length >= this.#most) {
        reject(new QueueFullError(this.#waiting.length));
        return;
      }
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        resolve(undefined);
        // Others may have waited for it alone.
        this.#grant();
      };
      const waiter: Waiter = {
        devices,
        grant: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.#giveBack(devices));
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting = [...this.#waiting, waiter];
      this.#grant();
    });
  }

  #giveBack(devices: readonly number[]): () => void {
    let given = false;
    return () => {
      if (!given) {
        given = true;
        for (const device of devices) {
          this.#taken.delete(device);
        }
        this.#grant();
      }
    };
  }

  #grant(): void {
    const wanted = new Set(this.#taken);
    const left: Waiter[] = [];
    for (const waiter of this.#waiting) {
      const free = waiter.devices.every((device) => !wanted.has(device));
      for (const device of waiter.devices) {
        wanted.add(device);
        if (free) {
          this.#taken.add(device);
        }
      }
      if (free) {
        waiter.grant();
      } else {
        left.push(waiter);
      }
    }
    this.#waiting = left;
  }
}
