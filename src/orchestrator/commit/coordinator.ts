// SPDX-License-Identifier: Apache-2.0
// Runs transactions across the tracks, many at a time, one at a time on each device. Once it is fenced
// off it decides nothing any more.

import { checkInteger } from '../../core/model/check.ts';
import { placeOf, tokenName } from '../../core/model/device.ts';
import { InvalidArgumentError } from '../../core/model/errors.ts';
import {
  type AuthorizedTransaction,
  type Coordinator,
  FencedError,
  type TransactionEnd,
  type TransactionId,
} from '../../core/ports/commit.ts';
import { isEffect, type Need } from '../../core/requirement/input.ts';
import { DeviceQueue } from './device-queue.ts';
import { tellInDoubt } from './doubt.ts';
import { brokenEnd, givenUpEnd } from './ends.ts';
import { finish } from './finish.ts';
import { type GivenUp, Life } from './life.ts';
import { OneCommit, type Result } from './one-commit.ts';
import { type CommitOptions, type CommitParts, checkCommitOptions } from './options.ts';

const EFFECTS_MAX = 84;
const TIMEOUT_MAX_MS = 5000;

/** Throws InvalidArgumentError for what no state of the world could make right. */
function checkTransaction({ effects }: AuthorizedTransaction): void {
  checkInteger(effects.length, 'effects', 1, EFFECTS_MAX);
  const seen = new Set<number>();
  for (const [n, { device, type, timeoutMs }] of effects.entries()) {
    placeOf(device);
    checkInteger(timeoutMs, `effects[${n}].timeoutMs`, 1, TIMEOUT_MAX_MS, 'ms');
    if (!isEffect(type)) {
      throw new InvalidArgumentError(`effects[${n}].type`, type, 'an operation with an effect');
    }
    if (seen.has(device)) {
      throw new InvalidArgumentError(`effects[${n}].device`, tokenName(device), 'named once');
    }
    seen.add(device);
  }
}

export class CommitCoordinator implements Coordinator {
  readonly #parts: CommitParts;
  readonly #queue: DeviceQueue;
  readonly #lives = new Map<TransactionId, Life>();
  /** Decided, and not yet written down and told. */
  readonly #finishing = new Map<TransactionId, Promise<void>>();
  #closing = false;
  #fenced = false;

  constructor(options: CommitOptions) {
    this.#parts = checkCommitOptions(options);
    this.#queue = new DeviceQueue(this.#parts.limits.waiting);
  }

  /** Whether somebody else decides by now. */
  get fenced(): boolean {
    return this.#fenced;
  }

  get inFlight(): number {
    return this.#lives.size;
  }

  /** Rejects with InvalidArgumentError alone: one that is no transaction. */
  async execute(
    transaction: AuthorizedTransaction,
    signal: AbortSignal,
    unmet: () => readonly Need[] = () => [],
  ): Promise<TransactionEnd> {
    checkTransaction(transaction);
    const { journal, clock, timers } = this.#parts;
    const id = journal.nextId();
    const life = new Life(signal, transaction.deadline - clock.boot(), timers);
    if (this.#closing) {
      life.giveUp('CLOSING');
    }
    this.#lives.set(id, life);
    try {
      return await this.#execute(id, transaction, life, unmet);
    } finally {
      life.seal();
      this.#lives.delete(id);
    }
  }

  async #execute(
    id: TransactionId,
    transaction: AuthorizedTransaction,
    life: Life,
    unmet: () => readonly Need[],
  ): Promise<TransactionEnd> {
    let giveBack: (() => void) | undefined;
    try {
      const devices = transaction.effects.map(({ device }) => device);
      giveBack = await this.#queue.take(devices, life.signal);
    } catch (error) {
      return brokenEnd(id, null, 'commit-queue', error, 'fewer transactions at a time');
    }
    if (giveBack === undefined) {
      return givenUpEnd(id, life.reason ?? 'CLOSING');
    }
    if (this.#fenced) {
      giveBack();
      return { kind: 'FENCED', id };
    }
    try {
      const result = await new OneCommit(this.#parts, id, transaction, life, unmet).run();
      const recorded = this.#finish(id, transaction, result, giveBack);
      const { end, outcome } = result;
      return outcome === undefined ? end : { ...end, recorded };
    } catch (error) {
      giveBack();
      if (!(error instanceof FencedError)) {
        throw error;
      }
      this.#onFenced(error);
      return { kind: 'FENCED', id };
    }
  }

  /** Beside: whoever asked has the answer, and the devices are free when it is written down. Whether it was. */
  #finish(
    id: TransactionId,
    transaction: AuthorizedTransaction,
    { outcome, cleanUp }: Result,
    giveBack: () => void,
  ): Promise<boolean> {
    const recorded = Promise.withResolvers<boolean>();
    const onRecorded = (): void => {
      recorded.resolve(true);
      giveBack();
    };
    const mayGoOn = (): boolean => !(this.#closing || this.#fenced);
    const finishing = async (): Promise<void> => {
      try {
        await cleanUp;
        if (outcome !== undefined) {
          await finish(this.#parts, outcome, transaction, mayGoOn, onRecorded);
        }
      } catch (error) {
        this.#onFinishFailed(error);
      } finally {
        recorded.resolve(false);
        giveBack();
        this.#finishing.delete(id);
      }
    };
    this.#finishing.set(id, finishing());
    return recorded.promise;
  }

  #onFinishFailed(error: unknown): void {
    if (error instanceof FencedError) {
      this.#onFenced(error);
    } else {
      this.#parts.problem(error);
    }
  }

  #onFenced(error: FencedError): void {
    if (!this.#fenced) {
      this.#fenced = true;
      this.#parts.problem(error);
      this.#parts.fenced();
    }
  }

  stop(): void {
    this.#giveUpAll('STOP');
  }

  #giveUpAll(reason: GivenUp): void {
    for (const life of this.#lives.values()) {
      life.giveUp(reason);
    }
  }

  /**
   * Tells tracks what has become of what they are in doubt about, as far as it is known. To be called from
   * time to time. Rejects with what the journal does.
   */
  async tellInDoubt(): Promise<void> {
    const underWay = (id: TransactionId): boolean => this.#lives.has(id) || this.#finishing.has(id);
    if (!this.#fenced) {
      await tellInDoubt(this.#parts, underWay);
    }
  }

  /** Resolves when all that was decided is written down and told. */
  async settled(): Promise<void> {
    while (this.#finishing.size > 0) {
      await Promise.all(this.#finishing.values());
    }
  }

  /**
   * Gives up what may still be given up and takes nothing more. Resolves when nothing of it is under way;
   * what could not be written down until then, recovery finds. Idempotent.
   */
  async close(): Promise<void> {
    this.#closing = true;
    this.#giveUpAll('CLOSING');
    await this.settled();
  }
}

/** Recovery (recovery.ts) comes first, with the same ports. Throws InvalidArgumentError for its limits. */
export function createCoordinator(options: CommitOptions): CommitCoordinator {
  return new CommitCoordinator(options);
}
