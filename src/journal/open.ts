// SPDX-License-Identifier: Apache-2.0
// Opens the journal for one start of the coordinator. This is the file that the daemon imports.
import { extname } from 'node:path';
import type { AuditLog } from '../core/ports/audit-log.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ModuleReference } from '../store/contract.ts';
import { Operations } from './operations.ts';
import type { PiggybackStore } from './piggyback.ts';
import { MODULE } from './tables.ts';
import { resultsOf } from './thrown.ts';
import { Transactions } from './transactions.ts';
import { LineWriter } from './writer.ts';

/** For the store's list of modules. */
export const JOURNAL_MODULE: ModuleReference = {
  url: new URL(`./store-module${extname(import.meta.url)}`, import.meta.url).href,
  options: null,
};

export interface JournalOptions {
  /** The one that the audit log was opened with: then a line and its intent share an fsync. */
  readonly store: PiggybackStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Hears of outcomes that did not come into the audit log. */
  readonly problem: (error: unknown) => void;
}

export interface Journal {
  /** Counts openings; whoever opened it before is fenced off. */
  readonly incarnation: number;
  readonly transactions: Transactions;
  readonly operations: Operations;
}

/** Takes the next incarnation, durable. Rejects with what the store says when it does not. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { store, audit, clock, problem } = options;
  const begin = { module: MODULE, name: 'begin', argument: { at: clock.wall() } };
  const [outcome] = await store.write([{ writeClass: 'normal', commands: [begin] }]);
  const incarnation = Number(resultsOf(outcome)[0]);
  const lines = new LineWriter({ store, audit, incarnation, problem });
  return {
    incarnation,
    transactions: new Transactions(lines, clock),
    operations: new Operations(lines),
  };
}
