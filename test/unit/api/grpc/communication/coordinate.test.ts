// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CoordinateParts,
  coordinate,
  patienceMs,
} from '../../../../../src/api/grpc/communication/coordinate.ts';
import { OperationPendingError } from '../../../../../src/api/grpc/communication/errors.ts';
import { trackResults } from '../../../../../src/api/grpc/communication/operation-answer.ts';
import { operationOf } from '../../../../../src/api/grpc/communication/operation-request.ts';
import { requestDigest } from '../../../../../src/core/canonical/digest.ts';
import { InvalidArgumentError } from '../../../../../src/core/model/errors.ts';
import { checkRequest } from '../../../../../src/core/model/operation.ts';
import {
  NO_REQUIREMENTS,
  type SafetyRequirements,
  strictest,
} from '../../../../../src/core/model/safety-requirements.ts';
import type { Call } from '../../../../../src/orchestrator/operations/call.ts';
import type { CallAnswer } from '../../../../../src/orchestrator/operations/result.ts';
import { runs } from '../../../core/runs.ts';
import {
  ABSENT,
  CLOCK,
  COMPARTMENTED,
  callOf,
  OPEN,
  resultOf,
  SECRET,
  SecurityWorld,
} from './world.ts';

function world(
  answer: (call: Call) => Promise<CallAnswer> = () =>
    Promise.resolve({ result: resultOf(), pending: false, replayed: false }),
) {
  const calls: Call[] = [];
  const security = new SecurityWorld();
  const parts = {
    security,
    clock: CLOCK,
    operations: {
      coordinate: (call: Call) => {
        calls.push(call);
        return answer(call);
      },
      statistics: {} as CoordinateParts['operations']['statistics'],
    },
  } satisfies CoordinateParts;
  return { parts, calls, security };
}

const READ = { coordinationId: 'c1', deviceId: OPEN, operationType: 1, register: 0 };

const flag = fc.option(fc.boolean(), { nil: undefined });
const count = fc.option(fc.nat({ max: 10_000 }), { nil: undefined });
const demands = fc.record({
  kernelSafety: fc.option(
    fc.record({
      memoryProtectionRequired: flag,
      thermalMonitoringRequired: flag,
      maxExecutionTimeMs: count,
      rollbackCapabilityRequired: flag,
    }),
  ),
  securitySafety: fc.option(
    fc.record({
      requiredClearance: fc.option(fc.nat({ max: 7 }), { nil: undefined }),
      dualAuthorizationRequired: flag,
      auditRequired: flag,
      requiredCompartments: fc.option(fc.subarray(['RED', 'BLUE']), { nil: undefined }),
    }),
  ),
  interfaceSafety: fc.option(
    fc.record({
      userConfirmationRequired: flag,
      riskDisclosureRequired: flag,
      confirmationTimeoutSeconds: count,
    }),
  ),
});

