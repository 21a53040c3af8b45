// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { CHARTER_KIND } from '../../../../src/core/ports/charter-mark.ts';
import { ChangeRefusedError, UncertainWriteError } from '../../../../src/tracks/security/errors.ts';
import type { SecurityTrack } from '../../../../src/tracks/security/security-track.ts';
import { settle } from '../fakes.ts';
import {
  ANN,
  ANN_2,
  approve,
  BOB,
  CID,
  EVE,
  keyDocument,
  personDocument,
  policyDocument,
  type Signer,
  signer,
} from './people.ts';
import { decide, verdict, World } from './world.ts';

async function refusal(action: () => unknown): Promise<string> {
  try {
    await action();
    return 'APPLIED';
  } catch (error) {
    if (error instanceof ChangeRefusedError) {
      return error.refusal;
    }
    throw error;
  }
}

const CID_JOINS = { change: 'enrol_person', ...personDocument(CID) };

function names(track: SecurityTrack): string[] {
  const { persons, keys } = track.directory();
  return [...persons.map(({ person }) => person), ...keys.map(({ keyId }) => keyId)];
}

describe('bootstrap', () => {
  it('enrols two persons with keys of their own, once, and audits it before and after', async () => {
    const world = new World();
    const track = await world.founded();
    expect(names(track)).toEqual(['ann', 'bob', 'ann-1', 'bob-1']);
    expect(track.policyName).toBe('1');
    const { hash } = track.charterHead;
    expect(hash).toBe(world.storage.revisions[0]?.hash);
    expect(
      world.audit.entries.map(({ kind, auditClass, details }) => [
        kind,
        auditClass,
        details['step'] ?? details['change'],
        details['hash'],
      ]),
    ).toEqual([
      ['audit.charter', 'intent', 'intent', hash],
      ['audit.charter', 'intent', 'in_force', hash],
      ['security.change.applied', 'ordinary', 'bootstrap', undefined],
    ]);
    const more = [personDocument(CID), personDocument(EVE)];
    expect(await refusal(() => track.bootstrap(more))).toBe('ALREADY_BOOTSTRAPPED');
    const again = await world.open();
    expect(names(again)).toEqual(names(track));
    expect(await refusal(() => again.bootstrap(more))).toBe('ALREADY_BOOTSTRAPPED');
  });

  it.each([
    ['one person', [personDocument(ANN)], 'bootstrap'],
    ['three', [personDocument(ANN), personDocument(BOB), personDocument(CID)], 'bootstrap'],
    [
      'a clearance that is none',
      [personDocument(ANN), personDocument(BOB, 'HIGH')],
      'bootstrap[1].clearance',
    ],
  ])('refuses %s, by name', async (_, persons, field) => {
    const track = await new World().open();
    await expect(track.bootstrap(persons)).rejects.toMatchObject({ field });
    expect(names(track)).toEqual([]);
  });

  it('refuses one person twice, one key twice, and a key that did not sign for itself', async () => {
    const track = await new World().open();
    const twice = [personDocument(ANN), personDocument({ ...ANN_2, person: 'ann' })];
    expect(await refusal(() => track.bootstrap(twice))).toBe('PERSON_EXISTS');
    const shared = { ...ANN, person: 'bob', keyId: 'bob-1' };
    expect(
      await refusal(() => track.bootstrap([personDocument(ANN), personDocument(shared)])),
    ).toBe('KEY_EXISTS');
    const stolen = {
      ...personDocument(BOB),
      key: { ...keyDocument(BOB), possession: keyDocument(ANN)['possession'] as Json },
    };
    expect(await refusal(() => track.bootstrap([personDocument(ANN), stolen]))).toBe(
      'BAD_POSSESSION',
    );
    expect(names(track)).toEqual([]);
  });

  it('B12 has done nothing when it cannot be recorded or stored', async () => {
    const world = new World();
    const track = await world.open();
    const both = [personDocument(ANN), personDocument(BOB)];
    world.audit.durable = false;
    expect(await refusal(() => track.bootstrap(both))).toBe('NOT_RECORDED');
    world.audit.durable = true;
    world.storage.failing = true;
    await expect(track.bootstrap(both)).rejects.toThrow('the disk is full');
    expect(names(track)).toEqual([]);
    expect(world.faults).toHaveLength(2);
    world.storage.failing = false;
    await track.bootstrap(both);
    expect(names(track)).toHaveLength(4);
  });
});

