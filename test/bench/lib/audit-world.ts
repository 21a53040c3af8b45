// SPDX-License-Identifier: Apache-2.0
// An audit log over the real store, in a folder that goes away.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import { auditModule, openAuditLog, prepareKeys } from '../../../src/audit/open.ts';
import type { AuditEntry } from '../../../src/core/ports/audit-log.ts';
import { openStore, type StoreHandle } from '../../../src/store/open.ts';
import { ROOT } from './program.ts';

export class AuditWorld implements AsyncDisposable {
  readonly folder: string;
  readonly log: AuditHandle;
  readonly #store: StoreHandle;

  private constructor(folder: string, log: AuditHandle, store: StoreHandle) {
    this.folder = folder;
    this.log = log;
    this.#store = store;
  }

  /** On the disk that the checkout is on: a file system in memory has no fsync to speak of. */
  static async open(): Promise<AuditWorld> {
    const parent = join(ROOT, '.build', 'bench');
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, 'audit-'));
    const places = {
      origin: 'bench.example/audit',
      keys: join(folder, 'keys'),
      headPath: join(folder, 'head'),
      leafPath: join(folder, 'leaves'),
    };
    prepareKeys(places);
    const storePath = join(folder, 'store');
    const store = await openStore({ directory: storePath, modules: [auditModule(places)] });
    const clock = { wall: () => Date.now(), boot: () => performance.now() };
    const log = await openAuditLog({ ...places, store, storePath, clock });
    return new AuditWorld(folder, log, store);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.log.close();
    await this.#store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Some 280 bytes as it is recorded. */
export function benchEntry(n: number): AuditEntry {
  return {
    kind: 'operation.intent',
    severity: 1,
    actor: 'operator-17',
    device: 0x8003,
    coordinationId: `coordination-${n}`,
    clearance: 2,
    compartments: [],
    at: 1_790_000_000_000 + n,
    details: { operation: 'WRITE', register: 'config0', value: n % 256, risk: 4 },
  };
}
