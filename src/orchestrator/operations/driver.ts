// SPDX-License-Identifier: Apache-2.0
// One operation from reception to its end, by core's table alone: INITIALIZING → SAFETY_CHECKING →
// AUTHORIZING → EXECUTING → end. Whatever is waited for, it may have ended meanwhile: each wait says so.
import { matchRequest } from '../../core/canonical/idempotency.ts';
import { CoreError, Recovery } from '../../core/model/errors.ts';
import { type Need, need } from '../../core/requirement/input.ts';
import type { Context } from './context.ts';
import { authorize } from './effects.ts';
import { type Ending, EXPIRED, endingOf, refusedFor, STOPPED } from './ending.ts';
import { AnswerRefusedError, OperationLimitError } from './errors.ts';
import { assess, hasEffects, isGivenByPeople, type Judgement } from './judgement.ts';
import { EndedError, type Operation } from './operation.ts';
import { askApprovals, askConfirmation, type OpenOffers, voidMoved } from './people.ts';
import { read } from './reading.ts';
import { requestJson } from './request-json.ts';
import { resultFrom } from './result.ts';

export interface DriverParts {
  readonly context: Context;
  readonly openOffers: OpenOffers;
  /** The tracks are about to be asked about @devices of it, null for all, in this turn. */
  readonly asked: (operation: Operation, devices: ReadonlySet<number> | null) => void;
  /** Ends the operation; what has ended already stays as it is. */
  readonly end: (operation: Operation, ending: Ending) => void;
  /** What stands in the way of everything: recovery, or an orderly end. */
  readonly closed: () => Ending | null;
}

export class Driver {
  readonly #parts: DriverParts;

  constructor(parts: DriverParts) {
    this.#parts = parts;
  }

  /** Never rejects: what goes wrong is how the operation ends. */
  async run(operation: Operation): Promise<void> {
    const { context, end } = this.#parts;
    try {
      const ending = await this.#begin(operation);
      if (ending !== null) {
        end(operation, ending);
      }
    } catch (error) {
      // What the caller would be told of the id came too late for one that has ended meanwhile.
      if (error instanceof EndedError || (operation.isFinal && isCallersError(error))) {
        return;
      }
      if (operation.state === 'INITIALIZING' && isCallersError(error)) {
        operation.reject(error);
        return;
      }
      context.fault(error);
      if (error instanceof CoreError && error.recovery === Recovery.LATCH_STOP) {
        context.options.stop.stop(error.message, 'system');
      }
      const message = error instanceof Error ? error.message : String(error);
      end(operation, { event: 'FAIL', cause: 'FAULT', message });
    }
  }

  /** null: it stood for one that had ended. */
  async #begin(operation: Operation): Promise<Ending | null> {
    const { identity } = operation;
    const closed = this.#parts.closed();
    if (closed !== null) {
      return closed;
    }
    if (hasEffects(identity.requests) && (await this.#replayed(operation))) {
      return null;
    }
    operation.isKnown = true;
    const refused = await this.#admitted(operation);
    if (refused !== null) {
      return refused;
    }
    await this.#assess(operation);
    let judgement = this.#judge(operation);
    if (judgement.waits) {
      // People sign for how it is, not for how it was last heard of: else the news voids what they sign.
      await this.#refresh(operation);
      await this.#assess(operation);
      judgement = this.#judge(operation);
    }
    operation.advance('ASSESSED');
    const never = this.#refusal(operation, judgement);
    if (never !== null) {
      return never;
    }
    operation.advance('SAFE');
    return await this.#authorize(operation, judgement);
  }