describe('a change', () => {
  it('takes two persons, whoever proposed it', async () => {
    const world = new World();
    const track = await world.founded();
    const proposal = track.propose('ann', CID_JOINS);
    expect(await track.approve(proposal.id, approve(ANN, proposal))).toMatchObject({
      revision: null,
    });
    expect(names(track)).not.toContain('cid');
    expect(await refusal(() => track.approve(proposal.id, approve(ANN, proposal)))).toBe(
      'ALREADY_APPROVED',
    );
    expect(await track.approve(proposal.id, approve(BOB, proposal))).toMatchObject({ revision: 2 });
    expect(names(track)).toContain('cid');
    const [founding, kept] = world.storage.revisions;
    const { digest, role, expiry } = proposal;
    const signed = (by: Signer) => {
      const signature = Buffer.from(approve(by, proposal).signature).toString('hex');
      return { key_id: by.keyId, person: by.person, role, signature, expiry };
    };
    expect(JSON.parse(kept?.record ?? '')).toEqual({
      revision: 2,
      previous: founding?.hash,
      role: 'ENROLMENT',
      statement: {
        change: CID_JOINS,
        base_revision: 1,
        base_hash: founding?.hash,
        proposer: 'ann',
        nonce: proposal.id,
        expiry,
      },
      digest,
      approvals: [signed(ANN), signed(BOB)],
      at: world.clock.wallNow,
      track_time: 0,
    });
    expect(await refusal(() => track.approve(proposal.id, approve(BOB, proposal)))).toBe(
      'UNKNOWN_PROPOSAL',
    );
  });

  it('takes two persons, not two keys of one', async () => {
    const track = await new World().founded();
    await decide(track, { change: 'enrol_key', person: 'ann', key: keyDocument(ANN_2) });
    const proposal = track.propose('bob', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    expect(await refusal(() => track.approve(proposal.id, approve(ANN_2, proposal)))).toBe(
      'ALREADY_APPROVED',
    );
    expect(names(track)).not.toContain('cid');
  });

  it('counts only what was signed for it, in its role, by a key that is enrolled', async () => {
    const track = await new World().founded();
    const proposal = track.propose('ann', CID_JOINS);
    const other = track.propose('ann', CID_JOINS);
    const by = (signed: Parameters<typeof approve>[1], who = BOB) =>
      refusal(() => track.approve(proposal.id, approve(who, signed)));
    expect(await by(other)).toBe('BAD_SIGNATURE');
    expect(await by({ ...proposal, role: 'POLICY_CHANGE' })).toBe('BAD_SIGNATURE');
    expect(await by(proposal, EVE)).toBe('UNKNOWN_KEY');
    expect(await by(proposal, { ...EVE, keyId: 'bob-1' })).toBe('BAD_SIGNATURE');
  });

  it('names everybody who decides nothing, and why', async () => {
    const track = await new World().ready();
    await decide(track, CID_JOINS);
    await decide(track, { change: 'revoke_person', person: 'cid' });
    expect(track.personProblem('ann')).toBeNull();
    expect(track.personProblem('cid')).toBe('is revoked');
    expect(track.personProblem('zoe')).toBe('is not enrolled');
    expect(track.personProblem('unix:1000')).toBe('is not enrolled');
    expect(track.personProblem('svc:hms')).toBe('is a service');
    expect(track.personProblem('service:svc:hms')).toBe('is a service');
  });

  it('is what it takes for CRITICAL to be possible, beside the configuration', async () => {
    const track = await new World().ready();
    expect(track.allowsCritical).toBe(false);
    const policy = policyDocument({ allow_critical: true });
    const proposal = track.propose('ann', { change: 'set_policy', policy });
    await track.approve(proposal.id, approve(ANN, proposal));
    expect(track.allowsCritical).toBe(false);
    await track.approve(proposal.id, approve(BOB, proposal));
    expect(track.allowsCritical).toBe(true);
    await decide(track, { change: 'set_policy', policy: policyDocument() });
    expect(track.allowsCritical).toBe(false);
    const words = { change: 'set_policy', policy: policyDocument({ allow_critical: 'yes' }) };
    expect(() => track.propose('ann', words)).toThrow(
      expect.objectContaining({ field: 'change.policy.allow_critical' }),
    );
  });

  it('is void after another one, and after its hour', async () => {
    const world = new World();
    const track = await world.founded();
    const [first, second] = [track.propose('ann', CID_JOINS), track.propose('bob', CID_JOINS)];
    await track.approve(first.id, approve(ANN, first));
    await track.approve(second.id, approve(BOB, second));
    // Both second persons sign at the same moment.
    const ends = await Promise.all([
      refusal(() => track.approve(first.id, approve(BOB, first))),
      refusal(() => track.approve(second.id, approve(ANN, second))),
    ]);
    expect(ends).toEqual(['APPLIED', 'UNKNOWN_PROPOSAL']);
    expect(track.policyName).toBe('2');
    const late = track.propose('ann', { change: 'revoke_person', person: 'cid' });
    await track.approve(late.id, approve(ANN, late));
    world.clock.advance(3_600_000);
    world.clock.wallNow -= 7_200_000;
    expect(await refusal(() => track.approve(late.id, approve(BOB, late)))).toBe('EXPIRED');
    expect(names(track)).toContain('cid');
  });

  it('is taken back by its proposer and by nobody else', async () => {
    const track = await new World().founded();
    const proposal = track.propose('ann', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    expect(await refusal(() => track.retract(proposal.id, 'bob'))).toBe('NOT_PROPOSER');
    track.retract(proposal.id, 'ann');
    expect(await refusal(() => track.approve(proposal.id, approve(BOB, proposal)))).toBe(
      'UNKNOWN_PROPOSAL',
    );
    expect(track.proposals()).toEqual([]);
  });

  it('dies with a restart', async () => {
    const world = new World();
    const track = await world.founded();
    const proposal = track.propose('ann', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    const again = await world.open();
    expect(await refusal(() => again.approve(proposal.id, approve(BOB, proposal)))).toBe(
      'UNKNOWN_PROPOSAL',
    );
  });

  it('B5 makes a revoked person or key nobody, at once', async () => {
    const track = await new World().founded();
    await decide(track, CID_JOINS);
    await decide(track, { change: 'enrol_key', person: 'ann', key: keyDocument(ANN_2) });
    await decide(track, { change: 'revoke_key', key_id: 'ann-2' });
    const proposal = track.propose('bob', { change: 'revoke_person', person: 'ann' });
    expect(await refusal(() => track.approve(proposal.id, approve(ANN_2, proposal)))).toBe(
      'UNKNOWN_KEY',
    );
    await track.approve(proposal.id, approve(BOB, proposal));
    await track.approve(proposal.id, approve(CID, proposal));
    expect(names(track)).toEqual(['bob', 'cid', 'bob-1', 'cid-1']);
    expect(await refusal(() => track.propose('ann', CID_JOINS))).toBe('UNKNOWN_PERSON');
  });

  it.each([
    ['the last but one person', { change: 'revoke_person', person: 'bob' }, 'TOO_FEW_LEFT'],
    ['the last key of one of two', { change: 'revoke_key', key_id: 'bob-1' }, 'TOO_FEW_LEFT'],
    ['a person that is not there', { change: 'revoke_person', person: 'zoe' }, 'UNKNOWN_PERSON'],
    ['a key that is not there', { change: 'revoke_key', key_id: 'zoe-1' }, 'UNKNOWN_KEY'],
    [
      'a name that is taken',
      { change: 'enrol_person', ...personDocument({ ...CID, person: 'ann' }) },
      'PERSON_EXISTS',
    ],
    [
      'a key that is taken',
      {
        change: 'enrol_key',
        person: 'bob',
        key: keyDocument({ ...ANN, person: 'bob', keyId: 'x' }),
      },
      'KEY_EXISTS',
    ],
    [
      'a key id that is taken',
      {
        change: 'enrol_key',
        person: 'bob',
        key: keyDocument({ ...CID, person: 'bob', keyId: 'ann-1' }),
      },
      'KEY_EXISTS',
    ],
    [
      'a policy for somebody unknown',
      {
        change: 'set_policy',
        policy: policyDocument({ principals: [{ id: 'unix:9', person: 'zoe' }], grants: [] }),
      },
      'UNKNOWN_PRINCIPAL',
    ],
  ])('is refused when it is proposed: %s', async (_, change, expected) => {
    const track = await new World().founded();
    expect(await refusal(() => track.propose('ann', change as Json))).toBe(expected);
    expect(track.proposals()).toEqual([]);
  });

  it('never gives a name or key to another, also after revocation', async () => {
    const track = await new World().founded();
    await decide(track, CID_JOINS);
    await decide(track, { change: 'revoke_person', person: 'cid' });
    expect(
      await refusal(() =>
        track.propose('ann', { change: 'enrol_person', ...personDocument(signer('new', 'cid')) }),
      ),
    ).toBe('PERSON_EXISTS');
    const reused = { ...CID, person: 'dan', keyId: 'dan-1' };
    expect(
      await refusal(() =>
        track.propose('ann', { change: 'enrol_person', ...personDocument(reused) }),
      ),
    ).toBe('KEY_EXISTS');
  });

  it.each([
    ['an unknown kind', { change: 'enroll_person' }, 'change.change'],
    [
      'a key of another kind',
      { change: 'revoke_key', key_id: 'ann-1', person: 'ann' },
      'change.person',
    ],
    ['a target that is none', { change: 'clear', target: 'everything' }, 'change.target'],
    [
      'a policy with a mistake',
      { change: 'set_policy', policy: policyDocument({ extra: 1 }) },
      'change.policy.extra',
    ],
    ['no table', 'revoke', 'change'],
  ])('names what is wrong: %s', async (_, change, field) => {
    const track = await new World().founded();
    expect(() => track.propose('ann', change as Json)).toThrow(expect.objectContaining({ field }));
  });

  it('is open four times for a person, and gives way by time', async () => {
    const world = new World();
    const track = await world.founded();
    for (let n = 0; n < 4; n++) {
      track.propose('ann', CID_JOINS);
    }
    expect(await refusal(() => track.propose('ann', CID_JOINS))).toBe('TOO_MANY_OPEN');
    expect(await refusal(() => track.propose('bob', CID_JOINS))).toBe('APPLIED');
    world.clock.advance(3_600_000);
    expect(await refusal(() => track.propose('ann', CID_JOINS))).toBe('APPLIED');
  });

  it('B12 has done nothing when it cannot be recorded or stored, and is void', async () => {
    const world = new World();
    const track = await world.founded();
    const before = names(track);
    for (const fail of ['audit', 'storage'] as const) {
      const proposal = track.propose('ann', CID_JOINS);
      await track.approve(proposal.id, approve(ANN, proposal));
      world.audit.durable = fail !== 'audit';
      world.storage.failing = fail === 'storage';
      await expect(track.approve(proposal.id, approve(BOB, proposal))).rejects.toThrow(
        fail === 'audit' ? 'NOT_RECORDED' : 'the disk is full',
      );
      world.audit.durable = true;
      world.storage.failing = false;
      expect(names(track)).toEqual(before);
      expect(names(await world.open())).toEqual(before);
      expect(await refusal(() => track.approve(proposal.id, approve(BOB, proposal)))).toBe(
        'UNKNOWN_PROPOSAL',
      );
    }
  });

  it('takes back what it announced, as soon as the log takes a word again', async () => {
    const world = new World();
    const track = await world.founded();
    const marks = (): unknown[] =>
      world.audit.entries
        .filter(({ kind }) => kind === CHARTER_KIND)
        .map(({ details }) => [details['step'], details['revision']]);
    const before = marks();
    const proposal = track.propose('ann', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    world.audit.durable = false;
    await expect(track.approve(proposal.id, approve(BOB, proposal))).rejects.toThrow(
      'NOT_RECORDED',
    );
    const faults = world.faults.length;
    track.tick();
    await setImmediate();
    expect(world.faults).toHaveLength(faults);
    world.audit.durable = true;
    track.tick();
    await vi.waitFor(
      () => expect(marks().slice(before.length).at(-1)).toEqual(['in_force', 1]),
      60_000,
    );
    // Once is enough.
    const after = marks();
    track.tick();
    await setImmediate();
    expect(marks()).toEqual(after);
  });

  it('B12 stops everything when nobody knows whether it was stored, until a restart looks', async () => {
    const world = new World();
    const track = await world.ready();
    const proposal = track.propose('ann', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    world.storage.afterwards = new UncertainWriteError(new Error('closed'));
    await expect(track.approve(proposal.id, approve(BOB, proposal))).rejects.toThrow(
      'start the daemon again',
    );
    expect((await verdict(track, 'unix:1000', 0x8003, 1)).rules).toContain('state-untrusted');
  });

  it('tries again to store what could not be stored', async () => {
    const world = new World();
    const track = await world.ready();
    world.storage.failing = true;
    await expect(track.refused('unix:1000', 0x8003, 2, 'x')).rejects.toThrow('the disk is full');
    expect(world.faults).toHaveLength(1);
    world.storage.failing = false;
    track.tick();
    await settle();
    expect(world.storage.get('attempts', 'principal/unix:1000')).toMatchObject({ count: 1 });
  });

  it('ends blocks, lock-outs and failed attempts of a principal', async () => {
    const world = new World();
    const track = await world.ready();
    for (let n = 0; n < 4; n++) {
      await track.refused('unix:1000', 0x8003, 2, 'no-grant');
    }
    expect((await track.admit('unix:1000', 0x8003, 1)).allowed).toBe(false);
    await decide(track, { change: 'clear', target: 'principal/unix:1000' });
    expect((await track.admit('unix:1000', 0x8003, 1)).allowed).toBe(true);
    await track.close();
    expect(
      (await (await world.open()).admit('unix:1000', 0x8003, 1)).refusals.map(({ rule }) => rule),
    ).toEqual(['rate-limited']);
  });
});
