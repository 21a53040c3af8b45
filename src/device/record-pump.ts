// SPDX-License-Identifier: Apache-2.0
// Brings records from the ring to those who listen, accounts for what is missing, and resets the
// ring when it cannot go on. One buffer and one cursor for all: nothing is allocated a batch.
import {
  PAGE_CONSUMER_FAULT,
  RECORD_HEADER_SIZE,
  RECORD_PAYLOAD_MAX,
} from '../abi/generated/constants.ts';
import { RecordReader } from '../abi/record-reader.ts';
import type { Link } from './link.ts';
import { type Loss, LossAccount } from './loss.ts';
import { DRAIN_CONSUMER_FAULT, DRAIN_CORRUPT, DRAIN_RESULTS } from './native.ts';
import { RING_RESET } from './shapes.ts';

const BATCH_BYTES = 256 * 1024;
const RECORD_MAX = RECORD_HEADER_SIZE + RECORD_PAYLOAD_MAX;
/** Batches of one turn of the event loop; others want to have theirs, too. */
const BATCHES_A_TURN = 8;
/** For faults and losses that no record announces. */
const CHECK_MS = 1000;

export interface RingFault {
  /** corrupt: a record that cannot be. consumer: the core did not accept our position. */
  readonly kind: 'corrupt' | 'consumer';
  /** Of the ring after the reset. */
  readonly generation: bigint;
  /** Published and not read: lost with the reset. */
  readonly lost: number;
}

export interface PumpEvents {
  loss(loss: Loss): void;
  fault(fault: RingFault): void;
  /** The ring could not be reset. */
  failed(error: unknown): void;
}

export type BatchHandler = (reader: RecordReader) => void;

export class RecordPump {
  readonly account: LossAccount;
  readonly #events: PumpEvents;
  readonly #reader: RecordReader;
  readonly #target: Uint8Array;
  readonly #result = new Float64Array(DRAIN_RESULTS);
  #link: Link;
  #wanted: BatchHandler | undefined;
  #resetting = false;
  #ended = false;
  #records = 0;
  /** Of a device that is gone, for who takes batches when it likes. */
  #kept: RecordReader[] = [];
  #timer: NodeJS.Timeout;

  constructor(link: Link, events: PumpEvents) {
    this.#link = link;
    this.#events = events;
    this.account = new LossAccount(link.nextSequence);
    this.#target = new Uint8Array(Math.min(BATCH_BYTES, link.ringSize));
    this.#reader = new RecordReader(this.#target);
    this.#timer = this.#startTimer();
  }

  /** Records delivered. */
  get records(): number {
    return this.#records;
  }

  /** Another opening of the path. The same core goes on with its numbers, another one begins anew. */
  replaceLink(link: Link, sameCore: boolean): void {
    this.#link = link;
    this.#resetting = false;
    this.#ended = false;
    clearInterval(this.#timer);
    this.#timer = this.#startTimer();
    if (!sameCore) {
      this.account.restart(link.nextSequence);
    } else {
      this.#tell(this.account.skipTo(link.nextSequence, 'away'));
    }
    if (this.#wanted !== undefined) {
      link.native.resume();
    }
  }

  /** Delivers to @handler from now on; undefined: to nobody, records stay in the ring. */
  deliverTo(handler: BatchHandler | undefined): void {
    this.#wanted = handler;
    if (this.#ended) {
      return;
    }
    if (handler === undefined) {
      this.#link.native.pause();
    } else {
      this.#link.native.resume();
    }
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
  }

  /** What is there, once. Undefined when there is nothing; good until the next call. */
  take(): RecordReader | undefined {
    const kept = this.#kept.shift();
    if (kept !== undefined) {
      return kept;
    }
    if (this.#resetting || this.#ended) {
      return undefined;
    }
    const result = this.#result;
    const bytes = this.#link.native.drain(this.#target, result);
    if (bytes < 0) {
      this.#reset(bytes);
      return undefined;
    }
    // By index: taking an array apart goes through an iterator, which is felt after a sleep.
    this.#records += result[0] ?? 0;
    if ((result[1] ?? 0) > 0) {
      this.#reader.rewind(bytes);
      for (const loss of this.account.walk(this.#reader)) {
        this.#tell(loss);
      }
      // The last ones, which no record follows yet.
      this.#tell(this.account.skipTo(result[2] ?? 0, 'overrun'));
    }
    this.account.advance(result[2] ?? 0);
    if (bytes === 0) {
      return undefined;
    }
    this.#reader.rewind(bytes);
    return this.#reader;
  }

  /** The native side says that there is something. */
  readonly onReadable = (): void => {
    for (let batch = 0; batch < BATCHES_A_TURN && this.#wanted !== undefined; batch++) {
      const reader = this.take();
      if (reader === undefined) {
        return;
      }
      const full = reader.end > this.#target.length - RECORD_MAX;
      // Asked for again: a listener to the loss may have gone away.
      this.#wanted?.(reader);
      if (!full) {
        return;
      }
    }
  };

  /** The device is gone: what is left in the ring, to those who listen. */
  drainRest(): void {
    for (let reader = this.#wanted && this.take(); reader; reader = this.take()) {
      this.#wanted?.(reader);
    }
  }

  /** The same for who takes batches when it likes: they are kept for it. */
  keepRest(): void {
    const rest: RecordReader[] = [];
    for (let reader = this.take(); reader !== undefined; reader = this.take()) {
      const own = new RecordReader(this.#target.slice(0, reader.end));
      own.rewind(reader.end);
      rest.push(own);
    }
    const first = this.#wanted && rest.shift();
    this.#kept = rest;
    if (first !== undefined) {
      this.#wanted?.(first);
    }
  }

  /** Nobody will ask for what was kept. */
  forget(): void {
    this.#kept = [];
  }

  #tell(loss: Loss | undefined): void {
    if (loss !== undefined) {
      this.#events.loss(loss);
    }
  }

  #startTimer(): NodeJS.Timeout {
    const timer = setInterval(() => {
      if (this.#ended || this.#resetting) {
        return;
      }
      if ((this.#link.native.ringFlags() & PAGE_CONSUMER_FAULT) !== 0) {
        this.#reset(DRAIN_CONSUMER_FAULT);
      } else {
        // A drop at the very moment that the ring was found empty: nothing wakes for it.
        this.onReadable();
      }
    }, CHECK_MS);
    return timer.unref();
  }

  /** Nothing comes any more until then: the length of a corrupt record is not to be trusted. */
  #reset(code: number): void {
    const link = this.#link;
    this.#resetting = true;
    link.native.pause();
    link.caller.perform(RING_RESET, undefined).then(
      ({ generation, nextSeq }) => {
        if (link !== this.#link || this.#ended) {
          return;
        }
        this.#resetting = false;
        const loss = this.account.skipTo(Number(nextSeq), 'reset');
        const kind = code === DRAIN_CORRUPT ? 'corrupt' : 'consumer';
        if (this.#wanted !== undefined) {
          link.native.resume();
        }
        this.#events.fault({ kind, generation, lost: loss?.count ?? 0 });
        this.#tell(loss);
      },
      (error: unknown) => {
        if (link === this.#link && !this.#ended) {
          this.#events.failed(error);
        }
      },
    );
  }
}
