// SPDX-License-Identifier: Apache-2.0
// What a start finds: MAY_COMMITs without an outcome, transactions that the kernel keeps, tracks in doubt,
// flags that people have not cleared. It never commits. To be run when the journal has its incarnation and
// the kernel its claim, and before any transaction.
import type {
  Decision,
  FlaggedTransaction,
  KernelAnswer,
  KernelOutcome,
  MayCommit,
  Outcome,
  TransactionId,
} from '../../core/ports/commit.ts';
import { askKernel } from './ask.ts';
import { decisionFrom } from './decision.ts';
import { tellInDoubt } from './doubt.ts';
import { tellAll } from './finish.ts';
import { type CommitOptions, type CommitParts, checkCommitOptions } from './options.ts';
import { ReadBack } from './read-back.ts';
import { isUnsure, lookAt, type Stranger } from './strangers.ts';

export interface Recovered {
  readonly id: TransactionId;
  readonly coordinationId: string;
  readonly principal: string;
  readonly decision: Decision;
  /** How it was found out. */
  readonly by: 'KERNEL' | 'READ_BACK';
}

export interface RecoveryReport {
  /** What was undecided, oldest first. */
  readonly decided: readonly Recovered[];
  /** Prepared without a MAY_COMMIT: aborted and forgotten. */
  readonly orphans: readonly TransactionId[];
  /** Decided before, and forgotten now. */
  readonly forgotten: readonly TransactionId[];
  /**
   * Begun in the kernel without a MAY_COMMIT of this journal: left to people, who clear it
   * (strangers.ts). The devices of those whose end is not known are on hold.
   */
  readonly strangers: readonly Stranger[];
  /** Their devices are on hold. */
  readonly flagged: readonly FlaggedTransaction[];
  readonly toldTracks: number;
}

/** The kernel did not answer in time: recovery is to be run again before anything is operated. */
export class RecoveryIncompleteError extends Error {
  override readonly name = 'RecoveryIncompleteError';
  readonly code = 'ERR_DSMIL_RECOVERY_INCOMPLETE';

  constructor(ids: readonly TransactionId[]) {
    super(
      `nobody knows yet what became of ${ids.length} transactions (${ids.slice(0, 4).join(', ')}): ` +
        'the kernel does not answer or still performs them; run recovery again',
    );
  }
}

type Verdict = Pick<Outcome, 'decision' | 'kernel' | 'reason' | 'results'> & Pick<Recovered, 'by'>;

class Recovery {
  readonly #parts: CommitParts;
  readonly #readBack: ReadBack;
  /** What the kernel keeps. */
  #kept: ReadonlyMap<TransactionId, KernelOutcome> = new Map();

  constructor(parts: CommitParts) {
    this.#parts = parts;
    this.#readBack = new ReadBack(parts.kernel);
  }

