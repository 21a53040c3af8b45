// SPDX-License-Identifier: Apache-2.0
// The main thread's half of writing: admits, batches, hands to the writer's thread, settles. Nothing
// here waits for the disk.
import type { Worker } from 'node:worker_threads';
import { type Call, settleEntries, settleIfDone } from './call.ts';
import type { UnitOutcome, WriteUnit } from './contract.ts';
import { StoreArgumentError, StoreClosedError, StoreFailedError } from './errors.ts';
import type { StoreSettings } from './options.ts';
import type { FromWriter, OpenFacts, ToWriter, WireOutcome, WriterCounters } from './protocol.ts';
import { type Entry, type LaneName, type Load, WriteQueue } from './queue.ts';
import type { StateKeeper } from './state.ts';
import { startThread } from './threads.ts';
import { fromWire } from './wire-error.ts';

interface Batch {
  readonly entries: readonly Entry<Call>[];
  readonly since: number;
}

type FromWriterOf<Type> = Extract<FromWriter, { type: Type }>;

export class WriteSide {
  readonly facts: OpenFacts;
  counters: WriterCounters;
  readonly #worker: Worker;
  readonly #queue: WriteQueue<Call>;
  readonly #limits: StoreSettings['limits'];
  readonly #state: StateKeeper;
  readonly #underWay = new Map<number, Batch>();
  #nextId = 1;
  #flushing = false;
  #closing = false;
  #stallTimer: NodeJS.Timeout | undefined;
  #idle: (() => void) | undefined;
  #closed: ((error: Error | undefined) => void) | undefined;

  private constructor(
    worker: Worker,
    ready: FromWriterOf<'ready'>,
    settings: StoreSettings,
    state: StateKeeper,
  ) {
    this.#worker = worker;
    this.facts = ready.facts;
    this.counters = ready.counters;
    this.#limits = settings.limits;
    this.#queue = new WriteQueue(settings.limits);
    this.#state = state;
    worker.on('message', (message: FromWriter) => this.#receive(message));
    worker.on('error', (error) => this.fail(`its writer died: ${String(error)}`, error));
    worker.on('messageerror', (error) => this.fail('its writer cannot be understood', error));
    worker.on('exit', (code) => this.fail(`its writer ended with code ${code}`));
  }

  static async start(settings: StoreSettings, state: StateKeeper): Promise<WriteSide> {
    type Ready = FromWriterOf<'ready'>;
    const { worker, ready } = await startThread<Ready>('writer-thread', { settings });
    return new WriteSide(worker, ready, settings, state);
  }

  /** What is admitted and not settled: waiting and under way. */
  get taken(): Readonly<Record<LaneName, Load>> {
    return this.#queue.taken;
  }

  write(units: readonly WriteUnit[]): Promise<readonly UnitOutcome[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly UnitOutcome[]>();
    const refusal = this.#closing ? new StoreClosedError() : this.#state.failure;
    if (refusal !== undefined) {
      reject(refusal);
      return promise;
    }
    const call: Call = { outcomes: new Array(units.length).fill(undefined), resolve, reject };
    try {
      const refused = this.#queue.admit(units, call, this.#state.fullness);
      refused.forEach((error, place) => {
        if (error !== undefined) {
          call.outcomes[place] = { done: false, error };
        }
      });
    } catch (error) {
      reject(error);
      return promise;
    }
    settleIfDone(call);
    this.#flushSoon();
    return promise;
  }

  /** From now on nothing more is admitted. */
  refuseMore(): void {
    this.#closing = true;
  }

  /** Lets what was admitted finish, closes the database, ends the thread. Never rejects late. */
  async close(): Promise<void> {
    this.refuseMore();
    const limit = AbortSignal.timeout(this.#limits.closeMs);
    const late = new Promise<Error>((resolve) => {
      limit.addEventListener('abort', () => resolve(new StoreClosedError('unknown')));
    });
    const closed = this.#drain().then(() => this.#closeThread());
    const error = await Promise.race([closed, late]);
    this.#rejectAll(new StoreClosedError('unknown'), new StoreClosedError());
    this.#state.close();
    // Of a store that failed, the lock ends with the thread: who opens next is not to meet it.
    const ended = this.#worker.terminate().then(() => undefined);
    const left = await Promise.race([ended, late]);
    const problem = error ?? left;
    if (problem !== undefined) {
      throw problem;
    }
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle = resolve;
      this.#tellIdle();
    });
  }

