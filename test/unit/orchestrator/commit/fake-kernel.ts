// SPDX-License-Identifier: Apache-2.0
// A kernel and its hardware. It keeps the rules of the real one, asserts the model's invariants at every
// register write, and can be stopped, restarted, and be made unable to undo.
import {
  type AuthorizedTransaction,
  type Effect,
  FencedError,
  type KernelAnswer,
  type KernelOutcome,
  type KernelResource,
  type TransactionId,
} from '../../../../src/core/ports/commit.ts';
import type { Fate, Process, Schedule } from './schedule.ts';

interface Kept {
  readonly transaction: AuthorizedTransaction;
  readonly epoch: bigint;
  readonly before: readonly number[];
  outcome: KernelOutcome;
  reason: string;
}

export interface KernelWorld {
  readonly schedule: Schedule;
  fate(what: string): Fate;
  /** Throws when @id was not allowed to commit: asked at each write. */
  checkAllowed(id: TransactionId): void;
  /** Whether the next undo fails. */
  undoFails(): boolean;
}

export class FakeKernel {
  instance = 1;
  coordinator = 0n;
  latched = false;
  stopEpoch = 1;
  readonly kept = new Map<TransactionId, Kept>();
  readonly holds = new Set<number>();
  /** Hardware: outlives the kernel. */
  readonly registers = new Map<number, number>();
  /** Effects that stand, by transaction: how often each device was written and not undone. */
  readonly standing = new Map<TransactionId, Set<number>>();
  readonly #world: KernelWorld;

  constructor(world: KernelWorld) {
    this.#world = world;
  }

  valueOf(device: number): number {
    return this.registers.get(device) ?? 0;
  }

  stop(): void {
    this.latched = true;
    this.stopEpoch++;
  }

  start(): void {
    this.latched = false;
  }

  restart(): void {
    this.instance++;
    this.coordinator = 0n;
    this.kept.clear();
    this.holds.clear();
  }

  /** A prepared transaction's lease ends: at any moment. */
  expireLeases(): void {
    for (const kept of this.kept.values()) {
      if (kept.outcome === 'PREPARED') {
        kept.outcome = 'ABORTED';
        kept.reason = 'LEASE_EXPIRED';
      }
    }
  }

  claim(owner: Process): KernelResource {
    const epoch = ++this.coordinator;
    return new FakeResource(this, this.#world, owner, epoch);
  }

  /** A reason, or undefined. */
  refusal({ effects, stopEpoch }: AuthorizedTransaction): string | undefined {
    const busy = (device: number): boolean =>
      [...this.kept.values()].some(
        ({ outcome, transaction }) =>
          (outcome === 'PREPARED' || outcome === 'COMMITTING') &&
          transaction.effects.some((effect) => effect.device === device),
      );
    if (this.latched) {
      return 'STOP_LATCHED';
    }
    if (stopEpoch !== this.stopEpoch) {
      return 'STOP_EPOCH';
    }
    if (effects.some(({ device }) => this.holds.has(device))) {
      return 'ON_HOLD';
    }
    return effects.some(({ device }) => busy(device)) ? 'DEVICE_BUSY' : undefined;
  }

  /** Performs @id step by step; dies with the kernel. */
  perform(id: TransactionId, kept: Kept, done: () => void): void {
    const { schedule } = this.#world;
    const { instance } = this;
    const permitted = (): boolean =>
      !this.latched &&
      kept.transaction.stopEpoch === this.stopEpoch &&
      kept.epoch === this.coordinator;
    const end = (outcome: KernelOutcome, reason: string): void => {
      kept.outcome = outcome;
      kept.reason = reason;
      done();
    };
    const undo = (n: number, stuck: boolean): void => {
      const effect = kept.transaction.effects[n];
      if (this.instance !== instance) {
        return;
      }
      if (effect === undefined) {
        const begun = this.standing.has(id);
        end(stuck ? 'UNCERTAIN' : begun ? 'ROLLED_BACK' : 'ABORTED', 'STOP_LATCHED');
        return;
      }
      const fails = this.#world.undoFails();
      if (fails) {
        this.holds.add(effect.device);
      } else {
        this.registers.set(effect.device, kept.before[n] ?? 0);
        this.standing.get(id)?.delete(effect.device);
      }
      schedule.later(() => undo(n - 1, stuck || fails));
    };
    const write = (n: number): void => {
      const effect = kept.transaction.effects[n];
      if (this.instance !== instance) {
        return;
      }
      if (effect === undefined) {
        end('COMMITTED', '');
      } else if (permitted()) {
        this.#write(id, effect);
        schedule.later(() => write(n + 1));
      } else {
        undo(n - 1, false);
      }
    };
    schedule.later(() => write(0));
  }

  #write(id: TransactionId, { device, value }: Effect): void {
    this.#world.checkAllowed(id);
    const standing = this.standing.get(id) ?? new Set();
    if (standing.has(device)) {
      throw new Error(`device ${device} is written twice for ${id}`);
    }
    standing.add(device);
    this.standing.set(id, standing);
    this.registers.set(device, value ?? 0);
  }
}

