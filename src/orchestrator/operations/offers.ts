// SPDX-License-Identifier: Apache-2.0
// What persons do with offers: look at those that they may know of, sign one, or say no.
import { type Approval, isPerson, judgeApproval } from '../../core/canonical/approval.ts';
import { demanding } from './approvals.ts';
import type { Context } from './context.ts';
import type { Ender } from './ender.ts';
import type { Ending } from './ending.ts';
import { AnswerRefusedError, OperationNotFoundError } from './errors.ts';
import type { Operation } from './operation.ts';
import { demandFor, isCleared, maySeeOffer, type OfferView, offerView } from './views.ts';

export interface OffersParts {
  readonly context: Context;
  readonly ender: Ender;
  /** Those under way, oldest first. */
  readonly active: () => Iterable<Operation>;
  /** Ends the operation; what has ended already stays as it is. */
  readonly end: (operation: Operation, ending: Ending) => void;
}

export class Offers {
  readonly #parts: OffersParts;

  constructor(parts: OffersParts) {
    this.#parts = parts;
  }

  /** What people are asked to approve, for those who are cleared and for who asked. */
  list(principal: string): readonly OfferView[] {
    const { context, active } = this.#parts;
    const { security } = context.options;
    return [...active()]
      .filter((operation) => maySeeOffer(security, principal, operation))
      .flatMap((operation) => operation.approvals.slots.map((slot) => offerView(operation, slot)));
  }

  /** Throws OperationNotFoundError, and AnswerRefusedError for a signature that does not count now. */
  approve(principal: string, offerId: string, approval: Approval): OfferView {
    const operation = this.#offered(principal, offerId);
    const slot = operation.approvals.find(offerId);
    if (slot === undefined) {
      throw new OperationNotFoundError('offer', offerId);
    }
    const { context, ender } = this.#parts;
    const { present, demand } = context.judge(operation);
    const offer = demanding(slot.offer, demand);
    const directory = context.options.security.directory();
    const verdict = judgeApproval(context.ledger, directory, offer, approval, present);
    if (!verdict.accepted) {
      // What is void is offered anew.
      operation.wake();
      ender.refusedAnswer(principal, operation, verdict.refusal);
      throw new AnswerRefusedError(verdict.refusal);
    }
    const { person } = verdict.person;
    if (
      operation.approvals.slots.some((one) =>
        one === slot ? one.given !== null : one.given?.person === person,
      )
    ) {
      throw new AnswerRefusedError('ALREADY_APPROVED');
    }
    operation.approvals.give(offerId, approval, person);
    const given = { offer: offerId, key: approval.keyId, digest: slot.digest };
    context.teller.approval(operation, 'given', person, given);
    operation.answer();
    return offerView(operation, operation.approvals.find(offerId) ?? slot);
  }

  /** A cleared person's no: it ends the operation. */
  deny(principal: string, offerId: string): void {
    const operation = this.#offered(principal, offerId);
    const { context, end } = this.#parts;
    const { security } = context.options;
    const person = security.identify(principal);
    if (!isPerson(person) || !isCleared(person, demandFor(security, operation.identity.requests))) {
      throw new AnswerRefusedError('NOT_A_PERSON');
    }
    context.teller.approval(operation, 'denied', person.person, { offer: offerId });
    const message = `${person.person} was asked to approve it, and said no`;
    end(operation, { event: 'DENY', cause: 'REFUSED_BY_PERSON', message });
  }

  /** Those that nobody has answered yet, of everybody and of @principal's operations. */
  open(principal: string): { all: number; own: number } {
    let [all, own] = [0, 0];
    for (const { approvals, identity } of this.#parts.active()) {
      const open = approvals.slots.filter(({ given }) => given === null).length;
      all += open;
      own += identity.principal === principal ? open : 0;
    }
    return { all, own };
  }

  #offered(principal: string, offerId: string): Operation {
    const { context, active } = this.#parts;
    const operation = [...active()].find(({ approvals }) => approvals.find(offerId));
    if (
      operation === undefined ||
      operation.state !== 'AUTHORIZING' ||
      !maySeeOffer(context.options.security, principal, operation)
    ) {
      throw new OperationNotFoundError('offer', offerId);
    }
    return operation;
  }
}
