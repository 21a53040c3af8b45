// SPDX-License-Identifier: Apache-2.0
// One person with two certificates, two accounts and two keys: over TLS with dsmild, nothing that takes two persons
// is done by the second of them. Then somebody else signs, and it is done.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { signed } from '../grpc/control-world.ts';
import {
  coordinated,
  HostileClient,
  offerStep,
  refusalOf,
  STOP,
  seen,
  stopState,
  synchronized,
  takeStep,
} from '../grpc/hostile-client.ts';
import { AnotherKey } from '../grpc/hostile-people.ts';
import { HostileWorld } from './world.ts';

const LIMIT = 300_000;
const DEVICE = 0x8010;
const LEFT = 0x8011;
const HELD = 0x8012;
const DATA_0 = 8;
const account = (name: string): string => `spiffe://dsmil.internal/person/${name}`;

describe('one person with two certificates', { timeout: LIMIT }, () => {
  const world = new HostileWorld();
  /** Of ann too. */
  const second = new AnotherKey('ann-2');
  let ann: HostileClient;
  let annAgain: HostileClient;
  let bob: HostileClient;
  let stranger = '';

  function people(fixture: string): string {
    const accounts = [
      ['ann-again', 'ann'],
      ['bob', 'bob'],
    ].map(([name = '', person]) => `  { id = "${account(name)}", person = "${person}" },`);
    const operators = ['ann', 'ann-again', 'bob'].map((name) => `"${account(name)}"`).join(', ');
    return fixture
      .replace('principals = [', `principals = [\n${accounts.join('\n')}`)
      .replace('principals = ["demo:ann"', `principals = [${operators}, "demo:ann"`)
      .replace('  { id = "ann-1"', `  ${second.toml},\n  { id = "ann-1"`);
  }

  /** Another coordinator commits something, and is gone; it has put a device on hold: two persons are to look at both. */
  async function leave(device: string): Promise<void> {
    const program = join(import.meta.dirname, '..', 'daemon-stranger-program.ts');
    const other = spawn(process.execPath, [program, device, `${LEFT}`, `${HELD}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    other.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    await once(other, 'close');
    [stranger = ''] = said.trim().split(' ');
  }

  beforeAll(async () => {
    await world.start(undefined, { people, before: leave });
    const clientOf = async (name: string): Promise<HostileClient> => {
      const { ca, cert, key } = await world.certificate(account(name));
      const secret = credentials.createSsl(Buffer.from(ca), Buffer.from(key), Buffer.from(cert));
      return new HostileClient(`localhost:${world.tls.port}`, secret);
    };
    ann = await clientOf('ann');
    annAgain = await clientOf('ann-again');
    bob = await clientOf('bob');
  }, LIMIT);
  afterAll(async () => {
    for (const client of [ann, annAgain, bob]) {
      client?.[Symbol.dispose]();
    }
    const { defects } = world;
    await world.close();
    expect(defects).toEqual([]);
  });

  it('is one person, whichever it comes with', async () => {
    const who = async (client: HostileClient) => {
      const asked = [wire.WhoAmIRequest, {}] as const;
      const answer = await client.call('PolicyService/WhoAmI', asked, wire.WhoAmIResponse);
      return [answer.principal, answer.person];
    };
    expect(await who(ann)).toEqual([account('ann'), 'ann']);
    expect(await who(annAgain)).toEqual([account('ann-again'), 'ann']);
    expect(await who(bob)).toEqual([account('bob'), 'bob']);
  });

  it('resets nothing alone', async () => {
    const reason = [wire.StopRequest, { reason: 'a test' }] as const;
    await ann.call('StopService/Stop', reason, wire.StopResponse);
    await seen(async () => ((await stopState(ann)) === STOP.LATCHED ? true : undefined));
    const first = (await offerStep(ann)).document;
    expect((await takeStep(ann, first, signed('ann', first))).status?.state).toBe(
      STOP.RESET_PENDING,
    );
    const offered = (await offerStep(annAgain)).document;
    const refused = await refusalOf(takeStep(annAgain, offered, second.signed(offered)));
    expect([refused.code, refused.refusal]).toEqual(['PERMISSION_DENIED', 'SAME_PERSON']);
    expect(await stopState(ann)).toBe(STOP.RESET_PENDING);

    const theirs = (await offerStep(bob)).document;
    expect((await takeStep(bob, theirs, signed('bob', theirs))).status?.state).toBe(STOP.READY);
    const start = (await offerStep(annAgain)).document;
    expect((await takeStep(annAgain, start, second.signed(start))).status?.state).toBe(STOP.RUN);
    await seen(async () => {
      const { devices } = await synchronized(ann, { deviceIds: [DEVICE], refresh: true });
      return devices[0]?.unifiedMetadata?.emergencyStopApplied === false ? true : undefined;
    });
  });

  it('approves nothing that it asked for itself', async () => {
    const answered = coordinated(ann, {
      coordinationId: 'own',
      deviceId: DEVICE,
      operationType: 2,
      register: DATA_0,
      value: 7,
      justification: 'it is stuck',
    });
    const approvals = async (client: HostileClient) => {
      const asked = [wire.ListApprovalsRequest, {}] as const;
      const answer = await client.call(
        'ApprovalsService/ListApprovals',
        asked,
        wire.ListApprovalsResponse,
      );
      return answer.approvals;
    };
    const offer = await seen(async () => (await approvals(annAgain))[0]);
    const give = (client: HostileClient, signature: wire.ISignature) =>
      client.call(
        'ApprovalsService/GiveApproval',
        [wire.GiveApprovalRequest, { approvalId: offer.approvalId, signature }],
        wire.GiveApprovalResponse,
      );
    const refused = await refusalOf(give(annAgain, second.signed(offer.document)));
    expect([refused.code, refused.refusal]).toEqual(['PERMISSION_DENIED', 'REQUESTER']);
    expect((await approvals(ann)).map(({ approvedBy }) => approvedBy)).toEqual(['']);
    const given = await give(bob, signed('bob', offer.document));
    expect(given.approval?.approvedBy).toBe('bob');
    const id = [wire.CancelOperationRequest, { id: 'own' }] as const;
    await ann.call('OperationsService/CancelOperation', id, wire.CancelOperationResponse);
    expect(await answered).toMatchObject({ cause: 'CANCELLED', transactionId: '' });
  });

  it.each([
    ['what another coordinator left', () => ({ kind: 4, transactionId: stranger }), [HELD]],
    ['a hold', () => ({ kind: 2, deviceId: HELD }), []],
    ['failures that raise a risk', () => ({ kind: 3, deviceId: DEVICE, operationType: 2 }), []],
  ])('clears nothing alone: %s', async (_, target, held) => {
    const proposal = await ann.call(
      'HoldsService/ProposeClearing',
      [wire.ProposeClearingRequest, { ...target(), note: 'looked at it' }],
      wire.ProposeClearingResponse,
    );
    const { clearingId = '', document = null } = proposal.clearing ?? {};
    const sign = (client: HostileClient, signature: wire.ISignature) =>
      client.call(
        'HoldsService/SignClearing',
        [wire.SignClearingRequest, { clearingId, signature }],
        wire.SignClearingResponse,
      );
    const open = async () => {
      const { clearings } = await ann.call(
        'HoldsService/ListClearings',
        [wire.ListClearingsRequest, {}],
        wire.ListClearingsResponse,
      );
      const { strangers, heldDeviceIds } = await ann.call(
        'HoldsService/ListHolds',
        [wire.ListHoldsRequest, {}],
        wire.ListHoldsResponse,
      );
      const found = clearings.find((one) => one.clearingId === clearingId);
      return { signedBy: found?.signedBy, strangers: strangers.length, held: heldDeviceIds };
    };
    const before = await open();
    expect(await sign(ann, signed('ann', document))).toMatchObject({ cleared: false });
    const refused = await refusalOf(sign(annAgain, second.signed(document)));
    expect([refused.code, refused.refusal]).toEqual(['FAILED_PRECONDITION', 'ALREADY_APPROVED']);
    expect(await open()).toEqual({ ...before, signedBy: ['ann'] });
    expect(await sign(bob, signed('bob', document))).toEqual({
      cleared: true,
      signedBy: ['ann', 'bob'],
    });
    expect(await open()).toEqual({ signedBy: undefined, strangers: 0, held });
  });

  it('changes no policy alone', async () => {
    const change = JSON.stringify({ change: 'revoke_key', key_id: 'eve-1' });
    const { proposal } = await ann.call(
      'PolicyService/ProposeChange',
      [wire.ProposeChangeRequest, { change }],
      wire.ProposeChangeResponse,
    );
    const { proposalId = '', document = null } = proposal ?? {};
    const approve = (client: HostileClient, signature: wire.ISignature) =>
      client.call(
        'PolicyService/ApproveProposal',
        [wire.ApproveProposalRequest, { proposalId, signature }],
        wire.ApproveProposalResponse,
      );
    const revoked = async () => {
      const asked = [wire.ListKeysRequest, {}] as const;
      const { keys } = await ann.call('PolicyService/ListKeys', asked, wire.ListKeysResponse);
      return keys.filter((one) => one.revoked).map(({ keyId }) => keyId);
    };
    expect((await approve(ann, signed('ann', document))).revision).toBe(0);
    const refused = await refusalOf(approve(annAgain, second.signed(document)));
    expect([refused.code, refused.refusal]).toEqual(['FAILED_PRECONDITION', 'ALREADY_APPROVED']);
    expect(await revoked()).toEqual([]);
    expect((await approve(bob, signed('bob', document))).revision).toBeGreaterThan(0);
    expect(await revoked()).toEqual(['eve-1']);
  });
});
