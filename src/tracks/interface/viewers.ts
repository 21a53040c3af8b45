// SPDX-License-Identifier: Apache-2.0
// Sessions of people who watch devices: what each has on its screen, and whether anybody is there.

import { isPerson } from '../../core/canonical/approval.ts';
import { checkMember, checkText } from '../../core/model/check.ts';
import { placeOf } from '../../core/model/device.ts';
import { UiDisplayState } from '../../core/model/device-state.ts';
import { InterfaceRefusedError } from './errors.ts';
import { cleared, type People } from './people.ts';

/** A session that says nothing for so long is closed. {unit ms} */
export const SILENCE_MS = 30_000;
export const SESSIONS_MAX = 1_024;
export const SESSIONS_PER_PRINCIPAL_MAX = 16;

interface Session {
  readonly id: string;
  readonly principal: string;
  lastSeen: number;
  /** By token; what is not there is hidden. */
  readonly shown: Map<number, UiDisplayState>;
}

/** What the screens show of one device. */
export interface Watching {
  /** Sessions of cleared persons that show it. */
  readonly sessions: number;
  /** The most prominent; HIDDEN when nobody shows it. */
  readonly displayState: UiDisplayState;
  /** {unit ms, of the boot clock}; 0 never */
  readonly lastInteraction: number;
}

export class Viewers {
  readonly #people: People;
  readonly #sessions = new Map<string, Session>();
  /** By token. */
  readonly #interactions = new Map<number, number>();

  constructor(people: People) {
    this.#people = people;
  }

  /** @id is not to be guessed: whoever has it speaks for the session. */
  open(id: string, principal: string, now: number): void {
    checkText(id, 'session', 1, 128);
    const own = [...this.#sessions.values()].filter((one) => one.principal === principal);
    if (this.#sessions.size >= SESSIONS_MAX || own.length >= SESSIONS_PER_PRINCIPAL_MAX) {
      throw new InterfaceRefusedError('TOO_MANY', `sessions of ${principal}`);
    }
    if (!isPerson(this.#people.identify(principal))) {
      throw new InterfaceRefusedError('NOT_A_PERSON', principal);
    }
    this.#sessions.set(id, { id, principal, lastSeen: now, shown: new Map() });
  }

  /** Whose session it is, now; it counts as a sign of life. */
  principalOf(id: string, now: number): string {
    return this.#alive(id, now).principal;
  }

  /** The session has @device on its screen in this way. Refused to whoever is not cleared for it. */
  show(id: string, device: number, state: UiDisplayState, now: number): void {
    placeOf(device);
    checkMember<UiDisplayState>(state, 'display_state', UiDisplayState);
    const session = this.#alive(id, now);
    if (state === UiDisplayState.HIDDEN || state === UiDisplayState.UNKNOWN) {
      session.shown.delete(device);
      return;
    }
    if (!this.#mayWatch(session, device)) {
      throw new InterfaceRefusedError('NOT_CLEARED', `session ${id}`);
    }
    session.shown.set(device, state);
  }

  /** Somebody did something about @device in the session. */
  interacted(id: string, device: number, now: number): void {
    placeOf(device);
    const session = this.#alive(id, now);
    if (!this.#mayWatch(session, device)) {
      throw new InterfaceRefusedError('NOT_CLEARED', `session ${id}`);
    }
    this.#interactions.set(device, Math.max(this.#interactions.get(device) ?? 0, now));
  }

  /** Idempotent. */
  close(id: string): void {
    this.#sessions.delete(id);
  }

  /** Closes what was silent for too long, and answers with it. */
  expire(now: number): string[] {
    const gone = [...this.#sessions.values()].filter((one) => !live(one, now)).map(({ id }) => id);
    for (const id of gone) {
      this.#sessions.delete(id);
    }
    return gone;
  }

  watching(device: number, now: number): Watching {
    let sessions = 0;
    let displayState: UiDisplayState = UiDisplayState.HIDDEN;
    for (const session of this.#sessions.values()) {
      const state = session.shown.get(device);
      if (state !== undefined && live(session, now) && this.#mayWatch(session, device)) {
        sessions += 1;
        displayState = state > displayState ? state : displayState;
      }
    }
    return { sessions, displayState, lastInteraction: this.#interactions.get(device) ?? 0 };
  }

  get size(): number {
    return this.#sessions.size;
  }

  #alive(id: string, now: number): Session {
    const session = this.#sessions.get(id);
    if (session === undefined || !live(session, now)) {
      throw new InterfaceRefusedError('UNKNOWN_SESSION', `session ${id}`);
    }
    session.lastSeen = Math.max(session.lastSeen, now);
    return session;
  }

  #mayWatch({ principal }: Session, device: number): boolean {
    const person = this.#people.identify(principal);
    return isPerson(person) && cleared(person, this.#people.demandOf(device));
  }
}

/** Asked this way round, a clock that reads NaN has closed everything. */
function live({ lastSeen }: Session, now: number): boolean {
  return now - lastSeen < SILENCE_MS;
}
