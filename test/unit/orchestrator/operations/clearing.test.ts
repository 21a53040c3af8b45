// SPDX-License-Identifier: Apache-2.0
// Flags, holds and histories: taken away by two persons who signed for it, and by nobody else.
import { sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../../../src/core/canonical/approval.ts';
import { approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { OperationType } from '../../../../src/core/model/enums.ts';
import type { FlaggedTransaction } from '../../../../src/core/ports/commit.ts';
import type { Stranger } from '../../../../src/orchestrator/commit/strangers.ts';
import {
  type ClearingDesk,
  openClearingDesk,
} from '../../../../src/orchestrator/operations/clearing.ts';
import type { ClearingView } from '../../../../src/orchestrator/operations/clearing-ports.ts';
import { DEVICE, keyOf, OTHER, THIRD, World } from './world.ts';

const FLAG: FlaggedTransaction = {
  id: 77n,
  decision: 'HEURISTIC',
  kernel: 'UNKNOWN',
  reason: 'KERNEL_SILENT',
  results: [],
  recovered: true,
  at: 1,
  coordinationId: 'w1',
  principal: 'ann',
  devices: [OTHER, DEVICE],
};

let world: World;
let desk: ClearingDesk;
let done: string[];
let flags: FlaggedTransaction[];
let others: Stranger[];
let failing: Error | null;

beforeEach(() => {
  world = new World();
  done = [];
  flags = [FLAG];
  others = [];
  failing = null;
  const act = (what: string): Promise<void> => {
    done.push(what);
    return failing === null ? Promise.resolve() : Promise.reject(failing);
  };
  const { security, audit, events, time: clock } = world;
  desk = openClearingDesk({
    security,
    audit,
    events,
    clock,
    refusals: { record: (refusal) => world.refusals.push(refusal) },
    actions: {
      flagged: () => Promise.resolve(flags),
      holds: () => [DEVICE, OTHER, THIRD],
      clearFlagged: (id, persons, note) => act(`clear ${id} ${persons.join(' ')}: ${note}`),
      release: (device) => act(`release ${device}`),
      clearHistory: (device, type, persons) => act(`forget ${device} ${type} ${persons.join(' ')}`),
      strangers: () => Promise.resolve(others),
      clearStranger: (id, said) => act(`stranger ${id} ${said}`),
    },
  });
});

function signature(person: string, { digest }: ClearingView): Approval {
  const { keyId, privateKey } = keyOf(person);
  return { keyId, signature: sign(null, approvalBytes(digest, 'CLEARING'), privateKey) };
}

const FLAGGED = { kind: 'HEURISTIC', transaction: 77n } as const;
const NOTE = 'read back by hand';

describe('what there is to clear', () => {
  it('is flags, and holds without a flag, for those who are cleared', async () => {
    expect(await desk.conflicts('bob')).toEqual({ flagged: [FLAG], holds: [THIRD], strangers: [] });
    expect(await desk.conflicts('low')).toEqual({ flagged: [], holds: [], strangers: [] });
    await expect(desk.propose('low', FLAGGED, NOTE)).rejects.toMatchObject({
      code: 'ERR_DSMIL_NOT_FOUND',
    });
  });
});

describe('a clearing', () => {
  it('is done by the second person’s signature, recorded before', async () => {
    const view = await desk.propose('ann', FLAGGED, NOTE);
    expect(view.decision.devices).toEqual([DEVICE, OTHER]);
    await desk.sign('ann', view.clearing, signature('ann', view));
    expect(done).toEqual([]);
    await desk.sign('bob', view.clearing, signature('bob', view));
    expect(done).toEqual([`clear 77 ann bob: ${NOTE}`]);
    expect(world.audit.entries).toMatchObject([{ kind: 'clearing.intent', auditClass: 'intent' }]);
    expect(desk.list('ann')).toEqual([]);
  });

  it('of a hold releases it; of a history forgets it', async () => {
    const targets = [
      { kind: 'HOLD', device: THIRD },
      { kind: 'HISTORY', device: DEVICE, type: OperationType.WRITE },
    ] as const;
    for (const target of targets) {
      const view = await desk.propose('ann', target, NOTE);
      await desk.sign('ann', view.clearing, signature('bob', view));
      await desk.sign('ann', view.clearing, signature('cid', view));
    }
    expect(done).toEqual([`release ${THIRD}`, `forget ${DEVICE} ${OperationType.WRITE} bob cid`]);
    // A flagged device is let go with its flag alone.
    await expect(desk.propose('ann', { kind: 'HOLD', device: DEVICE }, NOTE)).rejects.toThrow(
      'hold',
    );
  });

  it('takes two different persons', async () => {
    const view = await desk.propose('ann', FLAGGED, NOTE);
    await desk.sign('ann', view.clearing, signature('ann', view));
    const again = desk.sign('ann', view.clearing, signature('ann', view));
    await expect(again).rejects.toMatchObject({ refusal: 'ALREADY_APPROVED' });
    const low = desk.sign('ann', view.clearing, signature('low', view));
    await expect(low).rejects.toMatchObject({ refusal: 'CLEARANCE' });
    expect(done).toEqual([]);
    expect(world.refusals).toHaveLength(1);
  });

  it('counts persons who still stand when the second one signs', async () => {
    const view = await desk.propose('ann', FLAGGED, NOTE);
    await desk.sign('ann', view.clearing, signature('bob', view));
    world.security.persons.set('bob', { person: 'bob', clearance: 0, compartments: [] });
    await desk.sign('ann', view.clearing, signature('cid', view));
    expect(done).toEqual([]);
  });

  it.each<[string, (world: World) => void]>([
    ['five minutes', ({ time }) => time.jump(300_000)],
    ['another policy', ({ security }) => (security.revision += 1)],
  ])('is void after %s', async (_, move) => {
    const view = await desk.propose('ann', FLAGGED, NOTE);
    await desk.sign('ann', view.clearing, signature('ann', view));
    move(world);
    const late = desk.sign('bob', view.clearing, signature('bob', view));
    await expect(late).rejects.toMatchObject({ code: 'ERR_DSMIL_NOT_FOUND' });
    expect(done).toEqual([]);
  });

  it('lets nothing go that it could not record', async () => {
    const view = await desk.propose('ann', FLAGGED, NOTE);
    await desk.sign('ann', view.clearing, signature('ann', view));
    world.audit.durable = false;
    await expect(desk.sign('bob', view.clearing, signature('bob', view))).rejects.toThrow(
      'no sink',
    );
    expect(done).toEqual([]);
  });

  it('is once: signatures for one that failed are good for no other', async () => {
    const view = await desk.propose('ann', FLAGGED, NOTE);
    await desk.sign('ann', view.clearing, signature('ann', view));
    failing = new Error('kernel gone');
    await expect(desk.sign('bob', view.clearing, signature('bob', view))).rejects.toThrow(
      'kernel gone',
    );
    const next = await desk.propose('ann', FLAGGED, NOTE);
    const old = desk.sign('bob', next.clearing, signature('bob', view));
    await expect(old).rejects.toMatchObject({ refusal: 'BAD_SIGNATURE' });
  });

  it('is one of 32 that a person has open; others have theirs', async () => {
    for (let n = 0; n < 32; n++) {
      await desk.propose('ann', FLAGGED, NOTE);
    }
    await expect(desk.propose('ann', FLAGGED, NOTE)).rejects.toMatchObject({
      limit: 'TOO_MANY_CLEARINGS_OF_PERSON',
    });
    const view = await desk.propose('bob', FLAGGED, NOTE);
    await desk.sign('ann', view.clearing, signature('ann', view));
    await desk.sign('bob', view.clearing, signature('bob', view));
    expect(done).toEqual([`clear 77 ann bob: ${NOTE}`]);
  });

  it('is proposed by a person: by no service, and by nobody who is not known', async () => {
    world.security.persons.set('robot', {
      person: 'service:robot',
      clearance: 7,
      compartments: ['ALPHA', 'BRAVO'],
    });
    for (const principal of ['robot', 'nobody']) {
      for (const target of [FLAGGED, { kind: 'HEURISTIC', transaction: 78n } as const]) {
        await expect(desk.propose(principal, target, NOTE)).rejects.toMatchObject({
          refusal: 'NOT_A_PERSON',
        });
      }
    }
  });
});

describe('what another coordinator left', () => {
  const STRANGER = { kind: 'STRANGER', transaction: 5n } as const;
  const LEFT: Stranger = { id: 5n, outcome: 'COMMITTED', reason: '', devices: [THIRD] };
  const GONE = { code: 'ERR_DSMIL_NOT_FOUND' };

  async function signed(by: string): Promise<ClearingView> {
    const view = await desk.propose('ann', STRANGER, NOTE);
    await desk.sign(by, view.clearing, signature(by, view));
    return view;
  }

  it('is cleared by two persons, who sign what the kernel says of it and its devices', async () => {
    others = [LEFT];
    const view = await signed('ann');
    expect(view.decision).toMatchObject({
      kind: 'STRANGER',
      subject: '5 COMMITTED',
      devices: [THIRD],
    });
    expect(done).toEqual([]);
    await desk.sign('bob', view.clearing, signature('bob', view));
    expect(done).toEqual(['stranger 5 COMMITTED']);
    expect(world.audit.entries).toMatchObject([
      { kind: 'clearing.intent', details: { kind: 'STRANGER', subject: '5 COMMITTED' } },
    ]);
  });

  it('is not cleared as what it is not any more', async () => {
    others = [{ ...LEFT, outcome: 'UNCERTAIN' }];
    const view = await signed('ann');
    others = [LEFT];
    const second = desk.sign('bob', view.clearing, signature('bob', view));
    await expect(second).rejects.toMatchObject(GONE);
    expect(done).toEqual([]);
  });

  it('cannot be cleared while the kernel performs it', async () => {
    others = [{ ...LEFT, outcome: 'COMMITTING' }];
    await expect(desk.propose('ann', STRANGER, NOTE)).rejects.toMatchObject({
      code: 'ERR_DSMIL_INVALID_ARGUMENT',
      field: 'transaction',
    });
  });

  it('is as if absent to who is not cleared for its devices', async () => {
    others = [LEFT];
    expect((await desk.conflicts('low')).strangers).toEqual([]);
    await expect(desk.propose('low', STRANGER, NOTE)).rejects.toMatchObject(GONE);
  });

  it('keeps its devices on hold as long as nobody can tell what stands', async () => {
    const hold = { kind: 'HOLD', device: THIRD } as const;
    const view = await desk.propose('ann', hold, NOTE);
    await desk.sign('ann', view.clearing, signature('ann', view));
    others = [{ ...LEFT, outcome: 'UNCERTAIN' }];
    const second = desk.sign('bob', view.clearing, signature('bob', view));
    await expect(second).rejects.toMatchObject(GONE);
    await expect(desk.propose('ann', hold, NOTE)).rejects.toMatchObject(GONE);
    expect((await desk.conflicts('ann')).holds).toEqual([]);
    others = [LEFT];
    expect((await desk.conflicts('ann')).holds).toEqual([THIRD]);
    expect(done).toEqual([]);
  });
});
