// SPDX-License-Identifier: Apache-2.0
// What fired rules bring about, and how it is told.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { SecurityStatus } from '../../../../src/core/model/device-state.ts';
import { OperationType, RiskLevel } from '../../../../src/core/model/enums.ts';
import type { FieldReport } from '../../../../src/core/ports/track.ts';
import type { SecurityTrack } from '../../../../src/tracks/security/security-track.ts';
import type { FactKind } from '../../../../src/tracks/security/threat/fact.ts';
import { settle } from '../fakes.ts';
import { policyDocument } from './people.ts';
import { decide, verdict, World } from './world.ts';

const { READ, EMERGENCY_STOP } = OperationType;

function rule(effects: Json[], change: Record<string, Json> = {}): Record<string, Json> {
  return {
    id: 'probing',
    description: 'guessing at approvals',
    per: 'principal',
    within_ms: 10_000,
    rate: { facts: { kinds: ['approval.refused'] }, count: 2 },
    effects,
    ...change,
  };
}

async function having(...threats: Json[]): Promise<{ world: World; track: SecurityTrack }> {
  const world = new World();
  return { world, track: await world.ready(policyDocument({ threats })) };
}

function see(
  track: SecurityTrack,
  principal: string | null = 'unix:1000',
  device: number | null = 0x8003,
  kind: FactKind = 'approval.refused',
): void {
  track.observe({ kind, principal, device, operation: null, reason: 'BAD_SIGNATURE' });
}

const risk = async (track: SecurityTrack, who = 'unix:1000', device = 0x8003) =>
  (await verdict(track, who, device, READ)).risk;

