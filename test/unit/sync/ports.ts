// SPDX-License-Identifier: Apache-2.0
// Stand-ins for what the synchronizer is given: a track whose knowledge the test sets, and logs that
// remember.
import { Track } from '../../../src/core/model/enums.ts';
import type { WorkingTrack } from '../../../src/core/model/track.ts';
import type { AuditClass, AuditEntry, AuditLog } from '../../../src/core/ports/audit-log.ts';
import type { DeliveryClass, EventLog, Publication } from '../../../src/core/ports/event-log.ts';
import type { FieldReport, Reporter } from '../../../src/core/ports/track.ts';
import type { FieldValue } from '../../../src/core/state/field-table.ts';
import { Strategy } from '../../../src/core/state/strategy.ts';
import type { SyncedDevice } from '../../../src/sync/device-list.ts';
import {
  Synchronizer,
  type SyncProblem,
  type SyncSettings,
} from '../../../src/sync/synchronizer.ts';

/** Knows what it is taught; tells changes when it is told to. */
export class FakeTrack implements Reporter {
  readonly track: WorkingTrack;
  readonly #known = new Map<string, FieldReport>();
  #listeners: ((changes: readonly FieldReport[]) => void)[] = [];
  asked = 0;
  /** Instead of answering: what report() does. */
  instead: (() => Promise<readonly FieldReport[]>) | undefined;

  constructor(track: WorkingTrack) {
    this.track = track;
  }

  get listeners(): number {
    return this.#listeners.length;
  }

  learn(device: number, path: string, value: FieldValue): FieldReport {
    const report = { device, path, value };
    this.#known.set(`${device} ${path}`, report);
    return report;
  }

  forget(device: number, path: string): void {
    this.#known.delete(`${device} ${path}`);
  }

  tell(...changes: readonly FieldReport[]): void {
    for (const listener of this.#listeners) {
      listener(changes);
    }
  }

  get all(): readonly FieldReport[] {
    return [...this.#known.values()];
  }

  report(): Promise<readonly FieldReport[]> {
    this.asked++;
    return this.instead?.() ?? Promise.resolve(this.all);
  }

  subscribe(listener: (changes: readonly FieldReport[]) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }
}

export class FakeEvents implements EventLog {
  readonly published: (Publication & { readonly delivery: DeliveryClass })[] = [];

  publish(publication: Publication, delivery: DeliveryClass): void {
    this.published.push({ ...publication, delivery });
  }

  subjects(pattern: RegExp): string[] {
    return this.published.map(({ subject }) => subject).filter((subject) => pattern.test(subject));
  }
}

export class FakeAudit implements AuditLog {
  readonly entries: (AuditEntry & { readonly auditClass: AuditClass })[] = [];
  failing: Error | undefined;
  durable = true;
  /** Awaited before each entry is durable. */
  before: (() => Promise<void> | void) | undefined;

  async append(
    entry: AuditEntry,
    auditClass: AuditClass,
  ): Promise<{ readonly index: number; readonly leafHash: string }> {
    await this.before?.();
    if (this.failing !== undefined) {
      throw this.failing;
    }
    this.entries.push({ ...entry, auditClass });
    return { index: this.entries.length - 1, leafHash: '' };
  }

  kinds(pattern: RegExp): string[] {
    return this.entries.map(({ kind }) => kind).filter((kind) => pattern.test(kind));
  }
}

export class FakeClock {
  now = 1_000_000;
  wall(): number {
    return 1_700_000_000_000 + this.now;
  }
  boot(): number {
    return this.now;
  }
}

export interface World {
  readonly kernel: FakeTrack;
  readonly security: FakeTrack;
  readonly ui: FakeTrack;
  readonly events: FakeEvents;
  readonly audit: FakeAudit;
  readonly clock: FakeClock;
  readonly problems: SyncProblem[];
  /** Why somebody decides nothing. */
  readonly problemOf: Map<string, string>;
  readonly sync: Synchronizer;
}

export function makeWorld(
  devices: readonly SyncedDevice[],
  settings: Partial<SyncSettings> = {},
): World {
  const [kernel, security, ui] = [
    new FakeTrack(Track.KERNEL),
    new FakeTrack(Track.SECURITY),
    new FakeTrack(Track.INTERFACE),
  ];
  const [events, audit, clock] = [new FakeEvents(), new FakeAudit(), new FakeClock()];
  const problems: SyncProblem[] = [];
  const problemOf = new Map<string, string>();
  const sync = new Synchronizer({
    devices,
    reporters: [kernel, security, ui],
    settings: {
      strategyOf: () => Strategy.CONSERVATIVE,
      fullPassMs: 3_600_000,
      reportDeadlineMs: 10_000,
      backlogCount: 1_000_000,
      ...settings,
    },
    clock,
    events,
    audit,
    personProblem: (person) => problemOf.get(person) ?? null,
    onProblem: (problem) => problems.push(problem),
  });
  return { kernel, security, ui, events, audit, clock, problems, problemOf, sync };
}
