// SPDX-License-Identifier: Apache-2.0
// What threat rules look at: something that concerns security and happened.
import { checkMember } from '../../../core/model/check.ts';
import { placeOf } from '../../../core/model/device.ts';
import { OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';

/** What each means is said where it is reported; @refused is the reason's rule name. */
export const FACT_KINDS = [
  /** An operation was asked for, whatever became of it. */
  'access.requested',
  /** An operation, or a look at one, was refused. */
  'access.refused',
  /** Somebody that the policy does not know asked. */
  'identity.unknown',
  'operation.completed',
  'operation.failed',
  'approval.accepted',
  /** A signature, key or person that does not count. */
  'approval.refused',
  'confirmation.given',
  'confirmation.refused',
  'change.refused',
  'lockout',
  'device.fault',
  'audit.fault',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Stands for every principal that the policy does not know, so that a million of them are one. */
export const STRANGER = '(unknown)';

export interface Fact {
  readonly kind: FactKind;
  /** null when none has to do with it; a STRANGER when it is not known. */
  readonly principal: string | null;
  /** The token; null when it concerns no single device. */
  readonly device: number | null;
  readonly operation: OperationType | null;
  /** The name of a rule or error code; empty without. */
  readonly reason: string;
}

/** A fact in its place: by the track's own time, and numbered. */
export interface PlacedFact extends Fact {
  /** {unit ms} */
  readonly at: number;
  readonly number: number;
}

export function checkFact(fact: Fact): Fact {
  if (!FACT_KINDS.includes(fact.kind)) {
    throw new InvalidArgumentError('fact.kind', fact.kind, `one of ${FACT_KINDS.join(', ')}`);
  }
  if (fact.device !== null) {
    placeOf(fact.device);
  }
  if (fact.operation !== null) {
    checkMember(fact.operation, 'fact.operation', OperationType);
  }
  return fact;
}
