// SPDX-License-Identifier: Apache-2.0
// What the interface track throws beside core's InvalidArgumentError (a value out of its range).

const REFUSALS = {
  UNKNOWN_SESSION: 'there is no such session: it was closed, or was silent for too long; open one',
  UNKNOWN_CONFIRMATION: 'nothing is asked under that id: it was answered, void, or has expired',
  UNKNOWN_NOTIFICATION: 'there is no such notification: it was acknowledged already',
  NOT_CLEARED: 'the person is not cleared for the device, or not in its compartments',
  NOT_A_PERSON: 'it takes a person who is known: services cannot answer or acknowledge',
  NOT_SHOWN: 'the risk was not shown in this session as it is now: show it, then answer',
  NEWER: 'it has happened again since it was seen: look at it, then acknowledge that',
  TOO_MANY: 'the limit is reached: close, answer or let expire what is open',
} as const;

export type InterfaceRefusal = keyof typeof REFUSALS;

/** Refused, and nothing has changed. */
export class InterfaceRefusedError extends Error {
  readonly code = 'ERR_DSMIL_INTERFACE_REFUSED';
  readonly refusal: InterfaceRefusal;
  /** What it was about: a session, a confirmation, a limit. */
  readonly about: string;

  constructor(refusal: InterfaceRefusal, about: string) {
    super(`refused, ${refusal} (${about}): ${REFUSALS[refusal]}`);
    this.name = 'InterfaceRefusedError';
    this.refusal = refusal;
    this.about = about;
  }
}
