// SPDX-License-Identifier: Apache-2.0
// The charter and the audit log's word about it, through crashes; and a track whose charter is not
// believed, which knows nobody and lets nothing happen but a stop.
import { beforeAll, describe, expect, it } from 'vitest';
import { OWN_KIND } from '../../../../src/audit/entry/leaf.ts';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { SecurityStatus } from '../../../../src/core/model/device-state.ts';
import { OperationType, RiskLevel, Severity } from '../../../../src/core/model/enums.ts';
import type { AuditClass, AuditEntry } from '../../../../src/core/ports/audit-log.ts';
import {
  CHARTER_KIND,
  charterMarkOf,
  markDetails,
  newestMark,
} from '../../../../src/core/ports/charter-mark.ts';
import type { RevisionRow } from '../../../../src/tracks/security/charter/revision.ts';
import { settle } from '../fakes.ts';
import { decided } from './forge.ts';
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
} from './people.ts';
import { decide, verdict, World } from './world.ts';

const CID_JOINS = { change: 'enrol_person', ...personDocument(CID) };
const { READ, WRITE, EMERGENCY_STOP } = OperationType;

type Logged = AuditEntry & { readonly auditClass: AuditClass };

/** A machine as a power cut leaves it. */
interface Moment {
  readonly entries: readonly Logged[];
  readonly revisions: readonly RevisionRow[];
}

/** A world that remembers how things were on the disks after each write. */
class Filmed extends World {
  readonly film: Moment[] = [];

  constructor() {
    super();
    const shoot = (): void => {
      const { audit, storage } = this;
      this.film.push({ entries: [...audit.entries], revisions: [...storage.revisions] });
    };
    const [append, commit] = [
      this.audit.append.bind(this.audit),
      this.storage.commit.bind(this.storage),
    ];
    this.audit.append = async (entry, auditClass) => {
      const receipt = await append(entry, auditClass);
      shoot();
      return receipt;
    };
    this.storage.commit = async (revision, parts) => {
      await commit(revision, parts);
      shoot();
    };
  }
}

function worldOf({ entries, revisions }: Moment): World {
  const world = new World();
  world.audit.entries.push(...entries);
  world.storage.revisions.push(...revisions);
  return world;
}

async function filmed(): Promise<Filmed> {
  const world = new Filmed();
  const track = await world.founded();
  await decide(track, CID_JOINS);
  await decide(track, { change: 'set_policy', policy: policyDocument() });
  return world;
}

