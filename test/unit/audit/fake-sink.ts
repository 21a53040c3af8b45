// SPDX-License-Identifier: Apache-2.0
import type { Sink, SinkBatch } from '../../../src/audit/client/sink.ts';
import { packLeaves, recordHash, recordsOf } from '../../../src/audit/entry/records.ts';
import type { LeafBatch } from '../../../src/audit/leaf-file/leaf-file.ts';
import { CompactRange } from '../../../src/audit/merkle/compact-range.ts';

/** A sink in memory that is as bad as a test wants it. */
export class FakeSink implements Sink {
  readonly name: string;
  readonly leaves: Uint8Array[] = [];
  readonly appends: { readonly count: number; readonly stop: boolean; readonly other: number }[] =
    [];
  /** 'fail': nothing is kept; 'lie': it is kept, and reported as failed; 'stall': until release(). */
  mood: 'good' | 'fail' | 'lie' | 'stall' = 'good';
  #release: (() => void)[] = [];

  constructor(name: string, leaves: readonly Uint8Array[] = []) {
    this.name = name;
    this.leaves.push(...leaves);
  }

  async append(batches: readonly SinkBatch[], other: number): Promise<readonly Uint8Array[]> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.mood === 'stall') {
      await new Promise<void>((resolve) => {
        this.#release.push(resolve);
      });
    }
    if (this.mood === 'fail') {
      throw new Error(`${this.name} fails`);
    }
    const hashes = batches.map((batch) => this.#take(batch));
    const count = batches.reduce((sum, batch) => sum + batch.count, 0);
    this.appends.push({ count, stop: batches.some(({ stop }) => stop), other });
    if (this.mood === 'lie') {
      throw new Error(`${this.name} says it failed`);
    }
    return hashes;
  }

  #take({ first, count, records }: SinkBatch): Uint8Array {
    if (first > this.leaves.length) {
      throw new Error(`${this.name} is given ${first} and has ${this.leaves.length}`);
    }
    const hashes = new Uint8Array(count * 32);
    [...recordsOf(records)].forEach((record, i) => {
      const kept = this.leaves[first + i];
      if (kept !== undefined && Buffer.compare(kept, record.leaf) !== 0) {
        throw new Error(`${this.name} is given another entry ${first + i} than it has`);
      }
      this.leaves[first + i] = Uint8Array.from(record.leaf);
      hashes.set(recordHash(record), i * 32);
    });
    return hashes;
  }

  release(): void {
    this.mood = 'good';
    const waiting = this.#release;
    this.#release = [];
    for (const resolve of waiting) {
      resolve();
    }
  }

  read(first: number, bytes: number): Promise<LeafBatch> {
    let size = 0;
    const leaves = this.leaves.slice(first).filter((leaf, i) => {
      size += leaf.length;
      return i === 0 || size <= bytes;
    });
    return Promise.resolve({ first, count: leaves.length, records: packLeaves(leaves) });
  }

  head() {
    const tree = new CompactRange();
    for (const record of recordsOf(packLeaves(this.leaves))) {
      tree.append(recordHash(record));
    }
    return Promise.resolve({ size: tree.size, root: tree.root() });
  }
}
