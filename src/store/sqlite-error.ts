// SPDX-License-Identifier: Apache-2.0
// What SQLite's result codes mean to the store.

const BUSY = 5;
const NOMEM = 7;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** The wal-index could not be made longer. */
const IOERR_SHMSIZE = IOERR | (19 << 8);

/** The primary result code; undefined for what SQLite did not throw. */
export function resultCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

/** Also of an error that a module wrapped into one of its own. */
function extendedCode(error: unknown): number | undefined {
  let inner = error;
  for (let depth = 0; inner instanceof Error && depth < 8; depth += 1) {
    if ('errcode' in inner && typeof inner.errcode === 'number') {
      return inner.errcode;
    }
    inner = inner.cause;
  }
  return undefined;
}

export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

/** No space: nothing is broken, and there may be space again. */
export function isFull(error: unknown): boolean {
  return resultCode(error) === FULL || extendedCode(error) === IOERR_SHMSIZE;
}

/** The file or the disk is damaged. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && [IOERR, CORRUPT, NOTADB].includes(code);
}

/** Not the fault of what was asked: the disk, the file or the memory. */
export function isFatal(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && [NOMEM, READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB].includes(code);
}
