// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { SecurityStatus } from '../../../../src/core/model/device-state.ts';
import { OperationType, RiskLevel, Track } from '../../../../src/core/model/enums.ts';
import type { FieldReport } from '../../../../src/core/ports/track.ts';
import { fieldAt } from '../../../../src/core/state/field-table.ts';
import { settle } from '../fakes.ts';
import { policyDocument } from './people.ts';
import { decide, subject, verdict, World } from './world.ts';

const { READ, WRITE, CONFIG, RESET, EMERGENCY_STOP } = OperationType;
const ANNS = 'unix:1000';
const never = RiskLevel.QUARANTINED;

function fieldOf(reports: readonly FieldReport[], device: number, path: string): unknown {
  return reports.find((one) => one.device === device && one.path === path)?.value;
}
const signal = new AbortController().signal;

describe('who may', () => {
  it('allows a granted operation at the class of device and operation', async () => {
    const track = await new World().ready();
    expect(await verdict(track, ANNS, 0x8003, READ)).toMatchObject({
      risk: RiskLevel.SAFE,
      rules: ['device-class'],
    });
    expect(await verdict(track, ANNS, 0x8003, WRITE)).toMatchObject({ risk: RiskLevel.HIGH });
    expect(await verdict(track, ANNS, 0x8000, CONFIG)).toMatchObject({ risk: RiskLevel.MODERATE });
    expect((await track.admit(ANNS, 0x8003, READ)).allowed).toBe(true);
  });

  it.each([
    ['a principal that nobody knows', 'unix:4711', 0x8003, READ, 'principal-unknown'],
    ['no principal', undefined, 0x8003, READ, 'principal-unknown'],
    ['an operation without a grant', ANNS, 0x8003, RESET, 'no-grant'],
    ['a device without a grant', ANNS, 0x8013, READ, 'no-grant'],
    ['a quarantined device', ANNS, 0x8009, READ, 'device-quarantined'],
  ] as const)('never allows %s', async (_, principal, device, operation, rule) => {
    const track = await new World().ready();
    const { risk, rules, reasons } = await verdict(track, principal, device, operation);
    expect(risk).toBe(never);
    expect(rules).toContain(rule);
    expect(reasons).toHaveLength(rules.length);
  });

  it('never takes another person than the principal’s for the requester', async () => {
    const track = await new World().ready();
    const bob = track.identify('unix:1001');
    const { request } = subject(track, ANNS, 0x8003, READ);
    const judge = (requester: typeof bob) =>
      track.assess({ request, requester, principal: ANNS, now: 0 }, signal);
    expect((await judge(bob)).rules).toContain('requester-mismatch');
    const ann = track.identify(ANNS);
    expect(ann).toEqual({ person: 'ann', clearance: 3, compartments: ['ALPHA'] });
    expect((await judge(ann && { ...ann, clearance: 7 })).rules).toContain('requester-mismatch');
    expect((await judge(ann && { ...ann, clearance: 1 })).risk).toBe(RiskLevel.SAFE);
  });

  it('denies everything but a stop while there is no policy', async () => {
    const track = await new World().founded();
    expect(await verdict(track, ANNS, 0x8003, READ)).toMatchObject({ risk: never });
    const admission = await track.admit(ANNS, 0x8003, READ);
    expect(admission.allowed).toBe(false);
    expect(admission.refusals[0]?.rule).toBe('policy-absent');
    expect((await track.admit(ANNS, 0x8003, EMERGENCY_STOP)).allowed).toBe(true);
    expect(track.deviceAccess(0x8003)).toEqual({
      risk: 2,
      requiredClearance: 7,
      compartments: [],
      accessAuthorized: false,
    });
  });

  it('refuses whoever is not cleared for the device, and says what is missing', async () => {
    const track = await new World().ready();
    const { refusals } = await track.admit('svc:hms', 0x8003, READ);
    expect(refusals.map(({ rule }) => rule)).toEqual(['clearance', 'compartments']);
    expect((await track.admit('svc:hms', 0x8013, READ)).allowed).toBe(true);
  });

  it('knows a grant only within its time, also when the clock is set back', async () => {
    const world = new World();
    const grant = {
      id: 'short',
      principals: [ANNS],
      devices: 'all',
      operations: ['READ'],
      not_before: '2026-06-02T00:00:00Z',
      not_after: '2026-06-03T00:00:00Z',
    };
    const track = await world.ready(policyDocument({ grants: [grant] }));
    const allowed = async () => (await verdict(track, ANNS, 0x8003, READ)).risk < never;
    const at = (text: string): void => {
      world.clock.wallNow = Date.parse(text);
    };
    expect(await allowed()).toBe(false);
    at('2026-06-02T00:00:00Z');
    expect(await allowed()).toBe(true);
    expect(track.deviceAccess(0x8003).accessAuthorized).toBe(true);
    at('2026-06-02T23:59:59Z');
    expect(await allowed()).toBe(true);
    at('2026-06-03T00:00:00Z');
    expect(await allowed()).toBe(false);
    at('2026-06-02T12:00:00Z');
    expect(await allowed()).toBe(false);
    expect(track.deviceAccess(0x8003).accessAuthorized).toBe(false);
    world.clock.wallNow = Number.NaN;
    expect(await allowed()).toBe(false);
  });

  it('does not let a grant outlive its time while the calendar stands still', async () => {
    const world = new World();
    const grant = {
      id: 'short',
      principals: [ANNS],
      devices: 'all',
      operations: ['READ'],
      not_after: '2026-06-02T00:00:00Z',
    };
    const track = await world.ready(policyDocument({ grants: [grant] }));
    expect((await verdict(track, ANNS, 0x8003, READ)).risk).toBe(RiskLevel.SAFE);
    world.clock.bootNow += 86_400_000;
    expect((await verdict(track, ANNS, 0x8003, READ)).risk).toBe(never);
  });
});

