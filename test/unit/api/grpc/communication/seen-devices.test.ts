// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { SeenDevices } from '../../../../../src/api/grpc/communication/seen-devices.ts';
import type { Person } from '../../../../../src/core/canonical/approval.ts';
import type { ClearanceLevel } from '../../../../../src/core/model/enums.ts';

const [OPEN, SECRET, RED] = [0x8000, 0x8001, 0x8002];

let policyName = '1';
let demands: Map<number, { requiredClearance: ClearanceLevel; compartments: string[] }>;
let persons: Map<string, Person>;
let asked = 0;
let seen: SeenDevices;

beforeEach(() => {
  policyName = '1';
  asked = 0;
  demands = new Map([
    [OPEN, { requiredClearance: 1, compartments: [] }],
    [SECRET, { requiredClearance: 3, compartments: [] }],
    [RED, { requiredClearance: 1, compartments: ['RED'] }],
  ]);
  persons = new Map([
    ['ann', { person: 'ann', clearance: 3, compartments: ['RED'] }],
    ['bob', { person: 'bob', clearance: 1, compartments: [] }],
  ]);
  const security = {
    get policyName() {
      return policyName;
    },
    identify: (principal: string) => {
      asked += 1;
      return persons.get(principal);
    },
    deviceAccess: (device: number) => ({
      risk: 2 as const,
      requiredClearance: demands.get(device)?.requiredClearance ?? 7,
      compartments: demands.get(device)?.compartments ?? [],
      accessAuthorized: true,
    }),
  };
  seen = new SeenDevices(security, [OPEN, SECRET, RED]);
});

describe('the devices that somebody may know of', () => {
  it('are each principal’s own, whoever asked before', () => {
    expect(seen.of('ann')).toEqual([OPEN, SECRET, RED]);
    expect(seen.of('bob')).toEqual([OPEN]);
    expect(seen.of('stranger')).toEqual([]);
    expect(seen.of('ann')).toEqual([OPEN, SECRET, RED]);
  });

  it('are found out once under a policy', () => {
    seen.of('ann');
    seen.of('ann');
    expect(asked).toBe(1);
  });

  it('are others from the first question under another policy on', () => {
    seen.of('ann');
    seen.of('bob');
    persons.set('ann', { person: 'ann', clearance: 1, compartments: [] });
    persons.delete('bob');
    demands.set(RED, { requiredClearance: 1, compartments: [] });
    policyName = '2';
    expect(seen.of('bob')).toEqual([]);
    expect(seen.of('ann')).toEqual([OPEN, RED]);
  });

  it('are not remembered of somebody whom nobody knows', () => {
    seen.of('cid');
    persons.set('cid', { person: 'cid', clearance: 1, compartments: [] });
    expect(seen.of('cid')).toEqual([OPEN]);
  });
});
