// SPDX-License-Identifier: Apache-2.0
// The operations' journal in memory: what it has taken survives the operations above it.
import { IDEMPOTENCY_MS } from '../../../../src/core/canonical/idempotency.ts';
import type { OperationType } from '../../../../src/core/model/enums.ts';
import type { Decision, Outcome, TransactionId } from '../../../../src/core/ports/commit.ts';
import type {
  DeviceHistory,
  KnownOperation,
  OperationEnding,
  OperationsJournal,
  ReceivedOperation,
} from '../../../../src/core/ports/operations-journal.ts';
import { cleared, NO_HISTORY, recorded } from '../../../../src/core/risk/history.ts';

interface Line {
  readonly received: ReceivedOperation;
  ending: OperationEnding | null;
  transaction: {
    id: TransactionId;
    decision: Decision | undefined;
    outcome: Pick<Outcome, 'kernel' | 'results'> | null;
  } | null;
}

export class MemoryJournal implements OperationsJournal {
  readonly lines = new Map<string, Line>();
  readonly #histories = new Map<string, DeviceHistory>();
  failing: Error | null = null;

  #line(principal: string, coordinationId: string): Line | undefined {
    return this.lines.get(JSON.stringify([principal, coordinationId]));
  }

  async #turn(): Promise<void> {
    await Promise.resolve();
    if (this.failing !== null) {
      throw this.failing;
    }
  }

  /** What the commit of it has come to: the transactions' journal writes this. */
  committing(principal: string, coordinationId: string, id: TransactionId): void {
    const line = this.#line(principal, coordinationId);
    if (line === undefined) {
      throw new Error(`nothing was received as ${coordinationId}: an effect without its operation`);
    }
    line.transaction = { id, decision: undefined, outcome: null };
  }

  /** Their daemon is gone; recovery aborts what was not decided. */
  orphan(): void {
    for (const { transaction } of this.lines.values()) {
      if (transaction !== null) {
        transaction.decision ??= 'ABORT';
      }
    }
  }

  decided(
    principal: string,
    coordinationId: string,
    decision: Decision,
    outcome: Pick<Outcome, 'kernel' | 'results'> = { kernel: 'UNKNOWN', results: [] },
  ): void {
    const transaction = this.#line(principal, coordinationId)?.transaction;
    if (transaction) {
      transaction.decision = decision;
      transaction.outcome = outcome;
    }
  }

  async known(principal: string, coordinationId: string): Promise<KnownOperation | undefined> {
    await this.#turn();
    const line = this.#line(principal, coordinationId);
    return line === undefined ? undefined : knownOf(line);
  }

  async received(operation: ReceivedOperation): Promise<void> {
    await this.#turn();
    const { principal, coordinationId, receivedAt } = operation;
    const before = this.#line(principal, coordinationId);
    const old = before?.ending && receivedAt - before.received.receivedAt >= IDEMPOTENCY_MS;
    if (before !== undefined && !old) {
      throw new Error(`${coordinationId} is known`);
    }
    const key = JSON.stringify([principal, coordinationId]);
    this.lines.set(key, { received: operation, ending: null, transaction: null });
  }

  async ended(principal: string, coordinationId: string, ending: OperationEnding): Promise<void> {
    await this.#turn();
    const line = this.#line(principal, coordinationId);
    if (line === undefined || line.ending !== null) {
      throw new Error(`${coordinationId} has ended, or was never received`);
    }
    line.ending = structuredClone(ending) as OperationEnding;
    for (const { device, type, failed } of ending.counted) {
      const key = `${device} ${type}`;
      const history = this.#histories.get(key)?.history ?? NO_HISTORY;
      this.#histories.set(key, { device, type, history: recorded(history, failed, ending.at) });
    }
  }

  async unfinished(): Promise<readonly KnownOperation[]> {
    await this.#turn();
    return [...this.lines.values()].filter(({ ending }) => ending === null).map(knownOf);
  }

  async histories(): Promise<readonly DeviceHistory[]> {
    await this.#turn();
    return [...this.#histories.values()];
  }

  async clearHistory(
    device: number,
    type: OperationType,
    persons: readonly [string, string],
    _note: string,
    at: number,
  ): Promise<void> {
    await this.#turn();
    this.#histories.set(`${device} ${type}`, { device, type, history: cleared(persons, at) });
  }
}

function knownOf({ received, ending, transaction }: Line): KnownOperation {
  return {
    ...received,
    state: ending?.state ?? 'INITIALIZING',
    transaction,
    ending: ending === null ? null : { outcome: ending.outcome, at: ending.at },
  };
}

/** The journal of one process: it takes nothing from it any more when that is gone. */
export class ProcessJournal implements OperationsJournal {
  readonly #journal: OperationsJournal;
  #dead = false;

  constructor(journal: OperationsJournal) {
    this.#journal = journal;
  }

  kill(): void {
    this.#dead = true;
  }

  async #alive<T>(action: (journal: OperationsJournal) => Promise<T>): Promise<T> {
    await Promise.resolve();
    return await (this.#dead ? new Promise<never>(() => undefined) : action(this.#journal));
  }

  known(principal: string, coordinationId: string): Promise<KnownOperation | undefined> {
    return this.#alive((journal) => journal.known(principal, coordinationId));
  }

  received(operation: ReceivedOperation): Promise<void> {
    return this.#alive((journal) => journal.received(operation));
  }

  ended(principal: string, coordinationId: string, ending: OperationEnding): Promise<void> {
    return this.#alive((journal) => journal.ended(principal, coordinationId, ending));
  }

  unfinished(): Promise<readonly KnownOperation[]> {
    return this.#alive((journal) => journal.unfinished());
  }

  histories(): Promise<readonly DeviceHistory[]> {
    return this.#alive((journal) => journal.histories());
  }

  clearHistory(...given: Parameters<OperationsJournal['clearHistory']>): Promise<void> {
    return this.#alive((journal) => journal.clearHistory(...given));
  }
}
