// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Backend } from '../../../../src/abi/generated/enums.ts';
import { approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { OperationType, RiskLevel } from '../../../../src/core/model/enums.ts';
import { fixtureCharter, fixtureStorage } from '../../../../src/tracks/security/fixture.ts';
import type { SecurityStorage } from '../../../../src/tracks/security/memory/storage.ts';
import { openSecurityTrack } from '../../../../src/tracks/security/open.ts';
import { FakeStorage } from '../fakes.ts';
import { verdict, World } from './world.ts';

const ROOT = new URL('../../../../native/sim/principals/', import.meta.url);
const DEMO = readFileSync(new URL('demo.toml', ROOT), 'utf8');
const KEYS = JSON.parse(readFileSync(new URL('demo-keys.json', ROOT), 'utf8')) as {
  keys: Record<string, { key_id: string; public_key: string; private_key: string }>;
};
const { READ, WRITE, CONFIG } = OperationType;

function keyOf(name: string): { keyId: string; privateKey: KeyObject } {
  const { key_id: keyId, private_key: seed } = KEYS.keys[name] ?? { key_id: '', private_key: '' };
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  return { keyId, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}

function demo(storage: SecurityStorage = new FakeStorage()): SecurityStorage {
  return fixtureStorage({ text: DEMO, path: 'demo.toml', backend: Backend.SIM, storage });
}

async function opened(world: World, storage: SecurityStorage) {
  const { audit, events, clock } = world;
  const track = await openSecurityTrack({
    storage,
    mark: audit.mark,
    audit,
    events,
    clock,
    stop: (reason) => world.stops.push(reason),
    fault: (error) => world.faults.push(error),
  });
  clock.advance(100_000);
  return track;
}

describe('test principals', () => {
  it.each([0, 1, 2, 3, 4, 99, Number.NaN].filter((backend) => backend !== Backend.SIM))(
    'B13 are refused on backend %d',
    (backend) => {
      const open = () =>
        fixtureStorage({ text: DEMO, path: 'demo.toml', backend, storage: new FakeStorage() });
      expect(open).toThrow(expect.objectContaining({ code: 'ERR_DSMIL_FIXTURE_REFUSED' }));
    },
  );

  it('of the demonstration have their say, and the audit log says what they are', async () => {
    const world = new World();
    const track = await opened(world, demo());
    expect(world.audit.kinds()).toEqual(['security.provisional']);
    const risk = async (who: string, token: number, operation: OperationType) =>
      (await verdict(track, `demo:${who}`, token, operation)).risk;
    expect(await risk('ann', 0x8003, WRITE)).toBe(RiskLevel.HIGH);
    expect(await risk('cid', 0x8003, CONFIG)).toBe(RiskLevel.MODERATE);
    expect(await risk('cid', 0x8013, CONFIG)).toBe(RiskLevel.QUARANTINED);
    expect(await risk('eve', 0x8013, READ)).toBe(RiskLevel.QUARANTINED);
    expect((await track.admit('demo:dora', 0x8013, READ)).allowed).toBe(true);
    expect((await track.admit('demo:dora', 0x8003, READ)).allowed).toBe(false);
    expect((await track.admit('demo:hms', 0x8020, READ)).allowed).toBe(true);
    expect(new Set(track.directory().persons.map(({ clearance }) => clearance)).size).toBe(5);
  });

  it('of the demonstration have the keys that are beside it', () => {
    const { keys } = fixtureCharter(DEMO, 'demo.toml');
    expect(keys.size).toBe(5);
    for (const [name, { key_id: id, public_key: known }] of Object.entries(KEYS.keys)) {
      const { privateKey } = keyOf(name);
      const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
      expect(Buffer.from(x, 'base64url').toString('hex')).toBe(known);
      expect(keys.get(id)?.publicKey).toBe(known);
    }
  });

  it('leave nothing in storage but counters, which count on without them', async () => {
    const world = new World();
    const storage = new FakeStorage();
    const track = await opened(world, demo(storage));
    for (let n = 0; n < 5; n++) {
      await track.admit('demo:eve', 0x8013, READ);
    }
    await track.close();
    const parts = new Set([...storage.parts.values()].map(({ part }) => part));
    expect(parts).toEqual(new Set(['time', 'attempts', 'history']));
    const again = await opened(world, demo(storage));
    expect((await verdict(again, 'demo:eve', 0x8013, READ)).rules).toContain('locked-out');
    const without = await opened(world, storage);
    expect(without.identify('demo:ann')).toBeUndefined();
    expect(without.policyName).toBe('0');
  });

  it('change as others do, by two persons, and that too is gone with them', async () => {
    const world = new World();
    const storage = new FakeStorage();
    const track = await opened(world, demo(storage));
    const proposal = track.propose('ann', { change: 'revoke_person', person: 'eve' });
    for (const name of ['ann', 'bob']) {
      const { keyId, privateKey } = keyOf(name);
      const bytes = approvalBytes(proposal.digest, proposal.role);
      const signature = sign(null, bytes, privateKey);
      await track.approve(proposal.id, { keyId, signature });
    }
    expect(track.policyName).toBe('3');
    expect(track.identify('demo:eve')).toBeUndefined();
    await track.close();
    expect([...storage.parts.values()].map(({ part }) => part)).toEqual(['time']);
    expect(storage.revisions).toEqual([]);
    // The log keeps no chain of what is gone with the process: a start without the file has none.
    expect(world.audit.mark).toBeUndefined();
    expect(world.audit.kinds()).toContain('security.change.intent');
    expect((await opened(world, storage)).charterFault).toBeNull();
    const again = await opened(world, demo(storage));
    expect(again.identify('demo:eve')).toBeDefined();
  });

  it.each([
    ['schema = 1', 'schema = 2', 'fixture.schema'],
    ['person = "bob"', 'person = "ann"', 'fixture.persons[1]'],
    ['clearance = "NONE"', 'clearance = "NO"', 'fixture.persons[4].clearance'],
    ['lock_after', 'lock_aftr', 'policy.attempts.lock_aftr'],
    ['id = "bob-1"', 'id = "ann-1"', 'fixture.persons.keys[1]'],
    ['schema = 1', 'schema = ', 'fixture'],
  ])('name a mistake: %s as %s', (good, bad, field) => {
    const text = DEMO.replace(good, bad);
    expect(() => fixtureCharter(text, 'demo.toml')).toThrow(expect.objectContaining({ field }));
  });

  it('may be JSON as well', () => {
    expect(() => fixtureCharter('{"schema": 1}', 'x.json')).toThrow(
      expect.objectContaining({ field: 'fixture.persons' }),
    );
  });
});