  /** The journal knows the id from before: answers with what it was. */
  async #replayed(operation: Operation): Promise<boolean> {
    const { principal, coordinationId, digest } = operation.identity;
    const { journal, clock } = this.#parts.context.options;
    const known = await operation.alive(journal.known(principal, coordinationId));
    // The journal answered some turns ago, and it may have ended since.
    operation.ended.signal.throwIfAborted();
    const match = matchRequest(known, coordinationId, digest, clock.wall());
    if (match === 'NEW' || known === undefined) {
      return false;
    }
    if (known.ending === null) {
      // Another daemon has it, or its commit is not decided yet.
      throw new Error(`the journal has ${JSON.stringify(coordinationId)} under way: recover first`);
    }
    operation.replay(resultFrom(known.ending.outcome));
    return true;
  }

  /** Takes from the rate limits; what refuses here counts there. */
  async #admitted(operation: Operation): Promise<Ending | null> {
    const { principal, requests } = operation.identity;
    const { security } = this.#parts.context.options;
    for (const { deviceId, operationType } of requests) {
      const admission = await operation.alive(security.admit(principal, deviceId, operationType));
      if (!admission.allowed) {
        const unmet = admission.refusals.map(
          ({ rule, reason, satisfiedBy }): Need => ({
            rule,
            satisfied: false,
            possible: true,
            because: reason,
            satisfiedBy,
          }),
        );
        return { ...refusedFor(unmet), admission: true };
      }
    }
    return null;
  }

  async #refresh(operation: Operation): Promise<void> {
    const { situation } = this.#parts.context.options;
    await operation.alive(
      Promise.all(operation.identity.requests.map(({ deviceId }) => situation.refresh(deviceId))),
    );
  }

  /** About all of its devices. */
  async #assess(operation: Operation): Promise<void> {
    operation.takeMoved();
    await this.#assessMoved(operation, null);
  }

  /** About @moved: what they said of the others stands until the next second, or the moment of use. */
  async #assessMoved(operation: Operation, moved: ReadonlySet<number> | null): Promise<void> {
    const { context, asked } = this.#parts;
    const { identity, verdicts } = operation;
    context.statistics.trackMessages += (moved?.size ?? identity.requests.length) * 3;
    // First: what is told from now on may come too late for what they answer.
    asked(operation, moved);
    operation.verdicts = await operation.alive(assess(context.options, identity, verdicts, moved));
  }

  /** In this turn: what was waited for ended some turns ago, and the operation may have since. */
  #judge(operation: Operation): Judgement {
    operation.ended.signal.throwIfAborted();
    const judgement = this.#parts.context.judge(operation);
    operation.judgement = judgement;
    return judgement;
  }

  /** Until everything is there, at once: then it is executed, or read. @first: of this turn. */
  async #authorize(operation: Operation, first: Judgement): Promise<Ending> {
    const effects = hasEffects(operation.identity.requests);
    if (effects) {
      this.#receive(operation);
    }
    let fresh: Judgement | null = first;
    for (;;) {
      const seen = operation.wakeups;
      const ready = this.#ready(operation, fresh ?? this.#judge(operation));
      fresh = null;
      if (ready !== null) {
        return ready;
      }
      if (operation.judgement?.unmet.length === 0) {
        const ending = effects ? await this.#execute(operation) : await this.#read(operation);
        if (ending !== null) {
          return ending;
        }
        continue;
      }
      await this.#waitForPeople(operation, seen);
      fresh = effects ? this.#completed(operation) : null;
      if (fresh === null) {
        const moved = operation.takeMoved();
        // Nothing asks them later of a read: it is never judged by what they said before.
        await this.#assessMoved(operation, effects ? moved : null);
      }
    }
  }

  /**
   * The judgement of this turn when a person's answer was the last thing missing, by the tracks' last words. The
   * tracks are not asked for that: the moment of use asks them next, and only what they say there counts.
   */
  #completed(operation: Operation): Judgement | null {
    if (!operation.takeAnswer()) {
      return null;
    }
    const judgement = this.#judge(operation);
    return judgement.unmet.length === 0 ? judgement : null;
  }

  #receive(operation: Operation): void {
    const { principal, coordinationId, digest, receivedAt } = operation.identity;
    const { journal } = this.#parts.context.options;
    const request = requestJson(operation.identity);
    operation.received = journal.received({
      principal,
      coordinationId,
      digest,
      receivedAt,
      request,
    });
    // It is looked at before anything is executed; until then a failure waits for that.
    operation.received.catch(() => undefined);
  }

  /** Asks people for what is missing of them by @given, of this turn; an ending when that is final. */
  #ready(operation: Operation, given: Judgement): Ending | null {
    const { context } = this.#parts;
    let judgement = given;
    if (operation.approvals.problem(context.ledger, judgement.present) === 'EXPIRED') {
      return EXPIRED;
    }
    if (voidMoved(context, operation, judgement)) {
      judgement = this.#judge(operation);
    }
    const never = this.#refusal(operation, judgement);
    if (never !== null) {
      return never;
    }
    try {
      return this.#ask(operation, judgement);
    } catch (error) {
      return refusedFor([askable(error), ...judgement.unmet]);
    }
  }

  #ask(operation: Operation, judgement: Judgement): Ending | null {
    const { context, openOffers } = this.#parts;
    const missing = new Set(judgement.unmet.map(({ rule }) => rule));
    if (missing.has('second-person')) {
      askApprovals(context, operation, judgement, openOffers);
    }
    if (missing.has('confirmation') && askConfirmation(context, operation, judgement)) {
      const message = 'a person was asked at the interface, and said no';
      const { unmet } = judgement;
      return { event: 'DENY', cause: 'REFUSED_BY_PERSON', message, unmet };
    }
    return null;
  }

  /** What no person can give while it waits. */
  #refusal({ identity }: Operation, judgement: Judgement): Ending | null {
    if (hasEffects(identity.requests) && judgement.present.stopEpoch !== identity.stopEpoch) {
      return STOPPED;
    }
    const never = judgement.unmet.some((one) => !isGivenByPeople(one));
    return never ? refusedFor(judgement.unmet) : null;
  }

  async #waitForPeople(operation: Operation, seen: number): Promise<void> {
    const { context } = this.#parts;
    const since = context.now();
    try {
      await operation.woken(seen);
    } finally {
      operation.peopleMs += Math.max(0, context.now() - since);
    }
  }

  async #read(operation: Operation): Promise<Ending> {
    operation.advance('AUTHORIZED');
    return await operation.alive(read(this.#parts.context, operation));
  }

  /** null: something is missing after all, and people can still give it. */
  async #execute(operation: Operation): Promise<Ending | null> {
    const { context } = this.#parts;
    const devices = operation.identity.requests.map(({ deviceId }) => deviceId);
    const release = await context.queue.take(devices, operation.ended.signal);
    if (release === undefined) {
      throw new EndedError();
    }
    try {
      // As the device is now that nobody else acts on it.
      await this.#refresh(operation);
      await this.#assess(operation);
      return (await this.#recorded(operation)) ?? (await this.#commit(operation));
    } finally {
      release();
    }
  }

  /** The journal has it: were this process to end now, the same id would not be done twice. */
  async #recorded(operation: Operation): Promise<Ending | null> {
    try {
      await operation.alive(operation.received ?? Promise.resolve());
      return null;
    } catch (error) {
      operation.ended.signal.throwIfAborted();
      const words = error instanceof Error ? error.message : String(error);
      const message = `the journal could not be written, so nothing was done: ${words}`;
      return { event: 'FAIL', cause: 'NOT_RECORDED', message };
    }
  }

  async #commit(operation: Operation): Promise<Ending | null> {
    const { context } = this.#parts;
    const { options } = context;
    const judgement = this.#judge(operation);
    const problem = operation.approvals.problem(context.ledger, judgement.present);
    if (problem !== null || judgement.unmet.length > 0) {
      return this.#refusal(operation, judgement);
    }
    // From here to the coordinator nothing is waited for.
    const authorization = authorize(context, operation, judgement);
    if (authorization === undefined) {
      throw new AnswerRefusedError('USED');
    }
    operation.advance('AUTHORIZED');
    const { transaction, unmet } = authorization;
    let voided = false;
    const end = await options.coordinator.execute(transaction, operation.execution.signal, () => {
      const now = unmet();
      voided ||= now.length > 0;
      return now;
    });
    const stopped = this.#stoppedSince(transaction.stopEpoch);
    const cause = operation.interrupted ?? (voided ? 'AUTHORIZATION_MOVED' : null);
    return endingOf(end, operation.identity.requests, stopped, cause);
  }

  /** It is decided by now: a kernel that shows no stop any more does not make another end of it. */
  #stoppedSince(epoch: number): boolean {
    const { context } = this.#parts;
    try {
      return context.options.situation.stopEpoch !== epoch;
    } catch (error) {
      context.fault(error);
      return false;
    }
  }
}

/** Nobody can be asked for what is missing: too much is open already. */
function askable(error: unknown): Need {
  if (error instanceof OperationLimitError) {
    return need('too-many-offers', false, error.message, error.satisfiedBy);
  }
  const because = error instanceof Error ? error.message : String(error);
  return need('too-many-questions', false, because, 'fewer open questions at the interface');
}

/** Of the request itself: the caller gets it, and no operation comes of it. */
function isCallersError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_DSMIL_ID_REUSED';
}
