// SPDX-License-Identifier: Apache-2.0
// ApprovalsService: what people are asked to approve.
import type { OfferView } from '../../../orchestrator/operations/views.ts';
import { approvalDocument } from '../../local/wire/documents.ts';
import { wireTime } from '../communication/values.ts';
import type { GrpcCall } from '../method.ts';
import type {
  DenyApprovalRequest,
  GetApprovalRequest,
  GiveApprovalRequest,
  IApproval,
  IDenyApprovalResponse,
  IGetApprovalResponse,
  IGiveApprovalResponse,
  IListApprovalsResponse,
  ListApprovalsRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { NothingThereError } from './errors.ts';
import { approvalFrom, hexField, wireDemand, wireDocument } from './fields.ts';
import { momentKey, pageOf } from './paging.ts';
import type { ControlParts } from './parts.ts';

const ID_DIGITS = 32;

export function wireApproval(offer: OfferView, now: number): IApproval {
  return {
    approvalId: offer.offer,
    coordinationId: offer.coordinationId,
    operationId: offer.operation,
    requester: offer.requester,
    justification: offer.justification,
    words: [...offer.words],
    risk: offer.decision.risk,
    document: wireDocument(approvalDocument(offer.decision)),
    demand: wireDemand(offer.demand),
    approvedBy: offer.approvedBy ?? '',
    timeLeft: wireTime(offer.decision.expiry - now),
  };
}

export type ApprovalsParts = Pick<ControlParts, 'operations' | 'clock'>;

export function approvalsService({ operations, clock }: ApprovalsParts) {
  const idOf = ({ approvalId }: { readonly approvalId?: string | null }): string =>
    hexField(approvalId, 'approval_id', ID_DIGITS);
  return {
    ListApprovals(given: ListApprovalsRequest, { caller }: GrpcCall): IListApprovalsResponse {
      const now = clock.boot();
      const { items, nextPageToken } = pageOf(
        operations.offers(caller.principal),
        ({ decision }) => `${momentKey(decision.expiry)}/${decision.nonce}`,
        given,
        { list: 'ListApprovals', principal: caller.principal },
      );
      return { approvals: items.map((one) => wireApproval(one, now)), nextPageToken };
    },

    GetApproval(given: GetApprovalRequest, { caller }: GrpcCall): IGetApprovalResponse {
      const id = idOf(given);
      const found = operations.offers(caller.principal).find(({ offer }) => offer === id);
      if (found === undefined) {
        throw new NothingThereError('offer', id);
      }
      return { approval: wireApproval(found, clock.boot()) };
    },

    GiveApproval(given: GiveApprovalRequest, { caller }: GrpcCall): IGiveApprovalResponse {
      const id = idOf(given);
      const view = operations.approve(caller.principal, id, approvalFrom(given.signature));
      return { approval: wireApproval(view, clock.boot()) };
    },

    DenyApproval(given: DenyApprovalRequest, { caller }: GrpcCall): IDenyApprovalResponse {
      operations.deny(caller.principal, idOf(given));
      return {};
    },
  };
}
