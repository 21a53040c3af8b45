// SPDX-License-Identifier: Apache-2.0
// Requests that ask for less than policy does: demands that are weaker, tracks that are left out. What policy
// demands holds, and what was asked for does not happen.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { OperationType, RiskLevel, Track } from '../../../src/core/model/enums.ts';
import { CommunicationWorld } from './communication-world.ts';
import { signed } from './control-world.ts';
import { coordinated, HostileClient, refusalOf, run, seen } from './hostile-client.ts';

/** Of group 1: for RESTRICTED. */
const DEVICE = 0x8010;
const DATA_0 = 8;
/** AUTHORIZING of CoordinationState. */
const AUTHORIZING = 3;
const DENIED = 2;

/** As little as the messages can say, each field said. */
const WEAKEST: shared.ISafetyRequirements = {
  kernelSafety: {
    memoryProtectionRequired: false,
    thermalMonitoringRequired: false,
    maxExecutionTimeMs: 0xffff_ffff,
    rollbackCapabilityRequired: false,
  },
  securitySafety: {
    requiredClearance: 0,
    dualAuthorizationRequired: false,
    auditRequired: false,
    requiredCompartments: [],
  },
  interfaceSafety: {
    userConfirmationRequired: false,
    riskDisclosureRequired: false,
    confirmationTimeoutSeconds: 0xffff_ffff,
  },
};
const KERNEL_ALONE = { kernelTrack: true, securityTrack: false, interfaceTrack: false };
const NO_TRACK = { kernelTrack: false, securityTrack: false, interfaceTrack: false };

