// SPDX-License-Identifier: Apache-2.0
// PolicyService: persons, keys and policy, read by persons and changed by two of them.
import type { Json } from '../../../core/canonical/json.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { charterDocument } from '../../local/wire/documents.ts';
import { wireTime } from '../communication/values.ts';
import type { GrpcCall } from '../method.ts';
import type {
  ApproveProposalRequest,
  IApproveProposalResponse,
  ICharterHead,
  IGetPolicyResponse,
  IListKeysResponse,
  IListPersonsResponse,
  IListPrincipalsResponse,
  IListProposalsResponse,
  IProposal,
  IProposeChangeResponse,
  IReloadPolicyResponse,
  IWhoAmIResponse,
  ListKeysRequest,
  ListPersonsRequest,
  ListPrincipalsRequest,
  ProposeChangeRequest,
  RetractProposalRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { personCalling } from './caller.ts';
import { approvalFrom, bytesOf, hexField, textField, wireDocument } from './fields.ts';
import { pageOf } from './paging.ts';
import type { ControlParts, OpenProposal } from './parts.ts';

const ID_DIGITS = 32;
/** {unit characters} */
const CHANGE_MAX = 1024 * 1024;

function changeJson(text: string | null | undefined): Json {
  const given = textField(text, 'change', 1, CHANGE_MAX);
  try {
    return JSON.parse(given) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError('change', given, `JSON (${why})`);
  }
}

export type PolicyParts = Pick<ControlParts, 'charter'>;

export function policyService({ charter: office }: PolicyParts) {
  const head = (): ICharterHead => {
    const { revision, hash } = office.charter;
    return { revision, hash: bytesOf(hash) };
  };
  const wireProposal = (given: OpenProposal): IProposal => ({
    proposalId: given.id,
    change: given.change.change,
    proposer: given.proposer,
    document: wireDocument(charterDocument({ ...given.statement } as Json, given.role)),
    approvedBy: [...given.approvals.keys()],
    baseRevision: given.base,
    timeLeft: wireTime(given.expiry - office.now),
  });
  return {
    WhoAmI(_: object, { caller }: GrpcCall): IWhoAmIResponse {
      const { principal, person } = caller;
      return {
        principal,
        person: person?.person ?? '',
        clearance: person?.clearance ?? 0,
        compartments: [...(person?.compartments ?? [])].sort(),
      };
    },

    GetPolicy(_: object, { caller }: GrpcCall): IGetPolicyResponse {
      personCalling(caller);
      return { head: head(), policy: office.charter.policy?.source ?? '' };
    },

    ListPersons(given: ListPersonsRequest, { caller }: GrpcCall): IListPersonsResponse {
      personCalling(caller);
      const all = [...office.charter.persons.values()];
      const { items, nextPageToken } = pageOf(all, ({ person }) => person, given, {
        list: 'ListPersons',
        principal: caller.principal,
      });
      return {
        persons: items.map(({ person, clearance, compartments, active }) => ({
          person,
          clearance,
          compartments: [...compartments].sort(),
          revoked: !active,
        })),
        nextPageToken,
      };
    },

    ListKeys(given: ListKeysRequest, { caller }: GrpcCall): IListKeysResponse {
      personCalling(caller);
      const { keys, persons } = office.charter;
      const { items, nextPageToken } = pageOf([...keys.values()], ({ keyId }) => keyId, given, {
        list: 'ListKeys',
        principal: caller.principal,
      });
      return {
        keys: items.map(({ keyId, person, publicKey, active }) => ({
          keyId,
          person,
          publicKey: bytesOf(publicKey),
          revoked: !(active && persons.get(person)?.active === true),
        })),
        nextPageToken,
      };
    },

    ListPrincipals(given: ListPrincipalsRequest, { caller }: GrpcCall): IListPrincipalsResponse {
      personCalling(caller);
      const all = [...(office.charter.policy?.policy.principals.values() ?? [])];
      const { items, nextPageToken } = pageOf(all, ({ id }) => id, given, {
        list: 'ListPrincipals',
        principal: caller.principal,
      });
      return {
        principals: items.map(({ id, person, clearance, compartments }) => ({
          principal: id,
          person: person ?? '',
          clearance,
          compartments: [...compartments].sort(),
        })),
        nextPageToken,
      };
    },

    ProposeChange(given: ProposeChangeRequest, { caller }: GrpcCall): IProposeChangeResponse {
      const { person } = personCalling(caller);
      return { proposal: wireProposal(office.propose(person, changeJson(given.change))) };
    },

    ListProposals(_: object, { caller }: GrpcCall): IListProposalsResponse {
      personCalling(caller);
      return { proposals: office.proposals().map(wireProposal) };
    },

    async ApproveProposal(
      given: ApproveProposalRequest,
      { caller }: GrpcCall,
    ): Promise<IApproveProposalResponse> {
      personCalling(caller);
      const id = hexField(given.proposalId, 'proposal_id', ID_DIGITS);
      const { proposal, revision } = await office.approve(id, approvalFrom(given.signature));
      return { proposal: wireProposal(proposal), revision: revision ?? 0 };
    },

    RetractProposal(given: RetractProposalRequest, { caller }: GrpcCall): object {
      const { person } = personCalling(caller);
      office.retract(hexField(given.proposalId, 'proposal_id', ID_DIGITS), person);
      return {};
    },

    async ReloadPolicy(_: object, { caller }: GrpcCall): Promise<IReloadPolicyResponse> {
      personCalling(caller);
      await office.reload();
      return { head: head() };
    },
  };
}
