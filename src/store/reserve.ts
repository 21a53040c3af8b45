// SPDX-License-Identifier: Apache-2.0
// Space on the disk: a file that holds some of it back for stop records, and what must be free
// before normal records are taken again.
import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { checkFile, type StorePaths, statOrNothing, syncDirectory } from './files.ts';
import type { StoreLimits } from './options.ts';

const CHUNK = 1024 * 1024;
/** What normal records find at least when they are taken again, beyond reserve and log. {unit bytes} */
const HEADROOM = 1024 * 1024;

export class Reserve {
  readonly #paths: StorePaths;
  readonly #limits: StoreLimits;
  #whole = false;

  constructor(paths: StorePaths, limits: StoreLimits) {
    this.#paths = paths;
    this.#limits = limits;
  }

  /** The file is there, whole and durable. */
  get whole(): boolean {
    return this.#whole;
  }

  /** Makes the file unless it is whole. False when the disk has no room for it. */
  build(): boolean {
    if (this.#whole) {
      return true;
    }
    const { reserve, directory } = this.#paths;
    checkFile(reserve);
    if (statOrNothing(reserve)?.size === this.#limits.reserveBytes) {
      this.#whole = true;
      return true;
    }
    try {
      this.#write(reserve);
    } catch (error) {
      if (!isNoSpace(error)) {
        throw error;
      }
      this.release();
      return false;
    }
    syncDirectory(directory);
    this.#whole = true;
    return true;
  }

  /** Gives its space up. False when there was none to give. */
  release(): boolean {
    this.#whole = false;
    const size = statOrNothing(this.#paths.reserve)?.size;
    if (size === undefined) {
      return false;
    }
    unlinkSync(this.#paths.reserve);
    return size > 0;
  }

  /** What is missing until normal records can be taken; 0 when nothing is. {unit bytes} */
  missingBytes(): number {
    const { bavail, bfree, bsize } = statfsSync(this.#paths.directory);
    const free = (process.geteuid?.() === 0 ? bfree : bavail) * bsize;
    const rebuilt = this.#whole ? 0 : this.#limits.reserveBytes;
    return Math.max(0, rebuilt + HEADROOM - free);
  }

  #write(path: string): void {
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
    const fd = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
    try {
      // Written, not only made long: a hole takes no space.
      const zeros = Buffer.alloc(CHUNK);
      for (let left = this.#limits.reserveBytes; left > 0; ) {
        left -= writeSync(fd, zeros, 0, Math.min(CHUNK, left));
      }
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}

/** ENOSPC or EDQUOT of a file operation. */
export function isNoSpace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
