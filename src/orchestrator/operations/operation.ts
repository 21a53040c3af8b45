// SPDX-License-Identifier: Apache-2.0
// One operation under way: what was asked, how far it is, and who waits for it.
import type { Digest } from '../../core/canonical/digest.ts';
import {
  advanceOperation,
  type CoordinationState,
  coordinationResult,
  type OperationEvent,
} from '../../core/machines/operation.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import { Approvals } from './approvals.ts';
import type { Verdicts } from './ask-tracks.ts';
import { hasEffects, type Judgement } from './judgement.ts';
import type { AskedConfirmation } from './ports.ts';
import type { Cause, OperationResult } from './result.ts';
import { Words } from './words.ts';

/** It has ended while something was waited for. */
export class EndedError extends Error {
  override readonly name = 'EndedError';
  readonly code = 'ERR_DSMIL_OPERATION_ENDED';

  constructor() {
    super('the operation has ended');
  }
}

/** One for all: where it was made says nothing, and finding that out costs what an answer from memory does. */
const ENDED = new EndedError();

export interface OperationIdentity {
  /** The server's own name for it. */
  readonly id: string;
  readonly principal: string;
  readonly coordinationId: string;
  readonly digest: Digest;
  readonly about: Digest;
  readonly requests: readonly OperationRequest[];
  /** {unit ms since 1970} */
  readonly receivedAt: number;
  /** By the boot clock. {unit ms} */
  readonly begun: number;
  readonly deadline: number;
  /** Of the kernel, at reception: a stop since then ends it. */
  readonly stopEpoch: number;
}

export class Operation {
  readonly identity: OperationIdentity;
  readonly approvals = new Approvals();
  /** What people are told of it. */
  readonly words = new Words();
  /** Aborted when it ends: nothing is waited for any more. */
  readonly ended = new AbortController();
  /** Aborted when an execution under way should not go on. */
  readonly execution = new AbortController();
  readonly #done = Promise.withResolvers<OperationResult>();
  #state: CoordinationState = 'INITIALIZING';
  #wakeups = 0;
  /** Its devices that the tracks are to be asked about again; null: all of them. */
  #moved: Set<number> | null = new Set();
  #answered = false;
  #woken = Promise.withResolvers<void>();
  verdicts: readonly Verdicts[] = [];
  judgement: Judgement | null = null;
  /** What is asked at the interface. */
  question: AskedConfirmation | null = null;
  /** Why its execution was aborted from here. */
  interrupted: Cause | null = null;
  /** In the journal, or on its way there. */
  received: Promise<void> | null = null;
  result: OperationResult | null = null;
  /** It had ended before: nothing was done. */
  replayed = false;
  /** How it ends is all there is to say of its id: it changes nothing, or the journal has said what it knows of it. */
  isKnown: boolean;
  /** Time that people took. {unit ms} */
  peopleMs = 0;

  constructor(identity: OperationIdentity) {
    this.identity = identity;
    this.isKnown = !hasEffects(identity.requests);
    // Somebody may wait for it later, or nobody.
    this.#done.promise.catch(() => undefined);
  }

  get state(): CoordinationState {
    return this.#state;
  }

  /** Resolves when it has ended; rejects when it stands for another request. */
  get done(): Promise<OperationResult> {
    return this.#done.promise;
  }

  get isFinal(): boolean {
    return coordinationResult(this.#state) !== 0;
  }

  advance(event: OperationEvent): CoordinationState {
    this.#state = advanceOperation(this.#state, event);
    return this.#state;
  }

  settle(result: OperationResult): void {
    this.result = result;
    this.ended.abort(ENDED);
    this.#done.resolve(result);
  }

  /** It had ended before this process knew of it. */
  replay(result: OperationResult): void {
    this.#state = result.state;
    this.replayed = true;
    this.isKnown = true;
    this.settle(result);
  }

  reject(error: unknown): void {
    this.ended.abort(ENDED);
    this.#done.reject(error);
  }

  /** A person has given something: it may be all that was missing. */
  answer(): void {
    this.#answered = true;
    this.wake();
  }

  /** Whether a person has since this was asked last. */
  takeAnswer(): boolean {
    const answered = this.#answered;
    this.#answered = false;
    return answered;
  }

  /** Something changed that may concern it: on @devices, or whatever it is. */
  wake(devices?: Iterable<number>): void {
    if (devices === undefined) {
      this.#moved = null;
    }
    for (const device of devices ?? []) {
      this.#moved?.add(device);
    }
    this.#wakeups += 1;
    this.#woken.resolve();
    this.#woken = Promise.withResolvers<void>();
  }

  get wakeups(): number {
    return this.#wakeups;
  }

  /** Those that the tracks are to be asked about again, null for all of them: they are asked in this turn. */
  takeMoved(): ReadonlySet<number> | null {
    const moved = this.#moved;
    this.#moved = new Set();
    return moved;
  }

  /**
   * Resolves once it was woken after @seen, or while all its devices are to be asked about: who asked about some
   * meanwhile has not done that. Rejects with EndedError when it has ended.
   */
  async woken(seen: number): Promise<void> {
    if (this.#wakeups === seen && this.#moved !== null) {
      await this.alive(this.#woken.promise);
    }
    this.ended.signal.throwIfAborted();
  }

  /** What @promise gives, unless the operation ends before or meanwhile: EndedError. */
  async alive<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.ended;
    signal.throwIfAborted();
    const end = Promise.withResolvers<never>();
    const ended = (): void => end.reject(signal.reason);
    signal.addEventListener('abort', ended, { once: true });
    try {
      const value = await Promise.race([promise, end.promise]);
      signal.throwIfAborted();
      return value;
    } finally {
      signal.removeEventListener('abort', ended);
    }
  }
}