describe('a rule that fires', () => {
  it('raises the risk of a device, for everybody, for its time', async () => {
    const { world, track } = await having(
      rule([{ do: 'raise', to: 'CRITICAL', on: 'device', for_ms: 60_000 }]),
    );
    see(track);
    expect(await risk(track)).toBe(RiskLevel.SAFE);
    see(track);
    expect(await risk(track)).toBe(RiskLevel.CRITICAL);
    expect(await risk(track, 'unix:1001')).toBe(RiskLevel.CRITICAL);
    expect(await risk(track, 'unix:1000', 0x8000)).toBe(RiskLevel.SAFE);
    const { rules, reasons } = await verdict(track, 'unix:1001', 0x8003, READ);
    expect(rules[0]).toBe('threat-raise');
    expect(reasons[0]).toBe(
      'probing: guessing at approvals: 2 facts for principal unix:1000 within 10000 ms, ' +
        'the last approval.refused of BAD_SIGNATURE',
    );
    world.clock.advance(59_999);
    expect(await risk(track)).toBe(RiskLevel.CRITICAL);
    world.clock.advance(1);
    expect(await risk(track)).toBe(RiskLevel.SAFE);
  });

  it('counts for each principal alone, and for strangers together', async () => {
    const { track } = await having(rule([{ do: 'raise', to: 'HIGH', on: 'all', for_ms: 60_000 }]));
    see(track, 'unix:1000');
    see(track, 'unix:1001');
    expect(await risk(track)).toBe(RiskLevel.SAFE);
    see(track, 'stranger-1');
    expect(await risk(track)).toBe(RiskLevel.SAFE);
    see(track, 'stranger-2');
    expect(await risk(track)).toBe(RiskLevel.HIGH);
  });

  it('asks for a second person, which is what HIGH does', async () => {
    const { track } = await having(
      rule([{ do: 'second_person', on: 'principal', for_ms: 60_000 }]),
    );
    see(track);
    see(track);
    expect(await verdict(track, 'unix:1000', 0x8000, READ)).toMatchObject({
      risk: RiskLevel.HIGH,
      rules: ['threat-second_person', 'device-class'],
    });
    expect(await risk(track, 'unix:1001')).toBe(RiskLevel.SAFE);
  });

  it('blocks a principal, from everything but a stop', async () => {
    const { world, track } = await having(rule([{ do: 'block', for_ms: 60_000 }]));
    see(track);
    see(track);
    const { refusals } = await track.admit('unix:1000', 0x8003, READ);
    expect(refusals.map((one) => one.rule)).toEqual(['blocked']);
    expect((await track.admit('unix:1000', 0x8003, EMERGENCY_STOP)).allowed).toBe(true);
    expect((await track.admit('cert:ann', 0x8003, READ)).allowed).toBe(true);
    world.clock.advance(60_000);
    expect((await track.admit('unix:1000', 0x8003, READ)).allowed).toBe(true);
  });

  it('latches the stop, before anything else and again while it goes on', async () => {
    const { world, track } = await having(rule([{ do: 'stop' }]));
    world.audit.durable = false;
    see(track);
    expect(world.stops).toEqual([]);
    see(track);
    expect(world.stops).toEqual(['threat probing']);
    see(track);
    expect(world.stops).toHaveLength(2);
    await settle();
    // The record of it failed, and that was said.
    expect(world.faults).toHaveLength(1);
  });

  it('brings about the rest when the stop throws, and says so', async () => {
    const { world, track } = await having(
      rule([{ do: 'stop' }, { do: 'raise', to: 'CRITICAL', on: 'all', for_ms: 60_000 }]),
    );
    world.stops.push = () => {
      throw new Error('no device');
    };
    see(track);
    see(track);
    expect(await risk(track)).toBe(RiskLevel.CRITICAL);
    expect(world.faults.map(({ message }) => message)).toEqual(['no device']);
  });

  it('falls on all where the fact does not say on what', async () => {
    const { track } = await having(
      rule([{ do: 'raise', to: 'HIGH', on: 'device', for_ms: 60_000 }]),
    );
    see(track, 'unix:1000', null);
    see(track, 'unix:1000', null);
    expect(await risk(track, 'svc:hms', 0x8040)).toBe(RiskLevel.HIGH);
  });

  it('is told once, with rule, facts and window; its going on prolongs it', async () => {
    const { world, track } = await having(
      rule([{ do: 'raise', to: 'HIGH', on: 'device', for_ms: 20_000 }]),
    );
    for (let n = 0; n < 5; n++) {
      see(track);
      world.clock.advance(1_000);
    }
    const told = world.audit.entries.filter(({ kind }) => kind === 'security.threat');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      actor: 'unix:1000',
      device: 0x8003,
      details: {
        rule: 'probing',
        window_ms: 10_000,
        per: 'principal',
        key: 'unix:1000',
        effects: ['raise'],
      },
    });
    expect(told[0]?.details['facts']).toHaveLength(2);
    expect(world.events.published.some(({ subject }) => subject === 'security.threat')).toBe(true);
    world.clock.advance(15_000);
    track.tick();
    expect(await risk(track)).toBe(RiskLevel.HIGH);
    const signal = new AbortController().signal;
    const status = (await track.report(signal)).find(
      ({ device, path }) => device === 0x8003 && path === 'security_state.security_status',
    );
    expect(status?.value).toBe(SecurityStatus.ALERT);
  });

  it('is reported at once for all that it falls on', async () => {
    const { track } = await having(rule([{ do: 'raise', to: 'HIGH', on: 'all', for_ms: 20_000 }]));
    track.tick();
    const seen: FieldReport[] = [];
    track.subscribe((changes) => seen.push(...changes));
    see(track);
    expect(seen.some(({ path }) => path === 'security_state.security_status')).toBe(false);
    see(track);
    const alerts = seen.filter(
      ({ path, value }) =>
        path === 'security_state.security_status' && value === SecurityStatus.ALERT,
    );
    expect(alerts).toHaveLength(84);
    seen.length = 0;
    see(track);
    expect(seen).toEqual([]);
  });

  it('never lowers: neither a shorter nor a lower one after it, nor a policy without the rule', async () => {
    const { track } = await having(
      rule([{ do: 'raise', to: 'CRITICAL', on: 'device', for_ms: 60_000 }]),
      rule([{ do: 'raise', to: 'CRITICAL', on: 'device', for_ms: 1_000 }], {
        id: 'shorter',
        rate: { facts: { kinds: ['lockout'] }, count: 1 },
      }),
      rule([{ do: 'raise', to: 'LOW', on: 'device', for_ms: 90_000 }], {
        id: 'lower',
        rate: { facts: { kinds: ['lockout'] }, count: 1 },
      }),
    );
    see(track);
    see(track);
    see(track, 'unix:1000', 0x8003, 'lockout');
    expect(await risk(track)).toBe(RiskLevel.CRITICAL);
    await decide(track, { change: 'set_policy', policy: policyDocument() });
    expect(await risk(track)).toBe(RiskLevel.CRITICAL);
    await decide(track, { change: 'clear', target: 'device/0x8003' });
    expect(await risk(track)).toBe(RiskLevel.SAFE);
  });

  it('hears of refusals and lock-outs that the track itself brings about', async () => {
    const { world, track } = await having({
      id: 'probing',
      description: 'refused until locked out',
      per: 'all',
      within_ms: 10_000,
      sequence: {
        steps: [{ kinds: ['access.refused'], reasons: ['no-grant'] }, { kinds: ['lockout'] }],
      },
      effects: [{ do: 'stop' }],
    });
    for (let n = 0; n < 4; n++) {
      expect(world.stops).toEqual([]);
      await track.admit('unix:1000', 0x8013, READ);
    }
    expect(world.stops).toEqual(['threat probing']);
  });

  it('refuses facts that are none', async () => {
    const { track } = await having();
    const bad = (change: object) => () =>
      track.observe({
        kind: 'lockout',
        principal: null,
        device: null,
        operation: null,
        reason: '',
        ...change,
      });
    expect(bad({ kind: 'nothing' })).toThrow(expect.objectContaining({ field: 'fact.kind' }));
    expect(bad({ device: 0x800c })).toThrow(expect.objectContaining({ field: 'device_id' }));
    expect(bad({ operation: 9 })).toThrow(expect.objectContaining({ field: 'fact.operation' }));
  });
});
