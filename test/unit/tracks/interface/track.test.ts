// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/core/canonical/approval.ts';
import { UiDisplayState, UserAttentionLevel } from '../../../../src/core/model/device-state.ts';
import {
  ClearanceLevel,
  OperationType,
  RiskLevel,
  Track,
} from '../../../../src/core/model/enums.ts';
import { NO_REQUIREMENTS } from '../../../../src/core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../../src/core/model/track.ts';
import type { FieldReport } from '../../../../src/core/ports/track.ts';
import { fieldAt } from '../../../../src/core/state/field-table.ts';
import { SILENCE_MS } from '../../../../src/tracks/interface/viewers.ts';
import { ABOUT, DEVICE, OTHER_DEVICE, question, refusal, World } from './world.ts';

const signal = new AbortController().signal;
const { OPEN, LISTED, HIDDEN } = UiDisplayState;

async function fields(world: World, device = DEVICE): Promise<Record<string, unknown>> {
  const reports = await world.track.report(signal);
  const own = reports.filter((one) => one.device === device);
  return Object.fromEntries(own.map(({ path, value }) => [path.split('.')[1], value]));
}

async function judged(world: World, operationType: OperationType = OperationType.WRITE) {
  const request = {
    coordinationId: 'c',
    deviceId: DEVICE,
    operationType,
    parameters: { register: 1, value: 1 },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification: '',
    requestedAt: 0,
  };
  return await world.track.assess({ request, requester: undefined, now: 0 }, signal);
}

describe('viewers', () => {
  it('show what they show, of each device, while they are there', async () => {
    const world = new World();
    const { track, clock } = world;
    expect(await fields(world)).toMatchObject({
      ui_monitored: false,
      display_state: HIDDEN,
      active_ui_sessions: 0,
    });
    const ann = track.openSession('unix:ann');
    const bob = track.openSession('unix:bob');
    track.display(ann, DEVICE, LISTED);
    track.display(bob, DEVICE, OPEN);
    track.interacted(bob, DEVICE);
    expect(await fields(world)).toMatchObject({
      ui_monitored: true,
      display_state: OPEN,
      active_ui_sessions: 2,
      last_ui_interaction: clock.boot() * 1_000_000,
    });
    expect(await fields(world, OTHER_DEVICE)).toMatchObject({ ui_monitored: false });
    clock.advance(SILENCE_MS - 1);
    track.alive(ann);
    clock.advance(1);
    expect(await fields(world)).toMatchObject({ display_state: LISTED, active_ui_sessions: 1 });
    expect(refusal(() => track.alive(bob))).toBe('UNKNOWN_SESSION');
    track.closeSession(ann);
    track.closeSession(ann);
    expect(await fields(world)).toMatchObject({ ui_monitored: false, active_ui_sessions: 0 });
  });

  it('see nothing that they are not cleared for, also when that changes later', async () => {
    const world = new World();
    const low = world.track.openSession('unix:low');
    expect(refusal(() => world.track.display(low, DEVICE, OPEN))).toBe('NOT_CLEARED');
    expect(refusal(() => world.track.openSession('svc:hms'))).toBe('NOT_A_PERSON');
    expect(refusal(() => world.track.openSession('unix:nobody'))).toBe('NOT_A_PERSON');
    const ann = world.track.openSession('unix:ann');
    world.track.display(ann, DEVICE, OPEN);
    world.persons.delete('unix:ann');
    expect(await fields(world)).toMatchObject({ ui_monitored: false });
    expect(refusal(() => world.track.interacted(ann, DEVICE))).toBe('NOT_CLEARED');
  });

  it('are bounded, for each account and in all', () => {
    const world = new World();
    for (let n = 0; n < 16; n++) {
      world.track.openSession('unix:ann');
    }
    expect(refusal(() => world.track.openSession('unix:ann'))).toBe('TOO_MANY');
    expect(refusal(() => world.track.openSession('unix:bob'))).toBe('ALLOWED');
  });

  it('make an effect less risky by watching, and never a stop or a read riskier', async () => {
    const world = new World();
    expect(await judged(world)).toMatchObject({ risk: RiskLevel.MODERATE, rules: ['unwatched'] });
    expect((await judged(world, OperationType.READ)).risk).toBe(RiskLevel.SAFE);
    expect((await judged(world, OperationType.EMERGENCY_STOP)).risk).toBe(RiskLevel.SAFE);
    const ann = world.track.openSession('unix:ann');
    world.track.display(ann, DEVICE, LISTED);
    expect((await judged(world)).risk).toBe(RiskLevel.LOW);
    world.track.display(ann, DEVICE, OPEN);
    expect((await judged(world)).risk).toBe(RiskLevel.SAFE);
    world.track.notify({ device: DEVICE, kind: 'thermal.limit', level: 3, text: 'hot' });
    expect(await judged(world)).toMatchObject({
      risk: RiskLevel.HIGH,
      rules: ['attention-pending', 'watched'],
    });
    world.track.acknowledge(ann, DEVICE, 'thermal.limit', 1);
    expect((await judged(world)).risk).toBe(RiskLevel.SAFE);
  });
});

