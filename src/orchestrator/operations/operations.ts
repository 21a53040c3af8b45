// SPDX-License-Identifier: Apache-2.0
// Coordinated operations: the one way in which devices are read and changed.
import type { Approval } from '../../core/canonical/approval.ts';
import { matchRequest } from '../../core/canonical/idempotency.ts';
import type { CoordinationState } from '../../core/machines/operation.ts';
import type { OperationType } from '../../core/model/enums.ts';
import { RefusedError } from '../../core/model/errors.ts';
import { need } from '../../core/requirement/input.ts';
import { type Call, checkCall, isStopCall } from './call.ts';
import { Context } from './context.ts';
import { Driver } from './driver.ts';
import { type Ended, EndedOperations } from './ended.ts';
import { Ender, resultOf } from './ender.ts';
import { CANCELLED, type Ending, EXPIRED, INTERRUPTED, STOPPED } from './ending.ts';
import { OperationLimitError, OperationNotFoundError } from './errors.ts';
import { FailureHistories } from './histories.ts';
import { hasEffects } from './judgement.ts';
import { Offers } from './offers.ts';
import { Operation, type OperationIdentity } from './operation.ts';
import type { OperationsOptions } from './ports.ts';
import { endUnfinished } from './recovery.ts';
import { requestedEffects } from './request-json.ts';
import { type CallAnswer, type OperationResult, resultFrom } from './result.ts';
import type { OperationStatistics } from './statistics.ts';
import { Stirred } from './stirred.ts';
import { stopAtOnce } from './stop-call.ts';
import { asDeviceAsks, demandFor, isCleared, maySee, type OfferView, type Seen } from './views.ts';

function keyOf(principal: string, coordinationId: string): string {
  return JSON.stringify([principal, coordinationId]);
}

export class Operations {
  readonly context: Context;
  readonly #driver: Driver;
  readonly #ender: Ender;
  readonly #offers: Offers;
  /** By key: those under way. */
  readonly #active = new Map<string, Operation>();
  readonly #ended: EndedOperations;
  readonly #unsubscribe: () => void;
  readonly #stirred: Stirred;
  #closing = false;

