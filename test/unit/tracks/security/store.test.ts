// SPDX-License-Identifier: Apache-2.0
// The track on a real store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { OperationType, RiskLevel } from '../../../../src/core/model/enums.ts';
import type { Store, UnitOutcome, WriteUnit } from '../../../../src/store/contract.ts';
import { openStore, type StoreHandle } from '../../../../src/store/open.ts';
import { openSecurityTrack } from '../../../../src/tracks/security/open.ts';
import type { SecurityTrack } from '../../../../src/tracks/security/security-track.ts';
import { storeModule } from '../../../../src/tracks/security/store-module.ts';
import { SECURITY_MODULE, StoreStorage } from '../../../../src/tracks/security/store-storage.ts';
import { POLICY } from './history.ts';
import { ANN, BOB, personDocument } from './people.ts';
import { decide, verdict, World } from './world.ts';

const stores: StoreHandle[] = [];
const directories: string[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  for (const directory of directories.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
});

function newDirectory(): string {
  const parent = mkdtempSync(join(tmpdir(), 'dsmil-security-'));
  directories.push(parent);
  return join(parent, 'store');
}

async function openIn(
  directory: string,
  world: World,
): Promise<{ store: StoreHandle; track: SecurityTrack }> {
  const limits = { walBytes: 256 * 1024, reserveBytes: 64 * 1024 };
  const store = await openStore({ directory, modules: [SECURITY_MODULE], limits });
  stores.push(store);
  const storage = new StoreStorage(store);
  const track = await openSecurityTrack({
    storage,
    mark: world.audit.mark,
    audit: world.audit,
    events: world.events,
    clock: world.clock,
    stop: (reason) => world.stops.push(reason),
    fault: (error) => world.faults.push(error),
  });
  return { store, track };
}

/** The module's commands on a database of its own, as the store runs them. */
function storeInMemory(): { store: Store; close: () => void } {
  const database = new DatabaseSync(':memory:');
  for (const { sql } of storeModule.migrations) {
    database.exec(sql);
  }
  const { commands } = storeModule.openWriter({ database, options: null });
  const { queries } = storeModule.openReader({ database, options: null });
  const cancellation = { check: () => undefined };
  const run = ({ commands: list }: WriteUnit): UnitOutcome => {
    database.exec('SAVEPOINT unit');
    try {
      const results = list.map(({ name, argument }) => commands[name]?.(argument));
      database.exec('RELEASE unit');
      return { done: true, results };
    } catch (error) {
      database.exec('ROLLBACK TO unit');
      return { done: false, error: error as Error };
    }
  };
  const store: Store = {
    write: (units) => new Promise((resolve) => resolve(units.map(run))),
    query: (_, name, argument) => Promise.resolve(queries[name]?.(argument, cancellation)),
  };
  return { store, close: () => database.close() };
}

