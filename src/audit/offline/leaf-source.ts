// SPDX-License-Identifier: Apache-2.0
import { closeSync, constants } from 'node:fs';
import { recordsOf } from '../entry/records.ts';
import { AuditInputError } from '../errors.ts';
import { type Frame, FrameReader } from '../leaf-file/frames.ts';
import { leafHash } from '../merkle/hash.ts';
import { MemoryTiles } from '../merkle/memory-tiles.ts';
import type { TileHashes } from '../merkle/tiles.ts';
import { openPlain } from '../plain-file.ts';
import { damageFinding, type LeafFileReport, verifyLeafFile } from '../verify/verify-leaf-file.ts';
import type { Progress } from '../verify/verify-store.ts';
import type { LogReport, LogSource, SourceEntry, VerifyOptions } from './log-source.ts';

export interface LeafLogReport extends LogReport {
  readonly file: LeafFileReport;
}

export class LeafSource implements LogSource {
  readonly kind = 'leaf file';
  readonly path: string;
  readonly #fd: number;

  constructor(path: string) {
    this.path = path;
    this.#fd = openPlain(path, constants.O_NOFOLLOW);
  }

  *verify({ trusted, rootsAt, shapes }: VerifyOptions): Generator<Progress, LeafLogReport> {
    const { path } = this;
    const file = yield* verifyLeafFile({ path, trusted, rootsAt, shapes, signatures: 'all' });
    const damage = file.damage === undefined ? [] : [damageFinding(path, file, file.damage)];
    return { ...file, findings: [...file.findings, ...damage], pruned: file.base, file };
  }

  *#frames(): Generator<Frame> {
    yield* new FrameReader(this.#fd).frames();
  }

  *oldestFirst(): Generator<SourceEntry> {
    for (const frame of this.#frames()) {
      let index = frame.first;
      for (const { leaf } of recordsOf(frame.records)) {
        yield { index, leaf };
        index++;
      }
    }
  }

  *newestFirst(): Generator<SourceEntry> {
    const offsets = [...this.#frames()].map(({ offset }) => offset).reverse();
    const reader = new FrameReader(this.#fd);
    for (const offset of offsets) {
      const frame = reader.frameAt(offset);
      if (frame !== undefined) {
        const leaves = [...recordsOf(frame.records)].map(({ leaf }) => leaf).reverse();
        const last = frame.first + leaves.length - 1;
        yield* leaves.map((leaf, i) => ({ index: last - i, leaf }));
      }
    }
  }

  tree(): TileHashes {
    const base = new FrameReader(this.#fd).base?.size ?? 0;
    if (base > 0) {
      throw new AuditInputError(
        `${this.path} begins with entry ${base}: take the store, which has the hashes before it`,
      );
    }
    const tiles = new MemoryTiles();
    for (const { leaf } of this.oldestFirst()) {
      tiles.append(leafHash(leaf));
    }
    return tiles.hashes();
  }

  checkpoint(): string | undefined {
    let note: string | undefined;
    for (const frame of this.#frames()) {
      note = frame.note;
    }
    return note;
  }

  leaf(index: number): Uint8Array | undefined {
    for (const entry of this.oldestFirst()) {
      if (entry.index === index) {
        return entry.leaf;
      }
    }
    return undefined;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
