// SPDX-License-Identifier: Apache-2.0
// A small audit log in a folder of its own, over the real store and a real leaf file.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import type { HeadWitness } from '../../../src/audit/head/kernel-head.ts';
import { FrameReader } from '../../../src/audit/leaf-file/frames.ts';
import { readTrustFile } from '../../../src/audit/note/trust-file.ts';
import {
  type AuditOptions,
  type AuditPlaces,
  auditModule,
  openAuditLog,
  prepareKeys,
} from '../../../src/audit/open.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import { openStore } from '../../../src/store/open.ts';

export const ORIGIN = 'host.example/dsmil/audit';
export const clock = { wall: () => Date.now(), boot: () => performance.now() };

export function entry(n: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'operation.intent',
    severity: 1,
    actor: 'alice',
    device: 0x8003,
    coordinationId: `c${n}`,
    clearance: 0,
    compartments: [],
    at: 1_790_000_000_000 + n,
    details: { n, register: 'config0' },
    ...more,
  };
}

/** What the kernel holds, in memory. */
export class FakeWitness implements HeadWitness {
  head: Uint8Array | undefined;

  get(): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.head);
  }
  set(head: Uint8Array): Promise<void> {
    this.head = head;
    return Promise.resolve();
  }
}

export class Rig {
  readonly folder: string;

  constructor(folder = mkdtempSync(join(tmpdir(), 'dsmil-audit-'))) {
    this.folder = folder;
  }

  get store(): string {
    return join(this.folder, 'store');
  }
  get database(): string {
    return join(this.store, 'store.db');
  }
  get head(): string {
    return join(this.folder, 'head');
  }
  get leaves(): string {
    return join(this.folder, 'leaves');
  }
  get keys(): string {
    return join(this.folder, 'keys');
  }
  get policy(): string {
    return join(this.keys, 'trust.policy');
  }
  get trusted() {
    return readTrustFile(this.keys).policy;
  }

  places(more: Partial<AuditPlaces> = {}): AuditPlaces {
    return { origin: ORIGIN, keys: this.keys, headPath: this.head, leafPath: this.leaves, ...more };
  }

  /** Opens it, does @body, and closes it cleanly, however it ends. */
  async with<T>(
    body: (log: AuditHandle) => Promise<T>,
    more: Partial<AuditOptions> = {},
  ): Promise<T> {
    const places = this.places(more);
    prepareKeys(places, more.previous);
    const store = await openStore({
      directory: this.store,
      modules: [auditModule(places)],
      limits: { reserveBytes: 64 * 1024 },
    });
    try {
      const log = await openAuditLog({ ...places, store, storePath: this.store, clock, ...more });
      try {
        return await body(log);
      } finally {
        await log.close();
      }
    } finally {
      await store.close();
    }
  }

  /** Appends @count entries, each in a batch of its own. */
  async grow(count: number, more: Partial<AuditOptions> = {}): Promise<void> {
    await this.with(async (log) => {
      for (let i = 0; i < count; i++) {
        await log.append(entry(log.size), 'intent');
        await log.settled();
      }
    }, more);
  }

  /** Everything as it is now, elsewhere. */
  copy(): Rig {
    const other = new Rig();
    rmSync(other.folder, { recursive: true });
    copyExactly(this.folder, other.folder);
    return other;
  }

  /** Puts back what @other has of @what. */
  putBack(other: Rig, ...what: ('store' | 'head' | 'leaves')[]): void {
    for (const part of what) {
      rmSync(this[part], { recursive: true });
      copyExactly(other[part], this[part]);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Byte offsets of the frames of a leaf file, and its end. */
export function frameEnds(path: string): number[] {
  const fd = openSync(path, 'r');
  try {
    const reader = new FrameReader(fd);
    return [...[...reader.frames()].map(({ offset }) => offset), reader.fileSize];
  } finally {
    closeSync(fd);
  }
}

/** With modes and times. */
function copyExactly(from: string, to: string): void {
  execFileSync('cp', ['-a', '--', from, to]);
}
