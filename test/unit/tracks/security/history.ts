// SPDX-License-Identifier: Apache-2.0
// Random histories of a security track, and the policy that they run under.
import fc from 'fast-check';
import { OperationType } from '../../../../src/core/model/enums.ts';
import type { SecurityTrack } from '../../../../src/tracks/security/security-track.ts';
import type { FactKind } from '../../../../src/tracks/security/threat/fact.ts';
import { policyDocument } from './people.ts';
import { verdict, type World } from './world.ts';

export const PRINCIPALS = ['unix:1000', 'cert:ann', 'unix:1001', 'svc:hms', 'stranger'] as const;
export const TOKENS = [0x8000, 0x8003, 0x8013, 0x8009] as const;
const OPERATIONS = [OperationType.READ, OperationType.WRITE, OperationType.RESET] as const;
const KINDS: readonly FactKind[] = ['operation.failed', 'approval.refused', 'device.fault'];

/** Budgets that never end, and one rule of each kind with short windows. */
export const POLICY = policyDocument({
  limits: {
    per_principal: { burst: 10_000, interval_ms: 1 },
    per_device: { burst: 10_000, interval_ms: 1 },
  },
  threats: [
    {
      id: 'refused-often',
      description: 'refusals of one principal',
      per: 'principal',
      within_ms: 20_000,
      rate: { facts: { kinds: ['access.refused'] }, count: 3 },
      effects: [
        { do: 'raise', to: 'CRITICAL', on: 'device', for_ms: 30_000 },
        { do: 'block', for_ms: 10_000 },
      ],
    },
    {
      id: 'scan',
      description: 'one looks at many devices',
      per: 'principal',
      within_ms: 30_000,
      spread: { facts: { kinds: ['access.requested'] }, distinct: 'device', count: 3 },
      effects: [{ do: 'second_person', on: 'principal', for_ms: 60_000 }],
    },
    {
      id: 'fault-then-refusal',
      description: 'a device fails, then an approval is refused',
      per: 'all',
      within_ms: 60_000,
      sequence: { steps: [{ kinds: ['device.fault'] }, { kinds: ['approval.refused'] }] },
      effects: [{ do: 'raise', to: 'MODERATE', on: 'all', for_ms: 20_000 }, { do: 'stop' }],
    },
  ],
});

const who = fc.constantFrom(...PRINCIPALS);
const token = fc.constantFrom(...TOKENS);
export const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('admit' as const),
      who,
      token,
      operation: fc.constantFrom(...OPERATIONS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refused' as const), who, token }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fact' as const),
      who,
      token,
      kind: fc.constantFrom(...KINDS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 500, 5_000, 15_000, 70_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tick' as const) }) },
);
export type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** Takes one step; waiting is the clock's business. */
export async function take(track: SecurityTrack, step: Action): Promise<void> {
  switch (step.do) {
    case 'admit':
      await track.admit(step.who, step.token, step.operation);
      break;
    case 'refused':
      await track.refused(step.who, step.token, OperationType.WRITE, 'second-person');
      break;
    case 'fact':
      track.observe({
        kind: step.kind,
        principal: step.who,
        device: step.token,
        operation: null,
        reason: '',
      });
      break;
    case 'tick':
      track.tick();
      break;
    case 'wait':
      break;
  }
}

export function wait(world: World, step: Action): void {
  if (step.do === 'wait') {
    world.clock.advance(step.ms);
  }
}

/** How risky everything is that anybody could ask for. */
export async function allRisks(track: SecurityTrack): Promise<number[]> {
  const risks: number[] = [];
  for (const principal of PRINCIPALS) {
    for (const device of TOKENS) {
      risks.push((await verdict(track, principal, device, OperationType.READ)).risk);
    }
  }
  return risks;
}