  #closeThread(): Promise<Error | undefined> {
    if (this.#state.failure !== undefined) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      this.#closed = resolve;
      this.#post({ type: 'close' });
    });
  }

  #tellIdle(): void {
    if (this.#queue.waiting === 0 && this.#underWay.size === 0) {
      this.#idle?.();
    }
  }

  /** What is asked within one turn shares a batch. */
  #flushSoon(): void {
    if (!this.#flushing) {
      this.#flushing = true;
      queueMicrotask(() => {
        this.#flushing = false;
        this.#flush();
      });
    }
  }

  /** One batch under way and what comes meanwhile the next; a second one ahead when much waits. */
  #flush(): void {
    while (this.#queue.waiting > 0 && this.#state.failure === undefined) {
      const enough = this.#underWay.size === 0 || this.#queue.waiting >= this.#limits.batchUnits;
      if (this.#underWay.size >= 2 || !enough) {
        return;
      }
      this.#dispatch(this.#queue.take());
    }
  }

  #dispatch(entries: readonly Entry<Call>[]): void {
    const id = this.#nextId;
    try {
      this.#post({ type: 'batch', id, units: entries.flatMap((entry) => entry.units) });
    } catch (error) {
      this.#dispatchSingly(entries, error);
      return;
    }
    this.#nextId += 1;
    this.#underWay.set(id, { entries, since: performance.now() });
    this.#watchStall();
  }

  /** An argument of somebody's cannot be cloned: his call is refused, the others go on. */
  #dispatchSingly(entries: readonly Entry<Call>[], error: unknown): void {
    const [only] = entries;
    if (entries.length > 1) {
      for (const entry of entries) {
        this.#dispatch([entry]);
      }
    } else if (only !== undefined) {
      this.#queue.release(only);
      const allowed = `something that structured clone takes (${String(error)})`;
      only.owner.reject(new StoreArgumentError('units', 'an argument', allowed));
    }
  }

  #receive(message: FromWriter): void {
    switch (message.type) {
      case 'batch':
        this.counters = message.counters;
        this.#finish(message.id, message.outcomes);
        break;
      case 'failed': {
        // What has an outcome keeps it; the rest is rejected by the failure.
        const batch = message.id === null ? undefined : this.#underWay.get(message.id);
        settleEntries(batch?.entries ?? [], message.outcomes);
        this.fail(message.error.message, fromWire(message.error));
        break;
      }
      case 'full':
        this.#state.fullness = fromWire(message.error);
        break;
      case 'space':
        this.counters = message.counters;
        this.#state.fullness = undefined;
        break;
      case 'closed':
        this.#closed?.(message.error === null ? undefined : fromWire(message.error));
        break;
      case 'ready':
      case 'refused':
        this.fail(`its writer says ${message.type} twice`);
        break;
    }
  }

  #finish(id: number, outcomes: readonly (WireOutcome | null)[]): void {
    if (this.#state.failure !== undefined) {
      return;
    }
    const batch = this.#underWay.get(id);
    if (batch === undefined) {
      this.fail(`its writer answers batch ${id}, which is not under way`);
      return;
    }
    this.#underWay.delete(id);
    for (const entry of batch.entries) {
      this.#queue.release(entry);
    }
    this.#state.stalled = false;
    this.#watchStall();
    this.#flush();
    settleEntries(batch.entries, outcomes);
    this.#tellIdle();
  }

  #watchStall(): void {
    clearTimeout(this.#stallTimer);
    const [oldest] = this.#underWay.values();
    if (oldest !== undefined) {
      const left = oldest.since + this.#limits.stallMs - performance.now();
      this.#stallTimer = setTimeout(
        () => {
          this.#state.stalled = true;
        },
        Math.max(0, left),
      );
      this.#stallTimer.unref();
    }
  }

  /** Nothing goes on from here: everything that waits or is under way is rejected. */
  fail(reason: string, cause?: unknown): void {
    const waiting = new StoreFailedError(reason, 'none', cause);
    if (this.#closing && this.#closed !== undefined) {
      // After a good end this comes too late to matter: the thread's exit is part of it.
      this.#closed(waiting);
      return;
    }
    this.#rejectAll(new StoreFailedError(reason, 'unknown', cause), waiting);
    this.#state.fail(waiting);
    this.#idle?.();
  }

  #rejectAll(underWay: Error, waiting: Error): void {
    clearTimeout(this.#stallTimer);
    for (const { entries } of this.#underWay.values()) {
      this.#reject(entries, underWay);
    }
    this.#underWay.clear();
    for (let batch = this.#queue.take(); batch.length > 0; batch = this.#queue.take()) {
      this.#reject(batch, waiting);
    }
  }

  #reject(entries: readonly Entry<Call>[], error: Error): void {
    for (const entry of entries) {
      this.#queue.release(entry);
      entry.owner.reject(error);
    }
  }

  #post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }
}
