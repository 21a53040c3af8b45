// SPDX-License-Identifier: Apache-2.0
// A small file that is there whole or not at all, also after a kill or a power cut in between.
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * For writing, made by this call: what stands there, or a link that somebody has laid there, is never
 * written through. One that an interrupted call has left is replaced.
 */
export function openFresh(path: string, mode: number): number {
  rmSync(path, { force: true });
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
}

export function syncFolderOf(path: string): void {
  const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Durable when it returns. Throws EEXIST when @path is there, and leaves that as it is. */
export function createWhole(path: string, bytes: Uint8Array | string, mode: number): void {
  const fresh = `${path}.new`;
  const fd = openFresh(fresh, mode);
  try {
    writeFileSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    // Unlike a rename, a link never takes the place of what is there.
    linkSync(fresh, path);
  } finally {
    unlinkSync(fresh);
  }
  syncFolderOf(path);
}
