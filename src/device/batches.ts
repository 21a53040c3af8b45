// SPDX-License-Identifier: Apache-2.0
// Records as an async sequence: the ring keeps what is not asked for, and counts what it cannot.
import type { RecordReader } from '../abi/record-reader.ts';
import { ClosedError } from './errors.ts';
import type { RecordPump } from './record-pump.ts';

export interface BatchSource {
  readonly pump: RecordPump;
  /** Aborts when no record can come any more. */
  readonly ended: AbortSignal;
}

/**
 * Yields a cursor at the beginning of each batch; it is good until the next one is asked for.
 * Ends when the path closes; throws when the device vanishes for good, or @signal aborts.
 */
export async function* batches(
  { pump, ended }: BatchSource,
  signal?: AbortSignal,
): AsyncGenerator<RecordReader, void, undefined> {
  const ends = signal === undefined ? ended : AbortSignal.any([ended, signal]);
  let reader: RecordReader | undefined;
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (ended.reason instanceof ClosedError) {
        return;
      }
      // Also the last words of a device that is gone.
      reader = pump.take();
      if (reader === undefined && ended.aborted) {
        throw ended.reason;
      }
      reader ??= await nextBatch(pump, ends);
      if (reader !== undefined) {
        yield reader;
      }
    }
  } finally {
    pump.forget();
    pump.deliverTo(undefined);
  }
}

/** Undefined when @ends aborted meanwhile. */
function nextBatch(pump: RecordPump, ends: AbortSignal): Promise<RecordReader | undefined> {
  return new Promise((resolve) => {
    const done = (reader: RecordReader | undefined): void => {
      ends.removeEventListener('abort', onEnd);
      // One batch at a time: the next one waits in the ring.
      pump.deliverTo(undefined);
      resolve(reader);
    };
    const onEnd = (): void => done(undefined);
    ends.addEventListener('abort', onEnd, { once: true });
    pump.deliverTo(done);
  });
}
