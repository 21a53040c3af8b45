// SPDX-License-Identifier: Apache-2.0
// Reads the log back, in pages of whole segments. Runs in the store's reading thread, where each
// query sees one state of the database: what is dropped while a page is read was there or was not.
import type { DatabaseSync } from 'node:sqlite';
import type { Position } from './cursor.ts';
import type { LogPage, LogState } from './log.ts';

/** Argument of the query `read`. */
export interface ReadArgument {
  readonly position: Position;
  /** {unit bytes} */
  readonly maxBytes: number;
}

/** Result of the query `read`. */
export type ReadResult =
  | LogPage
  | { readonly gap: 'compacted' | 'ahead'; readonly state: LogState };

/** Small segments cost more to hand over than their bytes say. */
const PAGE_SEGMENTS = 512;

export function readState(database: DatabaseSync): () => LogState {
  const log = database.prepare('SELECT id, compacted FROM events_log');
  const head = database.prepare('SELECT last FROM events_segment ORDER BY first DESC LIMIT 1');
  return () => {
    const row = log.get();
    const compacted = Number(row?.['compacted']);
    const last = head.get()?.['last'];
    return {
      id: row?.['id'] as Uint8Array,
      head: last === undefined ? compacted : Number(last),
      compacted,
    };
  };
}

export function readLog(database: DatabaseSync): (argument: unknown) => ReadResult {
  const stateOf = readState(database);
  // Each is stepped as far as the page goes; a statement of its own for each would cost more.
  const dense = database.prepare(
    'SELECT last AS revision, data FROM events_segment WHERE first >= ' +
      '(SELECT max(first) FROM events_segment WHERE first <= ?) ORDER BY first',
  );
  const kept = database.prepare(
    'SELECT revision, data FROM events_kept WHERE revision >= ? ORDER BY revision',
  );
  return (argument) => {
    const { position, maxBytes } = argument as ReadArgument;
    const state = stateOf();
    if (position.keptAt > 0) {
      if (position.keptAt !== state.compacted) {
        return { gap: position.keptAt > state.compacted ? 'ahead' : 'compacted', state };
      }
      const page = take(kept.iterate(position.revision + 1), maxBytes);
      const next = page.complete
        ? { revision: state.compacted, keptAt: 0 }
        : { revision: page.last, keptAt: position.keptAt };
      return { segments: page.segments, next, state };
    }
    if (position.revision < state.compacted) {
      return { gap: 'compacted', state };
    }
    if (position.revision > state.head) {
      return { gap: 'ahead', state };
    }
    if (position.revision === state.head) {
      return { segments: [], next: position, state };
    }
    const { segments, last } = take(dense.iterate(position.revision + 1), maxBytes);
    return { segments, next: { revision: last, keptAt: 0 }, state };
  };
}

interface Taken {
  readonly segments: Uint8Array[];
  /** Revision that the last one ends with. */
  readonly last: number;
  /** Whether there were no more. */
  readonly complete: boolean;
}

function take(rows: Iterable<Record<string, unknown>>, maxBytes: number): Taken {
  const segments: Uint8Array[] = [];
  let bytes = 0;
  let last = 0;
  for (const row of rows) {
    if (segments.length === PAGE_SEGMENTS || (bytes >= maxBytes && segments.length > 0)) {
      return { segments, last, complete: false };
    }
    const data = row['data'] as Uint8Array;
    segments.push(data);
    bytes += data.length;
    last = Number(row['revision']);
  }
  return { segments, last, complete: true };
}
