// SPDX-License-Identifier: Apache-2.0
// What people are asked: approvals, which are signatures, and confirmations, which are answers at the
// interface. A connection of the socket is a session of the interface track from its first such call on.
import type { LocalCall, LocalMethod } from '../../api/local/connection.ts';
import type { Params } from '../../api/local/wire/params.ts';
import type { Approval } from '../../core/canonical/approval.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Operations } from '../../orchestrator/operations/operations.ts';
import { isCleared } from '../../orchestrator/operations/views.ts';
import { InterfaceRefusedError } from '../../tracks/interface/errors.ts';
import type { InterfaceTrack } from '../../tracks/interface/interface-track.ts';
import { wireConfirmation, wireOffer } from './words.ts';

const ID_MAX = 128;

export function approvalOf(params: Params): Approval {
  return { keyId: params.text('key_id', 1, ID_MAX), signature: params.hex('signature', 64) };
}

/** Sessions of the interface track, one for each account of a connection. */
export class Sessions {
  readonly #track: InterfaceTrack;
  readonly #of = new Map<string, Map<string, string>>();

  constructor(track: InterfaceTrack) {
    this.#track = track;
  }

  of({ connection, principal }: Pick<LocalCall, 'connection' | 'principal'>): string {
    const sessions = this.#of.get(connection) ?? new Map<string, string>();
    this.#of.set(connection, sessions);
    const session = sessions.get(principal) ?? this.#track.openSession(principal);
    sessions.set(principal, session);
    this.#track.alive(session);
    return session;
  }

  /** A connection that is open is alive, however long its person reads. One that the track has ended is forgotten. */
  tick(): void {
    for (const sessions of this.#of.values()) {
      for (const [principal, session] of sessions) {
        try {
          this.#track.alive(session);
        } catch (error) {
          if (!(error instanceof InterfaceRefusedError)) {
            throw error;
          }
          sessions.delete(principal);
        }
      }
    }
  }

  end(connection: string): void {
    for (const session of this.#of.get(connection)?.values() ?? []) {
      this.#track.closeSession(session);
    }
    this.#of.delete(connection);
  }
}

export interface PeopleOptions {
  readonly operations: Operations;
  readonly interface: InterfaceTrack;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

export function peopleMethods(options: PeopleOptions): Record<string, LocalMethod> {
  const { operations, interface: track, sessions, clock } = options;
  const offerOf = (params: Params): string => params.text('offer', 1, ID_MAX);
  return {
    'offers.list': {
      call: (params, { principal }) => {
        params.end();
        const now = clock.boot();
        return operations.offers(principal).map((one) => wireOffer(one, now)) as unknown as Json;
      },
    },
    'offers.approve': {
      call: (params, { principal }) => {
        const offer = offerOf(params);
        const approval = approvalOf(params);
        params.end();
        const view = operations.approve(principal, offer, approval);
        return wireOffer(view, clock.boot()) as unknown as Json;
      },
    },
    'offers.deny': {
      call: (params, { principal }) => {
        const offer = offerOf(params);
        params.end();
        operations.deny(principal, offer);
        return { denied: offer };
      },
    },
    'confirmations.list': {
      call: (params, { person }) => {
        params.end();
        const now = clock.boot();
        return track
          .questions()
          .filter(({ demand }) => isCleared(person, demand))
          .map((one) => wireConfirmation(one, now)) as unknown as Json;
      },
    },
    'confirmations.show': {
      call: (params, call) => {
        const id = params.text('id', 1, ID_MAX);
        params.end();
        const shown = track.disclose(id, sessions.of(call));
        return wireConfirmation(shown, clock.boot()) as unknown as Json;
      },
    },
    'confirmations.answer': {
      call: (params, call) => {
        const id = params.text('id', 1, ID_MAX);
        const seen = params.text('seen', 64, 64);
        const yes = params.flag('yes', false);
        params.end();
        const outcome = track.answer(id, sessions.of(call), seen, yes);
        operations.answered(id);
        return { outcome };
      },
    },
  };
}
