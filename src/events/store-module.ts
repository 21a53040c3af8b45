// SPDX-License-Identifier: Apache-2.0
// The event log inside the store's threads. A change's event is appended in the change's own
// transaction, so that one is never there without the other, and gets the next revision there.
//
// What a batch appended becomes one row: a segment (segment.ts). After MERGE_ROWS such rows, or when
// they fill one segment, they are merged, so that reading back touches few rows whatever the commits
// were like.
import { BroadcastChannel } from 'node:worker_threads';
import { InvalidArgumentError } from '../core/model/errors.ts';
import type { ModuleContext, ModuleReader, ModuleWriter, StoreModule } from '../store/contract.ts';
import { Compactor } from './compaction.ts';
import type { Retention } from './log.ts';
import { readLog, readState } from './log-reader.ts';
import { Segment } from './segment.ts';
import { SegmentBuilder } from './segment-builder.ts';
import { parseFilter } from './subject.ts';

/** Names of the module, its commands and queries, for whoever calls it. */
export const EVENTS_MODULE = 'events';
export const APPEND = 'append';
export const COMPACT = 'compact';
export const READ = 'read';
export const STATE = 'state';

export interface EventsModuleOptions {
  /** Of the BroadcastChannel that durable segments are announced on. */
  readonly channel: string;
  /** Filters: of subjects that match one, a compaction keeps the latest event. */
  readonly keep: readonly string[];
}

/** Result of the command `append`. */
export interface AppendResult {
  readonly first: number;
  readonly last: number;
}

/** Argument of the command `compact`. */
export interface CompactArgument {
  readonly retention: Retention;
  /** {unit ms since 1970} */
  readonly wall: number;
}

/** {unit bytes} */
const SEGMENT_BYTES = 256 * 1024;
const MERGE_ROWS = 64;

const MIGRATION = `
  CREATE TABLE events_log (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    -- Events up to this revision are gone, but for those in events_kept.
    compacted INTEGER NOT NULL CHECK (compacted >= 0)
  ) STRICT;
  INSERT INTO events_log VALUES (1, randomblob(16), 0);
  CREATE TABLE events_segment (
    first INTEGER PRIMARY KEY CHECK (first > 0),
    last INTEGER NOT NULL CHECK (last >= first),
    -- The latest time in it, ms since 1970.
    newest INTEGER NOT NULL,
    -- Its length, and that of all segments up to its end since the log began.
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    through INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE TABLE events_kept (
    revision INTEGER PRIMARY KEY,
    -- Subject and label: what one reader may see, another's newer event does not replace.
    topic TEXT NOT NULL UNIQUE,
    data BLOB NOT NULL
  ) STRICT;
`;

function checkModuleOptions(options: unknown): EventsModuleOptions {
  const { channel, keep } = options as Partial<EventsModuleOptions>;
  if (typeof channel !== 'string' || channel === '') {
    throw new InvalidArgumentError('channel', channel, 'the name of a channel');
  }
  if (!Array.isArray(keep)) {
    throw new InvalidArgumentError('keep', keep, 'an array of filters');
  }
  keep.forEach((filter, n) => {
    parseFilter(filter, `keep[${n}]`);
  });
  return { channel, keep };
}

interface Loose {
  /** Rows since the last merge, from this first revision on. */
  readonly from: number;
  readonly rows: number;
  readonly bytes: number;
}

interface Tail {
  readonly head: number;
  readonly through: number;
}

