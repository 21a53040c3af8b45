// SPDX-License-Identifier: Apache-2.0
// The kernel's side of the stop, with every way to fail. Its rules are those of kernel/core/stop.c,
// written down once more.
import type { Latch } from '../../../../src/core/machines/stop.ts';
import type { Deadman } from '../../../../src/orchestrator/stop/heartbeat.ts';
import type { KernelLatch, LatchView } from '../../../../src/orchestrator/stop/ports.ts';
import type { VirtualTime } from '../virtual-time.ts';

export const WINDOW_MS = 120_000;

export class FakeKernel implements KernelLatch, Deadman {
  latch: Latch;
  epoch = 4;
  cause = 'LOAD';
  instance = 'k1';
  /** No way leads there. */
  unreachable = false;
  readable = true;
  notSafe: readonly string[] = [];
  present: readonly string[] = [];
  armed: number | null = null;
  beats = 0;
  /** What an answer waits for. */
  answers: () => Promise<void> = () => Promise.resolve();
  readonly details: string[] = [];
  readonly #time: VirtualTime;
  #listeners: (() => void)[] = [];
  #nonce = 0n;
  #deadline = 0;

  constructor(time: VirtualTime, latch: Latch = 'RUN') {
    this.#time = time;
    this.latch = latch;
  }

  /** A stop by somebody else: dsmil-stop, the deadman. */
  stopBy(cause: string, told = true): void {
    this.latch = 'LATCHED';
    this.cause = cause;
    this.epoch++;
    if (told) {
      this.tell();
    }
  }

  tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  stop(detail: string): number {
    if (this.unreachable) {
      throw new Error('no way leads to the kernel');
    }
    this.details.push(detail);
    this.stopBy('REQUEST', false);
    return this.epoch;
  }

  view(): LatchView | undefined {
    this.#expire();
    const { latch, epoch, cause, instance } = this;
    return this.readable ? { latch, epoch, cause, instance } : undefined;
  }

  unsafe(): readonly string[] | undefined {
    return this.readable ? this.notSafe : undefined;
  }

  causes(): readonly string[] {
    return this.present;
  }

  async resetRequest(epoch: number): Promise<bigint> {
    this.#expire();
    this.#refuse(epoch !== this.epoch, 'STOP_EPOCH');
    this.#refuse(this.latch === 'RUN' || this.latch === 'READY', 'NOT_LATCHED');
    this.#refuse(this.present.length > 0, 'CAUSE_PRESENT');
    this.latch = 'RESET_PENDING';
    this.#nonce++;
    this.#deadline = this.#time.boot() + WINDOW_MS;
    const nonce = this.#nonce;
    await this.answers();
    return nonce;
  }

  async resetConfirm(epoch: number, nonce: bigint): Promise<void> {
    this.#expire();
    this.#refuse(epoch !== this.epoch, 'STOP_EPOCH');
    this.#refuse(this.latch !== 'RESET_PENDING', 'RESET_NOT_PENDING');
    this.#refuse(nonce !== this.#nonce, 'RESET_NONCE');
    this.latch = 'READY';
    this.#deadline = this.#time.boot() + WINDOW_MS;
    await this.answers();
  }

  async start(epoch: number): Promise<void> {
    this.#expire();
    this.#refuse(epoch !== this.epoch, 'STOP_EPOCH');
    this.#refuse(this.latch !== 'READY', 'NOT_READY');
    this.latch = 'RUN';
    await this.answers();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener);
    };
  }

  arm(periodMs: number): void {
    this.#refuse(this.unreachable, 'GONE');
    this.armed = periodMs;
  }

  beat(): void {
    this.#refuse(this.unreachable || this.armed === null, 'DEADMAN_EXPIRED');
    this.beats++;
  }

  disarm(): void {
    this.#refuse(this.unreachable, 'GONE');
    this.armed = null;
  }

  #expire(): void {
    const resetting = this.latch === 'RESET_PENDING' || this.latch === 'READY';
    if (resetting && this.#time.boot() >= this.#deadline) {
      this.latch = 'LATCHED';
    }
  }

  #refuse(when: boolean, reason: string): void {
    if (when) {
      throw new Error(`the kernel refuses: ${reason}`);
    }
  }
}
