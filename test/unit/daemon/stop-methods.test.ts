// SPDX-License-Identifier: Apache-2.0
// The stop over the daemon's own socket, as far as it says what has not answered.
import { describe, expect, it } from 'vitest';
import { Params } from '../../../src/api/local/wire/params.ts';
import type { Person } from '../../../src/core/canonical/approval.ts';
import { ClearanceLevel } from '../../../src/core/model/enums.ts';
import { stopMethods } from '../../../src/daemon/service/stop.ts';

const PERSONS: Readonly<Record<string, Person>> = {
  ann: { person: 'ann', clearance: ClearanceLevel.SECRET, compartments: [] },
  bob: { person: 'bob', clearance: ClearanceLevel.RESTRICTED, compartments: [] },
};

function answer(method: 'stop' | 'stop.status', principal: string, missing: readonly string[]) {
  const methods = stopMethods({
    access: {
      identify: (name) => PERSONS[name],
      deviceAccess: () => ({
        risk: 2,
        requiredClearance: ClearanceLevel.SECRET,
        compartments: [],
        accessAuthorized: true,
      }),
    },
    stop: {
      stop: () => ({ latched: true, epoch: 2, problem: null }),
      control: { state: 'LATCHED_DEGRADED', epoch: 2, missing, since: 0, firstPerson: null },
      unlatched: false,
    } as never,
    reset: undefined as never,
    clock: { wall: () => 5, boot: () => 5 },
  });
  return methods[method]?.call(new Params({}), { principal, person: PERSONS[principal] } as never);
}

describe.each(['stop', 'stop.status'] as const)('%s', (method) => {
  it('names devices to those who may know of them; to others all is as without them', () => {
    const all = ['0x8003', 'security'];
    expect(answer(method, 'ann', all)).toMatchObject({ missing: all });
    for (const principal of ['bob', 'nobody']) {
      expect(answer(method, principal, all)).toEqual(answer(method, principal, ['security']));
    }
  });
});
