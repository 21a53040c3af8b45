// SPDX-License-Identifier: Apache-2.0
// What is kept: store, journal, audit log and events.
import type { AuditHandle } from '../../../audit/client/handle.ts';
import type { TransactionJournal } from '../../../core/ports/commit.ts';
import type { EventBus } from '../../../events/bus.ts';
import type { StoreHandle } from '../../../store/open.ts';
import type { MetricsRegistry, Reading } from '../registry.ts';

export function storeFamilies(registry: MetricsRegistry, store: Pick<StoreHandle, 'stats'>): void {
  const { read } = bind(registry);
  read('counter', 'dsmil_store_commits_total', 'Durable commits.', () => store.stats().commits);
  read('counter', 'dsmil_store_rollbacks_total', 'Undone batches.', () => store.stats().rollbacks);
  read(
    'counter',
    'dsmil_store_checkpoints_total',
    'Times that the write-ahead log was taken in.',
    () => store.stats().checkpoints,
  );
  read(
    'gauge',
    'dsmil_store_longest_checkpoint_seconds',
    'Longest time that a checkpoint held up the writer.',
    () => store.stats().longestCheckpointMs / 1_000,
  );
  read('gauge', 'dsmil_store_wal_bytes', 'Write-ahead log in use.', () => store.stats().walBytes);
  read('gauge', 'dsmil_store_queries', 'Queries that wait or run.', () => store.stats().queries);
  read('gauge', 'dsmil_store_reserve', '1 while the reserve for stop records is whole.', () =>
    store.stats().reserve ? 1 : 0,
  );
  registry.read({
    kind: 'gauge',
    name: 'dsmil_store_queue_units',
    help: 'Units admitted and not durable yet, by lane.',
    labels: ['lane'],
    read: () => {
      const { stop, normal } = store.stats();
      return [lane('stop', stop.units), lane('normal', normal.units)];
    },
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_store_queue_bytes',
    help: 'Bytes admitted and not durable yet, by lane.',
    labels: ['lane'],
    read: () => {
      const { stop, normal } = store.stats();
      return [lane('stop', stop.bytes), lane('normal', normal.bytes)];
    },
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_store_state',
    help: '1 for the state that the store is in.',
    labels: ['state'],
    read: () => oneOf(['ready', 'stalled', 'full', 'failed', 'closed'], store.stats().state),
  });
}

function lane(name: string, value: number): Reading {
  return { labels: { lane: name }, value };
}

/** One reading for each of @states, 1 for @present. */
export function oneOf(states: readonly string[], present: string): readonly Reading[] {
  return states.map((state) => ({ labels: { state }, value: state === present ? 1 : 0 }));
}

function bind(registry: MetricsRegistry) {
  return {
    read: (
      kind: 'counter' | 'gauge',
      name: string,
      help: string,
      value: () => number | Promise<number>,
    ): void => registry.read({ kind, name, help, read: async () => [{ value: await value() }] }),
  };
}

export function journalFamilies(
  registry: MetricsRegistry,
  journal: Pick<TransactionJournal, 'undecided' | 'flagged'>,
): void {
  const { read } = bind(registry);
  read(
    'gauge',
    'dsmil_journal_undecided_transactions',
    'Transactions that may commit and have no outcome.',
    async () => (await journal.undecided()).length,
  );
  read(
    'gauge',
    'dsmil_journal_flagged_transactions',
    'Transactions whose effect is not known: people clear them.',
    async () => (await journal.flagged()).length,
  );
}

export type AuditSource = Pick<AuditHandle, 'status' | 'checkpoint'>;

/** Second line of a checkpoint: how many entries it covers. */
export function sizeOfCheckpoint(text: string | undefined): number {
  const size = Number(text?.split('\n', 2)[1] ?? Number.NaN);
  return Number.isSafeInteger(size) ? size : 0;
}

/** @now: a clock that never goes back. {unit ms} */
export function auditFamilies(
  registry: MetricsRegistry,
  audit: AuditSource,
  now: () => number,
): void {
  const { read } = bind(registry);
  let seen = -1;
  let since = now();
  const covered = async (): Promise<number> => {
    const size = sizeOfCheckpoint(await audit.checkpoint());
    if (size !== seen) {
      seen = size;
      since = now();
    }
    return size;
  };
  read('gauge', 'dsmil_audit_entries', 'Entries, durable or not.', () => audit.status().size);
  read('gauge', 'dsmil_audit_durable', '1 while entries can be made durable.', () =>
    audit.status().durable ? 1 : 0,
  );
  read('gauge', 'dsmil_audit_checkpoint_entries', 'Entries under the newest checkpoint.', covered);
  read(
    'gauge',
    'dsmil_audit_checkpoint_age_seconds',
    'Since a newer checkpoint was first seen here; grows while nothing is appended, too.',
    async () => {
      await covered();
      return (now() - since) / 1_000;
    },
  );
  const bySink = (
    kind: 'counter' | 'gauge',
    name: string,
    help: string,
    pick: (sink: ReturnType<AuditSource['status']>['sinks'][number], size: number) => number,
  ): void =>
    registry.read({
      kind,
      name,
      help,
      labels: ['sink'],
      read: () => {
        const { sinks, size } = audit.status();
        return sinks.map((sink) => ({
          labels: { sink: sink.name.replaceAll(' ', '_') },
          value: pick(sink, size),
        }));
      },
    });
  bySink('gauge', 'dsmil_audit_sink_able', '1 while the sink takes entries.', ({ able }) =>
    able ? 1 : 0,
  );
  bySink(
    'gauge',
    'dsmil_audit_queue_entries',
    'Entries that the sink has not made durable yet.',
    ({ durable }, size) => Math.max(0, size - durable),
  );
  bySink(
    'counter',
    'dsmil_audit_groups_total',
    'Groups that the sink made durable.',
    ({ groups }) => groups,
  );
}

export type EventSource = Pick<EventBus, 'stats'>;

export function eventFamilies(registry: MetricsRegistry, events: EventSource): void {
  const { read } = bind(registry);
  registry.read({
    kind: 'counter',
    name: 'dsmil_events_published_total',
    help: 'Events published, by how they are delivered.',
    labels: ['delivery'],
    read: () =>
      Object.entries(events.stats().published).map(([delivery, value]) => ({
        labels: { delivery },
        value,
      })),
  });
  read(
    'counter',
    'dsmil_events_refused_total',
    'Publications refused.',
    () => events.stats().refused,
  );
  read(
    'counter',
    'dsmil_events_lost_total',
    'Events for which there was no room.',
    () => events.stats().lost,
  );
  read('gauge', 'dsmil_events_waiting', 'Events not durable yet.', () => events.stats().waiting);
  read(
    'gauge',
    'dsmil_events_subscriptions',
    'Readers of events.',
    () => events.stats().subscriptions,
  );
  read(
    'gauge',
    'dsmil_events_active_emergencies',
    'Emergencies that nobody has acknowledged.',
    () => events.stats().activeEmergencies,
  );
}