function answer(outcome: KernelOutcome, reason = '', results: KernelAnswer['results'] = []) {
  return { outcome, reason, satisfiedBy: reason && 'something', failed: null, results };
}

class FakeResource implements KernelResource {
  readonly instance: string;
  readonly coordinatorEpoch: bigint;
  readonly #kernel: FakeKernel;
  readonly #world: KernelWorld;
  readonly #owner: Process;
  readonly #instance: number;

  constructor(kernel: FakeKernel, world: KernelWorld, owner: Process, epoch: bigint) {
    this.#kernel = kernel;
    this.#world = world;
    this.#owner = owner;
    this.#instance = kernel.instance;
    this.instance = `kernel-${kernel.instance}`;
    this.coordinatorEpoch = epoch;
  }

  #call<T>(what: string, perform: (kernel: FakeKernel) => T | Promise<T>): Promise<T> {
    const { schedule } = this.#world;
    return schedule.call(this.#owner, this.#world.fate(`kernel.${what}`), () => {
      if (this.#kernel.instance !== this.#instance) {
        throw new FencedError(what);
      }
      return perform(this.#kernel);
    });
  }

  #checkClaim(what: string): void {
    if (this.#kernel.coordinator !== this.coordinatorEpoch) {
      throw new FencedError(what);
    }
  }

  prepare(id: TransactionId, transaction: AuthorizedTransaction): Promise<KernelAnswer> {
    return this.#call('prepare', (kernel) => {
      this.#checkClaim('prepare');
      const refusal = kernel.refusal(transaction);
      if (refusal !== undefined) {
        return answer('ABORTED', refusal);
      }
      const before = transaction.effects.map(({ device }) => kernel.valueOf(device));
      const epoch = this.coordinatorEpoch;
      kernel.kept.set(id, { transaction, epoch, before, outcome: 'PREPARED', reason: '' });
      const results = transaction.effects.map(({ device }, n) => ({
        device,
        before: before[n] ?? 0,
        error: 0,
        reason: '',
      }));
      return answer('PREPARED', '', results);
    });
  }

  commit(id: TransactionId): Promise<KernelAnswer> {
    return this.#call('commit', (kernel) => {
      this.#checkClaim('commit');
      const kept = kernel.kept.get(id);
      if (kept === undefined) {
        return answer('UNKNOWN', 'UNKNOWN_TRANSACTION');
      }
      if (kept.outcome !== 'PREPARED') {
        return answer(kept.outcome, kept.reason);
      }
      const { latched, stopEpoch } = kernel;
      if (latched || kept.transaction.stopEpoch !== stopEpoch) {
        kept.outcome = 'ABORTED';
        kept.reason = 'STOP_LATCHED';
        return answer('ABORTED', kept.reason);
      }
      kept.outcome = 'COMMITTING';
      return new Promise<KernelAnswer>((resolve) => {
        kernel.perform(id, kept, () => resolve(answer(kept.outcome, kept.reason)));
      });
    });
  }

  abort(id: TransactionId): Promise<KernelAnswer> {
    return this.#call('abort', (kernel) => {
      const kept = kernel.kept.get(id);
      if (kept?.outcome === 'PREPARED') {
        kept.outcome = 'ABORTED';
      }
      return answer(kept?.outcome ?? 'UNKNOWN');
    });
  }

  outcome(id: TransactionId): Promise<KernelAnswer> {
    return this.#call('outcome', (kernel) => {
      const kept = kernel.kept.get(id);
      const results = kept?.transaction.effects.map(({ device }, n) => ({
        device,
        before: kept.before[n] ?? 0,
        error: 0,
        reason: '',
      }));
      return kept === undefined ? answer('UNKNOWN') : answer(kept.outcome, kept.reason, results);
    });
  }

  list() {
    return this.#call('list', (kernel) =>
      [...kernel.kept].map(([id, { outcome }]) => ({ id, outcome })),
    );
  }

  forget(id: TransactionId): Promise<void> {
    return this.#call('forget', (kernel) => {
      const outcome = kernel.kept.get(id)?.outcome;
      if (outcome === 'PREPARED' || outcome === 'COMMITTING') {
        throw new Error('not over yet');
      }
      kernel.kept.delete(id);
    });
  }

  readBack({ device, register }: Effect): Promise<number | null> {
    return this.#call('readBack', (kernel) => (register === null ? null : kernel.valueOf(device)));
  }

  hold(device: number): Promise<void> {
    return this.#call('hold', (kernel) => {
      kernel.holds.add(device);
    });
  }

  release(device: number): Promise<void> {
    return this.#call('release', (kernel) => {
      kernel.holds.delete(device);
    });
  }
}