describe('a confirmation', () => {
  it('is asked, shown term by term, answered, and then there for the plan', () => {
    const { track, clock, audit } = new World();
    const asked = track.ask(question());
    expect(track.questions()).toEqual([asked]);
    const session = track.openSession('unix:bob');
    clock.advance(10_000);
    const shown = track.disclose(asked.id, session);
    expect(shown.terms).toEqual(question().terms);
    expect(track.answer(asked.id, session, shown.digest, true)).toBe('CONFIRMED');
    expect(track.confirmation(ABOUT)).toEqual({
      about: ABOUT,
      risk: 4,
      disclosed: true,
      at: clock.boot(),
    });
    expect(track.questions()).toEqual([]);
    expect(audit.kinds()).toEqual(['interface.confirmation.asked', 'interface.confirmation.given']);
  });

  it('counts only after the session has shown exactly that', () => {
    const { track } = new World();
    const asked = track.ask(question());
    const [one, two] = [track.openSession('unix:ann'), track.openSession('unix:bob')];
    expect(refusal(() => track.answer(asked.id, one, asked.digest, true))).toBe('NOT_SHOWN');
    track.disclose(asked.id, one);
    expect(refusal(() => track.answer(asked.id, two, asked.digest, true))).toBe('NOT_SHOWN');
    expect(refusal(() => track.answer(asked.id, one, 'b'.repeat(64), true))).toBe('NOT_SHOWN');
    expect(track.confirmation(ABOUT)).toBeUndefined();
    expect(refusal(() => track.answer(asked.id, one, asked.digest, true))).toBe('ALLOWED');
  });

  it('is by a cleared person', () => {
    const { track, persons } = new World();
    const asked = track.ask(question());
    const low = track.openSession('unix:low');
    expect(refusal(() => track.disclose(asked.id, low))).toBe('NOT_CLEARED');
    const ann = track.openSession('unix:ann');
    const { digest } = track.disclose(asked.id, ann);
    persons.delete('unix:ann');
    expect(refusal(() => track.answer(asked.id, ann, digest, true))).toBe('NOT_A_PERSON');
    expect(track.confirmation(ABOUT)).toBeUndefined();
  });

  it('ends at its limit by the boot clock, answered or not', () => {
    const { track, clock } = new World();
    const asked = track.ask(question({ limitS: 60 }));
    const ann = track.openSession('unix:ann');
    const { digest } = track.disclose(asked.id, ann);
    track.answer(asked.id, ann, digest, true);
    clock.wallNow -= 1_000_000;
    clock.bootNow += 59_999;
    expect(track.confirmation(ABOUT)).toBeDefined();
    clock.bootNow += 1;
    expect(track.confirmation(ABOUT)).toBeUndefined();
    clock.bootNow -= 30_000;
    expect(track.confirmation(ABOUT)).toBeUndefined();
    clock.bootNow = Number.NaN;
    expect(track.confirmation(ABOUT)).toBeUndefined();
  });

  it('is void once whoever gave it is nobody, is somebody else, or may not any more', () => {
    const known = new World().persons.get('unix:ann') as Person;
    for (const [now, holds] of [
      [known, true],
      [{ ...known, clearance: ClearanceLevel.NONE }, false],
      [{ ...known, compartments: [] }, false],
      [{ ...known, person: 'zoe' }, false],
      [{ ...known, person: 'service:unix:ann' }, false],
      [undefined, false],
    ] as const) {
      const { track, persons } = new World();
      const asked = track.ask(question());
      const ann = track.openSession('unix:ann');
      track.answer(asked.id, ann, track.disclose(asked.id, ann).digest, true);
      expect(track.confirmation(ABOUT)).toBeDefined();
      persons.delete('unix:ann');
      if (now !== undefined) {
        persons.set('unix:ann', now);
      }
      expect(track.confirmation(ABOUT) !== undefined).toBe(holds);
    }
  });

  it('is void when the risk rises, and holds when it falls', () => {
    const { track, audit } = new World();
    const asked = track.ask(question());
    const ann = track.openSession('unix:ann');
    track.answer(asked.id, ann, track.disclose(asked.id, ann).digest, true);
    expect(track.ask(question({ risk: 3, terms: ['risk is MODERATE'] }))).toEqual(asked);
    expect(track.reassessed(ABOUT, 4)).toBe(false);
    expect(track.confirmation(ABOUT)).toBeDefined();
    const again = track.ask(question({ risk: 5, terms: ['risk is CRITICAL'] }));
    expect(again.id).not.toBe(asked.id);
    expect(track.confirmation(ABOUT)).toBeUndefined();
    track.answer(again.id, ann, track.disclose(again.id, ann).digest, true);
    expect(track.reassessed(ABOUT, 6)).toBe(true);
    expect(track.confirmation(ABOUT)).toBeUndefined();
    expect(audit.kinds().at(-1)).toBe('interface.confirmation.void');
  });

  it('ends with the request, and with one no', () => {
    const { track } = new World();
    const asked = track.ask(question());
    const ann = track.openSession('unix:ann');
    const { digest } = track.disclose(asked.id, ann);
    track.answer(asked.id, ann, digest, true);
    track.answer(asked.id, ann, digest, false);
    expect(track.confirmation(ABOUT)).toBeUndefined();
    track.ask(question());
    expect(track.withdraw(ABOUT)).toBe(true);
    expect(track.withdraw(ABOUT)).toBe(false);
    expect(track.questions()).toEqual([]);
  });

  it('is one of few: for each requester, and in all', () => {
    const { track } = new World();
    const about = (n: number): string => n.toString(16).padStart(64, '0');
    for (let n = 0; n < 8; n++) {
      track.ask(question({ about: about(n) }));
    }
    expect(refusal(() => track.ask(question({ about: about(8) })))).toBe('TOO_MANY');
    expect(refusal(() => track.ask(question({ about: about(7) })))).toBe('ALLOWED');
    for (let n = 8; n < 256; n++) {
      track.ask(question({ about: about(n), requester: `p${n}` }));
    }
    expect(refusal(() => track.ask(question({ about: about(999), requester: 'x' })))).toBe(
      'TOO_MANY',
    );
  });

  it.each([
    ['about', { about: 'A' }, 'about'],
    ['device', { device: 1 }, 'device_id'],
    ['risk', { risk: 0 as never }, 'risk'],
    ['terms', { terms: [] }, 'terms'],
    ['a term', { terms: ['a\nb'] }, 'terms[0]'],
    ['limit', { limitS: 301 }, 'limit_s'],
  ])('names what is wrong with its question: %s', (_, change, field) => {
    const { track } = new World();
    expect(() => track.ask(question(change))).toThrow(expect.objectContaining({ field }));
    expect(track.questions()).toEqual([]);
  });
});

