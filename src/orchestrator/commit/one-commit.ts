// SPDX-License-Identifier: Apache-2.0
// One transaction, from the first question to the kernel's answer: the protocol of
// test/model/commit.pml, step by step.

import { Track } from '../../core/model/enums.ts';
import {
  type AuthorizedTransaction,
  FencedError,
  type KernelAnswer,
  type MayCommit,
  type Outcome,
  type TransactionEnd,
  type TransactionId,
} from '../../core/ports/commit.ts';
import type { Need } from '../../core/requirement/input.ts';
import { askKernel } from './ask.ts';
import { decisionFrom } from './decision.ts';
import { brokenEnd, givenUpEnd, refusedEnd, unmetEnd, votedNoEnd } from './ends.ts';
import { tellAll } from './finish.ts';
import type { Life } from './life.ts';
import type { CommitParts } from './options.ts';
import { unlessAborted, within } from './timers.ts';
import { collectVotes } from './votes.ts';

export interface Result {
  readonly end: TransactionEnd;
  /** To be written down; undefined where there is nothing, or where somebody else decides. */
  readonly outcome: Outcome | undefined;
  /** What must settle before the devices are anybody else's: a prepare that came too late is undone. */
  readonly cleanUp: Promise<void> | undefined;
}

function ended(end: TransactionEnd, cleanUp?: Promise<void>): Result {
  return { end, outcome: undefined, cleanUp };
}

export class OneCommit {
  readonly #parts: CommitParts;
  readonly #id: TransactionId;
  readonly #transaction: AuthorizedTransaction;
  readonly #life: Life;
  readonly #unmet: () => readonly Need[];

  constructor(
    parts: CommitParts,
    id: TransactionId,
    transaction: AuthorizedTransaction,
    life: Life,
    unmet: () => readonly Need[],
  ) {
    this.#parts = parts;
    this.#id = id;
    this.#transaction = transaction;
    this.#life = life;
    this.#unmet = unmet;
  }

