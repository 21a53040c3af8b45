// SPDX-License-Identifier: Apache-2.0
// One id for two requests: refused while the first goes on, when it has ended, and whatever differs. The same
// request again is the same operation, with one effect. What was approved once is approved for that alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { CommunicationWorld } from './communication-world.ts';
import { signed } from './control-world.ts';
import {
  coordinated,
  HostileClient,
  refusalOf,
  run,
  seen,
  synchronized,
} from './hostile-client.ts';

const DEVICE = 0x8010;
const OTHER = 0x8011;
const DATA_0 = 8;
const DATA_1 = 9;

describe('an id', () => {
  let world: CommunicationWorld;
  let ann: HostileClient;
  let bob: HostileClient;

  beforeAll(async () => {
    world = await CommunicationWorld.open();
    ann = new HostileClient(await world.socketOf('ann'));
    bob = new HostileClient(await world.socketOf('bob'));
    await run([ann, bob], [DEVICE, OTHER]);
  });
  afterAll(async () => {
    ann[Symbol.dispose]();
    bob[Symbol.dispose]();
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
    operationType: 2,
    register: DATA_0,
    value: 7,
    justification: 'it is stuck',
    ...change,
  });
  /** Everything that makes another request of it. */
  const CHANGES: readonly (readonly [string, shared.IOperationCoordinationRequest])[] = [
    ['value', { value: 8 }],
    ['register', { register: DATA_1 }],
    ['device', { deviceId: OTHER }],
    ['type', { operationType: 3 }],
    ['justification', { justification: 'another' }],
    ['tracks', { trackInvolvement: { kernelTrack: true } }],
    ['demands', { safetyRequirements: { securitySafety: { auditRequired: true } } }],
    ['claims', { authContext: { userId: 'ann' } }],
  ];

  const transaction = (
    client: HostileClient,
    coordinationId: string,
    operations: readonly shared.IOperationCoordinationRequest[],
  ) =>
    client.call(
      'TransactionsService/RunTransaction',
      [wire.RunTransactionRequest, { coordinationId, operations, justification: 'both' }],
      wire.RunTransactionResponse,
    );
  const step = (deviceId: number, value = 7): shared.IOperationCoordinationRequest => ({
    deviceId,
    operationType: 2,
    register: DATA_0,
    value,
  });

  async function expectInUse(call: Promise<unknown>): Promise<void> {
    const { code, reason } = await refusalOf(call);
    expect([code, reason]).toEqual(['ALREADY_EXISTS', 'ID_REUSED']);
  }

  const offerOf = (coordinationId: string): Promise<wire.Approval> =>
    seen(async () => {
      const asked = [wire.ListApprovalsRequest, {}] as const;
      const { approvals } = await bob.call(
        'ApprovalsService/ListApprovals',
        asked,
        wire.ListApprovalsResponse,
      );
      return approvals.find((one) => one.coordinationId === coordinationId);
    });
  const give = (given: wire.IGiveApprovalRequest) =>
    bob.call(
      'ApprovalsService/GiveApproval',
      [wire.GiveApprovalRequest, given],
      wire.GiveApprovalResponse,
    );
  async function cancel(id: string): Promise<void> {
    const asked = [wire.CancelOperationRequest, { id }] as const;
    await ann.call('OperationsService/CancelOperation', asked, wire.CancelOperationResponse);
  }

  /** What was asked for by @id is confirmed and approved by bob, again where something has moved, until @ended. */
  async function agreed(id: string, ended: Promise<unknown>): Promise<wire.IGiveApprovalRequest> {
    let over = false;
    const done = ended.finally(() => {
      over = true;
    });
    let used: wire.IGiveApprovalRequest = {};
    while (!over) {
      const asked = [wire.ListConfirmationsRequest, {}] as const;
      const { confirmations } = await bob.call(
        'ConfirmationsService/ListConfirmations',
        asked,
        wire.ListConfirmationsResponse,
      );
      for (const { confirmationId } of confirmations) {
        const { confirmation } = await bob.call(
          'ConfirmationsService/ShowConfirmation',
          [wire.ShowConfirmationRequest, { confirmationId }],
          wire.ShowConfirmationResponse,
        );
        const digest = confirmation?.digest ?? new Uint8Array();
        await bob.call(
          'ConfirmationsService/AnswerConfirmation',
          [wire.AnswerConfirmationRequest, { confirmationId, digest, confirmed: true }],
          wire.AnswerConfirmationResponse,
        );
      }
      const offers = await bob.call(
        'ApprovalsService/ListApprovals',
        [wire.ListApprovalsRequest, {}],
        wire.ListApprovalsResponse,
      );
      for (const { approvalId, coordinationId, document, approvedBy } of offers.approvals) {
        if (coordinationId === id && approvedBy === '') {
          used = { approvalId, signature: signed('bob', document) };
          await give(used);
        }
      }
      await new Promise((wake) => setTimeout(wake, 20));
    }
    await done;
    return used;
  }

  const effects = async () => {
    const { devices } = await synchronized(ann, { deviceIds: [DEVICE, OTHER], refresh: true });
    return devices.map(({ kernelState }) => kernelState?.kernelOperationCount);
  };

  it('is of one request while that waits: another is refused, the same is the same', async () => {
    const first = coordinated(ann, write('waits'));
    const offer = await offerOf('waits');
    for (const [, change] of CHANGES) {
      await expectInUse(coordinated(ann, write('waits', change)));
    }
    await expectInUse(transaction(ann, 'waits', [step(DEVICE), step(OTHER)]));
    const again = [0, 1, 2].map(() =>
      coordinated(ann, write('waits', { requestedAt: { seconds: 1, nanos: 0 } })),
    );
    expect((await offerOf('waits')).operationId).toBe(offer.operationId);
    await cancel('waits');
    const ids = (await Promise.all([first, ...again])).map(({ operationId }) => operationId);
    expect(new Set(ids)).toEqual(new Set([offer.operationId]));
    // It has ended: its id stays taken, and nothing was done by it.
    for (const [, change] of CHANGES) {
      await expectInUse(coordinated(ann, write('waits', change)));
    }
    expect(await coordinated(ann, write('waits'))).toMatchObject({
      operationId: offer.operationId,
      cause: 'CANCELLED',
      replayed: true,
    });
  });

  it('is of the account that chose it', async () => {
    const ours = coordinated(ann, write('shared'));
    const { operationId } = await offerOf('shared');
    const theirs = coordinated(bob, write('shared', { value: 8 }));
    const other = await seen(async () => {
      const { operations } = await bob.call(
        'OperationsService/ListOperations',
        [wire.ListOperationsRequest, {}],
        wire.ListOperationsResponse,
      );
      return operations.find((one) => one.operationId !== operationId);
    });
    // Nobody takes back another’s operation by its name.
    const refused = await refusalOf(
      bob.call(
        'OperationsService/CancelOperation',
        [wire.CancelOperationRequest, { id: operationId }],
        wire.CancelOperationResponse,
      ),
    );
    expect(refused.code).toBe('NOT_FOUND');
    await cancel('shared');
    await bob.call(
      'OperationsService/CancelOperation',
      [wire.CancelOperationRequest, { id: 'shared' }],
      wire.CancelOperationResponse,
    );
    expect((await ours).operationId).toBe(operationId);
    expect((await theirs).operationId).toBe(other.operationId);
  });

  it('has one effect, however often it is sent, and what was approved is used up', async () => {
    const asked = write('once');
    const sent = [0, 1, 2, 3].map(() => coordinated(ann, asked));
    const used = await agreed('once', Promise.all(sent));
    const answers = await Promise.all(sent);
    const [first] = answers;
    expect(first).toMatchObject({ result: 1, cause: '' });
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    const before = await effects();
    for (const _ of [0, 1]) {
      expect(await coordinated(ann, asked)).toMatchObject({
        operationId: first?.operationId,
        transactionId: first?.transactionId,
        replayed: true,
      });
    }
    for (const [, change] of CHANGES) {
      await expectInUse(coordinated(ann, write('once', change)));
    }
    expect(await effects()).toEqual(before);

    // The very message with which bob approved it.
    const gone = await refusalOf(give(used));
    expect([gone.code, gone.reason]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    const anew = coordinated(ann, write('once-more'));
    const offer = await offerOf('once-more');
    const replayed = await refusalOf(give({ ...used, approvalId: offer.approvalId }));
    expect([replayed.code, replayed.refusal]).toEqual(['PERMISSION_DENIED', 'BAD_SIGNATURE']);
    expect((await offerOf('once-more')).approvedBy).toBe('');
    await cancel('once-more');
    expect(await anew).toMatchObject({ cause: 'CANCELLED', transactionId: '' });
    expect(await effects()).toEqual(before);
  });

  it('is of the steps in their order', async () => {
    const steps = [step(DEVICE), step(OTHER)];
    const first = transaction(ann, 'steps', steps);
    const { operationId } = await offerOf('steps');
    const others = [
      [...steps].reverse(),
      steps.slice(0, 1),
      [step(DEVICE, 8), step(OTHER)],
      [step(DEVICE), step(OTHER + 1)],
    ];
    for (const other of others) {
      await expectInUse(transaction(ann, 'steps', other));
    }
    await expectInUse(coordinated(ann, write('steps')));
    const again = transaction(ann, 'steps', steps);
    await cancel('steps');
    for (const { operation } of await Promise.all([first, again])) {
      expect(operation).toMatchObject({ operationId, cause: 'CANCELLED', transactionId: '' });
    }
    for (const other of others) {
      await expectInUse(transaction(ann, 'steps', other));
    }
    expect((await transaction(ann, 'steps', steps)).operation).toMatchObject({
      operationId,
      replayed: true,
    });
  });

  it('has its own approvals: one is given once, and for no other', async () => {
    const both = ['one', 'two'].map((id) => coordinated(ann, write(id)));
    const [one, two] = [await offerOf('one'), await offerOf('two')];
    const signature = signed('bob', one.document);
    expect((await give({ approvalId: one.approvalId, signature })).approval?.approvedBy).toBe(
      'bob',
    );
    const twice = await refusalOf(give({ approvalId: one.approvalId, signature }));
    expect([twice.code, twice.refusal]).toEqual(['FAILED_PRECONDITION', 'ALREADY_APPROVED']);
    const elsewhere = await refusalOf(give({ approvalId: two.approvalId, signature }));
    expect([elsewhere.code, elsewhere.refusal]).toEqual(['PERMISSION_DENIED', 'BAD_SIGNATURE']);
    expect((await offerOf('two')).approvedBy).toBe('');
    await cancel('one');
    await cancel('two');
    const late = await refusalOf(give({ approvalId: one.approvalId, signature }));
    expect(late.code).toBe('NOT_FOUND');
    for (const answer of await Promise.all(both)) {
      expect(answer).toMatchObject({ cause: 'CANCELLED', transactionId: '' });
    }
  });
});