describe('a request that asks for less than policy does', () => {
  let world: CommunicationWorld;
  let ann: HostileClient;
  let bob: HostileClient;
  let dora: HostileClient;

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    const clientOf = async (name: string) => new HostileClient(await world.socketOf(name));
    ann = await clientOf('ann');
    bob = await clientOf('bob');
    dora = await clientOf('dora');
    await run([ann, bob], [DEVICE]);
  });
  afterAll(async () => {
    for (const client of [ann, bob, dora]) {
      client[Symbol.dispose]();
    }
    const { faults } = world;
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  const write = (
    coordinationId: string,
    change: shared.IOperationCoordinationRequest = {},
  ): shared.IOperationCoordinationRequest => ({
    coordinationId,
    deviceId: DEVICE,
    operationType: OperationType.WRITE,
    register: DATA_0,
    value: 7,
    justification: 'it is stuck',
    ...change,
  });

  let reads = 0;
  async function register(): Promise<number | null> {
    // A disk or a track that is late on a busy machine lets a read fail, and says so.
    return await seen(async () => {
      reads += 1;
      const { result, value } = await coordinated(ann, {
        coordinationId: `look-${reads}`,
        deviceId: DEVICE,
        operationType: OperationType.READ,
        register: DATA_0,
      });
      return result === 1 ? value : undefined;
    });
  }

  async function approvals(client: HostileClient): Promise<readonly wire.Approval[]> {
    const asked = [wire.ListApprovalsRequest, {}] as const;
    const answer = await client.call(
      'ApprovalsService/ListApprovals',
      asked,
      wire.ListApprovalsResponse,
    );
    return answer.approvals;
  }

  async function operation(id: string): Promise<wire.Operation | null> {
    const asked = [wire.GetOperationRequest, { id }] as const;
    const answer = await ann.call(
      'OperationsService/GetOperation',
      asked,
      wire.GetOperationResponse,
    );
    return answer.operation;
  }

  it.each([
    ['with every demand at its weakest', { safetyRequirements: WEAKEST }],
    ['without the security and the interface track', { trackInvolvement: KERNEL_ALONE }],
    ['without any track', { trackInvolvement: NO_TRACK }],
    [
      'with all of that, and the word that it is cleared for everything',
      {
        safetyRequirements: WEAKEST,
        trackInvolvement: KERNEL_ALONE,
        authContext: { userId: 'bob', clearanceLevel: 7, compartments: ['ALPHA', 'BRAVO'] },
      },
    ],
  ])('waits for a confirmation and a second person, %s', async (name, change) => {
    const before = await register();
    const id = `weak-${name.length}`;
    const answered = coordinated(ann, write(id, change));
    const offer = await seen(async () =>
      (await approvals(bob)).find(({ coordinationId }) => coordinationId === id),
    );
    expect(offer).toMatchObject({ requester: 'ann', demand: { requiredClearance: 1 } });
    expect(offer.risk).toBeGreaterThanOrEqual(RiskLevel.HIGH);
    const waiting = await operation(id);
    expect(waiting).toMatchObject({ state: AUTHORIZING, pending: true, transactionId: '' });
    const missing = waiting?.unmet.map(({ rule }) => rule);
    expect(missing).toEqual(expect.arrayContaining(['confirmation', 'second-person']));

    // The second person alone does not do: nobody has confirmed.
    const given = await bob.call(
      'ApprovalsService/GiveApproval',
      [
        wire.GiveApprovalRequest,
        { approvalId: offer.approvalId, signature: signed('bob', offer.document) },
      ],
      wire.GiveApprovalResponse,
    );
    expect(given.approval?.approvedBy).toBe('bob');
    const still = await seen(async () => {
      const now = await operation(id);
      return now === null || now.unmet.some(({ rule }) => rule === 'second-person')
        ? undefined
        : now;
    });
    expect(still.unmet.map(({ rule }) => rule)).toEqual(['confirmation']);
    expect(still).toMatchObject({ state: AUTHORIZING, pending: true });

    const cancel = [wire.CancelOperationRequest, { id }] as const;
    await ann.call('OperationsService/CancelOperation', cancel, wire.CancelOperationResponse);
    const ended = await answered;
    expect(ended).toMatchObject({ cause: 'CANCELLED', transactionId: '', value: null });
    expect(ended.trackResults.map(({ track, answered: asked }) => [track, asked])).toEqual([
      [Track.KERNEL, true],
      [Track.SECURITY, true],
      [Track.INTERFACE, true],
    ]);
    expect(await register()).toBe(before);
  });

  it('is denied without a justification, whatever it says of its demands', async () => {
    const before = await register();
    const answer = await coordinated(
      ann,
      write('unjustified', {
        justification: '',
        safetyRequirements: WEAKEST,
        trackInvolvement: KERNEL_ALONE,
      }),
    );
    expect(answer).toMatchObject({ result: DENIED, cause: 'REFUSED', transactionId: '' });
    expect(answer.unmet.map(({ rule }) => rule)).toContain('justification');
    expect(await register()).toBe(before);
  });

  it('is denied to a reader, whatever it says of its demands', async () => {
    const before = await register();
    const change = { safetyRequirements: WEAKEST, trackInvolvement: KERNEL_ALONE };
    const answer = await coordinated(dora, write('of-a-reader', change));
    expect(answer).toMatchObject({ result: DENIED, cause: 'REFUSED', transactionId: '' });
    expect(await register()).toBe(before);
  });

  it('is planned like one that demands nothing', async () => {
    const plan = async (change: shared.IOperationCoordinationRequest) => {
      const asked = [wire.PlanOperationRequest, { operation: write('plan', change) }] as const;
      const answer = await ann.call(
        'OperationsService/PlanOperation',
        asked,
        wire.PlanOperationResponse,
      );
      return answer.needs.filter(({ satisfied }) => !satisfied).map(({ rule }) => rule);
    };
    const plain = await plan({});
    expect(plain).toEqual(expect.arrayContaining(['confirmation', 'second-person']));
    expect(await plan({ safetyRequirements: WEAKEST })).toEqual(plain);
    expect(await plan({ trackInvolvement: KERNEL_ALONE })).toEqual(plain);
  });

  it('keeps its demands in a transaction', async () => {
    const before = await register();
    const step = write('', { safetyRequirements: WEAKEST, trackInvolvement: KERNEL_ALONE });
    const request = {
      coordinationId: 'weak-tx',
      operations: [step, { ...step, deviceId: DEVICE + 1 }],
    };
    const answered = ann.call(
      'TransactionsService/RunTransaction',
      [wire.RunTransactionRequest, request],
      wire.RunTransactionResponse,
    );
    const offer = await seen(async () =>
      (await approvals(bob)).find(({ coordinationId }) => coordinationId === 'weak-tx'),
    );
    // Not by whoever asked for it, either.
    const own = await refusalOf(
      ann.call(
        'ApprovalsService/GiveApproval',
        [
          wire.GiveApprovalRequest,
          { approvalId: offer.approvalId, signature: signed('ann', offer.document) },
        ],
        wire.GiveApprovalResponse,
      ),
    );
    expect([own.code, own.refusal]).toEqual(['PERMISSION_DENIED', 'REQUESTER']);
    const cancel = [wire.CancelOperationRequest, { id: 'weak-tx' }] as const;
    await ann.call('OperationsService/CancelOperation', cancel, wire.CancelOperationResponse);
    expect((await answered).operation).toMatchObject({ cause: 'CANCELLED', transactionId: '' });
    expect(await register()).toBe(before);
  });
});
