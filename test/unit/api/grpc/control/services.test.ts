// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterOf } from '../../../../../src/api/grpc/control/audit.ts';
import { confirmationsService } from '../../../../../src/api/grpc/control/confirmations.ts';
import { fieldValue } from '../../../../../src/api/grpc/control/conflicts.ts';
import { targetOf } from '../../../../../src/api/grpc/control/holds.ts';
import { stopService } from '../../../../../src/api/grpc/control/stop.ts';
import { transactionsService } from '../../../../../src/api/grpc/control/transactions.ts';
import type * as shared from '../../../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import type { MessageType } from '../../../../../src/api/grpc/wire/message-type.ts';
import type { Person } from '../../../../../src/core/canonical/approval.ts';
import type { ResetDecision } from '../../../../../src/core/canonical/reset-decision.ts';
import type { ClearanceLevel } from '../../../../../src/core/model/enums.ts';
import { OperationType } from '../../../../../src/core/model/enums.ts';
import { InvalidArgumentError } from '../../../../../src/core/model/errors.ts';
import type { Call } from '../../../../../src/orchestrator/operations/call.ts';
import type { CallAnswer } from '../../../../../src/orchestrator/operations/result.ts';
import { runs } from '../../../core/runs.ts';
import { Guest, told } from './loopback.ts';

const PERSONS: Readonly<Record<string, Person>> = {
  ann: { person: 'ann', clearance: 3, compartments: ['RED'] },
  bob: { person: 'bob', clearance: 1, compartments: [] },
  hms: { person: 'service:hms', clearance: 7, compartments: ['RED'] },
};
const guest = (name: string): Guest => new Guest(name, (principal) => PERSONS[principal]);
const clock = { wall: () => 1_000, boot: () => 500 };

/** As it comes from the wire: every field is there. */
function message<M, I>(type: MessageType<M, I>, given: I): M {
  return type.decode(type.encode(given).finish());
}

describe('confirmations', () => {
  const question = (id: string, requiredClearance: ClearanceLevel) => ({
    id,
    device: 0x8000,
    requester: 'ann',
    summary: 'WRITE',
    risk: 3 as const,
    terms: ['because'],
    demand: { requiredClearance, compartments: [] },
    digest: 'ab'.repeat(32),
    expiry: 1_500,
  });

  function world() {
    const answered: string[] = [];
    const service = confirmationsService({
      confirmations: {
        questions: () => [question('low', 1), question('high', 3)],
        disclose: (id) => question(id, 1),
        answer: (id, session, _seen, yes) => {
          answered.push(`${id} ${session} ${yes}`);
          return yes ? 'CONFIRMED' : 'REFUSED';
        },
      },
      sessions: { of: ({ connection }) => `of ${connection}` },
      operations: { answered: (id: string) => answered.push(`told ${id}`) } as never,
      clock,
    });
    return { service, answered };
  }
  const list = message(wire.ListConfirmationsRequest, {});
  const show = (confirmationId: string) =>
    message(wire.ShowConfirmationRequest, { confirmationId });

  it('are listed and shown to persons who are cleared; to others they do not exist', async () => {
    const { service } = world();
    const ids = (name: string) =>
      service
        .ListConfirmations(list, guest(name).call())
        .confirmations?.map(({ confirmationId }) => confirmationId);
    expect(ids('ann')).toEqual(['high', 'low']);
    expect(ids('bob')).toEqual(['low']);
    expect(ids('nobody')).toEqual([]);
    const asBob = (id: string) =>
      told(Promise.try(() => service.ShowConfirmation(show(id), guest('bob').call())));
    expect((await asBob('high')).replace('high', 'none')).toBe(await asBob('none'));
  });

  it('are answered by no service, and a yes needs to be said', async () => {
    const { service, answered } = world();
    const answer = (name: string, change: wire.IAnswerConfirmationRequest) =>
      service.AnswerConfirmation(
        message(wire.AnswerConfirmationRequest, {
          confirmationId: 'low',
          digest: new Uint8Array(32),
          ...change,
        }),
        guest(name).call(),
      );
    expect(await told(Promise.try(() => answer('hms', { confirmed: true })))).toContain(
      'NOT_A_PERSON',
    );
    expect(answer('bob', {}).outcome).toBe(2);
    expect(answer('bob', { confirmed: true }).outcome).toBe(1);
    expect(answered.map((one) => one.split(' ').at(-1))).toEqual(['false', 'low', 'true', 'low']);
    expect(() => answer('bob', { digest: new Uint8Array(31) })).toThrow(
      'digest is "31 bytes": it must be 32 bytes',
    );
  });
});