  private constructor(context: Context) {
    this.context = context;
    const { endedMax, endedBytesMax } = context.options.settings;
    this.#ended = new EndedOperations({ count: endedMax, bytes: endedBytesMax });
    this.#stirred = new Stirred(context.options.timers);
    this.#ender = new Ender(context);
    const end = (operation: Operation, ending: Ending): void => this.#end(operation, ending);
    const active = (): Iterable<Operation> => this.#active.values();
    this.#offers = new Offers({ context, ender: this.#ender, active, end });
    this.#driver = new Driver({
      context,
      openOffers: (principal) => this.#offers.open(principal),
      asked: (operation, devices) => this.#stirred.asked(operation, devices),
      end,
      closed: () => (this.#closing ? INTERRUPTED : null),
    });
    this.#unsubscribe = context.options.situation.subscribe((devices) => this.#moved(devices));
  }

  /** After the recovery of the commit: what it found undecided ends here. Rejects with the journal's errors. */
  static async open(options: OperationsOptions): Promise<Operations> {
    // In this order: what it found to have happened is in the histories.
    await endUnfinished(options);
    const histories = new FailureHistories(await options.journal.histories());
    return new Operations(new Context(options, histories));
  }

  /**
   * Does what @call asks, once: its id again finds it as it is, or as it ended. Resolves when it has ended,
   * or when the call's signal says that nobody waits any more; the operation then goes on. Rejects with
   * InvalidArgumentError, IdempotencyConflictError, OperationLimitError, and for what one is no longer
   * cleared for RefusedError.
   */
  async coordinate(call: Call): Promise<CallAnswer> {
    if (isStopCall(call)) {
      return stopAtOnce(this.context, call);
    }
    const checked = checkCall(call, this.context);
    const key = keyOf(call.principal, checked.coordinationId);
    const before = this.#active.get(key);
    if (before !== undefined && this.#matches(checked, before.identity, before.state)) {
      this.#requireCleared(call.principal, before);
      return await this.#answer(before, call.signal, before.isFinal);
    }
    const ended = this.#ended.get(key);
    // What ended before its id was known to be new does not stand for it: the journal is asked again.
    if (ended?.isKnown === true && this.#matches(checked, ended, ended.state)) {
      this.#requireCleared(call.principal, ended);
      return { result: ended.result, pending: false, replayed: true };
    }
    this.#requireRoom(call.principal);
    const operation = new Operation(checked);
    this.#begin(key, operation);
    return await this.#answer(operation, call.signal, false);
  }

  /** Takes back an operation of @principal's own, by its coordination id or the server's. */
  cancel(principal: string, id: string): OperationResult {
    const operation = this.#find(principal, id);
    if (operation === undefined || operation.identity.principal !== principal) {
      throw new OperationNotFoundError('operation', id);
    }
    if (!(operation instanceof Operation)) {
      return operation.result;
    }
    this.#interrupt(operation, CANCELLED);
    return resultOf(this.context, operation);
  }

  /** As it is now. Throws OperationNotFoundError also for what @principal may not know of. */
  find(principal: string, id: string): OperationResult {
    const operation = this.#find(principal, id);
    if (operation === undefined || !maySee(this.context.options.security, principal, operation)) {
      throw new OperationNotFoundError('operation', id);
    }
    this.#requireCleared(principal, operation);
    return operation instanceof Operation ? resultOf(this.context, operation) : operation.result;
  }

  /**
   * As find(), and where what is in memory does not stand for the id, or nothing is: how the journal has it to have
   * ended, of @principal's own. Rejects also with the journal's errors.
   */
  async lookUp(principal: string, id: string): Promise<OperationResult> {
    const here = this.#find(principal, id);
    if (here === undefined || !(here instanceof Operation || here.isKnown)) {
      const known = await this.context.options.journal.known(principal, id);
      if (known !== undefined && known.ending !== null) {
        const result = resultFrom(known.ending.outcome);
        const requests = requestedEffects(known.request).map(({ device }) => asDeviceAsks(device));
        this.#requireCleared(principal, { identity: { principal, requests }, result });
        return result;
      }
    }
    return this.find(principal, id);
  }

  /** Those under way that @principal may know of, oldest first. */
  list(principal: string): readonly OperationResult[] {
    const { security } = this.context.options;
    return [...this.#active.values()]
      .filter((operation) => maySee(security, principal, operation))
      .map((operation) => resultOf(this.context, operation));
  }

  /** What people are asked to approve, for those who are cleared and for who asked. */
  offers(principal: string): readonly OfferView[] {
    return this.#offers.list(principal);
  }

  /**
   * A person's signature over an offer. Throws OperationNotFoundError, and AnswerRefusedError for one that
   * does not count now. What counts now is judged again when it is used.
   */
  approve(principal: string, offerId: string, approval: Approval): OfferView {
    return this.#offers.approve(principal, offerId, approval);
  }

  /** A cleared person's no: it ends the operation. */
  deny(principal: string, offerId: string): void {
    this.#offers.deny(principal, offerId);
  }

  /** Forgets what has failed of @type on @device; whose signatures stand behind the names, the caller checked. */
  async clearHistory(
    device: number,
    type: OperationType,
    persons: readonly [string, string],
    note: string,
  ): Promise<void> {
    const { journal, clock } = this.context.options;
    const at = clock.wall();
    await journal.clearHistory(device, type, persons, note, at);
    this.context.histories.clear(device, type, persons, at);
    this.recheck();
  }

  /** @question was answered at the interface: whoever asked it looks again, and nobody else. */
  answered(question: string): void {
    for (const operation of this.#active.values()) {
      if (operation.question?.id === question) {
        operation.answer();
      }
    }
  }

  /** The policy moved, or time has passed: whoever waits looks again. */
  recheck(): void {
    for (const operation of this.#active.values()) {
      operation.wake();
    }
  }

  /** To be called about once a second: what ends by time ends, also when timers slept. */
  tick(): void {
    const now = this.context.now();
    for (const operation of this.#active.values()) {
      // Asked this way round, a clock that reads NaN has expired everything.
      if (!(operation.identity.deadline > now)) {
        this.#interrupt(operation, EXPIRED);
      }
    }
    this.recheck();
  }

  /** A stop has latched: what has not begun ends, what is being committed ends as the kernel says. */
  stopped(): void {
    for (const operation of this.#active.values()) {
      this.#interrupt(operation, STOPPED);
    }
  }

  get statistics(): OperationStatistics {
    const states: CoordinationState[] = [...this.#active.values()].map(({ state }) => state);
    return this.context.statistics.read(states);
  }

  /** Nothing new; what waits ends, what is being committed is waited for. Idempotent. Then written(). */
  async close(): Promise<void> {
    this.#closing = true;
    this.#unsubscribe();
    const active = [...this.#active.values()];
    for (const operation of active) {
      if (operation.state !== 'EXECUTING') {
        this.#end(operation, INTERRUPTED);
      }
    }
    await Promise.allSettled(active.map(({ done }) => done));
  }

  /**
   * Resolves when the ends are written down, or were told to have failed. After the coordinator is closed: until then
   * it may be that one of them waits for an outcome that no disk takes.
   */
  written(): Promise<void> {
    return this.#ender.written();
  }

  /** Whether what is known stands for what @asked is. Throws IdempotencyConflictError. */
  #matches(
    asked: OperationIdentity,
    { digest, receivedAt }: Pick<OperationIdentity, 'digest' | 'receivedAt'>,
    state: CoordinationState,
  ): boolean {
    const wall = this.context.options.clock.wall();
    const known = { digest, receivedAt, state };
    return matchRequest(known, asked.coordinationId, asked.digest, wall) !== 'NEW';
  }

  /** By its coordination id when it is @principal's own, or the server's. */
  #find(principal: string, id: string): Operation | Ended | undefined {
    const key = keyOf(principal, id);
    return (
      this.#active.get(key) ??
      this.#ended.get(key) ??
      [...this.#active.values()].find(({ identity }) => identity.id === id) ??
      this.#ended.named(id)
    );
  }

  #begin(key: string, operation: Operation): void {
    const { context } = this;
    const { identity } = operation;
    this.#ended.delete(key);
    this.#active.set(key, operation);
    context.statistics.total += 1;
    const left = Math.max(1, identity.deadline - identity.begun);
    const cancel = context.options.timers.after(left, () => this.#interrupt(operation, EXPIRED));
    const settled = (hasEnded: boolean): void => {
      cancel();
      // Its id may be asked for anew by now, when it is old enough.
      if (this.#active.get(key) === operation) {
        this.#active.delete(key);
        if (hasEnded) {
          // In the same turn: there is no moment in which nobody knows the id.
          this.#ended.add(key, operation);
        }
      }
    };
    operation.done
      .then(
        () => settled(true),
        () => settled(false),
      )
      .catch((error: unknown) => context.fault(error));
    this.#driver.run(operation).catch((error: unknown) => context.fault(error));
  }

  #end(operation: Operation, ending: Ending): void {
    if (!operation.isFinal) {
      this.#ender.end(operation, ending);
    }
  }

  /** Ends what has not begun; what is being committed is asked to end, and ends as it can. */
  #interrupt(operation: Operation, ending: Ending): void {
    if (operation.isFinal) {
      return;
    }
    if (operation.state === 'EXECUTING' && hasEffects(operation.identity.requests)) {
      operation.interrupted ??= ending.cause;
      operation.execution.abort(new Error(ending.message));
      return;
    }
    this.#end(operation, ending);
  }

  #moved(devices: readonly number[]): void {
    const moved = new Set(devices);
    for (const operation of this.#active.values()) {
      const own = operation.identity.requests.flatMap(({ deviceId }) =>
        moved.has(deviceId) ? deviceId : [],
      );
      if (own.length > 0) {
        this.#stirred.stir(operation, own);
      }
    }
  }

  async #answer(
    operation: Operation,
    signal: AbortSignal | undefined,
    replayed: boolean,
  ): Promise<CallAnswer> {
    const gone = Promise.withResolvers<null>();
    const leave = (): void => gone.resolve(null);
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted === true) {
      leave();
    }
    try {
      const result = await Promise.race([operation.done, gone.promise]);
      if (result === null) {
        return { result: resultOf(this.context, operation), pending: !operation.isFinal, replayed };
      }
      if (operation.replayed) {
        this.#requireCleared(operation.identity.principal, operation);
      }
      return { result, pending: false, replayed: replayed || operation.replayed };
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** What was read then is for whoever is cleared now. */
  #requireCleared(
    principal: string,
    operation: Seen & { readonly result: OperationResult | null },
  ): void {
    const { security } = this.context.options;
    const demand = demandFor(security, operation.identity.requests);
    const tells = operation.result?.devices.some(({ value }) => value !== null) === true;
    if (tells && !isCleared(security.identify(principal), demand)) {
      const satisfiedBy = 'a requester who is cleared for the device now';
      throw new RefusedError([need('clearance', false, 'it was answered before', satisfiedBy)]);
    }
  }

  #requireRoom(principal: string): void {
    const { inFlightMax, inFlightPerPrincipalMax } = this.context.options.settings;
    if (this.#active.size >= inFlightMax) {
      throw new OperationLimitError('TOO_MANY_OPERATIONS', inFlightMax);
    }
    const own = [...this.#active.values()].filter(
      ({ identity }) => identity.principal === principal,
    );
    if (own.length >= inFlightPerPrincipalMax) {
      throw new OperationLimitError('TOO_MANY_OF_PRINCIPAL', inFlightPerPrincipalMax);
    }
  }
}

/** Coordinated operations over @options' ports. Rejects with the journal's errors. */
export function openOperations(options: OperationsOptions): Promise<Operations> {
  return Operations.open(options);
}