  /** Rejects with FencedError alone: then nothing was decided here. */
  async run(): Promise<Result> {
    const id = this.#id;
    const { journal, participants } = this.#parts;
    const proposal = { id, incarnation: journal.incarnation, transaction: this.#transaction };
    const refusal = await collectVotes(participants, proposal, this.#life.signal);
    const reason = this.#life.reason;
    if (refusal !== undefined || reason !== undefined) {
      await this.#tellAbort();
      return ended(
        refusal === undefined
          ? givenUpEnd(id, reason ?? 'CLOSING')
          : votedNoEnd(id, refusal.track, refusal.needs),
      );
    }
    return await this.#prepareKernel();
  }

  async #prepareKernel(): Promise<Result> {
    const { kernel, clock } = this.#parts;
    const leaseMs = this.#transaction.deadline - clock.boot();
    const preparing = kernel.prepare(this.#id, this.#transaction, leaseMs);
    try {
      const prepared = await unlessAborted(this.#life.signal, preparing);
      if (!prepared.ended) {
        await this.#tellAbort();
        return ended(this.#givenUp(), this.#undo(preparing));
      }
      if (prepared.value.outcome === 'PREPARED') {
        return await this.#allow(prepared.value);
      }
      // A prepare that was refused has left nothing in the kernel.
      await this.#tellAbort();
      return ended(refusedEnd(this.#id, this.#transaction, prepared.value));
    } catch (error) {
      if (error instanceof FencedError) {
        throw error;
      }
      await this.#tellAbort();
      const end = brokenEnd(
        this.#id,
        Track.KERNEL,
        'kernel-answers',
        error,
        'a kernel that answers',
      );
      return ended(end, this.#abortAndForget());
    }
  }

  async #allow(prepared: KernelAnswer): Promise<Result> {
    const { kernel, journal, clock } = this.#parts;
    // The moment of use: from here to the record nothing is waited for.
    const unmet = this.#unmet();
    if (unmet.length > 0) {
      await this.#tellAbort();
      return ended(unmetEnd(this.#id, unmet), this.#abortAndForget());
    }
    const record: MayCommit = {
      id: this.#id,
      transaction: this.#transaction,
      kernelInstance: kernel.instance,
      coordinatorEpoch: kernel.coordinatorEpoch,
      before: prepared.results,
      at: clock.wall(),
    };
    const allowing = journal.mayCommit(record);
    try {
      await unlessAborted(this.#life.signal, allowing);
    } catch (error) {
      if (error instanceof FencedError) {
        throw error;
      }
      const satisfiedBy =
        'approvals that were not used, and a journal and audit log that take records';
      return await this.#abort(brokenEnd(this.#id, null, 'intent-durable', error, satisfiedBy));
    }
    if (!this.#life.seal()) {
      // It may still become durable: then its outcome is, too, and nothing was done.
      allowing.catch((error: unknown) => this.#parts.problem(error));
      return await this.#abort(this.#givenUp());
    }
    return await this.#commit();
  }

  /** Before the commit was sent, with a MAY_COMMIT that may be durable. */
  async #abort(end: TransactionEnd): Promise<Result> {
    const reason = 'reason' in end ? end.reason : '';
    await this.#abortInKernel();
    return { end, outcome: this.#outcome('ABORT', 'ABORTED', reason, []), cleanUp: undefined };
  }

  async #commit(): Promise<Result> {
    const answer = (await this.#askCommit()) ?? (await askKernel(this.#parts, this.#id));
    if (answer === undefined) {
      return this.#nobodyKnows('KERNEL_SILENT', null);
    }
    const { outcome, reason, results } = answer;
    if (outcome === 'UNKNOWN') {
      // It was prepared there, and is forgotten when it is decided: so somebody else has decided it.
      throw new FencedError(`transaction ${this.#id} is not known to its kernel any more`);
    }
    const decision = decisionFrom(outcome);
    if (decision === undefined || decision === 'HEURISTIC') {
      return this.#nobodyKnows(reason || outcome, answer);
    }
    return {
      end: this.#endOf(answer),
      outcome: this.#outcome(decision, outcome, reason, results),
      cleanUp: undefined,
    };
  }

  /** Undefined when there was no answer that decides: it is to be asked for. */
  async #askCommit(): Promise<KernelAnswer | undefined> {
    const { kernel, timers, limits, problem } = this.#parts;
    const { effects } = this.#transaction;
    // Each effect may take its time, and so may undoing it.
    const longest = effects.reduce((sum, { timeoutMs }) => sum + 2 * timeoutMs, limits.commitMs);
    const committing = kernel.commit(this.#id, this.#transaction);
    try {
      const said = await within(timers, longest, committing);
      if (!said.ended) {
        committing.catch(problem);
        return undefined;
      }
      return decisionFrom(said.value.outcome) === undefined ? undefined : said.value;
    } catch (error) {
      if (error instanceof FencedError) {
        throw error;
      }
      problem(error);
      return undefined;
    }
  }

  #endOf(answer: KernelAnswer): TransactionEnd {
    const id = this.#id;
    switch (answer.outcome) {
      case 'COMMITTED':
        return { kind: 'COMMITTED', id, answer };
      case 'ROLLED_BACK':
        return { kind: 'ROLLED_BACK', id, answer };
      default:
        return refusedEnd(id, this.#transaction, answer);
    }
  }

  #nobodyKnows(reason: string, answer: KernelAnswer | null): Result {
    const outcome = answer?.outcome ?? 'UNKNOWN';
    return {
      end: { kind: 'HEURISTIC', id: this.#id, reason, answer },
      outcome: this.#outcome('HEURISTIC', outcome, reason, answer?.results ?? []),
      cleanUp: undefined,
    };
  }

  #outcome(
    decision: Outcome['decision'],
    kernel: Outcome['kernel'],
    reason: string,
    results: Outcome['results'],
  ): Outcome {
    const at = this.#parts.clock.wall();
    return { id: this.#id, decision, kernel, reason, results, recovered: false, at };
  }

  #givenUp(): TransactionEnd {
    return givenUpEnd(this.#id, this.#life.reason ?? 'CLOSING');
  }

  async #tellAbort(): Promise<void> {
    await tellAll(this.#parts, this.#id, 'ABORT');
  }

  /** A prepare that nobody waited for: if it comes, it is taken back; else its lease ends it. */
  async #undo(preparing: Promise<KernelAnswer>): Promise<void> {
    try {
      const { outcome } = await preparing;
      if (outcome === 'PREPARED') {
        await this.#abortAndForget();
      }
    } catch (error) {
      this.#parts.problem(error);
    }
  }

  /** What fails here, the lease ends: no commit is sent any more, whatever the kernel answers. */
  async #abortInKernel(): Promise<boolean> {
    const { kernel, timers, limits, problem } = this.#parts;
    try {
      const aborted = await within(timers, limits.answerMs, kernel.abort(this.#id));
      return aborted.ended && decisionFrom(aborted.value.outcome) === 'ABORT';
    } catch (error) {
      problem(error);
      return false;
    }
  }

  /** Without a MAY_COMMIT nobody will ever ask: it is forgotten at once. */
  async #abortAndForget(): Promise<void> {
    if (await this.#abortInKernel()) {
      await this.#parts.kernel.forget(this.#id).catch(this.#parts.problem);
    }
  }
}
