// SPDX-License-Identifier: Apache-2.0
// The one place where operations end: state, counters, what is told and what is written down.

import { coordinationResult } from '../../core/machines/operation.ts';
import { Severity } from '../../core/model/enums.ts';
import type { PerTrack } from '../../core/model/track.ts';
import type { Verdicts } from './ask-tracks.ts';
import type { Context } from './context.ts';
import { beforeItWasKnown, type Ending } from './ending.ts';
import type { AnswerRefusal } from './errors.ts';
import { hasEffects } from './judgement.ts';
import type { Operation } from './operation.ts';
import { isFinal, type OperationResult, resultJson } from './result.ts';

/** Rules whose refusal is the asker's own doing: a failed attempt. */
const ATTEMPTS: ReadonlySet<string> = new Set([
  'identity',
  'clearance',
  'compartments',
  'quarantine',
]);

/** Signatures that should not have been made, or not by this person. */
const BAD_ANSWERS: ReadonlySet<AnswerRefusal> = new Set([
  'UNKNOWN_KEY',
  'SHARED_KEY',
  'BAD_SIGNATURE',
  'UNKNOWN_PERSON',
  'REQUESTER',
  'CLEARANCE',
  'COMPARTMENTS',
]);

/** Of each track the greatest of its words, on several devices; null unless it gave one on each. */
function verdictsOf(verdicts: readonly Verdicts[]): PerTrack<number | null> {
  const of = (track: 0 | 1 | 2): number | null => {
    const levels = verdicts.map(({ levels }) => levels[track]);
    return levels.reduce<number | null>(
      (most, level) => (most === null || level === undefined ? null : Math.max(most, level)),
      0,
    );
  };
  return [of(0), of(1), of(2)];
}

/** As it is now. */
export function resultOf(context: Context, operation: Operation, ending?: Ending): OperationResult {
  const { identity, state, judgement } = operation;
  if (operation.result !== null) {
    return operation.result;
  }
  const spent = context.now() - identity.begun - operation.peopleMs;
  return {
    coordinationId: identity.coordinationId,
    operation: identity.id,
    state,
    result: coordinationResult(state),
    cause: ending?.cause ?? null,
    message: ending?.message ?? '',
    risk: judgement?.present.risk ?? null,
    ...(operation.verdicts.length > 0 && { verdicts: verdictsOf(operation.verdicts) }),
    unmet: ending === undefined ? (judgement?.unmet ?? []) : (ending.unmet ?? []),
    devices: ending?.devices ?? [],
    transaction: ending?.transaction ?? null,
    receivedAt: identity.receivedAt,
    coordinationMs: Number.isFinite(spent) ? Math.max(0, spent) : 0,
  };
}

export class Ender {
  readonly #context: Context;
  readonly #writing = new Set<Promise<void>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** @operation has not ended. */
  end(operation: Operation, ending: Ending): void {
    const context = this.#context;
    const state = operation.advance(ending.event);
    const result = resultOf(
      context,
      operation,
      operation.isKnown ? ending : beforeItWasKnown(ending),
    );
    if (isFinal(state)) {
      context.statistics.ended(state, result.coordinationMs);
    }
    operation.approvals.withdraw();
    if (operation.question !== null) {
      context.options.interface.withdraw(operation.identity.about);
    }
    context.count(ending.counted ?? []);
    operation.settle(result);
    context.teller.ended(operation, result);
    this.#attempted(operation, ending);
    this.#write(operation, result, ending);
  }

  /** Somebody answered what they should not have, or in vain. */
  refusedAnswer(principal: string, operation: Operation, refusal: AnswerRefusal): void {
    const context = this.#context;
    const { refusals } = context.options;
    const details = { refusal, by: principal };
    const entry = context.teller.entry(operation, 'approval.refused', Severity.WARNING, details);
    refusals.record({ principal, reason: refusal, entry: { ...entry, actor: principal } });
    if (BAD_ANSWERS.has(refusal)) {
      this.#refused(principal, operation, refusal);
    }
  }

  /**
   * Resolves when everything that was to be written is, or was told to have failed. What waits for its transaction's
   * outcome is waited for, too: as long as the coordinator insists on that, until it is closed.
   */
  async written(): Promise<void> {
    while (this.#writing.size > 0) {
      await Promise.all(this.#writing);
    }
  }

  #attempted(operation: Operation, { event, unmet = [], admission }: Ending): void {
    const rule = unmet.find((one) => ATTEMPTS.has(one.rule))?.rule;
    if (event === 'DENY' && admission !== true && rule !== undefined) {
      this.#refused(operation.identity.principal, operation, rule);
    }
  }

  #refused(principal: string, { identity }: Operation, reason: string): void {
    const [first] = identity.requests;
    if (first !== undefined) {
      const { security } = this.#context.options;
      this.#keep(security.refused(principal, first.deviceId, first.operationType, reason));
    }
  }

  /**
   * Durable a little later: who asks again meanwhile is answered from memory. Never before its transaction's outcome:
   * a crash between the two would leave that to a recovery, which may find out something else.
   */
  #write(operation: Operation, result: OperationResult, ending: Ending): void {
    const { received, identity } = operation;
    if (received === null || !isFinal(result.state) || !hasEffects(identity.requests)) {
      return;
    }
    // Of one that another daemon decides, that one writes the end.
    if (ending.cause === 'FENCED') {
      return;
    }
    const { journal, clock } = this.#context.options;
    const { principal, coordinationId } = identity;
    const { state } = result;
    const { counted = [], recorded = true } = ending;
    const write = async (): Promise<void> => {
      await received;
      if (!(await recorded)) {
        return;
      }
      const at = clock.wall();
      await journal.ended(principal, coordinationId, {
        state,
        outcome: resultJson(result),
        at,
        counted,
      });
    };
    this.#keep(write());
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) => this.#context.fault(error))
      .finally(() => this.#writing.delete(kept));
    this.#writing.add(kept);
  }
}