describe('CoordinateOperation', () => {
  it('C1 makes of every request one that demands exactly what it says, and never less than nothing', () => {
    fc.assert(
      fc.property(demands, (safetyRequirements) => {
        const { request } = operationOf({ ...READ, safetyRequirements });
        const asked: SafetyRequirements = request.safetyRequirements;
        expect(strictest(asked, NO_REQUIREMENTS)).toEqual(checkRequest(request).safetyRequirements);
        for (const [group, fields] of Object.entries(safetyRequirements)) {
          for (const [field, value] of Object.entries(fields ?? {})) {
            const there = (asked as unknown as Record<string, Record<string, unknown>>)[group]?.[
              field
            ];
            expect(value === undefined || value === there).toBe(true);
          }
        }
        expect(operationOf(READ).request.safetyRequirements).toEqual(NO_REQUIREMENTS);
      }),
      runs(100),
    );
  });

  it('C2 records what a client says of itself, and takes who it is from the connection', async () => {
    const { parts, calls } = world();
    const authContext = {
      userId: 'ann',
      sessionId: 's',
      clearanceLevel: 7,
      compartments: ['RED', 'BLUE'],
      claims: { role: 'admin' },
    };
    await coordinate(parts, { ...READ, authContext }, callOf('bob'));
    expect(calls[0]?.principal).toBe('bob');
    expect(checkRequest(calls[0]?.request as never).authContext).toEqual({
      user_id: 'ann',
      session_id: 's',
      clearance_level: '7',
      compartments: 'RED,BLUE',
      role: 'admin',
    });
    const claims = { compartments: 'ALL' };
    expect(() => operationOf({ ...READ, authContext: { claims } })).toThrow('auth_context.claims');
  });

  it('C2 is the same request whenever it says that it was made', () => {
    const at = (seconds: number): string =>
      requestDigest(
        checkRequest(operationOf({ ...READ, requestedAt: { seconds, nanos: 5 } }).request),
      );
    expect(at(1)).toBe(at(2));
    expect(() => operationOf({ ...READ, requestedAt: { seconds: -1, nanos: 0 } })).toThrow(
      'requested_at.seconds',
    );
  });

  it('C3 stops for a request that asks for it, whatever else is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.string({ maxLength: 200 }),
        fc.nat({ max: 9 }),
        async (deviceId, text, seconds) => {
          const { parts, calls } = world();
          const given = {
            coordinationId: text,
            deviceId,
            operationType: 7,
            register: 99,
            authContext: { claims: { user_id: text } },
            requestedAt: { seconds: -seconds, nanos: -1 },
            timeoutSeconds: -1,
          };
          await coordinate(parts, given, callOf('nobody'));
          expect(
            calls.map(({ request }) => 'operationType' in request && request.operationType),
          ).toEqual([7]);
        },
      ),
      runs(50),
    );
  });

  it('C4 answers for a device that one may not know of as for one that is not there, and counts both alike', async () => {
    const wrong = { ...READ, register: 99, justification: 'x'.repeat(5_000) };
    for (const given of [READ, wrong]) {
      const seen = await Promise.all(
        [ABSENT, SECRET, COMPARTMENTED].map(async (deviceId) => {
          const { parts, calls, security } = world();
          const error = await coordinate(parts, { ...given, deviceId }, callOf('bob')).catch(
            (one: unknown) => one,
          );
          expect(calls).toEqual([]);
          expect(security.refusals).toHaveLength(1);
          const text = String(error).replaceAll(`0x${deviceId.toString(16).toUpperCase()}`, 'IT');
          return { text, code: (error as { code?: string }).code, refusals: security.refusals };
        }),
      );
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
      expect(seen[0]?.code).toBe('ERR_DSMIL_NOT_FOUND');
    }
  });

  it('C6 names the operation just before the deadline when it waits for people, and leaves it going', async () => {
    const { parts, calls } = world(async ({ signal }) => {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      const result = resultOf({ state: 'AUTHORIZING', result: 0 });
      return { result, pending: true, replayed: false };
    });
    const deadline = CLOCK.boot() + 200;
    const error = await coordinate(parts, READ, callOf('ann', { deadline })).catch(
      (one: unknown) => one,
    );
    expect(error).toBeInstanceOf(OperationPendingError);
    expect(error).toMatchObject({ operation: 'ab'.repeat(16), coordinationId: 'c1' });
    expect(calls[0]?.signal?.aborted).toBe(true);
  });

  it('C6 waits no longer than the deadline, and gives up at once when the client has gone', async () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (left) => {
        const patience = patienceMs(left);
        expect(
          patience >= 0 &&
            patience <= left &&
            patience >= Math.min(left * 0.8, left - 100, 2 ** 31 - 1) - 1e-6,
        ).toBe(true);
      }),
      runs(100),
    );
    const { parts } = world(() =>
      Promise.resolve({
        result: resultOf({ state: 'AUTHORIZING' }),
        pending: true,
        replayed: false,
      }),
    );
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(coordinate(parts, READ, callOf('ann', { signal }))).rejects.toThrow('gone');
  });

  it('answers with all that became of it', async () => {
    const { parts } = world();
    expect(await coordinate(parts, READ, callOf('ann'))).toMatchObject({
      coordinationId: 'c1',
      result: 1,
      assessedRisk: 1,
      value: 7,
      deviceReason: 'STATE_PAGE',
      state: 5,
      coordinationTime: { seconds: 0, nanos: 1_500_000 },
      operationId: 'ab'.repeat(16),
      cause: '',
    });
  });

  it('says what each track said of the risk, and that one said nothing', () => {
    const said = trackResults(resultOf({ verdicts: [1, 4, null] }));
    expect(said.map(({ answered, assessedRisk }) => [answered, assessedRisk])).toEqual([
      [true, 1],
      [true, 4],
      [false, 0],
    ]);
  });

  it('says of each track what it wanted and did not get', () => {
    const unmet = ['clearance', 'no-hold', 'confirmation', 'verdict-interface'].map((rule) => ({
      rule,
      satisfied: false,
      possible: true,
      because: 'because',
      satisfiedBy: 'cure',
    }));
    const [a, b, c] = trackResults(resultOf({ unmet, state: 'DENIED', result: 2, devices: [] }));
    expect(a).toMatchObject({ track: 1, answered: true, result: -13, detail: 'no-hold: because' });
    expect(b).toMatchObject({
      track: 2,
      answered: true,
      result: -13,
      detail: 'clearance: because',
    });
    expect(c).toMatchObject({ track: 3, answered: false, result: -13 });
    expect(trackResults(resultOf({ risk: null })).map(({ answered }) => answered)).toEqual([
      false,
      false,
      false,
    ]);
    const devices = [{ device: OPEN, value: null, error: -5, reason: 'IO' }];
    expect(trackResults(resultOf({ devices }))[0]).toMatchObject({ result: -5 });
  });

  it('refuses by the protocol’s names what it has no place for', () => {
    const many = Array.from({ length: 17 }, (_, n) => `n${n}`);
    const cases = [
      [{ timeoutSeconds: -1 }, 'timeout_seconds'],
      [{ requestedAt: { seconds: 0, nanos: 1e9 } }, 'requested_at.nanos'],
      [{ authContext: { compartments: many } }, 'auth_context.compartments'],
      [
        { authContext: { claims: Object.fromEntries(many.map((one) => [one, ''])) } },
        'auth_context.claims',
      ],
    ] as const;
    for (const [change, field] of cases) {
      expect(() => operationOf({ ...READ, ...change })).toThrow(InvalidArgumentError);
      expect(() => operationOf({ ...READ, ...change })).toThrow(field);
    }
  });
});
