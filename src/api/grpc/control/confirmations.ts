// SPDX-License-Identifier: Apache-2.0
// ConfirmationsService: what people are asked at the interface. A connection is a session of the interface
// track from its first such call on; whoever lets connections in ends it with them.
import { isCleared } from '../../../orchestrator/operations/views.ts';
import type { Caller } from '../../caller.ts';
import { wireTime } from '../communication/values.ts';
import type { GrpcCall } from '../method.ts';
import type {
  AnswerConfirmationRequest,
  IAnswerConfirmationResponse,
  IConfirmation,
  IListConfirmationsResponse,
  IShowConfirmationResponse,
  ListConfirmationsRequest,
  ShowConfirmationRequest,
} from '../wire/generated/dsmil-control-v1.ts';
import { personCalling } from './caller.ts';
import { NothingThereError } from './errors.ts';
import { bytesField, bytesOf, hexOf, textField, wireDemand } from './fields.ts';
import { momentKey, pageOf } from './paging.ts';
import type { AskedQuestion, ControlParts } from './parts.ts';

const ID_MAX = 128;
const DIGEST_SIZE = 32;
const OUTCOMES = { CONFIRMED: 1, REFUSED: 2 } as const;

function wireConfirmation(asked: AskedQuestion, now: number): IConfirmation {
  const { id, device, requester, summary, risk, terms, demand, digest, expiry } = asked;
  return {
    confirmationId: id,
    deviceId: device,
    requester,
    summary,
    risk,
    terms: [...terms],
    demand: wireDemand(demand),
    digest: bytesOf(digest),
    timeLeft: wireTime(expiry - now),
  };
}

export type ConfirmationsParts = Pick<
  ControlParts,
  'confirmations' | 'sessions' | 'operations' | 'clock'
>;

export function confirmationsService(parts: ConfirmationsParts) {
  const { confirmations, sessions, operations, clock } = parts;
  const visible = ({ person }: Caller): readonly AskedQuestion[] =>
    confirmations.questions().filter(({ demand }) => isCleared(person, demand));
  /** One that the caller is not cleared for answers as one that is not there. */
  const idOf = (given: { readonly confirmationId?: string | null }, caller: Caller): string => {
    const id = textField(given.confirmationId, 'confirmation_id', 1, ID_MAX);
    personCalling(caller);
    if (!visible(caller).some((one) => one.id === id)) {
      throw new NothingThereError('confirmation', id);
    }
    return id;
  };
  return {
    ListConfirmations(
      given: ListConfirmationsRequest,
      { caller }: GrpcCall,
    ): IListConfirmationsResponse {
      const now = clock.boot();
      const { items, nextPageToken } = pageOf(
        visible(caller),
        ({ expiry, id }) => `${momentKey(expiry)}/${id}`,
        given,
        { list: 'ListConfirmations', principal: caller.principal },
      );
      return { confirmations: items.map((one) => wireConfirmation(one, now)), nextPageToken };
    },

    ShowConfirmation(
      given: ShowConfirmationRequest,
      { caller }: GrpcCall,
    ): IShowConfirmationResponse {
      const shown = confirmations.disclose(idOf(given, caller), sessions.of(caller));
      return { confirmation: wireConfirmation(shown, clock.boot()) };
    },

    AnswerConfirmation(
      given: AnswerConfirmationRequest,
      { caller }: GrpcCall,
    ): IAnswerConfirmationResponse {
      const seen = hexOf(bytesField(given.digest, 'digest', DIGEST_SIZE));
      const id = idOf(given, caller);
      const outcome = confirmations.answer(id, sessions.of(caller), seen, given.confirmed === true);
      operations.answered(id);
      return { outcome: OUTCOMES[outcome] };
    },
  };
}
