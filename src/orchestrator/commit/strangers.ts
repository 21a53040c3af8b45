// SPDX-License-Identifier: Apache-2.0
// Transactions that another coordinator left in the kernel: no line of ours says what they were, so that
// people decide. The claim of this start keeps their coordinator from doing anything more; there are no
// others than those that recovery found.
import { InvalidArgumentError } from '../../core/model/errors.ts';
import type { KernelOutcome, KernelResource, TransactionId } from '../../core/ports/commit.ts';
import { decisionFrom } from './decision.ts';

export interface Stranger {
  readonly id: TransactionId;
  /** What the kernel says of it. */
  readonly outcome: KernelOutcome;
  /** The ABI's name of why; '' without. */
  readonly reason: string;
  /** Tokens, ascending. */
  readonly devices: readonly number[];
}

type StrangerKernel = Pick<KernelResource, 'outcome' | 'abort' | 'forget' | 'hold'>;

/** The kernel says something else of it than what was to be cleared, or has not ended it. Nothing is forgotten. */
export class StrangerMovedError extends Error {
  override readonly name = 'StrangerMovedError';
  readonly code = 'ERR_DSMIL_STRANGER_MOVED';
  readonly outcome: KernelOutcome;

  constructor(id: TransactionId, said: KernelOutcome, outcome: KernelOutcome) {
    super(
      `transaction ${id} was to be cleared as ${said}, and the kernel says ${outcome} of it: list what there is, ` +
        'and propose it anew once it has ended',
    );
    this.outcome = outcome;
  }
}

/** Undefined when the kernel knows nothing of it any more. Rejects with what the kernel does. */
export async function lookAt(
  kernel: StrangerKernel,
  id: TransactionId,
): Promise<Stranger | undefined> {
  const { outcome, reason, results } = await kernel.outcome(id);
  const devices = results.map(({ device }) => device).sort((a, b) => a - b);
  return outcome === 'UNKNOWN' ? undefined : { id, outcome, reason, devices };
}

/** Whether somebody has to look before anything more is done to its devices. */
export function isUnsure({ outcome }: Stranger): boolean {
  const decision = decisionFrom(outcome);
  return decision === undefined || decision === 'HEURISTIC';
}

export class Strangers {
  readonly #kernel: StrangerKernel;
  readonly #known: Map<TransactionId, Stranger>;

  /** @found by recovery. */
  constructor(kernel: StrangerKernel, found: readonly Stranger[]) {
    this.#kernel = kernel;
    this.#known = new Map(found.map((one) => [one.id, one]));
  }

  /** What has ended does not change: only of the others the kernel is asked. */
  async list(): Promise<readonly Stranger[]> {
    for (const { id, outcome } of [...this.#known.values()]) {
      if (decisionFrom(outcome) === undefined) {
        this.#learn(id, await lookAt(this.#kernel, id));
      }
    }
    return [...this.#known.values()];
  }

  /**
   * The kernel forgets it; what is only prepared is aborted before. Where nobody can tell what became of it, its
   * devices are put on hold first and stay so: what may be done with each is another question. Who signed for it the caller
   * has checked. @said: the outcome that it was signed with. Rejects with StrangerMovedError, InvalidArgumentError for
   * what is none, and with what the kernel does: asking again mends it.
   */
  async clear(id: TransactionId, said: KernelOutcome): Promise<Stranger> {
    const known = this.#known.get(id);
    if (known === undefined) {
      throw new InvalidArgumentError('transaction', id, 'one that another coordinator left');
    }
    const now = await lookAt(this.#kernel, id);
    this.#learn(id, now);
    if (now?.outcome !== said) {
      throw new StrangerMovedError(id, said, now?.outcome ?? 'UNKNOWN');
    }
    if (said !== 'PREPARED' && isUnsure(now)) {
      for (const device of now.devices) {
        await this.#kernel.hold(device);
      }
    }
    const ended = said === 'PREPARED' ? (await this.#kernel.abort(id)).outcome : said;
    const decision = decisionFrom(ended);
    // That it was prepared, and not that it was committed, is what was signed.
    if (said === 'PREPARED' ? decision !== 'ABORT' : decision === undefined) {
      throw new StrangerMovedError(id, said, ended);
    }
    await this.#kernel.forget(id);
    this.#known.delete(id);
    return { ...now, outcome: ended };
  }

  #learn(id: TransactionId, now: Stranger | undefined): void {
    if (now === undefined) {
      this.#known.delete(id);
    } else {
      this.#known.set(id, now);
    }
  }
}