describe('the stop', () => {
  function world(step: ResetDecision['step'], missing = ['kernel']) {
    const stops: string[] = [];
    const service = stopService({
      stop: {
        stop: (by: string, reason: string) => stops.push(`${by}: ${reason}`) as never,
        control: { state: 'LATCHED', epoch: 3, missing, since: 400, firstPerson: 'ann' },
        unlatched: false,
      },
      reset: {
        offerTo: () => ({
          step,
          kernelInstance: 'k',
          stopEpoch: 3,
          accepts: [],
          causeCleared: true,
          nonce: '0'.repeat(32),
          expiry: 900,
        }),
        take: () => Promise.reject(new Error('not asked')),
      },
      access: {
        identify: (principal: string) => PERSONS[principal],
        deviceAccess: (device: number) => ({
          risk: 2,
          requiredClearance: (device === 0x8010 ? 3 : 1) as ClearanceLevel,
          compartments: [],
          accessAuthorized: true,
        }),
      } as never,
      clock,
    });
    return { service, stops };
  }

  it('is taken in whoever’s name, with whatever reason', () => {
    const { service, stops } = world('RESET');
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (reason) => {
        service.Stop(message(wire.StopRequest, { reason }), guest('nobody').call());
        expect(stops.at(-1)?.startsWith('nobody: ')).toBe(true);
      }),
      runs(50),
    );
    const { status } = service.Stop(message(wire.StopRequest, {}), guest('ann').call());
    expect(stops.at(-1)).toBe('ann: ');
    expect(status).toMatchObject({ state: 3, epoch: 3, missing: ['kernel'] });
  });

  it('names what has not answered to those who may know of it; others are told what they would be without', () => {
    const status = (name: string, missing: string[]) =>
      service(missing).GetStopStatus(message(wire.GetStopStatusRequest, {}), guest(name).call());
    const service = (missing: string[]) => world('RESET', missing).service;
    const all = ['0x8000', '0x8010', 'security'];
    expect(status('ann', all).status).toMatchObject({ missing: all, firstPerson: 'ann' });
    expect(status('bob', all)).toEqual(status('bob', ['0x8000', 'security']));
    expect(status('nobody', all)).toEqual(status('nobody', ['security']));
    expect(status('nobody', all).status).toMatchObject({ firstPerson: '' });
  });

  it('latches also when nobody can say who asks', () => {
    const { service, stops } = world('RESET');
    const caller = {
      ...guest('ann').call().caller,
      principal: 'unix:7',
      get person(): never {
        throw new Error('the policy cannot be read');
      },
    };
    const call = guest('ann').call({ caller: caller as never });
    expect(() => service.Stop(message(wire.StopRequest, { reason: 'smoke' }), call)).toThrow(
      'the policy cannot be read',
    );
    expect(stops).toEqual(['unix:7: smoke']);
  });

  it('offers the next step to persons, and no other one than was meant', async () => {
    const { service } = world('CONFIRM');
    const offer = (name: string, expectedStep: number) =>
      told(
        Promise.try(() =>
          service.OfferStopStep(
            message(wire.OfferStopStepRequest, { expectedStep }),
            guest(name).call(),
          ),
        ),
      );
    expect(await offer('ann', 0)).toBe('OK');
    expect(await offer('ann', 2)).toBe('OK');
    expect(await offer('ann', 3)).toContain('START was meant, and CONFIRM is next');
    expect(await offer('ann', 9)).toContain('expected_step is 9: it must be 0..3');
    expect(await offer('hms', 0)).toContain('NOT_A_PERSON');
    expect(await offer('nobody', 0)).toContain('UNKNOWN');
  });
});

