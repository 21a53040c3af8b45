// SPDX-License-Identifier: Apache-2.0
// An interface track, its people and its clock.
import type { Person } from '../../../../src/core/canonical/approval.ts';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import type { Question } from '../../../../src/tracks/interface/confirmations.ts';
import { InterfaceRefusedError } from '../../../../src/tracks/interface/errors.ts';
import { InterfaceTrack } from '../../../../src/tracks/interface/interface-track.ts';
import { FakeAudit, FakeClock, FakeEvents } from '../fakes.ts';

export const DEVICE = 0x8003;
export const OTHER_DEVICE = 0x8013;
export const ABOUT = 'a'.repeat(64);

function person(name: string, clearance: ClearanceLevel): Person {
  return { person: name, clearance, compartments: ['ALPHA'] };
}

export class World {
  readonly clock = new FakeClock();
  readonly audit = new FakeAudit();
  readonly events = new FakeEvents();
  readonly faults: Error[] = [];
  readonly persons = new Map<string, Person>([
    ['unix:ann', person('ann', ClearanceLevel.SECRET)],
    ['unix:bob', person('bob', ClearanceLevel.SECRET)],
    ['unix:low', person('low', ClearanceLevel.NONE)],
    ['svc:hms', person('service:svc:hms', ClearanceLevel.COSMIC)],
  ]);
  readonly track = new InterfaceTrack({
    people: {
      identify: (principal) => this.persons.get(principal),
      demandOf: () => ({
        requiredClearance: ClearanceLevel.CONFIDENTIAL,
        compartments: ['ALPHA'],
      }),
    },
    devices: [DEVICE, OTHER_DEVICE],
    clock: this.clock,
    audit: this.audit,
    events: this.events,
    fault: (error) => this.faults.push(error),
  });
}

export function question(change: Partial<Question> = {}): Question {
  return {
    about: ABOUT,
    device: DEVICE,
    requester: 'ann',
    summary: 'WRITE on 0x8003',
    risk: 4,
    terms: ['at least HIGH: the floor', 'risk is HIGH'],
    demand: { requiredClearance: ClearanceLevel.CONFIDENTIAL, compartments: ['ALPHA'] },
    limitS: 60,
    ...change,
  };
}

/** The refusal that @action ends with; ALLOWED when it ends well. */
export function refusal(action: () => unknown): string {
  try {
    action();
    return 'ALLOWED';
  } catch (error) {
    if (error instanceof InterfaceRefusedError) {
      return error.refusal;
    }
    throw error;
  }
}
