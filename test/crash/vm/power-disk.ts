// SPDX-License-Identifier: Apache-2.0
// A disk with a volatile cache. What was written is read back at once; it is durable when a flush that
// began after the write's answer has been answered. When the power goes, each write that no flush
// covered is there, not there, or there in some of its sectors, whatever became of those around it: no
// disk is as unkind as this within what it promises, which is what a file system is built on.
import type { Chance } from './chance.ts';

/** What a disk writes whole or not at all. {unit bytes} */
export const SECTOR = 512;

export interface PendingWrite {
  readonly at: number;
  readonly data: Buffer;
  /** Whoever wrote it knows that it was taken. */
  answered: boolean;
  /** Which one it is, in the order in which they came; from 1. */
  readonly order: number;
}

export class PowerDisk {
  readonly #content: Buffer;
  readonly #durable: Buffer;
  /** Of each sector, the latest write that is durable there: one before it, flushed after it, does not come over it. */
  readonly #latest: Uint32Array;
  #writes = 0;
  #pending: PendingWrite[] = [];
  #powered = true;

  /** @image is copied: it is durable, all of it. */
  constructor(image: Buffer) {
    this.#content = Buffer.from(image);
    this.#durable = Buffer.from(image);
    this.#latest = new Uint32Array(Math.ceil(image.length / SECTOR));
  }

  get size(): number {
    return this.#content.length;
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** Writes that no flush has covered. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Throws RangeError, as write() does, for what is not inside. */
  read(at: number, length: number): Buffer {
    this.#check(at, length);
    return Buffer.from(this.#content.subarray(at, at + length));
  }

  /** The write has arrived; answer() it later. */
  write(at: number, data: Buffer): PendingWrite {
    this.#check(at, data.length);
    this.#writes += 1;
    const write = { at, data: Buffer.from(data), answered: false, order: this.#writes };
    this.#pending.push(write);
    data.copy(this.#content, at);
    return write;
  }

  /** A flush has arrived; what it returns makes the flush done. */
  flush(): () => void {
    const covered = new Set(this.#pending.filter(({ answered }) => answered));
    return () => {
      if (this.#powered) {
        for (const write of this.#pending.filter((one) => covered.has(one))) {
          this.#keep(write);
        }
        this.#pending = this.#pending.filter((write) => !covered.has(write));
      }
    };
  }

  /** From now on nothing becomes durable. */
  cut(): void {
    this.#powered = false;
  }

  /** What a host has whose machine alone was killed: everything that arrived. */
  everything(): Buffer {
    return Buffer.from(this.#content);
  }

  /** What is left after the cut. @keep is the probability that something that no flush covered is there. */
  remains(chance: Chance, keep: number): Buffer {
    const image = Buffer.from(this.#durable);
    for (const { at, data } of this.#pending) {
      const torn = keep > 0 && keep < 1 && chance.happens(0.5);
      if (!torn && chance.happens(keep)) {
        data.copy(image, at);
      }
      for (let from = 0; torn && from < data.length; from += SECTOR) {
        if (chance.happens(keep)) {
          data.copy(image, at + from, from, from + SECTOR);
        }
      }
    }
    return image;
  }

  #keep({ at, data, order }: PendingWrite): void {
    for (let from = 0; from < data.length; from += SECTOR) {
      const sector = (at + from) / SECTOR;
      if (order > (this.#latest[sector] ?? 0)) {
        data.copy(this.#durable, at + from, from, from + SECTOR);
        this.#latest[sector] = order;
      }
    }
  }

  #check(at: number, length: number): void {
    if (at % SECTOR !== 0 || length % SECTOR !== 0 || at + length > this.size) {
      throw new RangeError(
        `${length} bytes at ${at} are no sectors of a disk of ${this.size} bytes`,
      );
    }
  }
}
