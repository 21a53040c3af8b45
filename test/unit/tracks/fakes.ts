// SPDX-License-Identifier: Apache-2.0
// The ports as the tests play them: they remember what they were told, and can be made to fail.
import type { Json } from '../../../src/core/canonical/json.ts';
import type {
  AuditClass,
  AuditEntry,
  AuditLog,
  AuditReceipt,
} from '../../../src/core/ports/audit-log.ts';
import {
  CHARTER_KIND,
  type CharterMark,
  charterMarkOf,
} from '../../../src/core/ports/charter-mark.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { EventLog, Publication } from '../../../src/core/ports/event-log.ts';
import type { RevisionRow } from '../../../src/tracks/security/charter/revision.ts';
import type {
  Part,
  SecurityStorage,
  StoredSecurity,
} from '../../../src/tracks/security/memory/storage.ts';

/** 2026-06-01T00:00:00Z */
export const WALL = 1_780_272_000_000;

export class FakeClock implements Clock {
  wallNow: number;
  bootNow: number;

  constructor(wall: number = WALL, boot = 50_000) {
    this.wallNow = wall;
    this.bootNow = boot;
  }

  wall(): number {
    return this.wallNow;
  }

  boot(): number {
    return this.bootNow;
  }

  advance(ms: number): void {
    this.wallNow += ms;
    this.bootNow += ms;
  }
}

export class FakeAudit implements AuditLog {
  readonly entries: (AuditEntry & { readonly auditClass: AuditClass })[] = [];
  durable = true;

  append(entry: AuditEntry, auditClass: AuditClass): Promise<AuditReceipt> {
    if (!this.durable) {
      return Promise.reject(new Error('no sink'));
    }
    this.entries.push({ ...entry, auditClass });
    return Promise.resolve({ index: this.entries.length - 1, leafHash: '00' });
  }

  /** What an opened log says of the charter. */
  get mark(): CharterMark | undefined {
    const newest = this.entries.findLast(({ kind }) => kind === CHARTER_KIND);
    return newest === undefined ? undefined : charterMarkOf(newest.details);
  }

  kinds(): string[] {
    return this.entries.map(({ kind }) => kind);
  }
}

export class FakeEvents implements EventLog {
  readonly published: Publication[] = [];

  publish(publication: Publication): void {
    this.published.push(publication);
  }
}

export class FakeStorage implements SecurityStorage {
  readonly parts = new Map<string, Part>();
  revisions: RevisionRow[] = [];
  failing = false;
  /** What a write ends with after it has happened. */
  afterwards: Error | null = null;
  writes = 0;

  load(): Promise<StoredSecurity> {
    const { parts, revisions } = this;
    return Promise.resolve(structuredClone({ parts: [...parts.values()], revisions }));
  }

  async save(parts: readonly Part[]): Promise<void> {
    await Promise.resolve();
    if (this.failing) {
      throw new Error('the disk is full');
    }
    this.writes += 1;
    for (const part of structuredClone(parts) as Part[]) {
      const key = `${part.part} ${part.key}`;
      if (part.value === null) {
        this.parts.delete(key);
      } else {
        this.parts.set(key, part);
      }
    }
  }

  async commit(revision: RevisionRow, parts: readonly Part[]): Promise<void> {
    const before = this.revisions.at(-1)?.revision ?? 0;
    if (revision.revision !== before + 1) {
      throw new Error(`revision ${revision.revision} does not follow ${before}`);
    }
    await this.save(parts);
    this.revisions.push(structuredClone(revision));
    if (this.afterwards !== null) {
      throw this.afterwards;
    }
  }

  get(part: string, key = ''): Json | undefined {
    return this.parts.get(`${part} ${key}`)?.value;
  }
}

/** Lets everything that waits for nothing but its turn go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}
