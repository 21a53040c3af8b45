// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  doubtsAbout,
  explainPolicy,
  spanWords,
} from '../../../../src/tracks/security/policy/explain.ts';
import { policyFromFile } from '../../../../src/tracks/security/policy/file.ts';
import { policyOf } from '../../../../src/tracks/security/policy/policy.ts';
import { policyDocument } from './people.ts';

const DEMO = new URL('../../../../native/sim/principals/demo.toml', import.meta.url);

describe('a policy in words', () => {
  it('says all that the demonstration’s does', () => {
    const { policy, inFixture } = policyFromFile(readFileSync(DEMO, 'utf8'), 'demo.toml');
    expect(inFixture).toBe(true);
    const said = Object.fromEntries(
      explainPolicy(policy).map(({ heading, lines }) => [heading, lines]),
    );
    expect(said['who is known']).toContain('demo:hms is a service, RESTRICTED');
    expect(said['what devices ask for']).toEqual([
      'group 0: CONFIDENTIAL in ALPHA',
      'group 1, group 2, group 3, group 4: RESTRICTED',
      'group 5, group 6: SECRET in BRAVO',
    ]);
    expect(said['who may what']?.slice(1)).toEqual([
      'settings: demo:cid may READ, CONFIG on group 0',
      'readers: demo:cid, demo:dora, demo:hms may READ on all devices',
      'past: demo:eve may READ on all devices from 2025-01-01T00:00:00Z until 2025-02-01T00:00:00Z',
    ]);
    expect(said['who may publish events']).toEqual([
      'hms-news: demo:hms may publish DEVICE_STATE_CHANGED, SYSTEM_STATUS_CHANGED, PERFORMANCE_THRESHOLD for KERNEL',
    ]);
    expect(said['CRITICAL operations']).toEqual(['never, whatever the configuration says']);
    expect(said['how often']).toEqual([
      'a principal: 100 at once, then one each 10 ms',
      'a device: 50 at once, then one each 20 ms',
    ]);
    expect(said['failed attempts']).toEqual([
      'from 2 on, what the principal asks for is at least HIGH',
      'at 5 it is locked out for 15 min',
      'one is forgotten each 10 min',
    ]);
    expect(said['threats']).toEqual([
      'bad-signatures (signatures that do not count): 3 times approval.refused within 1 min, for one principal: ' +
        'the principal at least CRITICAL for 10 min; the principal blocked for 1 min',
      'scan (trying one device after the other): access.refused, of 4 different devices within 1 min, for one principal: ' +
        'everything with a second person for 5 min',
      'fault-then-lockout (a device fails and somebody is locked out): device.fault on group 0, then lockout within 5 min, in all: ' +
        'the emergency stop',
    ]);
  });

  it('has its doubts', () => {
    const stop = {
      id: 'jumpy',
      description: 'd',
      per: 'all',
      within_ms: 1,
      rate: { facts: { kinds: ['lockout'], operations: ['READ'], reasons: ['x'] }, count: 1 },
      effects: [{ do: 'stop' }],
    };
    const policy = policyOf(
      policyDocument({
        devices: [{ devices: { groups: [0, 1, 2, 3, 4, 5] }, required_clearance: 'NONE' }],
        grants: [
          {
            id: 'old',
            principals: ['unix:1000', 'cert:ann', 'unix:1001'],
            devices: { tokens: ['0x8009'] },
            operations: ['READ'],
            not_after: '2020-01-01T00:00:00Z',
          },
        ],
        threats: [stop],
      }),
    );
    expect(doubtsAbout(policy, Date.parse('2026-01-01T00:00:00Z'))).toEqual([
      'grant old ended at 2020-01-01T00:00:00Z',
      'principal svc:hms has no grant: it may do nothing but stop',
      'no line of devices speaks of group 6: they ask for COSMIC',
      'grant old is for quarantined devices alone, which nothing opens',
      'threat jumpy stops everything at a single fact',
    ]);
    expect(doubtsAbout(policyOf(policyDocument()), 0)).toEqual([]);
    expect(explainPolicy(policy).at(-1)?.lines[0]).toContain(
      'lockout doing READ for x within 1 ms',
    );
  });

  it('has no doubt about a principal that may publish alone', () => {
    const news = {
      id: 'n',
      principals: ['unix:1000'],
      types: ['SECURITY_ALERT'],
      sources: ['KERNEL'],
    };
    const without = policyOf(policyDocument({ grants: [] }));
    const policy = policyOf(policyDocument({ grants: [], publications: [news] }));
    const doubt = 'principal unix:1000 has no grant: it may do nothing but stop';
    expect(doubtsAbout(without, 0)).toContain(doubt);
    expect(doubtsAbout(policy, 0)).not.toContain(doubt);
  });

  it('names a file that is none', () => {
    expect(() => policyFromFile('a = ', 'x.toml')).toThrow(
      expect.objectContaining({ field: 'policy' }),
    );
    expect(() => policyFromFile('{"schema": 1}', 'x.json')).toThrow(
      expect.objectContaining({ field: 'policy.principals' }),
    );
  });

  it('gives times in the largest unit that they are whole in', () => {
    expect([1, 1_500, 90_000, 60_000, 7_200_000, 86_400_000].map(spanWords)).toEqual([
      '1 ms',
      '1500 ms',
      '90 s',
      '1 min',
      '2 h',
      '1 d',
    ]);
  });
});
