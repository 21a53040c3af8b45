// SPDX-License-Identifier: Apache-2.0
// Journals over real stores, with an audit log that the test owns.
import { OperationType } from '../../../src/core/model/enums.ts';
import type { AuditEntry, AuditLog, AuditReceipt } from '../../../src/core/ports/audit-log.ts';
import type {
  AuthorizedTransaction,
  MayCommit,
  Outcome,
  TransactionId,
} from '../../../src/core/ports/commit.ts';
import { JOURNAL_MODULE, type Journal, openJournal } from '../../../src/journal/open.ts';
import { PiggybackStore } from '../../../src/journal/piggyback.ts';
import { openStore, type StoreHandle } from '../../../src/store/open.ts';
import { SMALL } from '../store/stores.ts';

export const NOW = 1_780_272_000_000;

/** Takes entries, or refuses them; @before is done first. */
export class FakeAudit implements AuditLog {
  readonly durable = true;
  readonly entries: AuditEntry[] = [];
  before: () => Promise<void> = () => Promise.resolve();

  async append(entry: AuditEntry): Promise<AuditReceipt> {
    await this.before();
    this.entries.push(entry);
    return { index: this.entries.length - 1, leafHash: '' };
  }
}

export interface Rig {
  readonly store: StoreHandle;
  readonly shared: PiggybackStore;
  readonly audit: FakeAudit;
  readonly problems: unknown[];
  readonly clock: { wallNow: number; wall(): number; boot(): number };
  open(): Promise<Journal>;
}

export async function rig(directory: string): Promise<Rig> {
  const store = await openStore({ directory, modules: [JOURNAL_MODULE], limits: SMALL });
  const shared = new PiggybackStore(store);
  const audit = new FakeAudit();
  const problems: unknown[] = [];
  const clock = {
    wallNow: NOW,
    wall(): number {
      return this.wallNow;
    },
    boot: () => 0,
  };
  const problem = (error: unknown): void => {
    problems.push(error);
  };
  const open = (): Promise<Journal> => openJournal({ store: shared, audit, clock, problem });
  return { store, shared, audit, problems, clock, open };
}

export function transaction(change: Partial<AuthorizedTransaction> = {}): AuthorizedTransaction {
  return {
    coordinationId: 'op-1',
    principal: 'unix:1000',
    person: 'ann',
    digest: 'ab'.repeat(32),
    stopEpoch: 3,
    risk: 4,
    effects: [
      { device: 0x8003, type: OperationType.WRITE, register: 8, value: 7, timeoutMs: 100 },
      { device: 0x8004, type: OperationType.RESET, register: null, value: null, timeoutMs: 100 },
    ],
    approvals: [],
    policy: '5',
    confirmed: ['cd'.repeat(32)],
    deadline: 5_000,
    clearance: 2,
    compartments: ['ALPHA'],
    ...change,
  };
}

export function allowed(id: TransactionId, change: Partial<AuthorizedTransaction> = {}): MayCommit {
  return {
    id,
    transaction: transaction(change),
    kernelInstance: 'feedface00000001',
    coordinatorEpoch: 2n ** 63n,
    before: [
      { device: 0x8003, before: 1, error: 0, reason: '' },
      { device: 0x8004, before: 4_294_967_295, error: 0, reason: '' },
    ],
    at: NOW,
  };
}

export function decided(id: TransactionId, decision: Outcome['decision'], at = NOW): Outcome {
  return { id, decision, kernel: 'COMMITTED', reason: '', results: [], recovered: false, at };
}

export function approvals(...nonces: readonly string[]): AuthorizedTransaction['approvals'] {
  return nonces.map((nonce) => ({
    nonce,
    expiry: 9_000,
    person: 'bob',
    keyId: 'bob-1',
    signature: '00ff',
  }));
}
