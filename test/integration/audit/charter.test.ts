// SPDX-License-Identifier: Apache-2.0
// Persons, keys and policy in the real store beside the real log, and somebody who can write the
// database but has no key: found at every start, and by the tool, with what, where and what to do.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import type { StoreSource } from '../../../src/audit/offline/store-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import { auditModule, openAuditLog, prepareKeys } from '../../../src/audit/open.ts';
import { withCharter } from '../../../src/cli/commands/audit/charter.ts';
import { type CharterHead, ZERO_HASH } from '../../../src/core/ports/charter-mark.ts';
import { openStore } from '../../../src/store/open.ts';
import type { RevisionRow } from '../../../src/tracks/security/charter/revision.ts';
import { openSecurityTrack } from '../../../src/tracks/security/open.ts';
import type { SecurityTrack } from '../../../src/tracks/security/security-track.ts';
import { SECURITY_MODULE, StoreStorage } from '../../../src/tracks/security/store-storage.ts';
import { FakeEvents } from '../../unit/tracks/fakes.ts';
import { decided, founding } from '../../unit/tracks/security/forge.ts';
import {
  ANN,
  BOB,
  CID,
  EVE,
  personDocument,
  policyDocument,
  signer,
} from '../../unit/tracks/security/people.ts';
import { decide } from '../../unit/tracks/security/world.ts';
import { audit } from './programs.ts';
import { clock, entry, Rig } from './rig.ts';

const [MALLORY, MALLET] = [signer('ann-1', 'ann'), signer('bob-1', 'bob')];
const CLEAR = { change: 'clear', target: 'all' };

/** Store, log and track, opened as the daemon does it. */
async function start<T>(rig: Rig, body: (track: SecurityTrack) => Promise<T>): Promise<T> {
  const places = rig.places();
  prepareKeys(places);
  const modules = [auditModule(places), SECURITY_MODULE];
  const limits = { reserveBytes: 64 * 1024 };
  const store = await openStore({ directory: rig.store, modules, limits });
  try {
    const log = await openAuditLog({ ...places, store, storePath: rig.store, clock });
    try {
      const track = await openSecurityTrack({
        storage: new StoreStorage(store),
        mark: log.charter?.mark,
        audit: log,
        events: new FakeEvents(),
        clock,
        stop: () => undefined,
        fault: () => undefined,
      });
      const answer = await body(track);
      await track.close();
      return answer;
    } finally {
      await log.close();
    }
  } finally {
    await store.close();
  }
}

/** What anybody can do who may write the file: what the triggers forbid as well. */
function write(rig: Rig, body: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(rig.database);
  database.exec('DROP TRIGGER security_charter_kept; DROP TRIGGER security_charter_fixed;');
  body(database);
  database.close();
}

function insert(database: DatabaseSync, { revision, record, hash }: RevisionRow): void {
  const sql = 'INSERT INTO security_charter (revision, record, hash) VALUES (?, ?, ?)';
  database.prepare(sql).run(revision, record, hash);
}

function verdictOf(rig: Rig): string[] {
  const sources = [openSource(rig.store), openSource(rig.leaves)];
  const policy = rig.trusted;
  const headPath = rig.head;
  const verdict = withCharter(
    verifyLogs({ sources, policy, headPath, checkpoints: [], shapes: true }),
  );
  for (const source of sources) {
    source.close();
  }
  return [verdict.verdict, ...verdict.findings.map(({ code }) => code)];
}

let honest: Rig;
let head: CharterHead;
const copies: Rig[] = [];

beforeAll(async () => {
  honest = new Rig();
  head = await start(honest, async (track) => {
    await track.bootstrap([personDocument(ANN), personDocument(BOB)]);
    await decide(track, { change: 'enrol_person', ...personDocument(CID) });
    await decide(track, { change: 'set_policy', policy: policyDocument() });
    return track.charterHead;
  });
});

afterAll(() => {
  for (const rig of [honest, ...copies]) {
    rig.remove();
  }
});

function copy(): Rig {
  const rig = honest.copy();
  copies.push(rig);
  return rig;
}

