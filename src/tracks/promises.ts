// SPDX-License-Identifier: Apache-2.0
// What a track has promised in a commit and was not told the end of.
import type { Proposal, TransactionId } from '../core/ports/commit.ts';

export class Promises {
  readonly #held = new Map<TransactionId, Proposal>();

  hold(proposal: Proposal): void {
    this.#held.set(proposal.id, proposal);
  }

  /** The proposal, when there was a promise: it is over now. */
  end(id: TransactionId): Proposal | undefined {
    const proposal = this.#held.get(id);
    this.#held.delete(id);
    return proposal;
  }

  /** Those of other transactions than @id. */
  others(id: TransactionId): readonly Proposal[] {
    return [...this.#held.values()].filter((proposal) => proposal.id !== id);
  }

  list(): readonly { readonly id: TransactionId; readonly incarnation: number }[] {
    return [...this.#held.values()].map(({ id, incarnation }) => ({ id, incarnation }));
  }
}
