// SPDX-License-Identifier: Apache-2.0
// A file that somebody names: only a plain file is read. A FIFO would keep whoever opens it waiting for
// a writer, a device has no end, and a folder has no text.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { AuditInputError } from './errors.ts';

/** More than any key, policy, checkpoint, proof or entry. {unit bytes} */
const SIZE_MAX = 4 << 20;

/**
 * Open for reading; the caller closes it. @flags besides O_RDONLY, such as O_NOFOLLOW. Throws what the
 * file system says, and AuditInputError when it is no plain file.
 */
export function openPlain(path: string, flags = 0): number {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | flags);
  const facts = fstatSync(fd);
  if (!facts.isFile()) {
    closeSync(fd);
    const what = facts.isDirectory()
      ? 'a folder'
      : facts.isFIFO()
        ? 'a FIFO'
        : 'a device or socket';
    throw new AuditInputError(`${path} is ${what}: it must be a plain file`);
  }
  return fd;
}

/** All of it. AuditInputError also when it has more than @max bytes. */
export function readPlain(path: string, flags = 0, max = SIZE_MAX): Buffer {
  const fd = openPlain(path, flags);
  try {
    const { size } = fstatSync(fd);
    if (size > max) {
      throw new AuditInputError(`${path} has ${size} bytes: at most ${max} are read`);
    }
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** As readPlain; AuditInputError when it is not UTF-8, of which nothing is mended. */
export function readPlainText(path: string, flags = 0): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      readPlain(path, flags),
    );
  } catch (error) {
    if (error instanceof TypeError) {
      throw new AuditInputError(`${path} is not UTF-8 text`, { cause: error });
    }
    throw error;
  }
}
