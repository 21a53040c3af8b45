// SPDX-License-Identifier: Apache-2.0
// What a method asks of its caller before anything else.
import { isPerson, type Person } from '../../../core/canonical/approval.ts';
import type { Caller } from '../../caller.ts';
import { CallerRefusedError } from './errors.ts';

/** A person or a service. Throws CallerRefusedError for an account that nobody knows. */
export function knownCaller({ person }: Pick<Caller, 'person'>): Person {
  if (person === undefined) {
    throw new CallerRefusedError('UNKNOWN');
  }
  return person;
}

/** As knownCaller(), and no service. */
export function personCalling(caller: Pick<Caller, 'person'>): Person {
  const person = knownCaller(caller);
  if (!isPerson(person)) {
    throw new CallerRefusedError('NOT_A_PERSON');
  }
  return person;
}
