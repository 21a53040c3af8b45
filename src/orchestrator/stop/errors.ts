// SPDX-License-Identifier: Apache-2.0
// Why a step of a reset was not taken. Towards safe nothing throws.
import type { ResetSignatureRefusal } from '../../core/canonical/reset-decision.ts';
import type { StopRefusal } from '../../core/machines/stop-control.ts';

export type ResetRefusal =
  | StopRefusal
  | ResetSignatureRefusal
  /** No such offer is open: it was never made, or a stop came since. */
  | 'UNKNOWN_OFFER'
  | 'USED'
  /** Somebody who took an earlier step may not any more. */
  | 'EARLIER_PERSON_REVOKED'
  | 'NOT_RECORDED'
  | 'KERNEL_REFUSED'
  | 'BUSY';

const SATISFIED_BY: Readonly<Record<ResetRefusal, string>> = {
  NOT_NOW: 'the steps in their order: reset, confirm, start, each within 120 s of the one before',
  OTHER_EPOCH: 'looking at the stop that came since, and signing for that one',
  CAUSE_PRESENT: 'curing what stopped it first',
  MISSING_NOT_ACCEPTED: 'an offer that names everything that is missing: ask for a new one',
  SAME_PERSON: 'the signature of a second, different person',
  UNKNOWN_KEY: 'a key that is enrolled',
  SHARED_KEY: 'a key that one person alone holds',
  BAD_SIGNATURE: 'a signature over exactly this offer, by that key',
  UNKNOWN_PERSON: 'a person who is enrolled; a service is none',
  CLEARANCE: 'a person with the clearance that a reset asks for',
  COMPARTMENTS: 'a person of the compartments that a reset asks for',
  EXPIRED: 'a new offer, signed within 120 s',
  UNKNOWN_OFFER: 'a new offer: this one is not open',
  USED: 'a new offer: each is good for one try',
  EARLIER_PERSON_REVOKED:
    'beginning again once the reset has lapsed: a person of an earlier step may not reset any more',
  NOT_RECORDED: 'an audit log that can make the intent durable',
  KERNEL_REFUSED: 'what the kernel says',
  BUSY: 'trying again when the step that is being taken has ended',
};

/** A step that was not taken; nothing has moved away from safe. */
export class ResetRefusedError extends Error {
  override readonly name = 'ResetRefusedError';
  readonly code = 'ERR_DSMIL_RESET_REFUSED';
  readonly refusal: ResetRefusal;
  readonly satisfiedBy: string;
  /** Who asked, where a good signature says so. */
  readonly person: string | null;

  constructor(
    refusal: ResetRefusal,
    details: { readonly why?: string; readonly person?: string; readonly cause?: unknown } = {},
  ) {
    const { why = '', person = null, cause } = details;
    const satisfiedBy = SATISFIED_BY[refusal];
    const reason = why === '' ? '' : ` (${why})`;
    super(`reset refused, ${refusal}${reason}: it takes ${satisfiedBy}`, { cause });
    this.refusal = refusal;
    this.satisfiedBy = satisfiedBy;
    this.person = person;
  }
}