describe('notifications', () => {
  const hot = { device: DEVICE, kind: 'thermal.limit', text: 'hot' };

  it('rise only, are conflated, and end when what was seen is acknowledged', async () => {
    const world = new World();
    const { track } = world;
    const ann = track.openSession('unix:ann');
    track.notify({ ...hot, level: UserAttentionLevel.URGENT });
    expect(track.notify({ ...hot, level: UserAttentionLevel.NOTICE })).toMatchObject({
      level: UserAttentionLevel.URGENT,
      count: 2,
    });
    expect(await fields(world)).toMatchObject({
      attention_required: UserAttentionLevel.URGENT,
      user_notifications_pending: true,
    });
    expect(refusal(() => track.acknowledge(ann, DEVICE, hot.kind, 1))).toBe('NEWER');
    track.acknowledge(ann, DEVICE, hot.kind, 2);
    expect(await fields(world)).toMatchObject({
      attention_required: UserAttentionLevel.NONE,
      user_notifications_pending: false,
    });
    expect(refusal(() => track.acknowledge(ann, DEVICE, hot.kind, 2))).toBe('UNKNOWN_NOTIFICATION');
  });

  it('are acknowledged by cleared persons only', () => {
    const { track } = new World();
    track.notify({ ...hot, level: UserAttentionLevel.URGENT });
    const low = track.openSession('unix:low');
    expect(refusal(() => track.acknowledge(low, DEVICE, hot.kind, 1))).toBe('NOT_CLEARED');
    expect(track.notifications(DEVICE)).toHaveLength(1);
  });

  it('are bounded, and lose no level for it', () => {
    const { track, events } = new World();
    for (let n = 0; n < 1_000; n++) {
      track.notify({ device: DEVICE, kind: `kind.${n}`, level: n === 999 ? 3 : 1, text: 't' });
    }
    const kinds = track.notifications(DEVICE);
    expect(kinds).toHaveLength(17);
    expect(kinds.find(({ kind }) => kind === 'other')).toMatchObject({ count: 984, level: 3 });
    expect(events.published.at(-1)?.subject).toBe('interface.attention.8003.other');
  });

  it.each([
    ['kind', { kind: 'Bad Kind' }],
    ['text', { text: '' }],
    ['level', { level: 0 as never }],
    ['device_id', { device: 0x800c }],
  ])('names what is wrong: %s', (field, change) => {
    const { track } = new World();
    expect(() => track.notify({ ...hot, level: 1, ...change })).toThrow(
      expect.objectContaining({ field }),
    );
  });
});

