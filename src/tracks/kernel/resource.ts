// SPDX-License-Identifier: Apache-2.0
// Track A in a commit: the last resource, over a device path. One resource is one coordinator epoch of
// one kernel instance; when either is not the present one any more, every answer is FencedError.
import { Buffer } from 'node:buffer';
import type { TxCommit, TxId, TxPrepare } from '../../abi/generated/arguments.ts';
import { LEASE_MAX_MS, LEASE_MIN_MS } from '../../abi/generated/constants.ts';
import { Reason, TxOutcome } from '../../abi/generated/enums.ts';
import {
  type AuthorizedTransaction,
  type Effect,
  type EffectResult,
  FencedError,
  type KernelAnswer,
  type KernelOutcome,
  type KernelResource,
  type TransactionId,
} from '../../core/ports/commit.ts';
import type { DevicePath } from '../../device/device-path.ts';
import {
  CallError,
  ClosedError,
  RefusedError,
  reasonName,
  VanishedError,
} from '../../device/errors.ts';
import { whatSatisfies } from '../../device/reasons.ts';
import {
  effectResults,
  failedAt,
  failureAnswer,
  kernelOutcome,
  operationOf,
  plainAnswer,
} from './answers.ts';
import { checkTransactionVersion } from './version.ts';

/** What it needs of a DevicePath. */
export type KernelPath = Pick<
  DevicePath,
  'info' | 'transactions' | 'read' | 'setHold' | 'releaseHold' | 'auditHead' | 'setAuditHead'
>;

/** Those who are told so decide nothing any more; the answer to a commit that says more does not count. */
function fences(error: unknown): boolean {
  if (error instanceof VanishedError || error instanceof ClosedError) {
    return true;
  }
  const stale: readonly number[] = [Reason.COORDINATOR_STALE, Reason.COORDINATOR_REQUIRED];
  const decided = (): boolean =>
    error instanceof CallError &&
    'outcome' in error.answer &&
    Number(error.answer.outcome) >= TxOutcome.COMMITTED;
  return error instanceof RefusedError && stale.includes(error.reason) && !decided();
}

/**
 * Rejects with TransactionVersionError before anything is claimed, and with what the kernel says to a claim:
 * a path opened read-only, without the capability.
 */
export async function openKernelResource(path: KernelPath): Promise<DeviceResource> {
  const { instanceId, txAbiVersion } = path.info;
  checkTransactionVersion(txAbiVersion);
  return new DeviceResource(path, instanceId, await path.transactions.claim());
}

export class DeviceResource implements KernelResource {
  readonly instance: string;
  readonly coordinatorEpoch: bigint;
  readonly #path: KernelPath;
  readonly #instanceId: bigint;
  /** Of those that were prepared here: what a commit's answer does not repeat. */
  readonly #prepared = new Map<TransactionId, readonly EffectResult[]>();

  constructor(path: KernelPath, instanceId: bigint, coordinatorEpoch: bigint) {
    this.#path = path;
    this.#instanceId = instanceId;
    this.instance = instanceId.toString(16).padStart(16, '0');
    this.coordinatorEpoch = coordinatorEpoch;
  }

