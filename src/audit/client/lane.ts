// SPDX-License-Identifier: Apache-2.0
// One sink's way through the entries: one group at a time, as large as what waits. What fails is tried
// again, the same entries; what the other sink has and memory has no longer is fetched from there.
import type { Clock } from '../../core/ports/clock.ts';
import type { Sink, SinkBatch } from './sink.ts';

export interface LaneLimits {
  /** Entries in one group. */
  readonly groupEntries: number;
  /** {unit bytes} */
  readonly groupBytes: number;
  /** A group that takes longer makes the sink count as one that cannot. {unit ms} */
  readonly stallMs: number;
  /** Between two tries; doubled up to the second. {unit ms} */
  readonly retryMs: number;
  readonly retryMaxMs: number;
}

/** What the lanes share. */
export interface LaneHost {
  readonly limits: LaneLimits;
  readonly clock: Clock;
  /** Batches from @first on, as many as go into a group; undefined when memory has no longer got it. */
  take(first: number): readonly SinkBatch[] | undefined;
  other(lane: Lane): Lane;
  /** @hashes of each of @batches. */
  onDurable(lane: Lane, batches: readonly SinkBatch[], hashes: readonly Uint8Array[]): void;
  onFailure(lane: Lane, error: Error): void;
}

export class Lane {
  readonly sink: Sink;
  readonly #host: LaneHost;
  #durable: number;
  #error: Error | undefined;
  /** By the boot clock, while a group is under way. */
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wait = 0;
  #closed = false;
  #groups = 0;

  constructor(sink: Sink, durable: number, host: LaneHost) {
    this.sink = sink;
    this.#durable = durable;
    this.#host = host;
  }

  /** {unit entries} */
  get durable(): number {
    return this.#durable;
  }
  get error(): Error | undefined {
    return this.#error;
  }
  get busy(): boolean {
    return this.#since !== undefined;
  }
  /** How many groups were made durable. */
  get groups(): number {
    return this.#groups;
  }

  /** Whether what is appended now can be expected to become durable here. */
  get able(): boolean {
    const since = this.#since;
    const stalled =
      since !== undefined && this.#host.clock.boot() - since > this.#host.limits.stallMs;
    return this.#error === undefined && !stalled && !this.#closed;
  }

  /** Goes on, unless it is under way or waits for another try. */
  pump(): void {
    if (this.#since !== undefined || this.#timer !== undefined || this.#closed) {
      return;
    }
    const batches = this.#host.take(this.#durable);
    if (batches === undefined) {
      this.#since = this.#host.clock.boot();
      void this.#catchUp();
    } else if (batches.length > 0) {
      this.#since = this.#host.clock.boot();
      void this.#append(batches);
    }
  }

  async #catchUp(): Promise<void> {
    const { sink } = this.#host.other(this);
    try {
      const { groupBytes } = this.#host.limits;
      const batch = await sink.read(this.#durable, groupBytes);
      if (batch.count === 0) {
        throw new Error(
          `the ${this.sink.name} lacks entries from ${this.#durable} on, and the ${sink.name} has not got ` +
            'them either: see dsmilctl audit fsck',
        );
      }
      await this.#append([{ ...batch, stop: false }]);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #append(batches: readonly SinkBatch[]): Promise<void> {
    try {
      const hashes = await this.sink.append(batches, this.#host.other(this).durable);
      this.#durable = batches.reduce((end, { first, count }) => Math.max(end, first + count), 0);
      this.#groups++;
      this.#error = undefined;
      this.#wait = 0;
      this.#since = undefined;
      this.#host.onDurable(this, batches, hashes);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.pump();
  }

  #fail(error: unknown): void {
    const { retryMs, retryMaxMs } = this.#host.limits;
    this.#since = undefined;
    this.#error = error instanceof Error ? error : new Error(String(error));
    this.#wait = Math.min(retryMaxMs, Math.max(retryMs, this.#wait * 2));
    if (!this.#closed) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.pump();
      }, this.#wait);
    }
    this.#host.onFailure(this, this.#error);
  }

  /** Tries now what it would try later: there may be room that is only for a stop. */
  hurry(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.pump();
  }

  /** Nothing is begun any more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