describe('B16 a power cut', () => {
  it('at any write leaves a charter that is believed, at a revision or at the one before it', async () => {
    const { film } = await filmed();
    expect(film.length).toBeGreaterThan(12);
    for (const moment of film) {
      const world = worldOf(moment);
      const track = await world.open();
      expect(track.charterFault).toBeNull();
      expect(track.charterHead.revision).toBe(moment.revisions.length);
      // From here on nothing is open: what came of it stands in the log.
      expect(world.audit.mark).toEqual({ step: 'in_force', head: track.charterHead });
      const again = await world.open();
      expect(again.charterHead).toEqual(track.charterHead);
    }
  });

  it('opens no way to cut off what anybody was told to be in force', async () => {
    const { film } = await filmed();
    for (const { entries, revisions } of film) {
      const told = entries.filter(({ kind }) => kind === 'security.change.applied').length;
      const cut = await worldOf({ entries, revisions: revisions.slice(0, told - 1) }).open();
      expect(told === 0 || cut.charterFault !== null).toBe(true);
    }
  });

  it('makes nothing of signatures for a change that failed', async () => {
    const world = new World();
    const track = await world.founded();
    const proposal = track.propose('ann', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    world.storage.failing = true;
    await expect(track.approve(proposal.id, approve(BOB, proposal))).rejects.toThrow(
      'disk is full',
    );
    world.storage.failing = false;
    // Who saw it on its way has all that it takes to write it, but the log's leave.
    const { statement, expiry } = proposal;
    const row = decided(track.charterHead, statement.change, [ANN, BOB], { expiry });
    world.storage.revisions.push(row);
    expect((await world.open()).charterFault).toMatchObject({ fault: 'UNANNOUNCED', revision: 2 });
  });

  it('between store and log lets nothing go on, and a start finds what was stored', async () => {
    const world = new World();
    const track = await world.ready();
    const proposal = track.propose('ann', CID_JOINS);
    await track.approve(proposal.id, approve(ANN, proposal));
    const append = world.audit.append.bind(world.audit);
    world.audit.append = (entry, auditClass) =>
      entry.details['step'] === 'in_force'
        ? Promise.reject(new Error('no sink'))
        : append(entry, auditClass);
    await expect(track.approve(proposal.id, approve(BOB, proposal))).rejects.toMatchObject({
      code: 'ERR_DSMIL_SECURITY_UNCERTAIN',
    });
    expect(track.identify('unix:1000')?.person).toBe('ann');
    expect((await verdict(track, 'unix:1000', 0x8003, READ)).rules).toContain('state-untrusted');
    expect(track.directory().persons.map(({ person }) => person)).not.toContain('cid');
    // The log still takes nothing: nobody is believed until it does.
    expect((await world.open()).charterFault).toMatchObject({ fault: 'UNSETTLED', revision: 3 });
    world.audit.append = append;
    const again = await world.open();
    expect(again.charterFault).toBeNull();
    expect(again.directory().persons.map(({ person }) => person)).toContain('cid');
  });
});

describe('a charter that is not believed', () => {
  let world: World;
  let rows: readonly RevisionRow[];

  beforeAll(async () => {
    world = await filmed();
    rows = [...world.storage.revisions];
  });

  async function opened(revisions: readonly RevisionRow[]) {
    const other = worldOf({ entries: world.audit.entries, revisions });
    return { other, track: await other.open() };
  }

  it('B17 is nobody, and denies everything but a stop, whoever asks', async () => {
    const { other, track } = await opened(rows.slice(0, 2));
    expect(track.charterFault).toMatchObject({
      code: 'ERR_DSMIL_CHARTER_TAMPERED',
      fault: 'CUT',
      revision: 3,
      message: expect.stringContaining('restore the newest backup that has the revision'),
    });
    expect(track.directory()).toEqual({ persons: [], keys: [] });
    expect(track.policyLoaded).toBe(false);
    other.clock.advance(10_000_000);
    for (const principal of ['unix:1000', 'svc:hms', 'nobody']) {
      expect(track.identify(principal)).toBeUndefined();
      for (const operation of [READ, WRITE]) {
        expect((await track.admit(principal, 0x8003, operation)).allowed).toBe(false);
        const word = await verdict(track, principal, 0x8003, operation);
        expect(word.risk).toBe(RiskLevel.QUARANTINED);
        expect(word.rules).toContain('state-untrusted');
      }
      expect((await track.admit(principal, 0x8003, EMERGENCY_STOP)).allowed).toBe(true);
      expect((await verdict(track, principal, 0x8003, EMERGENCY_STOP)).risk).toBe(RiskLevel.SAFE);
    }
    const fields = await track.report(new AbortController().signal);
    const status = fields.filter(({ path }) => path === 'security_state.security_status');
    expect(new Set(status.map(({ value }) => value))).toEqual(
      new Set([SecurityStatus.COMPROMISED]),
    );
  });

  it('B17 says so to log, listeners and whoever runs it', async () => {
    const { other } = await opened(rows.slice(0, 2));
    expect(other.faults.map(({ name }) => name)).toEqual(['CharterTamperedError']);
    expect(other.audit.entries.at(-1)).toMatchObject({
      kind: 'security.charter.untrusted',
      severity: Severity.EMERGENCY,
      details: { fault: 'CUT', revision: 3 },
    });
    expect(other.events.published.at(-1)).toMatchObject({
      subject: 'security.charter.untrusted',
      severity: Severity.EMERGENCY,
    });
  });

  it('B17 is changed by nobody, and begun anew by nobody', async () => {
    const { other, track } = await opened([]);
    const refused = { refusal: 'CHARTER_UNTRUSTED' };
    const founders: Json[] = [personDocument(EVE), personDocument(BOB)];
    await expect(track.bootstrap(founders)).rejects.toMatchObject(refused);
    expect(() => track.propose('ann', CID_JOINS)).toThrow(expect.objectContaining(refused));
    const approval = approve(ANN, { digest: '00'.repeat(32), role: 'ENROLMENT' });
    await expect(track.approve('00'.repeat(16), approval)).rejects.toMatchObject(refused);
    expect(other.storage.revisions).toEqual([]);
    expect(other.audit.mark?.head.revision).toBe(3);
  });

  it('B17 is as it was when the revisions are back, with every counter since', async () => {
    const { other, track } = await opened(rows.slice(0, 2));
    await track.refused('unix:1000', 0x8003, WRITE, 'no-grant');
    await track.close();
    other.storage.revisions = [...rows];
    const again = await other.open();
    expect(again.charterFault).toBeNull();
    expect(again.identify('unix:1000')?.person).toBe('ann');
    expect(again.policyName).toBe('3');
    expect(again.directory().keys).toHaveLength(3);
  });

  it('goes on from what was read when somebody writes the database under it', async () => {
    const own = new World();
    const track = await own.founded();
    await decide(track, { change: 'enrol_key', person: 'ann', key: keyDocument(ANN_2) });
    own.storage.revisions.splice(1);
    await expect(decide(track, CID_JOINS)).rejects.toThrow('does not follow');
    expect(track.directory().persons).toHaveLength(2);
    await settle();
    expect((await own.open()).charterFault).toMatchObject({ fault: 'CUT', revision: 2 });
  });
});

describe('a mark of the charter', () => {
  const head = { revision: 2, hash: 'a'.repeat(64) };
  const base = { revision: 1, hash: 'b'.repeat(64) };

  it('comes back from an entry as it went in', () => {
    for (const mark of [
      { step: 'in_force', head } as const,
      { step: 'intent', head, base } as const,
      { step: 'in_force', head: { revision: 0, hash: '0'.repeat(64) } } as const,
    ]) {
      expect(charterMarkOf(markDetails(mark))).toEqual(mark);
    }
  });

  it.each<[string, Record<string, Json>]>([
    ['no step', { revision: 2, hash: head.hash }],
    ['another step', { step: 'forgotten', revision: 2, hash: head.hash }],
    ['no hash', { step: 'in_force', revision: 2 }],
    ['a hash of another length', { step: 'in_force', revision: 2, hash: 'a' }],
    ['no revision', { step: 'in_force', hash: head.hash }],
    ['a revision that is none', { step: 'in_force', revision: -1, hash: head.hash }],
    ['nothing, under a hash', { step: 'in_force', revision: 0, hash: head.hash }],
    ['an intent without a base', { step: 'intent', revision: 2, hash: head.hash }],
    [
      'an intent that leaves one out',
      { step: 'intent', revision: 3, hash: head.hash, base_revision: 1, base_hash: base.hash },
    ],
  ])('is none with %s', (_, details) => {
    expect(charterMarkOf(details)).toBeUndefined();
  });

  it('is the newer one of two copies of a log, wherever that is', () => {
    const mark = { step: 'in_force', head } as const;
    const [older, newer] = [
      { index: 3, mark },
      { index: 7, mark },
    ];
    expect(newestMark(older, newer)).toBe(newer);
    expect(newestMark(newer, older)).toBe(newer);
    expect(newestMark(undefined, older)).toBe(older);
    expect(newestMark(older, undefined)).toBe(older);
    expect(newestMark(undefined, undefined)).toBeUndefined();
  });

  it('is of one of the kinds that outlive retention', () => {
    expect(CHARTER_KIND.startsWith(OWN_KIND)).toBe(true);
  });
});
