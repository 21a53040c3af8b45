// SPDX-License-Identifier: Apache-2.0
// What is durable, and one start's way to it.
import {
  type Decision,
  FencedError,
  type FlaggedTransaction,
  type MayCommit,
  type Outcome,
  type TransactionId,
  type TransactionJournal,
} from '../../../../src/core/ports/commit.ts';
import {
  ApprovalUsedError,
  NotFlaggedError,
  OutcomeDiffersError,
  TransactionDecidedError,
} from '../../../../src/journal/errors.ts';
import type { Fate, Process, Schedule } from './schedule.ts';

/** Small, so that one is read while another is decided. */
const PAGE = 2;

export class Disk {
  incarnation = 0;
  readonly allowed = new Map<TransactionId, MayCommit>();
  readonly outcomes = new Map<TransactionId, Outcome>();
  readonly used = new Map<string, TransactionId>();
  readonly cleared = new Map<TransactionId, readonly [string, string]>();
}

export interface JournalWorld {
  readonly schedule: Schedule;
  fate(what: string): Fate;
}

export class FakeJournal implements TransactionJournal {
  readonly incarnation: number;
  readonly #disk: Disk;
  readonly #world: JournalWorld;
  readonly #owner: Process;
  #count = 0n;

  constructor(disk: Disk, world: JournalWorld, owner: Process) {
    this.#disk = disk;
    this.#world = world;
    this.#owner = owner;
    this.incarnation = ++disk.incarnation;
  }

  nextId(): TransactionId {
    this.#count++;
    return (BigInt(this.incarnation) << 32n) | this.#count;
  }

  #call<T>(what: string, perform: (disk: Disk) => T): Promise<T> {
    const { schedule } = this.#world;
    const fate = this.#world.fate(`journal.${what}`);
    return schedule.call(this.#owner, fate, () => perform(this.#disk));
  }

  #line<T>(what: string, write: (disk: Disk) => T): Promise<T> {
    return this.#call(what, (disk) => {
      if (disk.incarnation !== this.incarnation) {
        throw new FencedError(what);
      }
      return write(disk);
    });
  }

  mayCommit(record: MayCommit): Promise<void> {
    return this.#line('mayCommit', (disk) => {
      if (disk.outcomes.has(record.id)) {
        throw new TransactionDecidedError(`${record.id}`);
      }
      const { approvals } = record.transaction;
      const used = approvals.find(({ nonce }) => disk.used.has(nonce));
      if (used !== undefined) {
        throw new ApprovalUsedError(used.nonce);
      }
      for (const { nonce } of approvals) {
        disk.used.set(nonce, record.id);
      }
      disk.allowed.set(record.id, record);
    });
  }

  outcome(outcome: Outcome): Promise<void> {
    return this.#line('outcome', (disk) => {
      const known = disk.outcomes.get(outcome.id);
      if (known !== undefined && known.decision !== outcome.decision) {
        throw new OutcomeDiffersError(`${outcome.id}`, known.decision, outcome.decision);
      }
      disk.outcomes.set(outcome.id, known ?? outcome);
    });
  }

  undecided(): Promise<readonly MayCommit[]> {
    return this.#call('undecided', ({ allowed, outcomes }) =>
      [...allowed.values()].filter(({ id }) => !outcomes.has(id)),
    );
  }

  async *undecidedPages(): AsyncGenerator<readonly MayCommit[], void> {
    for (let after = 0n; ; ) {
      const page = (await this.undecided()).filter(({ id }) => id > after).slice(0, PAGE);
      after = page.at(-1)?.id ?? after;
      if (page.length === 0) {
        return;
      }
      yield page;
    }
  }

  decisionOf(id: TransactionId): Promise<Decision | undefined> {
    return this.#call('decisionOf', ({ outcomes }) => outcomes.get(id)?.decision);
  }

  flagged(): Promise<readonly FlaggedTransaction[]> {
    return this.#call('flagged', (disk) =>
      flaggedOf(disk).filter(({ id }) => !disk.cleared.has(id)),
    );
  }

  clear(
    id: TransactionId,
    persons: readonly [string, string],
    _note: string,
  ): Promise<FlaggedTransaction> {
    return this.#line('clear', (disk) => {
      const flagged = flaggedOf(disk).find((one) => one.id === id);
      if (flagged === undefined) {
        throw new NotFlaggedError(`${id}`);
      }
      disk.cleared.set(id, disk.cleared.get(id) ?? persons);
      return flagged;
    });
  }
}

export function flaggedOf({ allowed, outcomes }: Disk): FlaggedTransaction[] {
  return [...outcomes.values()]
    .filter(({ decision }) => decision === 'HEURISTIC')
    .map((outcome) => {
      const transaction = allowed.get(outcome.id)?.transaction;
      return {
        ...outcome,
        coordinationId: transaction?.coordinationId ?? '',
        principal: transaction?.principal ?? '',
        devices: transaction?.effects.map(({ device }) => device) ?? [],
      };
    });
}