describe('failed attempts', () => {
  it('raise the risk of the principal, then lock it out, and fade', async () => {
    const world = new World();
    const track = await world.ready();
    const risk = async () => (await verdict(track, ANNS, 0x8003, READ)).risk;
    await track.admit(ANNS, 0x8013, READ);
    expect(await risk()).toBe(RiskLevel.SAFE);
    await track.refused(ANNS, 0x8003, WRITE, 'second-person');
    expect(await risk()).toBe(RiskLevel.HIGH);
    await track.admit(ANNS, 0x8013, READ);
    await track.admit(ANNS, 0x8013, READ);
    expect(await verdict(track, ANNS, 0x8003, READ)).toMatchObject({ risk: never });
    expect((await track.admit(ANNS, 0x8003, READ)).refusals[0]?.rule).toBe('locked-out');
    expect((await track.admit(ANNS, 0x8003, EMERGENCY_STOP)).allowed).toBe(true);
    // Her other account, and bob's, are not locked.
    expect((await track.admit('cert:ann', 0x8003, READ)).allowed).toBe(true);
    expect((await track.admit('unix:1001', 0x8003, READ)).allowed).toBe(true);
    expect(world.audit.kinds().filter((kind) => kind === 'security.lockout')).toHaveLength(1);
    world.clock.advance(599_999);
    expect(await risk()).toBe(never);
    world.clock.advance(1);
    expect(await risk()).toBe(RiskLevel.SAFE);
  });

  it('go on counting for whoever is locked out, when they would have been refused anyway', async () => {
    const world = new World();
    const track = await world.ready();
    for (let n = 0; n < 4; n++) {
      await track.admit(ANNS, 0x8013, READ);
    }
    world.clock.advance(300_000);
    // What a grant allows is refused for the lock-out alone, and is no attempt.
    await track.admit(ANNS, 0x8003, READ);
    world.clock.advance(299_999);
    expect((await verdict(track, ANNS, 0x8003, READ)).rules).toContain('locked-out');
    for (let n = 0; n < 4; n++) {
      await track.admit(ANNS, 0x8013, READ);
    }
    world.clock.advance(599_999);
    expect((await verdict(track, ANNS, 0x8003, READ)).rules).toContain('locked-out');
    world.clock.advance(1);
    expect((await verdict(track, ANNS, 0x8003, READ)).risk).toBe(RiskLevel.SAFE);
  });

  it('are durable when the refusal is answered, and survive a restart', async () => {
    const world = new World();
    const track = await world.ready();
    for (let n = 0; n < 4; n++) {
      await track.admit(ANNS, 0x8013, READ);
    }
    // No close(): the process dies here.
    const again = await world.open();
    expect((await again.admit(ANNS, 0x8003, READ)).refusals[0]?.rule).toBe('locked-out');
    // The machine was off for a year, and its clock of sleep begins anew.
    world.clock.wallNow += 365 * 86_400_000;
    world.clock.bootNow = 5;
    const later = await world.open();
    expect((await verdict(later, ANNS, 0x8003, READ)).rules).toContain('locked-out');
  });

  it('of strangers cost no memory of their own', async () => {
    const world = new World();
    const track = await world.ready();
    for (let n = 0; n < 3_000; n++) {
      await track.admit(`stranger:${n}`, 0x8003, READ);
    }
    await track.admit('\ud800\u0007 odd', 0x8003, READ);
    expect(world.storage.parts.size).toBeLessThan(20);
    expect(world.audit.entries.every(({ actor }) => /^[ -~]*$/.test(actor))).toBe(true);
    // Nor do they make anything riskier for those who are known.
    expect((await verdict(track, ANNS, 0x8003, READ)).risk).toBe(RiskLevel.SAFE);
    expect(world.audit.entries.length).toBeLessThan(20);
    world.clock.advance(10_000);
    track.tick();
    await settle();
    const repeated = world.audit.entries.at(-1);
    expect(repeated?.kind).toBe('security.access.refused.repeated');
    expect(repeated?.details['repeated']).toBe(3_000);
  });
});

