// SPDX-License-Identifier: Apache-2.0
// Where a watcher goes on. Without a selection of its own that is the bus's cursor, sealed for principal,
// label and subjects. With one, the events that the bus numbered and the selection left out are counted
// behind it: the number serves this watcher's own sequence alone and opens nothing, so it is only checked
// against accidents and other selections, not against its owner.
import { createHash } from 'node:crypto';
import { CursorError } from '../../../events/errors.ts';

export interface Resumption {
  /** Of the bus; undefined when there is none to go on from. */
  readonly cursor: string | undefined;
  /** Events that the bus numbered and this watcher was not given, modulo 2³². */
  readonly left: number;
}

const SUFFIX = /^(.+)\.([0-9a-f]{8})([0-9a-f]{16})$/;

function checkOf(cursor: string, left: string, selection: string): string {
  return createHash('sha256')
    .update(`dsmil/watch-cursor/v1\0${selection}\0${left}\0${cursor}`)
    .digest('hex')
    .slice(0, 16);
}

/** @selection: its name; '' for everything. */
export function watchCursor(cursor: string, left: number, selection: string): string {
  if (selection === '') {
    return cursor;
  }
  const count = left.toString(16).padStart(8, '0');
  return `${cursor}.${count}${checkOf(cursor, count, selection)}`;
}

/** Throws CursorError for one of another selection; the bus judges the rest of it. '' is none. */
export function resumptionOf(given: string, selection: string): Resumption {
  if (given === '') {
    return { cursor: undefined, left: 0 };
  }
  if (selection === '') {
    return { cursor: given, left: 0 };
  }
  const [, cursor = '', left = '', check = ''] = SUFFIX.exec(given) ?? [];
  if (cursor === '' || checkOf(cursor, left, selection) !== check) {
    throw new CursorError('is damaged, or of another principal, label or filter');
  }
  return { cursor, left: Number.parseInt(left, 16) };
}
