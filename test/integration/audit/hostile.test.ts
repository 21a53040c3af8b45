// SPDX-License-Identifier: Apache-2.0
// What somebody who can write the files tries when the obvious is found: behind retention, in the middle of
// the leaf file, before its first entry.
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditHandle } from '../../../src/audit/client/handle.ts';
import { leafText } from '../../../src/audit/entry/leaf.ts';
import { packLeaves } from '../../../src/audit/entry/records.ts';
import { LeafFile } from '../../../src/audit/leaf-file/leaf-file.ts';
import { loadLogKeys } from '../../../src/audit/note/key-files.ts';
import { auditModule, openAuditLog, prepareKeys } from '../../../src/audit/open.ts';
import { verifyLeafFile } from '../../../src/audit/verify/verify-leaf-file.ts';
import { finish } from '../../../src/audit/verify/verify-store.ts';
import { openStore } from '../../../src/store/open.ts';
import { openSecurityTrack } from '../../../src/tracks/security/open.ts';
import type { SecurityTrack } from '../../../src/tracks/security/security-track.ts';
import { SECURITY_MODULE, StoreStorage } from '../../../src/tracks/security/store-storage.ts';
import { FakeEvents } from '../../unit/tracks/fakes.ts';
import { ANN, approve, BOB, CID, personDocument } from '../../unit/tracks/security/people.ts';
import { decide } from '../../unit/tracks/security/world.ts';
import { clock, entry, frameEnds, ORIGIN, Rig } from './rig.ts';

async function start<T>(
  rig: Rig,
  body: (track: SecurityTrack, log: AuditHandle) => Promise<T> | T,
): Promise<T> {
  const places = rig.places();
  prepareKeys(places);
  await using store = await openStore2(rig);
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
    const answer = await body(track, log);
    await track.close();
    return answer;
  } finally {
    await log.close();
  }
}

async function openStore2(rig: Rig) {
  const store = await openStore({
    directory: rig.store,
    modules: [auditModule(rig.places()), SECURITY_MODULE],
    limits: { reserveBytes: 64 * 1024 },
  });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

function write(rig: Rig, sql: string): void {
  const database = new DatabaseSync(rig.database);
  database.exec(sql);
  database.close();
}

describe('somebody who can write the files', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.remove());

  it('does not undo a revocation behind retention', async () => {
    await start(rig, async (track) => {
      await track.bootstrap([personDocument(ANN), personDocument(BOB)]);
      await decide(track, { change: 'enrol_person', ...personDocument(CID) });
      const proposal = track.propose('ann', { change: 'revoke_person', person: 'bob' });
      await track.approve(proposal.id, approve(ANN, proposal));
      await track.approve(proposal.id, approve(CID, proposal));
    });
    await start(rig, async (_, log) => {
      await log.append(entry(log.size), 'intent');
      await log.settled();
      await log.prune(log.size, 'ops');
    });
    write(
      rig,
      'DROP TRIGGER security_charter_kept; DELETE FROM security_charter WHERE revision = 3',
    );
    write(
      rig,
      'DELETE FROM audit_leaf WHERE idx < (SELECT pruned FROM audit_head) ' +
        `AND instr(leaf, CAST('"revision":3' AS BLOB)) > 0`,
    );
    const [fault, persons] = await start(rig, (track) => [
      track.charterFault,
      track.directory().persons,
    ]);
    expect(fault?.message).toMatch(/revision/);
    expect(persons).toEqual([]);
  });

  it('takes no synced frame away by zeros in the middle of the leaf file', async () => {
    await rig.grow(3);
    const { ed25519: signer } = loadLogKeys(rig.keys, ORIGIN);
    const state = finish(
      verifyLeafFile({ path: rig.leaves, trusted: rig.trusted.logs, signatures: 'last' }),
    );
    const file = new LeafFile({
      path: rig.leaves,
      state,
      places: [],
      origin: ORIGIN,
      signer,
      now: Date.now,
    });
    for (let n = 3; n < 9; n++) {
      const text = leafText(entry(n), 'AAAAAAAAAAAAAAAAAAAAAA');
      const records = Uint8Array.from(packLeaves([Buffer.from(text)]));
      file.append([{ first: n, count: 1, records }], 3, false);
    }
    file.close();
    const ends = frameEnds(rig.leaves);
    const at = Math.ceil((ends.at(-7) ?? 0) / 512) * 512;
    const fd = openSync(rig.leaves, 'r+');
    writeSync(fd, Buffer.alloc(512), 0, 512, at);
    closeSync(fd);
    const { size } = statSync(rig.leaves);
    await expect(rig.with(async (log) => log.size)).rejects.toThrow('is not what was written');
    expect(statSync(rig.leaves).size).toBe(size);
  });

  it.each([0, 20])(
    'cut to %i bytes before its first entry, the leaf file is refused',
    async (size) => {
      await rig.with(async () => undefined);
      truncateSync(rig.leaves, size);
      await expect(rig.with(async (log) => log.size)).rejects.toThrow(rig.leaves);
    },
  );
});
