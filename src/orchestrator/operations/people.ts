// SPDX-License-Identifier: Apache-2.0
// What people are asked while an operation waits for them: approvals by signature, a confirmation at the
// interface. Asked again whenever what was asked no longer holds.
import { isPerson } from '../../core/canonical/approval.ts';
import { tokenName } from '../../core/model/device.ts';
import { confirmationLimitS, strictest } from '../../core/model/safety-requirements.ts';
import { decisionFor } from './approvals.ts';
import type { Context } from './context.ts';
import { OperationLimitError } from './errors.ts';
import type { Judgement } from './judgement.ts';
import type { Operation } from './operation.ts';
import { describe, short } from './words.ts';

/** As the interface track takes it. */
const SUMMARY_MAX = 512;

/** Offers that nobody has answered yet, of everybody and for one principal. */
export type OpenOffers = (principal: string) => { readonly all: number; readonly own: number };

/** Void is what was decided on a device, a policy or a stop that has moved since. */
export function voidMoved(context: Context, operation: Operation, judgement: Judgement): boolean {
  const { approvals } = operation;
  const problem = approvals.problem(context.ledger, judgement.present);
  const { approvers } = judgement.devices[0]?.input ?? { approvers: [] };
  const gone = approvals.slots.some(
    ({ given }) => given !== null && !approvers.some(({ person }) => person === given.person),
  );
  if (problem === null && !gone) {
    return false;
  }
  const given = approvals.slots.flatMap((slot) => slot.given?.person ?? []);
  approvals.withdraw();
  const why = problem ?? 'UNKNOWN_PERSON';
  context.teller.approval(operation, 'void', 'system', { why, given });
  return true;
}

/** Makes the offers that @judgement asks for, where they are not made. */
export function askApprovals(
  context: Context,
  operation: Operation,
  judgement: Judgement,
  open: OpenOffers,
): void {
  const { approvals, identity } = operation;
  if (approvals.slots.length > 0) {
    return;
  }
  const wanted = isPerson(judgement.requester) ? 1 : 2;
  const { offersMax, offersPerPrincipalMax } = context.options.settings;
  const { all, own } = open(identity.principal);
  if (all + wanted > offersMax || own + wanted > offersPerPrincipalMax) {
    const most = all + wanted > offersMax ? offersMax : offersPerPrincipalMax;
    throw new OperationLimitError('TOO_MANY_OFFERS', most);
  }
  const offers = Array.from({ length: wanted }, () => ({
    decision: decisionFor(identity.requests, judgement.present, context.nonce()),
    role: 'OPERATION' as const,
    requester: judgement.requester?.person ?? identity.principal,
    requiredClearance: judgement.demand.requiredClearance,
    requiredCompartments: judgement.demand.compartments,
  }));
  approvals.ask(offers);
  const { risk } = judgement.present;
  context.teller.approval(operation, 'asked', judgement.requester?.person ?? identity.principal, {
    offers: approvals.slots.map(({ offer, digest }) => ({ offer: offer.decision.nonce, digest })),
    risk,
  });
}

/** Asks for a yes; true when a person has said no. Throws what the interface track throws. */
export function askConfirmation(
  context: Context,
  operation: Operation,
  judgement: Judgement,
): boolean {
  const { identity } = operation;
  const { about, requests } = identity;
  const port = context.options.interface;
  const { present, demand } = judgement;
  if (port.reassessed(about, present.risk)) {
    operation.question = null;
  }
  const asked = operation.question;
  const unanswered = asked !== null && port.questions().some(({ id }) => id === asked.id);
  if (asked !== null && !unanswered && asked.expiry > present.now) {
    // It is gone before its time and nobody here took it away; or it was answered with a yes that does
    // not do, which is asked anew.
    if (port.confirmation(about) === undefined) {
      return true;
    }
  }
  const [first] = requests;
  const summary = requests.map(describe).join('; ');
  const limits = requests
    .map(({ safetyRequirements }) => safetyRequirements)
    .reduce(strictest).interfaceSafety;
  const question = port.ask({
    about,
    device: first?.deviceId ?? 0,
    requester: judgement.requester?.person ?? identity.principal,
    summary: short(
      requests.length === 1
        ? summary
        : `${requests.length} devices at once, ${tokenName(first?.deviceId ?? 0)} first: ${summary}`,
      SUMMARY_MAX,
    ),
    risk: present.risk,
    terms: operation.words.terms(judgement),
    demand,
    limitS: confirmationLimitS(limits),
  });
  operation.question = { id: question.id, expiry: question.expiry };
  return false;
}
