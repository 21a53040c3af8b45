// SPDX-License-Identifier: Apache-2.0
// What a client says of itself opens nothing: of a device that is hidden from it, it is told, byte for byte, what
// it is told without a claim of one that is not there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import { coordinated, HostileClient, refusalOf, seen } from './hostile-client.ts';

/** Of group 5: for SECRET and BRAVO, which dora has not. */
const HIDDEN = 0x8050;
const ABSENT = 0x8999;
/** Of group 1: for RESTRICTED. */
const OPEN = 0x8010;

const CLAIMS: readonly (readonly [string, shared.IAuthContext])[] = [
  ['another user', { userId: 'ann', sessionId: 'demo:ann' }],
  ['a higher clearance', { clearanceLevel: 7 }],
  ['the compartments', { clearanceLevel: 3, compartments: ['BRAVO'] }],
  [
    'all of it, and more',
    {
      userId: 'demo:ann',
      sessionId: 'c1',
      clearanceLevel: 7,
      compartments: ['ALPHA', 'BRAVO'],
      claims: { person: 'ann', principal: 'demo:ann', role: 'operator' },
    },
  ],
  ['what is no claim', { clearanceLevel: 99, compartments: Array(99).fill('BRAVO') }],
];

describe('a claim', () => {
  let world: CommunicationWorld;
  let ann: HostileClient;
  let dora: HostileClient;

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    ann = new HostileClient(await world.socketOf('ann'));
    dora = new HostileClient(await world.socketOf('dora'));
  });
  afterAll(async () => {
    ann[Symbol.dispose]();
    dora[Symbol.dispose]();
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  let ids = 0;
  const asked = (
    deviceId: number,
    operationType: number,
    authContext?: shared.IAuthContext,
  ): shared.IOperationCoordinationRequest => {
    ids += 1;
    const effect = operationType === 2 || operationType === 3;
    return {
      coordinationId: `claim-${ids}`,
      deviceId,
      operationType,
      ...(operationType <= 3 && { register: 0 }),
      ...(effect && { value: 1 }),
      justification: 'a claim',
      ...(authContext !== undefined && { authContext }),
    };
  };

  const WAYS: readonly (readonly [
    string,
    (device: number, type: number, claim?: shared.IAuthContext) => Promise<unknown>,
  ])[] = [
    ['CoordinateOperation', (...given) => coordinated(dora, asked(...given))],
    [
      'PlanOperation',
      (...given) =>
        dora.call(
          'OperationsService/PlanOperation',
          [wire.PlanOperationRequest, { operation: asked(...given) }],
          wire.PlanOperationResponse,
        ),
    ],
    [
      'RunTransaction',
      (device, type, authContext) => {
        ids += 1;
        const { coordinationId: _, ...step } = asked(device, type);
        const request = {
          coordinationId: `claim-${ids}`,
          operations: [step],
          ...(authContext !== undefined && { authContext }),
        };
        return dora.call(
          'TransactionsService/RunTransaction',
          [wire.RunTransactionRequest, request],
          wire.RunTransactionResponse,
        );
      },
    ],
  ];

  const FULL: shared.IAuthContext = {
    userId: '€'.repeat(256),
    sessionId: '€'.repeat(256),
    clearanceLevel: 7,
    compartments: ['ALPHA', 'BRAVO'],
    claims: Object.fromEntries(
      Array.from({ length: 16 }, (_, n) => [`${n}`.padEnd(64, '€'), '€'.repeat(256)]),
    ),
  };

  it.each([
    ['as anybody makes them', CLAIMS[3]?.[1] ?? {}, 'why not'],
    ['as long as they may be', FULL, '€'.repeat(4_096)],
  ])(
    'makes nobody else of who asks: the log has the connection’s own account, and the claims beside it, %s',
    async (_, claimed, justification) => {
      const coordinationId = await seen(async () => {
        const request = asked(OPEN, 1, claimed);
        const { result } = await coordinated(dora, {
          ...request,
          justification,
          requestedAt: { seconds: 1, nanos: 0 },
          safetyRequirements: { securitySafety: { auditRequired: true } },
        });
        return result === 1 ? request.coordinationId : undefined;
      });
      const recorded = await seen(async () => {
        const { entries } = await ann.call(
          'AuditService/SearchEntries',
          [wire.SearchEntriesRequest, { coordinationId }],
          wire.SearchEntriesResponse,
        );
        return entries.length > 0 ? entries.map(({ leaf }) => JSON.parse(leaf)) : undefined;
      });
      const { userId, sessionId, clearanceLevel, compartments = [], claims } = claimed;
      expect(recorded).toMatchObject([
        {
          actor: 'dora',
          kind: 'operation.read',
          details: {
            principal: 'demo:dora',
            justification,
            claims: {
              user_id: userId,
              session_id: sessionId,
              clearance_level: String(clearanceLevel),
              compartments: compartments?.join(','),
              ...claims,
            },
            claimedAt: 1_000,
          },
        },
      ]);
    },
  );

  it.each(WAYS)('finds no device that is hidden: %s', async (_, ask) => {
    for (const type of [1, 2, 4]) {
      const absent = await refusalOf(ask(ABSENT, type));
      expect([absent.code, absent.reason]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
      for (const [, claim] of CLAIMS) {
        const hidden = await refusalOf(ask(HIDDEN, type, claim));
        expect(hidden.bytes.replaceAll('8050', '8999')).toBe(absent.bytes);
      }
    }
  });

  it('adds nothing to what one may do on a device that one knows of', async () => {
    for (const [, claim] of CLAIMS.slice(0, 4)) {
      const answer = await coordinated(dora, asked(OPEN, 4, claim));
      expect([answer.result, answer.cause]).toEqual([2, 'REFUSED']);
      expect(answer.unmet.length).toBeGreaterThan(0);
    }
  });
});
