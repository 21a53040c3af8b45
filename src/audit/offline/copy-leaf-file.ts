// SPDX-License-Identifier: Apache-2.0
// The part of a damaged leaf file that can be read, as a file of its own: its frames are under the log's key
// each, so that it is a good leaf file, which ends earlier.
import { closeSync, constants, fsyncSync, linkSync, readSync, unlinkSync } from 'node:fs';
import { openFresh, syncFolderOf } from '../durable-file.ts';
import { AuditInputError } from '../errors.ts';
import { writeAll } from '../leaf-file/leaf-file.ts';
import { openPlain } from '../plain-file.ts';

const COPY_BYTES = 1 << 20;

/** Durable when it returns; @path must not be there yet. @end: where the last good frame ends. {unit bytes} */
export function copyLeafFile(from: string, end: number, path: string): void {
  const source = openPlain(from, constants.O_NOFOLLOW);
  const fresh = `${path}.new`;
  try {
    const target = openFresh(fresh, 0o600);
    try {
      const bytes = Buffer.allocUnsafe(COPY_BYTES);
      for (let at = 0; at < end; ) {
        const count = readSync(source, bytes, 0, Math.min(COPY_BYTES, end - at), at);
        if (count === 0) {
          throw new AuditInputError(
            `${from} became shorter while it was copied: ${at} of ${end} bytes`,
          );
        }
        writeAll(target, bytes.subarray(0, count), at);
        at += count;
      }
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
    linkSync(fresh, path);
    unlinkSync(fresh);
    syncFolderOf(path);
  } finally {
    closeSync(source);
  }
}
