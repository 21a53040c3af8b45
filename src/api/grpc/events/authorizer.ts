// SPDX-License-Identifier: Apache-2.0
// Who may be told of an event: whoever is cleared for its label at the moment of delivery.
import type { Person } from '../../../core/canonical/approval.ts';
import type { Authorize } from '../../../events/visibility.ts';

/** For the bus. @identify answers as things are now, so that a revoked principal sees nothing more. */
export function eventAuthorizer(identify: (principal: string) => Person | undefined): Authorize {
  return (principal, { clearance, compartments }) => {
    const person = identify(principal);
    return (
      person !== undefined &&
      person.clearance >= clearance &&
      compartments.every((name) => person.compartments.includes(name))
    );
  };
}
