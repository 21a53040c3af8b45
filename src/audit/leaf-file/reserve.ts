// SPDX-License-Identifier: Apache-2.0
// A file full of zeros beside the leaf file, given up when the disk is full and a stop is to be
// recorded. It is made again when there is room.
import { Buffer } from 'node:buffer';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';

/** Some thousand stops. {unit bytes} */
const RESERVE_SIZE = 1 << 20;

export class Reserve {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** There, whole. When there is no room for it, there is none to keep. */
  keep(): void {
    const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
    const fd = openSync(this.#path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      const { size } = fstatSync(fd);
      if (size < RESERVE_SIZE) {
        writeSync(fd, Buffer.alloc(RESERVE_SIZE - size), 0, RESERVE_SIZE - size, size);
        fsyncSync(fd);
      }
    } catch (error) {
      ftruncateSync(fd, 0);
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) {
        throw error;
      }
    } finally {
      closeSync(fd);
    }
  }

  /** True when that freed anything. */
  giveUp(): boolean {
    const fd = openSync(this.#path, constants.O_RDWR | constants.O_NOFOLLOW);
    try {
      const { size } = fstatSync(fd);
      ftruncateSync(fd, 0);
      fsyncSync(fd);
      return size > 0;
    } finally {
      closeSync(fd);
    }
  }
}
