// SPDX-License-Identifier: Apache-2.0
// The whole native surface, and the only place that loads the addon. C++ checks every argument
// and owns the memory; what to do about anything is decided on this side.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { NativeLoadError } from './errors.ts';

/** drain() answers it instead of bytes: a record that cannot be. Nothing comes before a reset. */
export const DRAIN_CORRUPT = -1;
/** drain() answers it instead of bytes: the core did not accept our position. */
export const DRAIN_CONSUMER_FAULT = -2;
/** Elements of the array that drain() fills. */
export const DRAIN_RESULTS = 3;
export const COUNTERS = 9;
/** Instead of an errno: the path was closed before the call began. */
export const NOT_BEGUN = -1;
/** Instead of an errno: the path was closed before the answer came. It may have had its effect. */
export const UNANSWERED = -2;
/** Instead of an errno: the simulator had no room for the request. It has had no effect. */
export const NOT_TAKEN = -3;
/** Instead of an errno: no answer of the simulator within a second. It may have had its effect. */
export const NO_ANSWER = -4;

/** All methods but close, cancel, ref and unref throw ERR_DSMIL_CLOSED after close. */
export interface NativeDevice {
  /**
   * Opens a character device or a simulator's socket, off the loop. info and setup are filled with
   * struct dsmil_info and dsmil_ring_setup, and have at least their sizes (CALLS.INFO.size and
   * CALLS.RING_SETUP.size). ringSize 0: no ring. callback(0, '') or callback(errno, what was tried).
   */
  open(
    path: string,
    writable: boolean,
    ringSize: number,
    info: Uint8Array,
    setup: Uint8Array,
    callback: (errno: number, what: string) => void,
  ): void;
  /**
   * Performs a call off the loop. argument begins with its size and holds the answer when
   * callback(errno) comes: an errno, NOT_BEGUN, UNANSWERED or NOT_TAKEN. Returns an id for cancel.
   */
  call(nr: number, argument: Uint8Array, callback: (errno: number) => void): number;
  /** True when the call had not begun: it never will, and its callback never comes. */
  cancel(id: number): boolean;
  /**
   * Performs one of the calls that never wait for hardware, here and now. Returns the errno,
   * NOT_TAKEN at once, or NO_ANSWER after a second: the loop stands still no longer than that.
   */
  callNow(nr: number, argument: Uint8Array): number;
  /** STOP, over a description of its own, here and now. Returns the errno. */
  stop(argument: Uint8Array): number;
  /**
   * Copies whole, verified records to target (1,056 bytes at least). Returns the bytes, or one of
   * DRAIN_. result: records, sequence numbers that did not come (also those after the last record,
   * when the ring is empty then), and the next one expected.
   */
  drain(target: Uint8Array, result: Float64Array): number;
  /** PAGE_ flags of the producer page. */
  ringFlags(): number;
  /** Copies struct dsmil_state_page. Returns how many entries were being written at every try. */
  snapshot(target: Uint8Array): number;
  watch(readable: () => void, stopped: () => void, gone: () => void): void;
  /** Calls readable when there is something to drain; it is asked for again and again until then. */
  resume(): void;
  pause(): void;
  /** Whether being open keeps the process alive. */
  ref(): void;
  unref(): void;
  /**
   * Drained records and bytes, corrupt, wakes, polled, phases, calls under way, position, and bytes
   * published that are not drained.
   */
  counters(target: Float64Array): void;
  /** Idempotent. What has not begun ends with NOT_BEGUN; what has is still answered. */
  close(): void;
}

/** Who connected to a Unix socket, as it was then. */
export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

export interface NativeModule {
  readonly Device: new () => NativeDevice;
  /** Of whoever is at the other end of @fd, or an errno. */
  peerCredentials(fd: number): PeerCredentials | number;
  /**
   * One datagram to the Unix socket @path, which begins with '/', or with '@' for an abstract one. Never
   * waits. 0 or an errno: EAGAIN when whoever listens has not kept up.
   */
  sendDatagram(path: string, bytes: Uint8Array): number;
  /**
   * In every thread: of the capabilities that it is permitted, those in @keep stay effective, those in @children
   * (bit n is capability n) are handed to what it executes, and none can be gained any more. 0 or an errno;
   * ETIMEDOUT when a thread did not answer within 5 s.
   */
  dropCapabilities(keep: number, children: number): number;
}

// The same from src/device and from dist/device.
const ADDON = join(import.meta.dirname, '..', '..', 'build', 'Release', 'dsmil.node');
const require = createRequire(import.meta.url);

export function loadNative(): NativeModule {
  try {
    return require(ADDON) as NativeModule;
  } catch (cause) {
    throw new NativeLoadError(ADDON, cause);
  }
}
