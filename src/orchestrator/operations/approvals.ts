// SPDX-License-Identifier: Apache-2.0
// What persons are asked to approve of one operation, and what they have signed. An offer is one nonce:
// what a service asks for takes two persons, and so has two of them.
import { Buffer } from 'node:buffer';
import {
  APPROVAL_LIFETIME_MS,
  type Approval,
  type ApprovalRefusal,
  type Directory,
  decisionDigest,
  judgeApproval,
  type Offer,
  offerProblem,
  type Person,
  type Present,
} from '../../core/canonical/approval.ts';
import { type ApprovalLedger, asUnused } from '../../core/canonical/approval-ledger.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import type { UsedApproval } from '../../core/ports/commit.ts';
import type { Demand } from './ports.ts';

export interface OfferSlot {
  readonly offer: Offer;
  /** What is signed. */
  readonly digest: Digest;
  readonly given: { readonly approval: Approval; readonly person: string } | null;
}

/** What is decided on: one device by itself, several as a whole. */
export function decisionFor(
  requests: readonly OperationRequest[],
  present: Present,
  nonce: string,
): Offer['decision'] {
  const { stopEpoch, policy, risk, safetyVersion, now, operations = [] } = present;
  const rest = { risk, policy, stopEpoch, nonce, expiry: Math.floor(now) + APPROVAL_LIFETIME_MS };
  const [first, ...others] = requests;
  if (first !== undefined && others.length === 0) {
    const { operationType: action, deviceId: device, parameters } = first;
    return { action, device, parameters, safetyVersion, ...rest };
  }
  return {
    operations: requests.map(({ operationType: action, deviceId: device, parameters }, n) => ({
      action,
      device,
      parameters,
      safetyVersion: operations[n]?.safetyVersion ?? 0,
      risk: operations[n]?.risk ?? risk,
    })),
    ...rest,
  };
}

export class Approvals {
  #slots: readonly OfferSlot[] = [];

  get slots(): readonly OfferSlot[] {
    return this.#slots;
  }

  find(nonce: string): OfferSlot | undefined {
    return this.#slots.find(({ offer }) => offer.decision.nonce === nonce);
  }

  ask(offers: readonly Offer[]): void {
    this.#slots = offers.map((offer) => ({
      offer,
      digest: decisionDigest(offer.decision),
      given: null,
    }));
  }

  /** Takes back everything that was asked and given. */
  withdraw(): void {
    this.#slots = [];
  }

  /** @approval of @nonce by @person, who was judged. */
  give(nonce: string, approval: Approval, person: string): void {
    this.#slots = this.#slots.map((slot) =>
      slot.offer.decision.nonce === nonce
        ? { ...slot, given: { approval: copyOf(approval), person } }
        : slot,
    );
  }

  /** Whose approvals count now; each signature is checked again. */
  counting(
    directory: Directory,
    ledger: ApprovalLedger,
    present: Present,
    demand: Demand,
  ): readonly Person[] {
    return this.#slots.flatMap(({ offer, given }) => {
      if (given === null) {
        return [];
      }
      const now = demanding(offer, demand);
      const verdict = judgeApproval(asUnused(ledger), directory, now, given.approval, present);
      return verdict.accepted ? [verdict.person] : [];
    });
  }

  /** Why what was asked is void now, or null. */
  problem(ledger: ApprovalLedger, present: Present): ApprovalRefusal | null {
    for (const { offer } of this.#slots) {
      const problem = offerProblem(asUnused(ledger), offer, present);
      if (problem !== null) {
        return problem;
      }
    }
    return null;
  }

  /** What a commit uses up. */
  used(): readonly UsedApproval[] {
    return this.#slots.flatMap(({ offer, given }) =>
      given === null
        ? []
        : [
            {
              nonce: offer.decision.nonce,
              expiry: offer.decision.expiry,
              person: given.person,
              keyId: given.approval.keyId,
              signature: Buffer.from(given.approval.signature).toString('hex'),
            },
          ],
    );
  }
}

/** @offer as it would be made now: who may approve can have become stricter since. */
export function demanding(offer: Offer, { requiredClearance, compartments }: Demand): Offer {
  return { ...offer, requiredClearance, requiredCompartments: compartments };
}

function copyOf({ keyId, signature }: Approval): Approval {
  return { keyId, signature: Uint8Array.from(signature) };
}
