// SPDX-License-Identifier: Apache-2.0
// The keys that cursors are sealed with: a file of its owner alone, the current key in its first
// line, the one before in its second, each 64 hexadecimal digits. Rotation keeps that one, so that
// readers in the middle of something go on; after the next rotation their cursors are refused.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CursorKeyError } from './errors.ts';

export const KEY_SIZE = 32;

export interface CursorKeys {
  /** KEY_SIZE bytes. New cursors are sealed with it. */
  readonly current: Uint8Array;
  /** Accepted, not used for new ones. */
  readonly previous?: Uint8Array | undefined;
}

const LINE = /^[0-9a-f]{64}$/;

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The keys in the file @path; undefined when there is none. CursorKeyError when it is not right. */
export function readCursorKeys(path: string): CursorKeys | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isCode(error, 'ENOENT')) {
      return undefined;
    }
    const problem = isCode(error, 'ELOOP') ? 'is a symbolic link' : `cannot be opened: ${error}`;
    throw new CursorKeyError(path, problem, 'give the path of a file that its owner can read');
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) {
      throw new CursorKeyError(path, 'is not a regular file', 'give the path of one');
    }
    if ((stat.mode & 0o077) !== 0 || stat.uid !== process.geteuid?.()) {
      const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
      const problem = `has mode ${mode} and owner ${stat.uid}, so that others can read or change it`;
      const cure = 'remove it (open cursors become invalid) and start again, to get a new key';
      throw new CursorKeyError(path, problem, cure);
    }
    return parse(path, readFileSync(descriptor, 'latin1'));
  } finally {
    closeSync(descriptor);
  }
}

function parse(path: string, text: string): CursorKeys {
  const lines = text.split('\n').filter((line) => line !== '');
  const [current, previous] = lines;
  if (current === undefined || lines.length > 2 || !lines.every((line) => LINE.test(line))) {
    const cure = 'remove it (open cursors become invalid) and start again, to get a new key';
    throw new CursorKeyError(path, 'is not one or two lines of 64 hexadecimal digits', cure);
  }
  return {
    current: Buffer.from(current, 'hex'),
    previous: previous === undefined ? undefined : Buffer.from(previous, 'hex'),
  };
}

/** Replaces the file as a whole: a crash leaves the old keys or the new ones. */
function write(path: string, keys: CursorKeys): void {
  const lines = [keys.current, ...(keys.previous === undefined ? [] : [keys.previous])];
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeFileSync(
        descriptor,
        lines.map((key) => `${Buffer.from(key).toString('hex')}\n`).join(''),
      );
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
  const directory = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** The keys in the file @path, which is made, with a new key, when there is none. */
export function openCursorKeys(path: string): CursorKeys {
  const known = readCursorKeys(path);
  if (known !== undefined) {
    return known;
  }
  const keys = { current: randomBytes(KEY_SIZE) };
  write(path, keys);
  return keys;
}

/** A new current key; what was current becomes previous, what was previous is gone. */
export function rotateCursorKeys(path: string): CursorKeys {
  const known = readCursorKeys(path);
  const keys = { current: randomBytes(KEY_SIZE), previous: known?.current };
  write(path, keys);
  return keys;
}