describe('the charter and the log', () => {
  it('A1 agree: the tool says revision and hash, and a start goes on from there', async () => {
    const rig = copy();
    const logs = [rig.store, rig.leaves, '--head', rig.head, '--policy', rig.policy];
    const ended = await audit('verify', ...logs);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('revision 3') });
    expect(ended.out).toContain(head.hash);
    const json = await audit('verify', ...logs, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'good',
      logs: [
        { charter: { step: 'in_force', ...head } },
        { charter: { step: 'in_force', ...head } },
      ],
    });
    await start(rig, async (track) => {
      expect(track.charterFault).toBeNull();
      expect(track.charterHead).toEqual(head);
      expect(await decide(track, CLEAR)).toBe(4);
    });
    expect(verdictOf(rig)).toEqual(['good']);
  });

  it('A1 agree after retention has removed every entry that it may', async () => {
    const rig = copy();
    await rig.grow(40);
    await rig.with(async (log) => {
      expect(await log.prune(log.size - 2, 'ann')).toBeGreaterThan(30);
      await log.append(entry(1), 'intent');
    });
    expect(verdictOf(rig)).toEqual(['good']);
    expect(await start(rig, (track) => Promise.resolve(track.charterFault))).toBeNull();
    write(rig, (database) => database.exec('DELETE FROM security_charter WHERE revision = 3'));
    expect(verdictOf(rig)).toEqual(['tampered', 'CHARTER_CUT']);
  });

  it.each<[string, string, (database: DatabaseSync) => void]>([
    [
      'a clearance raised',
      'CHANGED',
      (database) =>
        database.exec("UPDATE security_charter SET record = replace(record, 'SECRET', 'COSMIC')"),
    ],
    ['the end cut off', 'CUT', (d) => d.exec('DELETE FROM security_charter WHERE revision = 3')],
    ['one taken out', 'HOLE', (d) => d.exec('DELETE FROM security_charter WHERE revision = 2')],
    ['all of it gone', 'CUT', (d) => d.exec('DELETE FROM security_charter')],
    [
      'two that changed places',
      'HOLE',
      (database) =>
        database.exec(
          'UPDATE security_charter SET revision = 9 WHERE revision = 2;' +
            'UPDATE security_charter SET revision = 2 WHERE revision = 3;' +
            'UPDATE security_charter SET revision = 3 WHERE revision = 9;',
        ),
    ],
    [
      'a number beyond all numbers',
      'HOLE',
      (d) =>
        d.exec('UPDATE security_charter SET revision = 9223372036854775807 WHERE revision = 2'),
    ],
    [
      'a key enrolled by one person alone',
      'UNSIGNED',
      (database) => {
        const change = { change: 'enrol_person', ...personDocument(EVE) };
        insert(database, decided(head, change, [ANN, EVE]));
      },
    ],
    [
      'what two persons signed and the log does not know',
      'UNANNOUNCED',
      (database) => insert(database, decided(head, CLEAR, [ANN, BOB], { role: 'POLICY_CHANGE' })),
    ],
    [
      'all of it made anew by somebody else',
      'REPLACED',
      (database) => {
        database.exec('DELETE FROM security_charter');
        const rows = [founding([personDocument(MALLORY), personDocument(MALLET)])];
        while (rows.length < 3) {
          const base = { revision: rows.length, hash: rows.at(-1)?.hash ?? ZERO_HASH };
          rows.push(decided(base, CLEAR, [MALLORY, MALLET], { role: 'POLICY_CHANGE' }));
        }
        for (const row of rows) {
          insert(database, row);
        }
      },
    ],
  ])('A2 find %s', async (_, fault, attack) => {
    const rig = copy();
    write(rig, attack);
    expect(verdictOf(rig)).toEqual(['tampered', `CHARTER_${fault}`]);
    await start(rig, async (track) => {
      expect(track.charterFault).toMatchObject({ fault });
      expect(track.identify('unix:1000')).toBeUndefined();
      expect(track.directory()).toEqual({ persons: [], keys: [] });
      await expect(track.bootstrap([personDocument(EVE)])).rejects.toThrow('CHARTER_UNTRUSTED');
    });
  });

  it('A2 say so through the tool: what, where and what to do, with status 1', async () => {
    const rig = copy();
    write(rig, (database) => database.exec('DELETE FROM security_charter WHERE revision = 3'));
    for (const command of ['verify', 'fsck']) {
      const ended = await audit(command, rig.store, rig.leaves, '--policy', rig.policy);
      expect(ended.code).toBe(1);
      expect(ended.out).toContain('CHARTER_CUT');
      expect(ended.out).toContain('revision 3: the audit log knows it, and there are only 2');
      expect(ended.out).toContain('restore the newest backup that has the revision');
    }
  });

  it('A2 find a word of the log about the charter that says nothing', async () => {
    const rig = copy();
    const details = { step: 'in_force', revision: 4 };
    await rig.with(async (log) => {
      await log.append(entry(1, { kind: 'audit.charter', details }), 'intent');
    });
    expect(verdictOf(rig)).toContain('LEAF_MALFORMED');
    await expect(start(rig, () => Promise.resolve())).rejects.toThrow('no revision of the charter');
  });

  it('A2 find the table gone, which no start makes anew', async () => {
    const rig = copy();
    write(rig, (database) => database.exec('DROP TABLE security_charter'));
    expect(verdictOf(rig)).toEqual(['tampered', 'CHARTER_CUT']);
    await expect(start(rig, () => Promise.resolve())).rejects.toThrow('security_charter');
  });

  it('A3 find every column of every row changed, at any place', () => {
    const rig = copy();
    let changed = 0;
    for (let revision = 1; revision <= 3; revision++) {
      for (const column of ['revision', 'record', 'hash']) {
        const read = openSource(rig.store) as StoreSource;
        const sql = `SELECT length(${column}) AS n FROM security_charter WHERE revision = ${revision}`;
        const [row] = read.rowsOf('security_charter', sql) ?? [];
        const { n } = row as { n: number };
        read.close();
        for (let at = 0; at < n; at += Math.max(1, Math.floor(n / 12))) {
          const other = rig.copy();
          // Another digit or letter in its place, or in the number's.
          const text = `CAST(${column} AS TEXT)`;
          const flipped =
            `substr(${text}, 1, ${at}) || CASE substr(${text}, ${at} + 1, 1) WHEN '5' THEN '6' ELSE '5' END || ` +
            `substr(${text}, ${at} + 2)`;
          write(other, (database) => {
            database.exec('PRAGMA ignore_check_constraints = ON');
            database.exec(
              `UPDATE security_charter SET ${column} = ${flipped} WHERE revision = ${revision}`,
            );
          });
          const [verdict, ...codes] = verdictOf(other);
          expect([revision, column, at, verdict]).toEqual([revision, column, at, 'tampered']);
          expect(codes.every((code) => code.startsWith('CHARTER_'))).toBe(true);
          other.remove();
          changed++;
        }
      }
    }
    expect(changed).toBeGreaterThan(70);
  });
});