  async prepare(
    id: TransactionId,
    transaction: AuthorizedTransaction,
    leaseMs: number,
  ): Promise<KernelAnswer> {
    const lease = Math.min(LEASE_MAX_MS, Math.max(LEASE_MIN_MS, Math.floor(leaseMs)));
    try {
      const prepared = await this.#call('a prepare', ({ transactions }) =>
        transactions.prepare({
          ...this.#names(id, transaction),
          leaseMs: lease,
          operations: transaction.effects.map(operationOf),
        }),
      );
      const results = effectResults(prepared.operations);
      this.#prepared.set(id, results);
      return plainAnswer(kernelOutcome(prepared.outcome), results);
    } catch (error) {
      // One that fails leaves no trace in the kernel, whatever it was.
      return answered(error, ({ answer }) => {
        const { failedOperation, operations } = answer as TxPrepare;
        const failed = failedAt(failedOperation, transaction.effects.length);
        return ['ABORTED', failed, effectResults(operations)];
      });
    }
  }

  async commit(id: TransactionId, transaction: AuthorizedTransaction): Promise<KernelAnswer> {
    try {
      const committed = await this.#call('a commit', ({ transactions }) =>
        transactions.commit(this.#names(id, transaction)),
      );
      return plainAnswer(kernelOutcome(committed.outcome), this.#prepared.get(id));
    } catch (error) {
      const answer = answered(error, ({ answer: said, reason }) => {
        const { outcome, failedOperation } = said as TxCommit;
        const failed = failedAt(failedOperation, transaction.effects.length);
        // Unknown to it, or still being performed for an earlier call: no answer yet.
        const known = reason === Reason.UNKNOWN_TRANSACTION ? 'UNKNOWN' : kernelOutcome(outcome);
        return [known, failed, this.#prepared.get(id) ?? []];
      });
      const { outcome } = answer;
      if (outcome === 'ROLLED_BACK' || outcome === 'UNCERTAIN') {
        // How each effect ended is in the status alone; without it the decision stands all the same.
        const { results } = await this.outcome(id).catch(() => answer);
        return { ...answer, results };
      }
      return answer;
    }
  }

  abort(id: TransactionId): Promise<KernelAnswer> {
    return this.#settle(
      'an abort',
      ({ transactions }) => transactions.abort(id),
      ({ outcome }) => plainAnswer(kernelOutcome(outcome)),
    );
  }

  outcome(id: TransactionId): Promise<KernelAnswer> {
    return this.#settle(
      'an outcome',
      ({ transactions }) => transactions.status(id),
      ({ outcome, outcomeReason, failedOperation, operationCount, operations }) => {
        const answer = plainAnswer(kernelOutcome(outcome), effectResults(operations));
        const failed = failedAt(failedOperation, operationCount);
        return outcomeReason === Reason.NONE
          ? { ...answer, failed }
          : { ...answer, ...reasonOf(outcomeReason), failed };
      },
    );
  }

  async list(): Promise<
    readonly { readonly id: TransactionId; readonly outcome: KernelOutcome }[]
  > {
    const entries = await this.#call('the list', ({ transactions }) => transactions.list());
    return entries.map(({ transactionId, outcome }) => ({
      id: transactionId,
      outcome: kernelOutcome(outcome),
    }));
  }

  async forget(id: TransactionId): Promise<void> {
    this.#prepared.delete(id);
    try {
      await this.#call('forgetting', ({ transactions }) => transactions.forget(id));
    } catch (error) {
      if (!(error instanceof RefusedError && error.reason === Reason.UNKNOWN_TRANSACTION)) {
        throw error;
      }
    }
  }

  async readBack({ device, register, timeoutMs }: Effect): Promise<number | null> {
    if (register === null) {
      return null;
    }
    try {
      const input = { device, registerIndex: register, timeoutMs };
      return (await this.#call('a read-back', (path) => path.read(input))).value;
    } catch (error) {
      if (error instanceof CallError) {
        return null;
      }
      throw error;
    }
  }

  async hold(device: number): Promise<void> {
    await this.#call('a hold', (path) => path.setHold(device));
  }

  async release(device: number): Promise<void> {
    try {
      await this.#call('a release', (path) => path.releaseHold(device));
    } catch (error) {
      if (!(error instanceof RefusedError && error.reason === Reason.NOT_HELD)) {
        throw error;
      }
    }
  }

  /** The kernel keeps it until it is unloaded; it takes the present coordinator to set it. */
  get auditHead(): {
    get(): Promise<Uint8Array | undefined>;
    set(head: Uint8Array): Promise<void>;
  } {
    const { coordinatorEpoch } = this;
    return {
      get: async () => {
        const { setCount, head } = await this.#call('the head', (path) => path.auditHead());
        return setCount === 0n ? undefined : Uint8Array.from(head);
      },
      set: async (head) => {
        await this.#call('the head', (path) => path.setAuditHead({ coordinatorEpoch, head }));
      },
    };
  }

  #names(transactionId: TransactionId, { stopEpoch, digest }: AuthorizedTransaction) {
    const { coordinatorEpoch } = this;
    const bytes = Uint8Array.from(Buffer.from(digest, 'hex'));
    return { transactionId, coordinatorEpoch, stopEpoch: BigInt(stopEpoch), digest: bytes };
  }

  /** A path that came back may lead to another kernel: nothing of ours is sent there. */
  async #call<T>(what: string, send: (path: KernelPath) => Promise<T>): Promise<T> {
    if (this.#path.info.instanceId !== this.#instanceId) {
      throw new FencedError(what);
    }
    try {
      return await send(this.#path);
    } catch (error) {
      throw fences(error) ? new FencedError(what, { cause: error }) : error;
    }
  }

  /** Of a call that may be asked at any time: that it knows no such transaction is an answer. */
  async #settle<T>(
    what: string,
    send: (path: KernelPath) => Promise<T>,
    read: (answer: T) => KernelAnswer,
  ): Promise<KernelAnswer> {
    try {
      return read(await this.#call(what, send));
    } catch (error) {
      return answered(error, ({ answer, reason }) => {
        const { outcome } = answer as TxId;
        return [
          reason === Reason.UNKNOWN_TRANSACTION ? 'UNKNOWN' : kernelOutcome(outcome),
          null,
          [],
        ];
      });
    }
  }
}

function reasonOf(reason: number): Pick<KernelAnswer, 'reason' | 'satisfiedBy'> {
  return { reason: reasonName(reason), satisfiedBy: whatSatisfies(reason) };
}

/** A call that the kernel refused or failed is an answer; anything else is thrown on. */
function answered(
  error: unknown,
  read: (error: CallError) => [KernelOutcome, number | null, readonly EffectResult[]],
): KernelAnswer {
  if (!(error instanceof CallError)) {
    throw error;
  }
  return failureAnswer(error, ...read(error));
}
