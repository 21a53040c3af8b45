// SPDX-License-Identifier: Apache-2.0
// The policy that a host begins with: two equals, who may ask for everything, and do together what takes two.
import type { Json } from '../../core/canonical/json.ts';

export interface Account {
  readonly id: string;
  readonly person: string;
}

const OPERATIONS = ['READ', 'WRITE', 'CONFIG', 'RESET', 'ACTIVATE', 'DEACTIVATE'];

export function startingPolicy(accounts: readonly Account[]): Json {
  return {
    schema: 1,
    description: 'what the founders may do: everything that one may, and together what takes two',
    principals: accounts.map(({ id, person }) => ({ id, person })),
    devices: [{ devices: 'all', required_clearance: 'RESTRICTED' }],
    grants: [
      {
        id: 'founders',
        principals: accounts.map(({ id }) => id),
        devices: 'all',
        operations: OPERATIONS,
      },
    ],
    limits: {
      per_principal: { burst: 100, interval_ms: 10 },
      per_device: { burst: 50, interval_ms: 20 },
    },
    attempts: {
      forget_ms: 600_000,
      raise_after: 2,
      raise_to: 'HIGH',
      lock_after: 5,
      lock_ms: 900_000,
    },
    threats: [
      {
        id: 'bad-signatures',
        description: 'signatures that do not count',
        per: 'principal',
        within_ms: 60_000,
        rate: { facts: { kinds: ['approval.refused'] }, count: 3 },
        effects: [
          { do: 'raise', to: 'CRITICAL', on: 'principal', for_ms: 600_000 },
          { do: 'block', for_ms: 60_000 },
        ],
      },
      {
        id: 'scan',
        description: 'trying one device after the other',
        per: 'principal',
        within_ms: 60_000,
        spread: { facts: { kinds: ['access.refused'] }, distinct: 'device', count: 4 },
        effects: [{ do: 'second_person', on: 'all', for_ms: 300_000 }],
      },
    ],
  };
}
