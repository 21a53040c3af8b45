// SPDX-License-Identifier: Apache-2.0
// dsmil.control.v1 over the daemon's own parts and dsmil-sim: two persons operate a device together, by
// nothing but what the .proto files say.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as shared from '../../../src/api/grpc/wire/generated/dsmil-communication-v1.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { inclusionHolds } from '../../../src/audit/merkle/proofs.ts';
import { OperationType } from '../../../src/core/model/enums.ts';
import { type Guest, told } from '../../unit/api/grpc/control/loopback.ts';
import { ControlWorld, signed } from './control-world.ts';

const LIMIT = 120_000;
/** Of group 1: for RESTRICTED. */
const OPEN = 0x8010;
/** The register. */
const DATA_0 = 8;
/** Of group 5: for SECRET and BRAVO. */
const SECRET = 0x8050;
const ABSENT = 0x9999;

describe('dsmil.control.v1 over the daemon’s parts', { timeout: LIMIT }, () => {
  let world: ControlWorld;
  let ann: Guest;
  let bob: Guest;

  beforeAll(async () => {
    world = await ControlWorld.open();
    ann = world.guest('ann');
    bob = world.guest('bob');
  });
  afterAll(async () => {
    const { faults } = world;
    await world.close();
    expect(faults).toEqual([]);
  });

  async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let n = 0; n < 9_000; n++) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('it did not come');
  }

  const approvals = async (guest: Guest) =>
    (
      await world.loopback.unary(
        'ApprovalsService/ListApprovals',
        [wire.ListApprovalsRequest, {}],
        wire.ListApprovalsResponse,
        guest.call(),
      )
    ).approvals;

  it('leads back from the latch of the start by two persons and a start', async () => {
    const status = async (guest: Guest) =>
      (
        await world.loopback.unary(
          'StopService/GetStopStatus',
          [wire.GetStopStatusRequest, {}],
          wire.GetStopStatusResponse,
          guest.call(),
        )
      ).status?.state;
    await waitFor(async () => ((await status(ann)) === 3 ? true : undefined));
    expect((await world.step('ann'))?.state).toBe(5);
    // The same person is no second one.
    expect(await told(world.step('ann'))).toContain('SAME_PERSON');
    const expected = world.loopback.unary(
      'StopService/OfferStopStep',
      [wire.OfferStopStepRequest, { expectedStep: 3 }],
      wire.OfferStopStepResponse,
      bob.call(),
    );
    expect(await told(expected)).toContain('START was meant, and CONFIRM is next');
    expect((await world.step('bob'))?.state).toBe(6);
    expect((await world.step('ann'))?.state).toBe(1);
    // That the stop is over the devices' states tell after a pass, whenever that is: it voids what was approved before.
    for (const deviceId of [OPEN, OPEN + 1]) {
      await waitFor(async () => {
        await world.pass();
        const { device } = await world.loopback.unary(
          'DevicesService/GetDevice',
          [wire.GetDeviceRequest, { deviceId }],
          wire.GetDeviceResponse,
          ann.call(),
        );
        return device?.unifiedMetadata?.emergencyStopApplied === false ? true : undefined;
      });
    }
  });

  it('shows who is cleared for a device the device, and others that there is none', async () => {
    const get = (guest: Guest, deviceId: number) =>
      world.loopback.unary(
        'DevicesService/GetDevice',
        [wire.GetDeviceRequest, { deviceId }],
        wire.GetDeviceResponse,
        guest.call(),
      );
    const { device } = await get(ann, SECRET);
    expect(device?.deviceId).toBe(SECRET);
    const dora = world.guest('dora');
    const hidden = await told(get(dora, SECRET));
    const absent = await told(get(dora, ABSENT));
    expect(hidden.replaceAll('8050', '9999')).toBe(absent);
    expect(absent).toContain('ERR_DSMIL_NOT_FOUND');
    const list = async (guest: Guest) =>
      (
        await world.loopback.unary(
          'DevicesService/ListDevices',
          [wire.ListDevicesRequest, {}],
          wire.ListDevicesResponse,
          guest.call(),
        )
      ).devices;
    expect(await list(ann)).toHaveLength(84);
    expect((await list(dora)).map(({ deviceId }) => deviceId)).not.toContain(SECRET);
    expect(await list(world.guest('nobody'))).toEqual([]);
  });

  it('plans without doing, and not on what one may not know of', async () => {
    const plan = (
      guest: Guest,
      operation: shared.IOperationCoordinationRequest,
      approvedBy: string[] = [],
    ) =>
      world.loopback.unary(
        'OperationsService/PlanOperation',
        [wire.PlanOperationRequest, { operation, approvedBy }],
        wire.PlanOperationResponse,
        guest.call(),
      );
    const reset = { deviceId: OPEN, operationType: OperationType.RESET, justification: 'stuck' };
    const planned = await plan(ann, reset);
    expect(planned.allowed).toBe(false);
    expect(planned.possible).toBe(true);
    const missing = planned.needs.filter(({ satisfied }) => !satisfied).map(({ rule }) => rule);
    expect(missing).toContain('confirmation');
    expect(planned.verdicts.map(({ track, answered }) => [track, answered])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect(planned.words.length).toBeGreaterThan(3);
    const dora = world.guest('dora');
    const hidden = await told(plan(dora, { ...reset, deviceId: SECRET }));
    expect(hidden.replaceAll('8050', '9999')).toBe(
      await told(plan(dora, { ...reset, deviceId: ABSENT })),
    );
    // Persons ask what another's approval would change; a service finds out by it who has an account.
    expect(await told(plan(ann, reset, ['demo:bob']))).toBe('OK');
    const hms = world.guest('hms');
    const seen = { ...reset, deviceId: 0x8010 };
    expect(await told(plan(hms, seen))).toBe('OK');
    const named = await told(plan(hms, seen, ['demo:bob']));
    expect(named).toContain('approved_by');
    expect(named).toBe(await told(plan(hms, seen, ['demo:none'])));
  });

  it('runs a transaction over two devices that two persons approve and one confirms', async () => {
    const operations = [OPEN, OPEN + 1].map((deviceId) => ({
      deviceId,
      operationType: OperationType.WRITE,
      register: DATA_0,
      value: 7,
    }));
    const running = world.loopback.unary(
      'TransactionsService/RunTransaction',
      [
        wire.RunTransactionRequest,
        { coordinationId: 'tx-1', operations, justification: 'both are wrong' },
      ],
      wire.RunTransactionResponse,
      ann.call(),
    );
    const eve = world.guest('eve');
    const other = '0'.repeat(32);
    const questions = async () =>
      (
        await world.loopback.unary(
          'ConfirmationsService/ListConfirmations',
          [wire.ListConfirmationsRequest, {}],
          wire.ListConfirmationsResponse,
          bob.call(),
        )
      ).confirmations;
    const question = await waitFor(async () => (await questions())[0]);
    const { confirmationId, digest: seen } = question;
    const answer = () =>
      world.loopback.unary(
        'ConfirmationsService/AnswerConfirmation',
        [wire.AnswerConfirmationRequest, { confirmationId, digest: seen, confirmed: true }],
        wire.AnswerConfirmationResponse,
        bob.call(),
      );
    // What this connection was not shown it may not answer.
    expect(await told(answer())).toContain('NOT_SHOWN');
    const show = (guest: Guest, id: string) =>
      world.loopback.unary(
        'ConfirmationsService/ShowConfirmation',
        [wire.ShowConfirmationRequest, { confirmationId: id }],
        wire.ShowConfirmationResponse,
        guest.call(),
      );
    expect((await told(show(eve, confirmationId))).replaceAll(confirmationId, other)).toBe(
      await told(show(eve, other)),
    );
    await show(bob, confirmationId);
    expect((await answer()).outcome).toBe(1);

    const approval = await waitFor(async () => (await approvals(bob))[0]);
    expect(approval.requester).toBe('ann');
    expect(approval.document?.domain).toBe('dsmil/tx/v1');
    const digest = createHash('sha256')
      .update(`${approval.document?.domain}\0${approval.document?.document}`)
      .digest();
    expect(Buffer.compare(digest, Buffer.from(approval.document?.digest ?? []))).toBe(0);
    // Whoever is not cleared has nothing to approve, and a made-up id answers the same.
    const get = (guest: Guest, approvalId: string) =>
      world.loopback.unary(
        'ApprovalsService/GetApproval',
        [wire.GetApprovalRequest, { approvalId }],
        wire.GetApprovalResponse,
        guest.call(),
      );
    expect(await approvals(eve)).toEqual([]);
    expect((await told(get(eve, approval.approvalId))).replaceAll(approval.approvalId, other)).toBe(
      await told(get(eve, other)),
    );
    const give = (guest: Guest, approvalId: string, signature: wire.ISignature) =>
      world.loopback.unary(
        'ApprovalsService/GiveApproval',
        [wire.GiveApprovalRequest, { approvalId, signature }],
        wire.GiveApprovalResponse,
        guest.call(),
      );
    expect(await told(give(ann, approval.approvalId, signed('ann', approval.document)))).toContain(
      'REQUESTER',
    );
    let ended = false;
    const done = running.finally(() => {
      ended = true;
    });
    // What moved since it was shown voids an approval: then it is asked anew, and looked at again.
    while (!ended) {
      for (const { approvalId, document, approvedBy } of await approvals(bob)) {
        if (approvedBy === '') {
          const given = await give(bob, approvalId, signed('bob', document));
          expect(given.approval?.approvedBy).toBe('bob');
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }

    const { operation } = await done;
    expect(operation?.message).toBe('');
    expect(operation?.result).toBe(1);
    expect(operation?.pending).toBe(false);
    expect(operation?.devices.map(({ deviceId, error }) => [deviceId, error])).toEqual([
      [OPEN, 0],
      [OPEN + 1, 0],
    ]);
    const again = await world.loopback.unary(
      'OperationsService/GetOperation',
      [wire.GetOperationRequest, { id: 'tx-1' }],
      wire.GetOperationResponse,
      ann.call(),
    );
    expect(again.operation?.operationId).toBe(operation?.operationId);
    const find = (id: string) =>
      told(
        world.loopback.unary(
          'OperationsService/GetOperation',
          [wire.GetOperationRequest, { id }],
          wire.GetOperationResponse,
          eve.call(),
        ),
      );
    const id = operation?.operationId ?? '';
    expect((await find(id)).replaceAll(id, other)).toBe(await find(other));
  });

  it('proves an entry of the log that it found, and shows hashes to who is not cleared', async () => {
    const search = (guest: Guest, request: wire.ISearchEntriesRequest) =>
      world.loopback.unary(
        'AuditService/SearchEntries',
        [wire.SearchEntriesRequest, request],
        wire.SearchEntriesResponse,
        guest.call(),
      );
    // What is durable in the leaf file is in the store a moment later.
    const newest = await waitFor(
      async () => (await search(ann, { kind: 'operation.>', pageSize: 5 })).entries[0],
    );
    expect(JSON.parse(newest.leaf).kind).toMatch(/^operation\./);
    const hash = createHash('sha256').update(`\0${newest.leaf}`).digest();
    expect(hash.equals(Buffer.from(newest.leafHash))).toBe(true);

    const checkpoint = await waitFor(async () => {
      const found = await world.loopback.unary(
        'AuditService/GetCheckpoint',
        [wire.GetCheckpointRequest, {}],
        wire.GetCheckpointResponse,
        ann.call(),
      );
      return found.treeSize > newest.index ? found : undefined;
    });
    const { treeSize } = checkpoint;
    const proof = await world.loopback.unary(
      'AuditService/ProveInclusion',
      [wire.ProveInclusionRequest, { index: newest.index, treeSize }],
      wire.ProveInclusionResponse,
      ann.call(),
    );
    const root = Buffer.from(checkpoint.checkpoint.split('\n')[2] ?? '', 'base64');
    expect(inclusionHolds(hash, newest.index, treeSize, proof.hashes, root)).toBe(true);
    const consistency = await world.loopback.unary(
      'AuditService/ProveConsistency',
      [wire.ProveConsistencyRequest, { firstSize: 1, secondSize: treeSize }],
      wire.ProveConsistencyResponse,
      ann.call(),
    );
    expect(consistency.hashes.length).toBeGreaterThan(0);
    expect(
      await told(
        world.loopback.unary(
          'AuditService/ProveInclusion',
          [wire.ProveInclusionRequest, { index: 0, treeSize: 1e9 }],
          wire.ProveInclusionResponse,
          ann.call(),
        ),
      ),
    ).toContain('tree_size is 1000000000');

    // All pages: nobody is shown what they are not cleared for, and nothing is missing.
    const indexes: number[] = [];
    const eve = world.guest('eve');
    for (let token = '', first = true; first || token !== ''; first = false) {
      const page = await search(eve, { pageSize: 7, pageToken: token });
      indexes.push(...page.entries.map(({ index }) => index));
      for (const { leaf } of page.entries) {
        expect(leaf === '' || JSON.parse(leaf).clearance === 0).toBe(true);
      }
      token = page.nextPageToken;
    }
    expect(indexes).toEqual(indexes.map((_, n) => (indexes[0] ?? 0) - n));
    expect(indexes.at(-1)).toBe(0);
    expect(await told(search(world.guest('nobody'), {}))).toContain('ERR_DSMIL_CALLER_REFUSED');
  });

  it('delivers events in batches, and goes on behind the last one', async () => {
    const seen: string[] = [];
    let cursor = '';
    const watch = async (from: string, enough: () => boolean): Promise<void> => {
      const end = new AbortController();
      const subscription: shared.IEventSubscriptionRequest = {
        // What is durable, and nobody has to acknowledge: each comes once.
        subjects: ['approval.>', 'operation.>'],
        cursor: from,
        start: 2,
      };
      await world.loopback.stream(
        'EventsService/WatchEvents',
        [wire.WatchEventsRequest, { subscription, maxBatch: 2 }],
        wire.WatchEventsResponse,
        ann.call({ signal: end.signal }),
        (batch) => {
          expect(batch.eventIds).toHaveLength(12 * batch.topicIndexes.length);
          let at = 0;
          for (const [n, topic] of batch.topicIndexes.entries()) {
            const length = batch.dataLengths[n] ?? 0;
            JSON.parse(Buffer.from(batch.data.subarray(at, at + length)).toString());
            at += length;
            seen.push(batch.topics[topic]?.subject ?? '');
          }
          cursor = batch.cursor;
          if (enough()) {
            end.abort();
          }
        },
      );
    };
    await watch('', () => seen.length >= 1);
    const first = [...seen];
    await watch(cursor, () => seen.some((one) => /^operation\..*\.completed$/.test(one)));
    expect(seen.length).toBeGreaterThan(first.length);
    const all = [...seen];
    seen.length = 0;
    await watch('', () => seen.length >= all.length);
    expect(seen.slice(0, all.length)).toEqual(all);
  });

  it('answers status, policy, persons and configuration to persons, and who one is to everybody', async () => {
    const who = await world.loopback.unary(
      'PolicyService/WhoAmI',
      [wire.WhoAmIRequest, {}],
      wire.WhoAmIResponse,
      world.guest('hms').call(),
    );
    expect(who).toMatchObject({ principal: 'demo:hms', person: 'service:demo:hms', clearance: 1 });
    const persons = (guest: Guest) =>
      world.loopback.unary(
        'PolicyService/ListPersons',
        [wire.ListPersonsRequest, { pageSize: 2 }],
        wire.ListPersonsResponse,
        guest.call(),
      );
    expect((await persons(ann)).persons.map(({ person }) => person)).toEqual(['ann', 'bob']);
    expect(await told(persons(world.guest('hms')))).toContain('NOT_A_PERSON');
    const configuration = await world.loopback.unary(
      'ConfigurationService/GetConfiguration',
      [wire.GetConfigurationRequest, {}],
      wire.GetConfigurationResponse,
      ann.call(),
    );
    const value = configuration.values.find(({ name }) => name === 'audit.checkpoint_ms');
    expect(value).toMatchObject({ value: '100', origin: 2 });
    const statusFor = (guest: Guest) =>
      world.loopback.unary(
        'StatusService/GetStatus',
        [wire.GetStatusRequest, {}],
        wire.GetStatusResponse,
        guest.call(),
      );
    const status = await statusFor(ann);
    expect(status).toMatchObject({ version: '1.2.3', orchestrator: 3, backend: 1 });
    expect([status.undecided, status.flagged, status.inFlight]).toEqual([0, 0, 0]);
    expect(status.operationCounts['successful']).toBe(1);
    // How much goes on says what there is: it is for who may know of every device.
    const less = await statusFor(world.guest('hms'));
    expect([less.version, less.operationCounts, less.inFlight]).toEqual(['1.2.3', {}, 0]);
  });

  it('changes the policy by two persons, and by no fewer', async () => {
    const change = JSON.stringify({ change: 'revoke_key', key_id: 'eve-1' });
    const { proposal } = await world.loopback.unary(
      'PolicyService/ProposeChange',
      [wire.ProposeChangeRequest, { change }],
      wire.ProposeChangeResponse,
      ann.call(),
    );
    const approve = (person: string) =>
      world.loopback.unary(
        'PolicyService/ApproveProposal',
        [
          wire.ApproveProposalRequest,
          {
            proposalId: proposal?.proposalId,
            signature: signed(person, proposal?.document ?? null),
          },
        ],
        wire.ApproveProposalResponse,
        world.guest(person).call(),
      );
    expect((await approve('ann')).revision).toBe(0);
    expect(await told(approve('ann'))).toContain('ALREADY_APPROVED');
    expect((await approve('bob')).revision).toBeGreaterThan(0);
    const { keys } = await world.loopback.unary(
      'PolicyService/ListKeys',
      [wire.ListKeysRequest, {}],
      wire.ListKeysResponse,
      ann.call(),
    );
    expect(keys.filter(({ revoked }) => revoked).map(({ keyId }) => keyId)).toEqual(['eve-1']);
  });

  it('stops for whoever is connected, also for an account that nobody knows', async () => {
    const { status } = await world.loopback.unary(
      'StopService/Stop',
      [wire.StopRequest, { reason: 'smoke' }],
      wire.StopResponse,
      world.guest('nobody').call(),
    );
    expect([2, 3]).toContain(status?.state);
  });
});