  async run(): Promise<RecoveryReport> {
    const { kernel, journal } = this.#parts;
    this.#kept = new Map((await kernel.list()).map(({ id, outcome }) => [id, outcome]));
    const decided = await this.#decideAll(journal.undecidedPages());
    const known = new Set(decided.map(({ id }) => id));
    const rest = await this.#clean([...this.#kept].filter(([id]) => !known.has(id)));
    const flagged = await journal.flagged();
    for (const { devices } of flagged) {
      // A hold does not outlive its kernel; what people have not cleared does.
      await this.#hold(devices);
    }
    const toldTracks = await tellInDoubt(this.#parts, () => false);
    return { decided, ...rest, flagged, toldTracks };
  }

  async #decideAll(pages: AsyncIterable<readonly MayCommit[]>): Promise<readonly Recovered[]> {
    const begun: Promise<Recovered | TransactionId>[] = [];
    try {
      let before: Promise<unknown> = Promise.resolve();
      for await (const page of pages) {
        const here = page.map((record) => this.#decide(record));
        begun.push(...here);
        // While the store writes one page, the next one is read, read back and encoded; no third one.
        const all = Promise.all(here);
        all.catch(() => undefined);
        await before;
        before = all;
      }
      const ends = await Promise.all(begun);
      const open = ends.filter((end) => typeof end === 'bigint');
      if (open.length > 0) {
        throw new RecoveryIncompleteError(open);
      }
      return ends.filter((end) => typeof end !== 'bigint');
    } finally {
      // Another try decides them anew: nothing of this one may go on beside it, nor after it.
      await Promise.allSettled(begun);
    }
  }

  /** Its id, when the kernel does not say yet. */
  async #decide(record: MayCommit): Promise<Recovered | TransactionId> {
    const { id, transaction } = record;
    const verdict = await this.#verdict(record);
    if (verdict === undefined) {
      return id;
    }
    const { by, ...found } = verdict;
    const { decision } = found;
    const { coordinationId, principal, effects } = transaction;
    if (decision === 'HEURISTIC') {
      await this.#hold(effects.map(({ device }) => device));
    }
    const outcome = { id, ...found, recovered: true, at: this.#parts.clock.wall() };
    await this.#parts.journal.outcome(outcome, transaction);
    await tellAll(this.#parts, id, decision);
    if (this.#kept.has(id)) {
      await this.#parts.kernel.forget(id);
    }
    return { id, coordinationId, principal, decision, by };
  }

  async #verdict(record: MayCommit): Promise<Verdict | undefined> {
    const { id, kernelInstance } = record;
    // Another kernel knows nothing of it; nor does this one, if it was made to forget.
    if (kernelInstance === this.#parts.kernel.instance && this.#kept.has(id)) {
      const answer = await askKernel(this.#parts, id);
      if (answer === undefined) {
        return undefined;
      }
      const decision = decisionFrom(answer.outcome);
      if (decision !== undefined) {
        return { decision, ...wordsOf(answer), by: 'KERNEL' };
      }
    }
    const decision = await this.#readBack.judge(record);
    const results = record.before;
    return { decision, kernel: 'UNKNOWN', reason: 'READ_BACK', results, by: 'READ_BACK' };
  }

  /** What the kernel keeps of others than the undecided. */
  async #clean(
    kept: readonly (readonly [TransactionId, KernelOutcome])[],
  ): Promise<Pick<RecoveryReport, 'orphans' | 'forgotten' | 'strangers'>> {
    const { kernel, journal } = this.#parts;
    const orphans: TransactionId[] = [];
    const forgotten: TransactionId[] = [];
    const strangers: Stranger[] = [];
    for (const [id, listed] of kept) {
      const known = (await journal.decisionOf(id)) !== undefined;
      const outcome = listed === 'PREPARED' ? (await kernel.abort(id)).outcome : listed;
      const decision = decisionFrom(outcome);
      if (decision === 'ABORT' || (known && decision !== undefined)) {
        await kernel.forget(id);
        (known ? forgotten : orphans).push(id);
      } else {
        strangers.push(...(await this.#stranger(id)));
      }
    }
    return { orphans, forgotten, strangers };
  }

  /** None, when the kernel has lost it meanwhile. */
  async #stranger(id: TransactionId): Promise<readonly Stranger[]> {
    const found = await lookAt(this.#parts.kernel, id);
    if (found !== undefined && isUnsure(found)) {
      await this.#hold(found.devices);
    }
    return found === undefined ? [] : [found];
  }

  async #hold(devices: readonly number[]): Promise<void> {
    for (const device of devices) {
      await this.#parts.kernel.hold(device);
    }
  }
}

function wordsOf({ outcome, reason, results }: KernelAnswer) {
  return { kernel: outcome, reason, results };
}

/**
 * Idempotent: what it did not come to, the next one does. Rejects with RecoveryIncompleteError, with
 * FencedError, and with what journal or kernel say when they do not work: nothing may be operated then.
 */
export function recover(options: CommitOptions): Promise<RecoveryReport> {
  return new Recovery(checkCommitOptions(options)).run();
}
