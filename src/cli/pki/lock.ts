// SPDX-License-Identifier: Apache-2.0
// One dsmilctl at a time in a folder. The lock is a file with the number of the process that holds it, so
// that one whose holder is gone keeps nobody from revoking.
import {
  closeSync,
  fsyncSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openFresh } from '../../audit/durable-file.ts';
import { ExitCode, Failure } from '../failure.ts';
import { printable } from '../text.ts';

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function textOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

/** True only of one that is certainly no more. */
function isGone(holder: string): boolean {
  if (!/^[1-9]\d{0,9}\n$/.test(holder)) {
    return false;
  }
  try {
    process.kill(Number(holder), 0);
    return false;
  } catch (error) {
    return isErrno(error, 'ESRCH');
  }
}

/**
 * Of several that find the same lock stale one moves it away. Another one, taken since @stale was read, is
 * put back; throws EEXIST when a third has come in that moment.
 */
export function moveStaleAway(lock: string, stale: string): void {
  const aside = `${lock}.${process.pid}.stale`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) {
      return;
    }
    throw error;
  }
  if (textOf(aside) !== stale) {
    linkSync(aside, lock);
  }
  rmSync(aside);
}

/** False when it is held. */
function take(lock: string): boolean {
  // By a name of its own: what is linked below is what this process has written, whole.
  const own = `${lock}.${process.pid}.new`;
  const fd = openFresh(own, 0o600);
  try {
    writeFileSync(fd, `${process.pid}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) {
      return false;
    }
    throw error;
  } finally {
    rmSync(own);
  }
}

/** Runs @work while no other dsmilctl does. Throws a Failure when one is at work in @folder. */
export async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, 'lock');
  const before = textOf(lock);
  if (before !== undefined && isGone(before)) {
    moveStaleAway(lock, before);
  }
  if (!take(lock)) {
    throw new Failure(ExitCode.FAILED, 'another dsmilctl pki is at work in that folder', [
      `When there is none: rm ${printable(lock)}`,
    ]);
  }
  try {
    return await work();
  } finally {
    // Somebody who took it away by hand may have let in another, whose lock is not ours to drop.
    if (textOf(lock) === `${process.pid}\n`) {
      rmSync(lock);
    }
  }
}