describe('rate limits', () => {
  it('hold for a principal and for a device, and never for a stop', async () => {
    const world = new World();
    const limits = {
      per_principal: { burst: 2, interval_ms: 1_000 },
      per_device: { burst: 3, interval_ms: 1_000 },
    };
    const track = await world.ready(policyDocument({ limits }));
    const ask = async (who: string) => (await track.admit(who, 0x8003, READ)).waitMs;
    expect([await ask(ANNS), await ask(ANNS), await ask(ANNS)]).toEqual([0, 0, 1_000]);
    expect([await ask('unix:1001'), await ask('unix:1001')]).toEqual([0, 1_000]);
    expect((await track.admit(ANNS, 0x8003, EMERGENCY_STOP)).allowed).toBe(true);
    world.clock.advance(999);
    expect(await ask(ANNS)).toBe(1);
    world.clock.advance(1);
    expect(await ask(ANNS)).toBe(0);
    // Too often is no failed attempt.
    expect((await verdict(track, ANNS, 0x8003, READ)).risk).toBe(RiskLevel.SAFE);
  });

  it('begin empty after a restart', async () => {
    const world = new World();
    const limits = {
      per_principal: { burst: 5, interval_ms: 1_000 },
      per_device: { burst: 5, interval_ms: 1_000 },
    };
    await world.ready(policyDocument({ limits }));
    const again = await world.open();
    expect((await again.admit(ANNS, 0x8003, READ)).waitMs).toBe(1_000);
  });
});

describe('what it reports', () => {
  it('has every field that the track owns, of every device', async () => {
    const track = await new World().ready();
    const reports = await track.report(signal);
    expect(reports).toHaveLength(84 * 8);
    const one = await track.report(signal, 0x8003);
    expect(one).toEqual(reports.filter(({ device }) => device === 0x8003));
    expect(one).toHaveLength(8);
    for (const { path } of reports) {
      expect(fieldAt(path).writers).toContain(Track.SECURITY);
    }
    expect(fieldOf(reports, 0x8003, 'security_state.required_clearance')).toBe(2);
    expect(fieldOf(reports, 0x8003, 'security_state.access_authorized')).toBe(true);
    expect(fieldOf(reports, 0x8009, 'security_state.access_authorized')).toBe(false);
    expect(fieldOf(reports, 0x8009, 'unified_metadata.current_risk_level')).toBe(never);
    expect(fieldOf(reports, 0x8003, 'security_state.security_status')).toBe(SecurityStatus.NORMAL);
  });

  it('tells changes at once, and each only once', async () => {
    const world = new World();
    const track = await world.ready();
    track.tick();
    const seen: FieldReport[] = [];
    const end = track.subscribe((changes) => seen.push(...changes));
    await track.refused(ANNS, 0x8003, WRITE, 'no-grant');
    await settle();
    expect(seen.filter(({ path }) => path.endsWith('failed_access_attempts'))).toEqual([
      { device: 0x8003, path: 'security_state.failed_access_attempts', value: 1 },
    ]);
    expect(fieldOf(seen, 0x8003, 'security_state.security_status')).toBe(SecurityStatus.ELEVATED);
    seen.length = 0;
    track.tick();
    expect(seen).toEqual([]);
    world.clock.advance(60_000);
    track.tick();
    expect(fieldOf(seen, 0x8003, 'security_state.security_status')).toBe(SecurityStatus.NORMAL);
    end();
    await track.refused(ANNS, 0x8003, WRITE, 'no-grant');
    expect(fieldOf(seen, 0x8003, 'security_state.failed_access_attempts')).toBe(0);
  });

  it('says that state or log cannot be trusted, until two persons have cleared it', async () => {
    const world = new World();
    const track = await world.ready();
    await track.distrust('the head is ahead of the store');
    expect(await verdict(track, ANNS, 0x8003, READ)).toMatchObject({
      risk: never,
      rules: ['state-untrusted', 'device-class'],
    });
    const again = await world.open();
    expect((await verdict(again, ANNS, 0x8003, READ)).rules).toContain('state-untrusted');
    await decide(again, { change: 'clear', target: 'trust' });
    expect((await verdict(again, ANNS, 0x8003, READ)).risk).toBe(RiskLevel.SAFE);
  });
});
