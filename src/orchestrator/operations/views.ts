// SPDX-License-Identifier: Apache-2.0
// Who may see what: an operation is its requester's, and of those who are cleared for all of its
// devices; for everybody else it is not there.
import { isPerson, type Person } from '../../core/canonical/approval.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import { ClearanceLevel } from '../../core/model/enums.ts';
import type { SecuritySafetyRequirements } from '../../core/model/safety-requirements.ts';
import type { OfferSlot } from './approvals.ts';
import type { Operation } from './operation.ts';
import type { Demand, SecurityPort } from './ports.ts';

/** Of a request: what it takes to know of it. */
export interface AccessAsked {
  readonly deviceId: number;
  readonly safetyRequirements: {
    readonly securitySafety: Pick<
      SecuritySafetyRequirements,
      'requiredClearance' | 'requiredCompartments'
    >;
  };
}

/** What @deviceId asks by itself: what the request asked on top of that is not written down. */
export function asDeviceAsks(deviceId: number): AccessAsked {
  const securitySafety = { requiredClearance: ClearanceLevel.NONE, requiredCompartments: [] };
  return { deviceId, safetyRequirements: { securitySafety } };
}

/** An operation for whoever asks whether they may see it. */
export interface Seen {
  readonly identity: { readonly principal: string; readonly requests: readonly AccessAsked[] };
}

/** Exactly what a person is asked to approve. */
export interface OfferView {
  /** The decision's nonce. */
  readonly offer: string;
  readonly operation: string;
  readonly coordinationId: string;
  /** The person or service that wants it. */
  readonly requester: string;
  readonly justification: string;
  /** One line a device: what would be done, then its risk, term by term. */
  readonly words: readonly string[];
  readonly decision: OfferSlot['offer']['decision'];
  readonly role: OfferSlot['offer']['role'];
  /** Of the decision: what is signed, with core's approvalBytes(). */
  readonly digest: Digest;
  readonly demand: Demand;
  /** Who has approved it, if somebody has. */
  readonly approvedBy: string | null;
}

export function isCleared(person: Person | undefined, demand: Demand): person is Person {
  return (
    person !== undefined &&
    person.clearance >= demand.requiredClearance &&
    demand.compartments.every((name) => person.compartments.includes(name))
  );
}

/** What it takes to know of @requests: what their devices ask, and what the requests do. */
export function demandFor(security: SecurityPort, requests: readonly AccessAsked[]): Demand {
  let requiredClearance: ClearanceLevel = ClearanceLevel.NONE;
  const compartments = new Set<string>();
  for (const { deviceId, safetyRequirements } of requests) {
    const device = security.deviceAccess(deviceId);
    const asked = safetyRequirements.securitySafety;
    for (const clearance of [device.requiredClearance, asked.requiredClearance]) {
      requiredClearance = clearance > requiredClearance ? clearance : requiredClearance;
    }
    for (const name of [...device.compartments, ...asked.requiredCompartments]) {
      compartments.add(name);
    }
  }
  return { requiredClearance, compartments: [...compartments].sort() };
}

export function maySee(security: SecurityPort, principal: string, operation: Seen): boolean {
  if (operation.identity.principal === principal) {
    return true;
  }
  const demand = demandFor(security, operation.identity.requests);
  return isCleared(security.identify(principal), demand);
}

/** A person who could approve it, or sees it because it is their own. */
export function maySeeOffer(
  security: SecurityPort,
  principal: string,
  operation: Operation,
): boolean {
  const own = operation.identity.principal === principal;
  return own || (isPerson(security.identify(principal)) && maySee(security, principal, operation));
}

export function offerView(operation: Operation, slot: OfferSlot): OfferView {
  const { identity, judgement } = operation;
  const { offer, digest, given } = slot;
  const justifications = new Set(identity.requests.map(({ justification }) => justification));
  return {
    offer: offer.decision.nonce,
    operation: identity.id,
    coordinationId: identity.coordinationId,
    requester: offer.requester,
    justification: [...justifications].join('\n'),
    words: judgement === null ? [] : operation.words.lines(judgement),
    decision: offer.decision,
    role: offer.role,
    digest,
    demand: {
      requiredClearance: offer.requiredClearance,
      compartments: offer.requiredCompartments,
    },
    approvedBy: given?.person ?? null,
  };
}