function openWriter({ database, options }: ModuleContext): ModuleWriter {
  const { channel: channelName, keep } = checkModuleOptions(options);
  const channel = new BroadcastChannel(channelName);
  channel.unref();
  const insert = database.prepare('INSERT INTO events_segment VALUES (?, ?, ?, ?, ?, ?)');
  const tail = database.prepare(
    'SELECT last AS head, through FROM events_segment ORDER BY first DESC LIMIT 1',
  );
  const compacted = database.prepare('SELECT compacted FROM events_log');
  const loose = database.prepare('SELECT data FROM events_segment WHERE first >= ? ORDER BY first');
  const remove = database.prepare('DELETE FROM events_segment WHERE first >= ?');
  const compactor = new Compactor(database, keep);

  const readTail = (): Tail => {
    const row = tail.get();
    return row === undefined
      ? { head: Number(compacted.get()?.['compacted']), through: 0 }
      : { head: Number(row['head']), through: Number(row['through']) };
  };
  let committed: Tail = readTail();
  let head = committed.head;
  let through = committed.through;
  let merged: Loose = { from: head + 1, rows: 0, bytes: 0 };
  let pendingMerged = merged;
  const builder = new SegmentBuilder();
  /** First revision of what the builder holds. */
  let buildFrom = head + 1;
  let written: Buffer<ArrayBuffer>[] = [];

  const store = (segment: Segment): void => {
    through += segment.bytes.length;
    const { first, last, bytes } = segment;
    insert.run(first, last, newestOf(segment), bytes.length, through, bytes);
  };
  const flush = (): void => {
    if (builder.count === 0) {
      return;
    }
    const bytes = builder.build(buildFrom);
    buildFrom = head + 1;
    store(new Segment(bytes));
    written.push(bytes);
    const { from, rows, bytes: size } = pendingMerged;
    pendingMerged = { from, rows: rows + 1, bytes: size + bytes.length };
  };
  /** What is large already stays as it is. A merged row has at most two segments' bytes. */
  const merge = (): void => {
    const { from, rows, bytes } = pendingMerged;
    if (rows < MERGE_ROWS && bytes < SEGMENT_BYTES) {
      return;
    }
    if (rows > 1 && bytes / rows < SEGMENT_BYTES / 2) {
      const parts = loose.all(from).map((row) => new Segment(row['data'] as Uint8Array));
      remove.run(from);
      through -= parts.reduce((sum, part) => sum + part.bytes.length, 0);
      const larger = new SegmentBuilder();
      for (const part of parts) {
        larger.addFrom(part, 0, part.count);
      }
      store(new Segment(larger.build(from)));
    }
    pendingMerged = { from: head + 1, rows: 0, bytes: 0 };
  };

  return {
    commands: {
      [APPEND]: (argument): AppendResult => {
        const segment = new Segment(argument as Uint8Array);
        if (segment.count === 0) {
          throw new InvalidArgumentError('events', 0, 'at least one event');
        }
        builder.addFrom(segment, 0, segment.count);
        const first = head + 1;
        head += segment.count;
        if (builder.size >= SEGMENT_BYTES) {
          flush();
        }
        return { first, last: head };
      },
      [COMPACT]: (argument) => {
        const { retention, wall } = argument as CompactArgument;
        return compactor.step(retention, wall, pendingMerged.from);
      },
    },
    beforeCommit: () => {
      flush();
      merge();
    },
    afterCommit: () => {
      committed = { head, through };
      merged = pendingMerged;
      const segments = written;
      written = [];
      for (const segment of segments) {
        channel.postMessage(segment);
      }
    },
    rollback: () => {
      if (builder.count > 0) {
        builder.build(0);
      }
      head = committed.head;
      through = committed.through;
      buildFrom = head + 1;
      pendingMerged = merged;
      written = [];
    },
    close: () => channel.close(),
  };
}

function newestOf(segment: Segment): number {
  let newest = 0;
  for (let n = 0; n < segment.count; n++) {
    newest = Math.max(newest, segment.at(n));
  }
  return newest;
}

function openReader({ database }: ModuleContext): ModuleReader {
  const state = readState(database);
  const read = readLog(database);
  return { queries: { [STATE]: state, [READ]: read } };
}

export const storeModule: StoreModule = {
  name: EVENTS_MODULE,
  migrations: [{ version: 1, sql: MIGRATION }],
  openWriter,
  openReader,
  // Revisions behind the backup will be given again, to other events: no cursor of before may find them.
  restored: (database) => {
    database.exec('UPDATE events_log SET id = randomblob(16)');
  },
};
