// SPDX-License-Identifier: Apache-2.0
// Who sits before a screen, as the security track knows them, asked anew each time: a person whose
// clearance was taken away sees and answers nothing from then on.
import type { Person } from '../../core/canonical/approval.ts';
import type { ClearanceLevel } from '../../core/model/enums.ts';

export interface Demand {
  readonly requiredClearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

export interface People {
  /** Whose connection @principal is; undefined when nobody knows. */
  identify(principal: string): Person | undefined;
  /** What the device asks of whoever looks at it or answers for it. */
  demandOf(device: number): Demand;
}

export function cleared(person: Person | undefined, demand: Demand): boolean {
  return (
    person !== undefined &&
    person.clearance >= demand.requiredClearance &&
    demand.compartments.every((name) => person.compartments.includes(name))
  );
}
