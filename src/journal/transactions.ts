// SPDX-License-Identifier: Apache-2.0
// Transactions, written down by one start of the coordinator.
import { checkInteger, checkText } from '../core/model/check.ts';
import { InvalidArgumentError } from '../core/model/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type {
  AuthorizedTransaction,
  Decision,
  FlaggedTransaction,
  MayCommit,
  Outcome,
  TransactionId,
  TransactionJournal,
} from '../core/ports/commit.ts';
import { clearingEntry, intentEntry, outcomeEntry } from './entries.ts';
import { NotFlaggedError } from './errors.ts';
import { decodeMayCommit, decodeOutcome, encodeMayCommit, encodeOutcome } from './records.ts';
import type { LineWriter } from './writer.ts';

const COUNT_MAX = 0xffff_ffff;
const NOTE_MAX = 4096;

interface Row {
  readonly id: bigint;
  readonly record: string;
  readonly digest: string;
}

interface FlaggedRow extends Row {
  readonly allowed: string;
  readonly allowed_digest: string;
}

/** Throws InvalidArgumentError unless they are two, and @note says why. */
export function checkClearing(persons: readonly [string, string], note: string): void {
  for (const [n, person] of persons.entries()) {
    checkText(person, `persons[${n}]`, 1, 128);
  }
  if (persons[0] === persons[1]) {
    throw new InvalidArgumentError('persons', persons[1], 'two different persons');
  }
  checkText(note, 'note', 1, NOTE_MAX);
}

export class Transactions implements TransactionJournal {
  readonly incarnation: number;
  readonly #lines: LineWriter;
  readonly #clock: Clock;
  #count = 0;

  constructor(lines: LineWriter, clock: Clock) {
    this.#lines = lines;
    this.#clock = clock;
    this.incarnation = lines.incarnation;
  }

  nextId(): TransactionId {
    this.#count = checkInteger(this.#count + 1, 'transactions of this start', 1, COUNT_MAX);
    return (BigInt(this.incarnation) << 32n) | BigInt(this.#count);
  }

  async mayCommit(record: MayCommit): Promise<void> {
    const { id, transaction, at } = record;
    const { principal, coordinationId } = transaction;
    const approvals = transaction.approvals.map(({ nonce, person }) => ({ nonce, person }));
    const line = { ...encodeMayCommit(record), id, at, principal, coordinationId, approvals };
    await this.#lines.writeWith('mayCommit', line, intentEntry(record));
  }

  async outcome(outcome: Outcome, transaction: AuthorizedTransaction): Promise<void> {
    const { id, at, decision } = outcome;
    const line = { ...encodeOutcome(outcome), id, at, decision };
    await this.#lines.writeAndTell('outcome', line, outcomeEntry(outcome, transaction));
  }

  async undecided(): Promise<readonly MayCommit[]> {
    const found: MayCommit[] = [];
    for await (const page of this.undecidedPages()) {
      found.push(...page);
    }
    return found;
  }

  async *undecidedPages(): AsyncGenerator<readonly MayCommit[], void> {
    const read = (after: bigint) => this.#lines.query('undecided', after);
    for (let reading = read(0n); ; ) {
      const page = (await reading) as readonly Row[];
      const last = page.at(-1);
      if (last === undefined) {
        return;
      }
      // The next page is read while this one is decoded and decided; a line that is damaged ends both.
      reading = read(last.id);
      reading.catch(() => undefined);
      yield page.map((row) => decodeMayCommit(row.id, row));
    }
  }

  async decisionOf(id: TransactionId): Promise<Decision | undefined> {
    return (await this.#lines.query('decision', id)) as Decision | undefined;
  }

  async flagged(): Promise<readonly FlaggedTransaction[]> {
    return (await this.#flagged(null)).map(({ flagged }) => flagged);
  }

  async #flagged(
    id: TransactionId | null,
  ): Promise<readonly { flagged: FlaggedTransaction; of: AuthorizedTransaction }[]> {
    const rows = (await this.#lines.query('flagged', id)) as readonly FlaggedRow[];
    return rows.map((row) => {
      const allowed = { record: row.allowed, digest: row.allowed_digest };
      const { transaction } = decodeMayCommit(row.id, allowed);
      const { coordinationId, principal, effects } = transaction;
      const devices = effects.map(({ device }) => device);
      const flagged = { ...decodeOutcome(row.id, row), coordinationId, principal, devices };
      return { flagged, of: transaction };
    });
  }

  async clear(
    id: TransactionId,
    persons: readonly [string, string],
    note: string,
  ): Promise<FlaggedTransaction> {
    checkClearing(persons, note);
    const [found] = await this.#flagged(id);
    if (found === undefined) {
      throw new NotFlaggedError(`${id}`);
    }
    const at = this.#clock.wall();
    const entry = clearingEntry(found.flagged, found.of, persons, note, at);
    await this.#lines.writeWith('clear', { id, persons, note, at }, entry);
    return found.flagged;
  }
}
