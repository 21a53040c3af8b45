// SPDX-License-Identifier: Apache-2.0
// What the stop needs of the world. The daemon gives it a kernel; tests give it anything.
import type { Latch } from '../../core/machines/stop.ts';

/** What the kernel shows of its latch. */
export interface LatchView {
  readonly latch: Latch;
  /** The kernel's stop generation. */
  readonly epoch: number;
  /** What stopped it, as the ABI names it. */
  readonly cause: string;
  /** New at each load of the module: epochs of another one mean nothing. */
  readonly instance: string;
}

export interface KernelLatch {
  /**
   * Latches here and now, before it returns; the epoch that it made. Waits for nothing. Throws when
   * no way led to the kernel.
   */
  stop(detail: string): number;
  /** From memory, without a system call; undefined while it cannot be read. Never throws. */
  view(): LatchView | undefined;
  /** Devices (0x8003) that do not read back safe, sorted; undefined while nothing can be read. */
  unsafe(): readonly string[] | undefined;
  /** Why a reset would be a lie, one sentence each; empty when what stopped it is gone. */
  causes(): readonly string[];
  /** The nonce of the first step. Rejects with what the kernel refuses. */
  resetRequest(epoch: number): Promise<bigint>;
  resetConfirm(epoch: number, nonce: bigint): Promise<void>;
  start(epoch: number): Promise<void>;
  /** Calls @listener whenever latch or way may have changed. */
  subscribe(listener: () => void): () => void;
}

/** Who must hear of a stop, and say so: a track. */
export interface StopParty {
  /** As it is named when it is missing: security, interface. */
  readonly name: string;
  /**
   * Nothing of this party begins an effect any more once it resolves. It may be told the same stop
   * twice. @signal aborts when nobody waits for this answer any more.
   */
  stopped(epoch: number, signal: AbortSignal): Promise<void>;
}

/** The process's timers. */
export interface Timers {
  /** Calls @action once, @ms from now; the answer takes it back. */
  after(ms: number, action: () => void): () => void;
  /** Calls @action when the event loop has taken a turn. */
  turn(action: () => void): void;
}
