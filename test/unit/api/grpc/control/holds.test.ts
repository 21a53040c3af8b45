// SPDX-License-Identifier: Apache-2.0
// What waits for two persons, as it goes over the wire.
import { describe, expect, it } from 'vitest';
import { holdsService } from '../../../../../src/api/grpc/control/holds.ts';
import * as wire from '../../../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import type { MessageType } from '../../../../../src/api/grpc/wire/message-type.ts';
import { clearingDigest } from '../../../../../src/core/canonical/clearing.ts';
import type {
  ClearingTarget,
  ClearingView,
} from '../../../../../src/orchestrator/operations/clearing-ports.ts';
import { Guest } from './loopback.ts';

function sent<M, I>(type: MessageType<M, I>, given: I): M {
  return type.decode(type.encode(given).finish());
}

describe('holds', () => {
  const guest = new Guest('ann', () => ({ person: 'ann', clearance: 3, compartments: [] }));
  const decision = {
    kind: 'STRANGER',
    subject: '18446744073709551615 UNCERTAIN',
    devices: [0x8003],
    note: 'looked at',
    policy: '1',
    nonce: '0'.repeat(32),
    expiry: 1_500,
  } as const;
  const view: ClearingView = {
    clearing: decision.nonce,
    decision,
    role: 'CLEARING',
    digest: clearingDigest(decision),
    demand: { requiredClearance: 2, compartments: [] },
    proposedBy: 'ann',
    signedBy: [],
  };
  const proposed: ClearingTarget[] = [];
  const service = holdsService({
    clearings: {
      conflicts: () =>
        Promise.resolve({
          flagged: [],
          holds: [0x8004],
          strangers: [
            { id: 2n ** 64n - 1n, outcome: 'UNCERTAIN', reason: 'TIMED_OUT', devices: [0x8003] },
          ],
        }),
      propose: (_principal, target) => {
        proposed.push(target);
        return Promise.resolve(view);
      },
      list: () => [view],
      sign: () => Promise.resolve(view),
    },
    access: {
      identify: () => guest.person,
      deviceAccess: () => ({
        risk: 1,
        requiredClearance: 2,
        compartments: [],
        accessAuthorized: true,
      }),
    },
    clock: { wall: () => 1_000, boot: () => 500 },
  });

  it('show what another coordinator left, and take a proposal to clear it', async () => {
    const listed = await service.ListHolds(sent(wire.ListHoldsRequest, {}), guest.call());
    expect(sent(wire.ListHoldsResponse, listed)).toMatchObject({
      heldDeviceIds: [0x8004],
      strangers: [
        {
          transactionId: '18446744073709551615',
          deviceIds: [0x8003],
          kernelOutcome: 'UNCERTAIN',
          reason: 'TIMED_OUT',
        },
      ],
    });
    const given = { kind: 4, transactionId: '18446744073709551615', note: 'looked at' };
    const request = sent(wire.ProposeClearingRequest, given);
    const { clearing } = sent(
      wire.ProposeClearingResponse,
      await service.ProposeClearing(request, guest.call()),
    );
    expect(proposed).toEqual([{ kind: 'STRANGER', transaction: 2n ** 64n - 1n }]);
    expect(clearing).toMatchObject({ kind: 4, subject: decision.subject, deviceIds: [0x8003] });
  });
});
