// SPDX-License-Identifier: Apache-2.0
// A folder with the files of C2SP tlog-tiles, as export-tiles writes them and any log serves them.
import { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AuditFormatError, AuditInputError, AuditTamperedError, type Finding } from '../errors.ts';
import { HASH_SIZE, LEAF_PREFIX } from '../merkle/hash.ts';
import { TileBuilder } from '../merkle/tile-builder.ts';
import { TILE_WIDTH, type Tile, TileHashes, tilePath, tileWidth } from '../merkle/tiles.ts';
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts';
import { readPlain, readPlainText } from '../plain-file.ts';
import { finding } from '../verify/finding.ts';
import { LogVerifier } from '../verify/log-verifier.ts';
import type { Progress } from '../verify/verify-store.ts';
import type { LogReport, LogSource, SourceEntry, VerifyOptions } from './log-source.ts';

export const CHECKPOINT_FILE = 'checkpoint';

export class TileSource implements LogSource {
  readonly kind = 'tiles';
  readonly path: string;
  readonly #signed: string;
  readonly #checkpoint: Checkpoint | undefined;
  readonly #problem: Finding | undefined;

  constructor(path: string) {
    this.path = path;
    const file = join(path, CHECKPOINT_FILE);
    this.#signed = readPlainText(file);
    try {
      this.#checkpoint = parseCheckpoint(this.#signed);
    } catch (error) {
      if (!(error instanceof AuditFormatError)) {
        throw error;
      }
      this.#problem = finding('CHECKPOINT_MALFORMED', { path: file }, error.message);
    }
  }

  get #size(): number {
    return this.#checkpoint?.size ?? 0;
  }

  /** The full one will do where a partial one has been removed. */
  #file(level: number | 'entries', n: number, width: number): Buffer | undefined {
    const exact = join(this.path, tilePath(level, n, width));
    const full = join(this.path, tilePath(level, n));
    const path = [exact, full].find((each) => existsSync(each));
    return path === undefined ? undefined : readPlain(path);
  }

  #tile(level: number, n: number, width: number): Uint8Array {
    const held = tileWidth(level, n, this.#size);
    const bytes = this.#file(level, n, held);
    if (bytes === undefined || bytes.length < width * HASH_SIZE) {
      throw new AuditInputError(`${join(this.path, tilePath(level, n, held))} is missing or short`);
    }
    return bytes;
  }

  /** The entries of a bundle, and where each begins; fewer when the bundle is not whole. */
  #bundle(n: number): { readonly leaf: Uint8Array; readonly offset: number }[] {
    const width = tileWidth(0, n, this.#size);
    const bytes = this.#file('entries', n, width) ?? Buffer.alloc(0);
    const leaves: { leaf: Uint8Array; offset: number }[] = [];
    for (let at = 0; at + 2 <= bytes.length && leaves.length < width; ) {
      const end = at + 2 + bytes.readUInt16BE(at);
      if (end > bytes.length) {
        break;
      }
      leaves.push({ leaf: bytes.subarray(at + 2, end), offset: at });
      at = end;
    }
    return leaves;
  }

  *verify({ trusted, rootsAt, shapes }: VerifyOptions): Generator<Progress, LogReport> {
    const tree = TileBuilder.empty();
    const log = new LogVerifier({ path: this.path, tree, trusted, rootsAt, shapes });
    if (this.#problem !== undefined) {
      log.findings.push(this.#problem);
    }
    for (let n = 0; n * TILE_WIDTH < this.#size; n++) {
      if (!this.#verifyBundle(n, log)) {
        break;
      }
      tree.takeFull().forEach((tile) => {
        this.#compare(tile, log);
      });
      yield { done: tree.size, of: this.#size };
    }
    tree.partial().forEach((tile) => {
      this.#compare(tile, log);
    });
    const checkpoint = this.#problem === undefined ? log.checkpoint(this.#signed, {}) : undefined;
    return {
      findings: log.findings,
      size: tree.size,
      root: tree.root(),
      pruned: 0,
      checkpoint,
      roots: log.roots,
      keys: log.keysAt(),
      signers: log.signers,
      signatures: log.signatures,
      charter: log.charter,
    };
  }

  #verifyBundle(n: number, log: LogVerifier): boolean {
    const width = tileWidth(0, n, this.#size);
    const leaves = this.#bundle(n);
    leaves.forEach(({ leaf, offset }, i) => {
      const prefixed = Buffer.concat([Buffer.of(LEAF_PREFIX), leaf]);
      log.leaf(n * TILE_WIDTH + i, { offset, leaf, prefixed }, offset);
    });
    if (leaves.length === width) {
      return true;
    }
    const place = { index: n * TILE_WIDTH + leaves.length };
    log.find(
      'LEAF_MISSING',
      `${tilePath('entries', n, width)} has ${leaves.length} of ${width} entries`,
      place,
    );
    return false;
  }

  #compare({ level, n, width, bytes }: Tile, log: LogVerifier): void {
    const kept = this.#file(level, n, width)?.subarray(0, width * HASH_SIZE) ?? Buffer.alloc(0);
    if (Buffer.compare(kept, bytes) !== 0) {
      const index = n * TILE_WIDTH ** (level + 1);
      log.find('TILE_CHANGED', `${tilePath(level, n, width)} is not what its entries make`, {
        index,
      });
    }
  }

  tree(): TileHashes {
    return new TileHashes(this.#size, (level, n, width) => this.#tile(level, n, width));
  }

  checkpoint(): string {
    return this.#signed;
  }

  leaf(index: number): Uint8Array | undefined {
    return index >= this.#size
      ? undefined
      : this.#bundle(Math.floor(index / TILE_WIDTH))[index % TILE_WIDTH]?.leaf;
  }

  /** A checkpoint may say any size: the last bundle is there, or nothing is looked for. */
  #checkEnd(): number {
    const count = Math.ceil(this.#size / TILE_WIDTH);
    const width = tileWidth(0, count - 1, this.#size);
    if (count > 0 && this.#bundle(count - 1).length < width) {
      const says = `the checkpoint is of ${this.#size} entries, and ${tilePath('entries', count - 1, width)} has not got the last of them`;
      const place = { path: this.path, index: this.#size - 1 };
      throw new AuditTamperedError([finding('LEAF_MISSING', place, says)]);
    }
    return count;
  }

  *oldestFirst(): Generator<SourceEntry> {
    const count = this.#checkEnd();
    for (let n = 0; n < count; n++) {
      yield* this.#bundle(n).map(({ leaf }, i) => ({ index: n * TILE_WIDTH + i, leaf }));
    }
  }

  *newestFirst(): Generator<SourceEntry> {
    for (let n = this.#checkEnd() - 1; n >= 0; n--) {
      const bundle = this.#bundle(n).map(({ leaf }, i) => ({ index: n * TILE_WIDTH + i, leaf }));
      yield* bundle.reverse();
    }
  }

  close(): void {
    // Its files are opened one by one, as they are needed.
  }
}
