// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { CharterTamperedError } from '../../../../src/tracks/security/errors.ts';
import { policyDocument } from './people.ts';
import { decide, verdict, World } from './world.ts';

describe('reading the stored charter again', () => {
  it('changes nothing when it is what is in force', async () => {
    const world = new World();
    const track = await world.ready();
    const { charterHead } = track;
    await track.reload();
    expect(track.charterHead).toEqual(charterHead);
    expect(world.faults).toEqual([]);
  });

  it('allows nothing but a stop any more when a revision is missing', async () => {
    const world = new World();
    const track = await world.ready();
    world.storage.revisions.pop();
    await expect(track.reload()).rejects.toThrow(CharterTamperedError);
    expect(world.faults.map(({ name }) => name)).toEqual(['CharterTamperedError']);
    expect((await verdict(track, 'demo:ann', 0x8003, 1)).risk).toBe(6);
    await expect(track.reload()).rejects.toThrow('it is not the revision 2 that is in force');
  });

  it('believes no revision that two persons have not signed', async () => {
    const world = new World();
    const track = await world.ready();
    const [, row] = world.storage.revisions;
    world.storage.revisions[1] = { ...row, record: `${row?.record} ` } as NonNullable<typeof row>;
    await expect(track.reload()).rejects.toThrow(/is not to be trusted/);
  });

  it('waits for a change that is on its way', async () => {
    const world = new World();
    const track = await world.ready();
    const changing = decide(track, { change: 'set_policy', policy: policyDocument() });
    await Promise.all([changing, track.reload()]);
    expect(track.policyName).toBe('3');
    await track.reload();
  });
});