describe('transactions', () => {
  function world() {
    const calls: Call[] = [];
    const refused: (number | null)[] = [];
    const service = transactionsService({
      operations: {
        coordinate: (call: Call) => {
          calls.push(call);
          const result = { unmet: [], devices: [], state: 'COMPLETED' };
          return Promise.resolve({
            result,
            pending: false,
            replayed: false,
          } as unknown as CallAnswer);
        },
      } as never,
      access: {
        identify: (principal) => PERSONS[principal],
        deviceAccess: (device) => ({
          risk: 1,
          requiredClearance: device === 0x8050 ? 3 : 0,
          compartments: [],
          accessAuthorized: true,
        }),
        refused: (_principal, device) => {
          refused.push(device);
          return Promise.resolve();
        },
      },
      clock,
    });
    const run = (name: string, given: wire.IRunTransactionRequest, change = {}) =>
      service.RunTransaction(message(wire.RunTransactionRequest, given), guest(name).call(change));
    return { run, calls, refused };
  }
  const step = (change: shared.IOperationCoordinationRequest = {}) => ({
    deviceId: 0x8000,
    operationType: OperationType.WRITE,
    register: 1,
    value: 2,
    ...change,
  });

  it('leave nothing waiting for the deadline when they are answered', async () => {
    const { run, calls } = world();
    await run(
      'ann',
      { coordinationId: 'x', operations: [step()] },
      { deadline: clock.boot() + 50 },
    );
    const signal = calls[0]?.signal;
    expect(signal?.aborted).toBe(false);
    await new Promise((done) => setTimeout(done, 200));
    expect(signal?.aborted).toBe(false);
  });

  it('say once what belongs to the whole', async () => {
    const { run, calls } = world();
    const operations = [step(), step({ deviceId: 0x8001, justification: 'its own' })];
    await run('ann', {
      coordinationId: 'x',
      operations,
      justification: 'why',
      timeout: { seconds: 9 },
    });
    const [call] = calls;
    expect(call?.timeoutMs).toBe(9_000);
    const request = call?.request as Extract<Call['request'], { operations: unknown }>;
    expect(
      request.operations.map(({ coordinationId, justification }) => [
        coordinationId,
        justification,
      ]),
    ).toEqual([
      ['x', 'why'],
      ['x', 'its own'],
    ]);
    for (const [field, change] of [
      ['coordination_id', { coordinationId: 'y' }],
      ['timeout_seconds', { timeoutSeconds: 1 }],
      ['requested_at', { requestedAt: { seconds: 1 } }],
      ['auth_context', { authContext: {} }],
    ] as const) {
      const given = run('ann', { coordinationId: 'x', operations: [step(change)] });
      expect(await told(given)).toContain(`operations[0].${field} is `);
    }
    expect(await told(run('ann', { coordinationId: 'x' }))).toContain(
      'operations is an array of 0',
    );
    expect(calls).toHaveLength(1);
  });

  it('are a stop when anything in them is, whatever else is wrong', async () => {
    const { run, calls } = world();
    const stop = step({ operationType: OperationType.EMERGENCY_STOP, timeoutSeconds: 1 });
    await run('nobody', { operations: [step({ deviceId: 0x9999 }), stop] });
    expect(calls.map(({ request }) => 'operationType' in request && request.operationType)).toEqual(
      [OperationType.EMERGENCY_STOP],
    );
  });

  it('on what one may not see are on what does not exist, and count as an attempt', async () => {
    const { run, calls, refused } = world();
    const on = (deviceId: number) =>
      told(run('bob', { coordinationId: 'x', operations: [step(), step({ deviceId })] }));
    const hidden = await on(0x8050);
    expect(hidden).toBe('ERR_DSMIL_NOT_FOUND there is no device 0x8050: list those that there are');
    expect(refused).toEqual([null]);
    expect(calls).toEqual([]);
  });
});

describe('fields', () => {
  it('of a clearing are those of its kind, and no others', () => {
    const target = (given: wire.IProposeClearingRequest) =>
      targetOf(message(wire.ProposeClearingRequest, given));
    expect(target({ kind: 1, transactionId: '18446744073709551615' })).toEqual({
      kind: 'HEURISTIC',
      transaction: 2n ** 64n - 1n,
    });
    expect(target({ kind: 4, transactionId: '7' })).toEqual({ kind: 'STRANGER', transaction: 7n });
    expect(target({ kind: 2, deviceId: 0x8003 })).toEqual({ kind: 'HOLD', device: 0x8003 });
    expect(target({ kind: 3, deviceId: 0x8003, operationType: 2 })).toMatchObject({ type: 2 });
    for (const [given, field] of [
      [{ kind: 0 }, 'kind'],
      [{ kind: 5 }, 'kind'],
      [{ kind: 4 }, 'transaction_id'],
      [{ kind: 4, transactionId: '1', deviceId: 1 }, 'device_id'],
      [{ kind: 4, transactionId: '1', operationType: 1 }, 'operation_type'],
      [{ kind: 1, transactionId: '18446744073709551616' }, 'transaction_id'],
      [{ kind: 1, transactionId: '0' }, 'transaction_id'],
      [{ kind: 1, transactionId: '1', deviceId: 1 }, 'device_id'],
      [{ kind: 2, operationType: 1 }, 'operation_type'],
      [{ kind: 3, operationType: 7 }, 'operation_type'],
    ] as const) {
      expect(() => target(given)).toThrow(InvalidArgumentError);
      expect(() => target(given)).toThrow(`${field} is `);
    }
  });

  it('of a decision are a number, true, false or null, and no other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const simple = value === null || typeof value === 'number' || typeof value === 'boolean';
        if (simple) {
          expect(fieldValue(text)).toBe(JSON.parse(text));
        } else {
          expect(() => fieldValue(text)).toThrow(InvalidArgumentError);
        }
      }),
      runs(200),
    );
    expect(() => fieldValue('nul')).toThrow('value is "nul"');
  });

  it('of a search ask for nothing when they are left out', () => {
    const filter = (given: wire.ISearchEntriesRequest) =>
      filterOf(message(wire.SearchEntriesRequest, given));
    expect(filter({})).toEqual({});
    expect(
      filter({ kind: 'a.>', deviceId: 0x8003, minSeverity: 2, from: { seconds: 1 }, text: 'x' }),
    ).toEqual({ kind: 'a.>', device: 0x8003, severity: 2, from: 1_000, text: 'x' });
    expect(() => filter({ minSeverity: 6 })).toThrow('min_severity is 6');
    expect(() => filter({ actor: 'x'.repeat(257) })).toThrow('actor is ');
  });
});