describe('in the store', () => {
  it('everything that matters is there again after a restart', async () => {
    const world = new World();
    const directory = newDirectory();
    const { store, track } = await openIn(directory, world);
    await track.bootstrap([personDocument(ANN), personDocument(BOB)]);
    await decide(track, { change: 'set_policy', policy: POLICY });
    world.clock.advance(100_000);
    for (let n = 0; n < 3; n++) {
      await track.admit('unix:1000', 0x8013, OperationType.READ);
    }
    const before = await verdict(track, 'unix:1000', 0x8013, OperationType.READ);
    expect(before.rules).toContain('blocked');
    await track.close();
    await store.close();
    const again = await openIn(directory, world);
    expect(again.track.policyName).toBe('2');
    expect(again.track.directory()).toEqual(track.directory());
    expect(await verdict(again.track, 'unix:1000', 0x8013, OperationType.READ)).toEqual(before);
    expect(again.track.charterHead).toEqual(track.charterHead);
    expect(again.track.charterFault).toBeNull();
    expect(world.faults).toEqual([]);
    world.clock.advance(10_000_000);
    const later = await verdict(again.track, 'unix:1000', 0x8003, OperationType.READ);
    expect(later.risk).toBe(RiskLevel.SAFE);
  });

  it('B9 counts, lock-outs, what rules have seen, distrust and time are there again', async () => {
    const world = new World();
    const directory = newDirectory();
    let { store, track } = await openIn(directory, world);
    const restart = async (downMs: number) => {
      await track.close();
      await store.close();
      world.clock.advance(downMs);
      ({ store, track } = await openIn(directory, world));
    };
    await track.bootstrap([personDocument(ANN), personDocument(BOB)]);
    await decide(track, { change: 'set_policy', policy: POLICY });
    const rules = async (who: string) =>
      (await verdict(track, who, 0x8013, OperationType.READ)).rules;
    // Two of the three that the rule wants, three of the four that lock out.
    for (const who of ['unix:1000', 'unix:1000', 'unix:1001', 'unix:1001', 'unix:1001']) {
      await track.refused(who, 0x8013, OperationType.READ, 'no-grant');
      world.clock.advance(who === 'unix:1001' ? 11_000 : 1);
    }
    expect(await rules('unix:1000')).not.toContain('blocked');
    expect(await rules('unix:1001')).not.toContain('locked-out');
    await restart(0);
    await track.refused('unix:1001', 0x8013, OperationType.READ, 'no-grant');
    expect(await rules('unix:1001')).toContain('locked-out');
    track.observe({
      kind: 'device.fault',
      principal: null,
      device: 0x8013,
      operation: null,
      reason: '',
    });
    await track.distrust('the head is ahead of the store');
    // Down for a day: it ends nothing, since nobody counted then.
    await restart(86_400_000);
    expect(await rules('unix:1001')).toEqual(
      expect.arrayContaining(['locked-out', 'state-untrusted']),
    );
    await decide(track, { change: 'clear', target: 'trust' });
    track.observe({
      kind: 'approval.refused',
      principal: null,
      device: null,
      operation: null,
      reason: '',
    });
    expect(world.stops).toEqual(['threat fault-then-refusal']);
    await restart(0);
    expect(await rules('unix:1001')).not.toContain('state-untrusted');
    expect(await rules('unix:1001')).toContain('locked-out');
    expect(track.charterHead.revision).toBe(3);
    expect(world.faults).toEqual([]);
  });

  it('B4 a revision never returns and time never goes back, whoever asks', async () => {
    const { store, close } = storeInMemory();
    const storage = new StoreStorage(store);
    const row = { record: '{}', hash: 'a'.repeat(64) };
    await storage.commit({ ...row, revision: 1 }, []);
    const part = { part: 'distrust', key: '', value: 'never stored' } as const;
    for (const revision of [0, 1, 3]) {
      await expect(storage.commit({ ...row, revision }, [part])).rejects.toThrow(
        `security revision ${revision} does not follow 1`,
      );
    }
    await storage.save([{ part: 'time', key: '', value: { now: 1_000, wall: 5 } }]);
    const back = { part: 'time', key: '', value: { now: 999, wall: 5 } } as const;
    await expect(storage.save([part, back])).rejects.toThrow('went back from 1000 to 999');
    expect((await storage.load()).parts.map((one) => one.part)).toEqual(['time']);
    close();
    // Not known what became of it: that is another error than a refusal.
    await expect(storage.save([part])).rejects.toMatchObject({
      code: 'ERR_DSMIL_SECURITY_UNCERTAIN',
    });
  });

  it('B4 a backup from before the latest revision does not cover it', () => {
    const database = new DatabaseSync(':memory:');
    for (const { sql } of storeModule.migrations) {
      database.exec(sql);
    }
    const context = { database, options: null };
    const { commands } = storeModule.openWriter(context);
    const { position, covers } = storeModule.openReader(context);
    const [hash, other] = ['a'.repeat(64), 'b'.repeat(64)];
    expect(covers?.({ revision: 0, hash: '0'.repeat(64) })).toBeUndefined();
    commands['commit']?.({ revision: { revision: 1, record: '{}', hash }, parts: [] });
    expect(position?.()).toEqual({ revision: 1, hash });
    expect(covers?.({ revision: 1, hash })).toBeUndefined();
    expect(covers?.({ revision: 2, hash })).toBe(
      'persons, keys and policy are at revision 1 there, and at 2 since',
    );
    expect(covers?.({ revision: 1, hash: other })).toBe(
      `persons, keys and policy went another way there than to revision 1, ${other}`,
    );
    expect(covers?.(null)).toBeDefined();
    expect(() => database.exec('DELETE FROM security_charter')).toThrow('revisions are kept');
    expect(() => database.exec('UPDATE security_charter SET hash = 1')).toThrow('kept as they are');
    database.close();
  });

  it('of a version that kept no signatures is refused when it has persons, and left as it is', () => {
    const [before, signed] = storeModule.migrations;
    const database = new DatabaseSync(':memory:');
    database.exec(before?.sql ?? '');
    database.exec("INSERT INTO security_revision VALUES (1, 0, 'bootstrap', '[]', '[]')");
    database.exec('BEGIN');
    expect(() => database.exec(signed?.sql ?? '')).toThrow('kept no signatures');
    database.exec('ROLLBACK');
    expect(database.prepare('SELECT count(*) AS n FROM security_revision').get()).toEqual({ n: 1 });
    database.close();
  });
});
