// SPDX-License-Identifier: Apache-2.0
// The only way to an effect: prepare, then commit or abort. Outcomes are kept until forgotten.
import type {
  TxCommit,
  TxCommitInput,
  TxEntry,
  TxId,
  TxPrepare,
  TxPrepareInput,
  TxStatus,
} from '../abi/generated/arguments.ts';
import type { Caller, CallOptions } from './calls.ts';
import { CLAIM, TX_ABORT, TX_COMMIT, TX_FORGET, TX_LIST, TX_PREPARE, TX_STATUS } from './shapes.ts';

export class Transactions {
  readonly #caller: () => Caller;

  constructor(caller: () => Caller) {
    this.#caller = caller;
  }

  /** Takes the coordinator role; holders of older epochs are refused from then on. */
  async claim(options?: CallOptions): Promise<bigint> {
    return (await this.#caller().perform(CLAIM, undefined, options)).coordinatorEpoch;
  }

  /** A refusal's answer (a TxPrepare) names the failed operation. */
  async prepare(input: TxPrepareInput, options?: CallOptions): Promise<TxPrepare> {
    return await this.#caller().perform(TX_PREPARE, input, options);
  }

  /** A failure's answer (a TxCommit) has the outcome: it may have been rolled back, or not. */
  async commit(input: TxCommitInput, options?: CallOptions): Promise<TxCommit> {
    return await this.#caller().perform(TX_COMMIT, input, options);
  }

  async abort(transactionId: bigint, options?: CallOptions): Promise<TxId> {
    return await this.#caller().perform(TX_ABORT, { transactionId }, options);
  }

  async status(transactionId: bigint, options?: CallOptions): Promise<TxStatus> {
    return await this.#caller().perform(TX_STATUS, { transactionId }, options);
  }

  async forget(transactionId: bigint, options?: CallOptions): Promise<TxId> {
    return await this.#caller().perform(TX_FORGET, { transactionId }, options);
  }

  /** All that are kept, by ascending id. */
  async list(options?: CallOptions): Promise<TxEntry[]> {
    const entries: TxEntry[] = [];
    for (let after = 0n; ; ) {
      const page = await this.#caller().perform(TX_LIST, { after }, options);
      entries.push(...page.entries);
      const last = page.entries.at(-1);
      if (last === undefined) {
        return entries;
      }
      after = last.transactionId;
    }
  }
}
