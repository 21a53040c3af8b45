// SPDX-License-Identifier: Apache-2.0
// What is remembered, and where. Ranges are those of the modules that are opened with these.
import { choice, integer, path, text } from '../key.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const DAY_MS = 86_400_000;

export const store = {
  directory: path({
    about: 'The folder of the database. Made with mode 0700; nobody but the daemon may use it.',
    fallback: '/var/lib/dsmil/store',
  }),
  reserve_bytes: integer({
    about: 'Space kept for records of stops, for when the disk is full.',
    unit: 'bytes',
    min: 64 * KIB,
    max: GIB,
    fallback: 16 * MIB,
  }),
  queue_units: integer({
    about: 'Writes that may wait. Beyond that all but records of stops are refused.',
    min: 1,
    max: 1_000_000,
    fallback: 65_536,
  }),
  queue_bytes: integer({
    about: 'What those that wait may take together.',
    unit: 'bytes',
    min: 4 * KIB,
    max: GIB,
    fallback: 64 * MIB,
  }),
  stall_ms: integer({
    about: 'A batch that takes longer is shown as a stalled store. Nothing is given up by that.',
    unit: 'ms',
    min: 10,
    max: 600_000,
    fallback: 1_000,
  }),
  query_ms: integer({
    about: 'A search that takes longer is given up.',
    unit: 'ms',
    min: 10,
    max: 3_600_000,
    fallback: 10_000,
  }),
  verify: choice({
    about: 'When the whole database is checked before use.',
    of: { UNCLEAN: 'unclean', ALWAYS: 'always' },
    fallback: 'unclean',
  }),
};

export const audit = {
  origin: text({
    about:
      'The name of this log in its checkpoints: a URL without scheme, by custom. It is part of what is signed: to change it is a rotation.',
    fallback: 'dsmil.invalid/audit',
    pattern: /^[\x21-\x2a\x2c-\x7e]{1,120}$/,
    allowed: 'a name of 1..120 ASCII characters without spaces and +',
  }),
  keys_directory: path({
    about: 'The folder of the keys that sign checkpoints. Made at the first start, with mode 0700.',
    fallback: '/var/lib/dsmil/audit-keys',
  }),
  leaf_file: path({
    about:
      'The second sink: every entry once more, only ever appended to. Best on another disk than the store’s.',
    fallback: '/var/lib/dsmil-audit/leaves',
  }),
  head_file: path({
    about: 'Where the head of the log is kept apart from the store, so that a rollback shows.',
    fallback: '/var/lib/dsmil-audit/head',
  }),
  checkpoint_ms: integer({
    about: 'While entries come in, a checkpoint by all keys is signed at least this often.',
    unit: 'ms',
    min: 100,
    max: 600_000,
    fallback: 1_000,
  }),
  max_age_ms: integer({
    about:
      'Entries are removed from both sinks when they are older, and their hashes kept, so that every proof still verifies; 0: never.',
    unit: 'ms',
    min: 0,
    max: 36_500 * DAY_MS,
    fallback: 730 * DAY_MS,
  }),
};

export const events = {
  keys_file: path({
    about: 'The key that seals the cursors by which subscribers resume; mode 0600.',
    fallback: '/var/lib/dsmil/cursor.keys',
  }),
  max_age_ms: integer({
    about: 'Durable events are dropped when they are older; 0: never for that.',
    unit: 'ms',
    min: 0,
    max: 3_650 * DAY_MS,
    fallback: 90 * DAY_MS,
  }),
  max_bytes: integer({
    about: 'Or when the log has more than this, the oldest first; 0: never for that.',
    unit: 'bytes',
    min: 0,
    max: 1_024 * GIB,
    fallback: 4 * GIB,
  }),
  max_count: integer({
    about: 'Or more events than this; 0: never for that.',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fallback: 0,
  }),
  outbox_events: integer({
    about: 'Durable events that may wait for the store. What finds no room is counted, and told.',
    min: 1,
    max: 10_000_000,
    fallback: 100_000,
  }),
  outbox_bytes: integer({
    about: 'What those may take together.',
    unit: 'bytes',
    min: 4 * KIB,
    max: GIB,
    fallback: 16 * MIB,
  }),
  telemetry_subjects: integer({
    about: 'Subjects of telemetry that may wait for one subscriber; of each only the latest does.',
    min: 1,
    max: 65_536,
    fallback: 1_024,
  }),
  telemetry_bytes: integer({
    about: 'What those may take together.',
    unit: 'bytes',
    min: 4 * KIB,
    max: 64 * MIB,
    fallback: MIB,
  }),
  subscriptions: integer({
    about: 'Subscriptions that may be open at once.',
    min: 1,
    max: 100_000,
    fallback: 10_000,
  }),
  subscriptions_of_one: integer({
    about: 'Of them, those of one principal.',
    min: 1,
    max: 100_000,
    fallback: 1_000,
  }),
  emergency_ms: integer({
    about: 'How long an emergency is repeated to a subscriber that does not acknowledge it.',
    unit: 'ms',
    min: 1_000,
    max: 7 * DAY_MS,
    fallback: 3_600_000,
  }),
};
