// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { EventType, Track } from '../../../../src/core/model/enums.ts';
import { PUBLISHABLE_SOURCES, PUBLISHABLE_TYPES } from '../../../../src/core/model/publishing.ts';
import { policyFromFile } from '../../../../src/tracks/security/policy/file.ts';
import { policyOf } from '../../../../src/tracks/security/policy/policy.ts';
import { runs } from '../../core/runs.ts';
import { policyDocument } from './people.ts';
import { World } from './world.ts';

const NEWS = {
  id: 'news',
  principals: ['svc:hms'],
  types: ['SYSTEM_STATUS_CHANGED', 'PERFORMANCE_THRESHOLD'],
  sources: ['KERNEL'],
};
const withNews = (change: Record<string, Json> = {}) =>
  policyDocument({ publications: [{ ...NEWS, ...change }] });
const some = <T>(all: readonly T[]) => fc.subarray([...all], { minLength: 1 });

describe('who may publish events', () => {
  it('is nobody where the policy does not say, and a policy that does not say is named as ever', async () => {
    const text = JSON.stringify(policyDocument());
    expect(policyOf(policyDocument()).publications).toEqual([]);
    const { source } = policyFromFile(text, 'policy.json');
    // What two persons signed before there were publications.
    expect(createHash('sha256').update(source).digest('hex')).toBe(
      '03704bb33ff4b4ba9b4a804861ad9c445e71455a5d82f3684cb23498ecbac517',
    );
    const track = await new World().ready();
    for (const type of Object.values(EventType)) {
      expect(track.mayPublish('svc:hms', type, Track.KERNEL)).toBe(false);
    }
  });

  it('is who one grant names with this type and this track, and no other', async () => {
    const types = Object.keys(PUBLISHABLE_TYPES);
    const sources = Object.keys(PUBLISHABLE_SOURCES);
    const known = ['unix:1000', 'unix:1001', 'svc:hms'];
    const grant = fc.record({
      principals: some(known),
      types: some(types),
      sources: some(sources),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { maxLength: 3 }), async (grants) => {
        const publications = grants.map((one, n) => ({ id: `p${n}`, ...one }));
        const track = await new World().ready(policyDocument({ publications }));
        for (const principal of [...known, 'stranger']) {
          for (const [type, typeNumber] of Object.entries(EventType)) {
            for (const [source, sourceNumber] of Object.entries(Track)) {
              const granted = grants.some(
                (one) =>
                  one.principals.includes(principal) &&
                  one.types.includes(type) &&
                  one.sources.includes(source),
              );
              expect(track.mayPublish(principal, typeNumber, sourceNumber)).toBe(granted);
            }
          }
        }
      }),
      runs(20),
    );
  });

  it('is nobody who may do nothing but stop', async () => {
    const open = async (): ReturnType<World['ready']> => {
      const track = await new World().ready(withNews());
      expect(track.mayPublish('svc:hms', EventType.SYSTEM_STATUS_CHANGED, Track.KERNEL)).toBe(true);
      return track;
    };
    const distrusted = await open();
    await distrusted.distrust('a byte of the log was changed');
    const lockedOut = await open();
    for (let n = 0; n < 20; n += 1) {
      await lockedOut.refused('svc:hms', null, 1, 'some-rule');
    }
    for (const track of [distrusted, lockedOut]) {
      expect(track.mayPublish('svc:hms', EventType.SYSTEM_STATUS_CHANGED, Track.KERNEL)).toBe(
        false,
      );
    }
  });

  it('is nobody whom a threat rule blocks', async () => {
    const rule = {
      id: 'blocked',
      description: 'one refusal blocks',
      per: 'principal',
      within_ms: 1_000,
      rate: { facts: { kinds: ['access.refused'], reasons: ['some-rule'] }, count: 1 },
      effects: [{ do: 'block', for_ms: 60_000 }],
    };
    const world = new World();
    const track = await world.ready({ ...withNews(), threats: [rule] });
    const may = () => track.mayPublish('svc:hms', EventType.SYSTEM_STATUS_CHANGED, Track.KERNEL);
    await track.refused('svc:hms', null, 1, 'some-rule');
    expect(may()).toBe(false);
    world.clock.advance(60_000);
    expect(may()).toBe(true);
  });

  it.each([
    [{ types: ['EMERGENCY_STOP'] }, 'policy.publications[0].types[0]'],
    [{ types: ['AUDIT_ENTRY_CREATED'] }, 'policy.publications[0].types[0]'],
    [{ types: ['OPERATION_COMPLETED'] }, 'policy.publications[0].types[0]'],
    [{ types: [] }, 'policy.publications[0].types'],
    [{ sources: ['ORCHESTRATOR'] }, 'policy.publications[0].sources[0]'],
    [{ sources: ['UNKNOWN'] }, 'policy.publications[0].sources[0]'],
    [{ principals: ['unix:9'] }, 'policy.publications[0].principals[0]'],
    [{ principals: [] }, 'policy.publications[0].principals'],
    [{ id: 'with space' }, 'policy.publications[0].id'],
    [{ devices: 'all' }, 'policy.publications[0].devices'],
  ])('names what is wrong: %j', (change, field) => {
    expect(() => policyOf(withNews(change))).toThrow(expect.objectContaining({ field }));
  });

  it('names each of them once', () => {
    const document = policyDocument({ publications: [NEWS, NEWS] });
    expect(() => policyOf(document)).toThrow(
      expect.objectContaining({ field: 'policy.publications[1]' }),
    );
  });
});
