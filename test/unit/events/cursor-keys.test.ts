// SPDX-License-Identifier: Apache-2.0
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openCursorKeys,
  readCursorKeys,
  rotateCursorKeys,
} from '../../../src/events/cursor-keys.ts';
import { CursorKeyError } from '../../../src/events/errors.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dsmil-cursor-keys-'));
  path = join(directory, 'cursor.key');
});

afterEach(() => rmSync(directory, { recursive: true }));

describe('the file of cursor keys', () => {
  it('is made once, of its owner alone, and read from then on', () => {
    expect(readCursorKeys(path)).toBeUndefined();
    const made = openCursorKeys(path);
    expect(made.current).toHaveLength(32);
    expect(statSync(path).mode & 0o7777).toBe(0o600);
    expect(openCursorKeys(path).current).toEqual(made.current);
    expect(readdirSync(directory)).toEqual(['cursor.key']);
  });

  it('keeps one previous key when rotated', () => {
    const first = openCursorKeys(path).current;
    const second = rotateCursorKeys(path);
    expect(second.previous).toEqual(first);
    expect(second.current).not.toEqual(first);
    const third = rotateCursorKeys(path);
    expect(third.previous).toEqual(second.current);
    expect(readCursorKeys(path)).toEqual(third);
    expect(statSync(path).mode & 0o7777).toBe(0o600);
  });

  it.each([0o640, 0o604, 0o620, 0o601])('is refused with mode %o', (mode) => {
    openCursorKeys(path);
    chmodSync(path, mode);
    expect(() => openCursorKeys(path)).toThrow(CursorKeyError);
    expect(() => openCursorKeys(path)).toThrow('so that others can read or change it');
  });

  it('is refused when it is a link or no file', () => {
    symlinkSync('/dev/zero', path);
    expect(() => openCursorKeys(path)).toThrow('is a symbolic link');
    const folder = join(directory, 'folder');
    mkdirSync(folder);
    expect(() => openCursorKeys(folder)).toThrow('is not a regular file');
  });

  it.each(['', 'ff', `${'0'.repeat(64)}\n`.repeat(3), `${'g'.repeat(64)}\n`])(
    'is refused when it holds %j',
    (text) => {
      writeFileSync(path, text, { mode: 0o600 });
      expect(() => openCursorKeys(path)).toThrow('64 hexadecimal digits');
    },
  );
});
