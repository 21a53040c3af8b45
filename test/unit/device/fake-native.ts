// SPDX-License-Identifier: Apache-2.0
// A native device that answers as a test says.
import { DRAIN_RESULTS, type NativeDevice } from '../../../src/device/native.ts';

export interface Submitted {
  readonly id: number;
  readonly nr: number;
  readonly argument: Uint8Array;
  readonly finish: (errno: number) => void;
}

export class FakeNative implements NativeDevice {
  readonly submitted: Submitted[] = [];
  readonly cancelled: number[] = [];
  readonly log: string[] = [];
  /** Whether calls have begun, so that they cannot be cancelled. */
  begun = false;
  flags = 0;
  /** What drain answers, one after the other: bytes with records, or a code. */
  drains: (number | { bytes: Uint8Array; records: number; missed: number; next: number })[] = [];
  /** Errnos of stop and callNow, and what they write. */
  stopErrno = 0;
  nowErrno = 0;
  answer: (argument: Uint8Array) => void = () => undefined;

  open(): void {
    throw new Error('not of this test');
  }
  call(nr: number, argument: Uint8Array, callback: (errno: number) => void): number {
    const id = this.submitted.length + 1;
    this.submitted.push({ id, nr, argument, finish: callback });
    return id;
  }
  cancel(id: number): boolean {
    this.cancelled.push(id);
    return !this.begun;
  }
  callNow(nr: number, argument: Uint8Array): number {
    this.log.push(`callNow ${nr}`);
    this.answer(argument);
    return this.nowErrno;
  }
  stop(argument: Uint8Array): number {
    this.log.push('stop');
    this.answer(argument);
    return this.stopErrno;
  }
  drain(target: Uint8Array, result: Float64Array): number {
    const next = this.drains.shift();
    if (next === undefined || typeof next === 'number') {
      return next ?? 0;
    }
    target.set(next.bytes);
    result.set([next.records, next.missed, next.next].slice(0, DRAIN_RESULTS));
    return next.bytes.length;
  }
  ringFlags(): number {
    return this.flags;
  }
  snapshot(): number {
    return 0;
  }
  watch(): void {
    this.log.push('watch');
  }
  resume(): void {
    this.log.push('resume');
  }
  pause(): void {
    this.log.push('pause');
  }
  ref(): void {
    this.log.push('ref');
  }
  unref(): void {
    this.log.push('unref');
  }
  counters(): void {
    this.log.push('counters');
  }
  close(): void {
    this.log.push('close');
  }
}
