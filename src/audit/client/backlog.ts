// SPDX-License-Identifier: Apache-2.0
// The entries that are in memory, in order: what is not durable everywhere, and no more than that. An
// index that was given to an entry is that entry's for good: what a sink refused or may have taken is
// sent again as it is, so that the two sinks can never have different entries at one index.

import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import type { AuditEntry } from '../../core/ports/audit-log.ts';
import { leafText } from '../entry/leaf.ts';
import { RecordWriter } from '../entry/records.ts';
import { Receipt } from './receipt.ts';
import type { SinkBatch } from './sink.ts';

export interface Waiter {
  resolve(receipt: Receipt): void;
  reject(error: Error): void;
}

interface Batch extends SinkBatch {
  /** Undefined when they have been told. */
  waiters: Waiter[] | undefined;
}

interface News {
  readonly first: number;
  /** Of the batch, one after the other. */
  readonly hashes: Uint8Array;
  readonly waiters: readonly Waiter[];
  told: number;
}

/** A turn of the loop that tells a whole group would be as long as the group is large. */
const TOLD_AT_ONCE = 128;
const SALT_SIZE = 16;
const SALTS = 256;

/** 128 bits from the system, taken in larger pieces. */
class Salts {
  readonly #bytes = Buffer.alloc(SALT_SIZE * SALTS);
  #at = this.#bytes.length;

  next(): string {
    if (this.#at === this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#at = 0;
    }
    const salt = this.#bytes.toString('base64url', this.#at, this.#at + SALT_SIZE);
    this.#at += SALT_SIZE;
    return salt;
  }
}

export class Backlog {
  readonly #salts = new Salts();
  #batches: Batch[] = [];
  #next: number;
  readonly #open = new RecordWriter();
  #openWaiters: Waiter[] = [];
  #openStop = false;
  /** In sealed batches. */
  #sealedBytes = 0;
  /** Of those, nobody has been told. */
  #untoldBytes = 0;
  /** Durable, and somebody still to be told. */
  readonly #telling: News[] = [];
  #tellingLater = false;

  constructor(next: number) {
    this.#next = next;
  }

  /** The index that the next entry gets. */
  get next(): number {
    return this.#next;
  }
  /** {unit bytes} */
  get bytes(): number {
    return this.#sealedBytes + this.#open.length;
  }
  /** Waiting to be durable anywhere. {unit bytes} */
  get waitingBytes(): number {
    return this.#untoldBytes + this.#open.length;
  }

  /** Throws what is wrong with the entry; it has no index then. */
  add(entry: AuditEntry, stop: boolean, waiter: Waiter): void {
    this.#open.add(leafText(entry, this.#salts.next()));
    this.#openWaiters.push(waiter);
    this.#openStop ||= stop;
    this.#next++;
  }

  get openCount(): number {
    return this.#open.count;
  }

  seal(): void {
    const { count, length } = this.#open;
    if (count > 0) {
      this.#batches.push({
        first: this.#next - count,
        count,
        records: this.#open.take(),
        stop: this.#openStop,
        waiters: this.#openWaiters,
      });
      this.#sealedBytes += length;
      this.#untoldBytes += length;
      this.#openWaiters = [];
      this.#openStop = false;
    }
  }

  /** Undefined when entries from @first on are not all in memory. A group has at least one batch. */
  from(first: number, entries: number, bytes: number): readonly SinkBatch[] | undefined {
    if (first === this.#next - this.#open.count) {
      this.seal();
    }
    const begin = this.#batches[0]?.first ?? this.#next;
    if (first < begin) {
      return undefined;
    }
    const group: SinkBatch[] = [];
    let room = entries;
    let space = bytes;
    for (const batch of this.#batches) {
      // A sink that fetched from the other one may be in the middle of a batch; it is the same again.
      if (batch.first + batch.count > first) {
        room -= batch.count;
        space -= batch.records.length;
        if (group.length > 0 && (room < 0 || space < 0)) {
          break;
        }
        const { count, records, stop } = batch;
        group.push({ first: batch.first, count, records, stop });
      }
    }
    return group;
  }

  /** Tells those who wait for entries of @done that they are durable. */
  tell(done: readonly SinkBatch[], hashes: readonly Uint8Array[]): void {
    done.forEach(({ first, count }, i) => {
      const batch = this.#batches.find((each) => each.first === first && each.count === count);
      const own = hashes[i];
      const waiters = batch?.waiters;
      if (batch !== undefined && waiters !== undefined && own !== undefined) {
        batch.waiters = undefined;
        this.#untoldBytes -= batch.records.length;
        this.#telling.push({ first, hashes: own, waiters, told: 0 });
      }
    });
    if (!this.#tellingLater) {
      this.#tellSome();
    }
  }

  /** In order, so many in a turn of the loop: each of them goes on with something. */
  #tellSome(): void {
    let room = TOLD_AT_ONCE;
    for (let news = this.#telling[0]; news !== undefined && room > 0; news = this.#telling[0]) {
      const { first, hashes, waiters, told } = news;
      const end = Math.min(waiters.length, told + room);
      for (let at = told; at < end; at++) {
        waiters[at]?.resolve(new Receipt(first + at, hashes, at));
      }
      room -= end - told;
      news.told = end;
      if (end === waiters.length) {
        this.#telling.shift();
      }
    }
    this.#tellingLater = this.#telling.length > 0;
    if (this.#tellingLater) {
      setImmediate(() => this.#tellSome());
    }
  }

  /** Tells everybody who waits that no sink took it. The entries stay. */
  refuse(error: () => Error): void {
    this.seal();
    for (const batch of this.#batches) {
      const { waiters } = batch;
      batch.waiters = undefined;
      for (const waiter of waiters ?? []) {
        waiter.reject(error());
      }
    }
    this.#untoldBytes = 0;
  }

  /**
   * Forgets what is durable everywhere (@least), and, as long as it is more than @limit, what is
   * durable somewhere (@most).
   */
  forget(least: number, most: number, limit: number): void {
    let gone = 0;
    for (const { first, count, records } of this.#batches) {
      const end = first + count;
      if (end > least && !(end <= most && this.#sealedBytes > limit)) {
        break;
      }
      this.#sealedBytes -= records.length;
      gone++;
    }
    if (gone > 0) {
      this.#batches = this.#batches.slice(gone);
    }
  }
}