describe('what it reports', () => {
  it('is its own to write, of every device, and told when it changes', async () => {
    const { track } = new World();
    const reports = await track.report(signal);
    expect(reports).toHaveLength(12);
    for (const { path } of reports) {
      expect(fieldAt(path).writers).toContain(Track.INTERFACE);
    }
    // Whoever asks about one waits for one.
    const one = await track.report(signal, DEVICE);
    expect(one).toEqual(reports.filter(({ device }) => device === DEVICE));
    expect(one).toHaveLength(6);
    const seen: FieldReport[] = [];
    const end = track.subscribe((changes) => seen.push(...changes));
    const ann = track.openSession('unix:ann');
    track.display(ann, DEVICE, OPEN);
    expect(seen.map(({ path }) => path)).toEqual([
      'interface_state.ui_monitored',
      'interface_state.display_state',
      'interface_state.active_ui_sessions',
    ]);
    end();
    track.closeSession(ann);
    expect(seen).toHaveLength(3);
  });

  it('goes on when a listener throws, and says so', () => {
    const { track, faults } = new World();
    const seen: FieldReport[] = [];
    track.subscribe(() => {
      throw new Error('deaf');
    });
    track.subscribe((changes) => seen.push(...changes));
    track.display(track.openSession('unix:ann'), DEVICE, OPEN);
    expect(seen).toHaveLength(3);
    expect(faults.map(({ message }) => message)).toEqual(['deaf']);
  });
});
