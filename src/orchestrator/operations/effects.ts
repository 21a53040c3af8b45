// SPDX-License-Identifier: Apache-2.0
// The moment of use: everything is asked, judged and matched again, and what was authorized goes to the
// coordinator of the commit. Approvals are used up by the record that allows it.
import { decisionDigest, type Offer, offerProblem } from '../../core/canonical/approval.ts';
import { type ApprovalLedger, asUnused, withUsed } from '../../core/canonical/approval-ledger.ts';
import { executionLimitMs } from '../../core/model/safety-requirements.ts';
import type { AuthorizedTransaction } from '../../core/ports/commit.ts';
import { type Need, need } from '../../core/requirement/input.ts';
import { decisionFor } from './approvals.ts';
import type { Context } from './context.ts';
import type { Judgement } from './judgement.ts';
import type { Operation } from './operation.ts';
import { recordOf } from './record.ts';

export interface Authorization {
  readonly transaction: AuthorizedTransaction;
  readonly decision: Offer['decision'];
  /** What of it no longer holds, now. */
  readonly unmet: () => readonly Need[];
}

function moved(why: string): Need {
  return need(
    'authorization-current',
    false,
    `what it was authorized on is no longer so: ${why}`,
    'the same request with another id: it is judged as things are then',
  );
}

/** Why @decision is not about how things are now; empty when it is. */
function currentNeeds(
  decision: Offer['decision'],
  judgement: Judgement,
  ledger: ApprovalLedger,
): readonly Need[] {
  const offer: Offer = {
    decision,
    role: 'OPERATION',
    requester: '',
    requiredClearance: 0,
    requiredCompartments: [],
  };
  const problem = offerProblem(asUnused(ledger), offer, judgement.present);
  return problem === null ? [] : [moved(problem)];
}

/** Marks the approvals as used; false when one was before. */
function consume(context: Context, approvals: AuthorizedTransaction['approvals']): boolean {
  if (approvals.some(({ nonce }) => context.ledger.used.has(nonce))) {
    return false;
  }
  context.ledger = withUsed(context.ledger, approvals);
  return true;
}

/** @judgement is of this turn and has nothing unmet. undefined: an approval in it was used before. */
export function authorize(
  context: Context,
  operation: Operation,
  judgement: Judgement,
): Authorization | undefined {
  const { identity, approvals } = operation;
  const { options } = context;
  const approved = approvals.used();
  const decision =
    approvals.slots[0]?.offer.decision ??
    decisionFor(identity.requests, judgement.present, context.nonce());
  if (!consume(context, approved)) {
    return undefined;
  }
  const needsConfirmation = judgement.devices.some(({ input }) => input.confirmation !== undefined);
  for (const device of judgement.devices) {
    const details = { decision: recordOf(device, options.settings.risk, judgement.present) };
    context.teller.append(context.teller.entry(operation, 'operation.decided', 1, details));
  }
  return {
    decision,
    transaction: {
      coordinationId: identity.coordinationId,
      principal: identity.principal,
      person: judgement.requester?.person ?? identity.principal,
      digest: decisionDigest(decision),
      stopEpoch: judgement.present.stopEpoch,
      risk: judgement.present.risk,
      effects: identity.requests.map(({ deviceId, operationType, parameters, ...rest }) => ({
        device: deviceId,
        type: operationType,
        register: parameters.register,
        value: parameters.value,
        timeoutMs: executionLimitMs(rest.safetyRequirements.kernelSafety),
      })),
      approvals: approved,
      policy: judgement.present.policy,
      confirmed: needsConfirmation ? [identity.about] : [],
      deadline: identity.deadline,
      clearance: judgement.demand.requiredClearance,
      compartments: judgement.demand.compartments,
    },
    unmet: () => {
      const now = context.judge(operation);
      return [...currentNeeds(decision, now, context.ledger), ...now.unmet];
    },
  };
}
