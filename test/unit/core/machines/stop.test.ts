// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { successor } from '../../../../src/core/machines/machine.ts';
import {
  type Latch,
  STOP_TRANSITIONS,
  type StopState,
  stopStateAtStart,
} from '../../../../src/core/machines/stop.ts';
import {
  RESET_WINDOW_MS,
  SETTLE_LIMIT_MS,
  type StopControl,
  type StopInput,
  type StopRefusal,
  stepStop,
  stopControlAtStart,
} from '../../../../src/core/machines/stop-control.ts';

const EVENTS = [
  'STOP',
  'SETTLED',
  'OVERDUE',
  'RESET_REQUESTED',
  'RESET_CONFIRMED',
  'LAPSED',
  'LAPSED_DEGRADED',
  'START',
] as const;

const EXPECTED: Readonly<Record<StopState, string>> = {
  RUN: 'STOPPING - - - - - - -',
  STOPPING: 'STOPPING LATCHED LATCHED_DEGRADED - - - - -',
  LATCHED: 'STOPPING - - RESET_PENDING - - - -',
  LATCHED_DEGRADED: 'STOPPING LATCHED - RESET_PENDING - - - -',
  RESET_PENDING: 'STOPPING - - - READY LATCHED LATCHED_DEGRADED -',
  READY: 'STOPPING - - - - LATCHED LATCHED_DEGRADED RUN',
};
const STATES = Object.keys(EXPECTED) as StopState[];
const PAIRS = STATES.flatMap((state) =>
  EVENTS.map((event, index) => [state, event, EXPECTED[state].split(' ')[index] ?? '?'] as const),
);

describe('the table of the stop', () => {
  it.each(PAIRS)('S1 %s + %s → %s', (state, event, next) => {
    expect(successor(STOP_TRANSITIONS, state, event) ?? '-').toBe(next);
  });

  it('S1 has these states and no others', () => {
    expect(Object.keys(STOP_TRANSITIONS).sort()).toEqual([...STATES].sort());
  });

  it('S3 leads to RUN by START alone, and to READY by RESET_CONFIRMED alone', () => {
    for (const [state, event, next] of PAIRS) {
      if (next === 'RUN') {
        expect([state, event]).toEqual(['READY', 'START']);
      }
      if (next === 'READY') {
        expect([state, event]).toEqual(['RESET_PENDING', 'RESET_CONFIRMED']);
      }
    }
  });

  it.each<[Latch, StopState]>([
    ['RUN', 'RUN'],
    ['LATCHED', 'LATCHED'],
    ['RESET_PENDING', 'LATCHED'],
    ['READY', 'LATCHED'],
    ['UNKNOWN', 'LATCHED'],
  ])('begins with a latch that says %s in %s', (latch, state) => {
    expect(stopStateAtStart(latch)).toBe(state);
    const control = stopControlAtStart(latch, 7, 0);
    expect(control).toMatchObject({ state, epoch: 7, missing: [], firstPerson: null });
  });
});

const RUNNING = stopControlAtStart('RUN', 1, 0);

type Reset = Extract<StopInput, { kind: 'RESET' | 'CONFIRM' }>;

function reset(kind: 'RESET' | 'CONFIRM', person: string, change: Partial<Reset> = {}): StopInput {
  return { kind, epoch: 2, person, causeCleared: true, accepts: [], ...change } as StopInput;
}

/** The control after @steps, none of which may be refused. */
function afterSteps(...steps: readonly (readonly [StopInput, number])[]): StopControl {
  return steps.reduce((control, [input, now]) => {
    const { control: next, refusal } = stepStop(control, input, now);
    expect(refusal).toBeNull();
    return next;
  }, RUNNING);
}

const STOP: StopInput = { kind: 'STOP', epoch: 2, missing: ['B', 'A'] };
const ack = (who: string, epoch = 2): StopInput => ({ kind: 'ACKNOWLEDGED', epoch, who });
const TICK: StopInput = { kind: 'TICK' };
const START: StopInput = { kind: 'START', epoch: 2 };
const latched = [
  [STOP, 0],
  [ack('A'), 10],
  [ack('B'), 20],
] as const;

describe('a stop', () => {
  it('latches with the last acknowledgement', () => {
    expect(afterSteps([STOP, 0])).toMatchObject({
      state: 'STOPPING',
      epoch: 2,
      missing: ['A', 'B'],
    });
    expect(afterSteps([STOP, 0], [ack('A'), 10]).state).toBe('STOPPING');
    expect(afterSteps(...latched)).toMatchObject({ state: 'LATCHED', missing: [] });
  });

  it('latches at once when nothing is awaited', () => {
    expect(afterSteps([{ ...STOP, missing: [] }, 0]).state).toBe('LATCHED');
  });

  it('is degraded after 100 ms, and whole with the last acknowledgement', () => {
    const just = [STOP, 5] as const;
    expect(afterSteps(just, [TICK, 5 + SETTLE_LIMIT_MS - 1]).state).toBe('STOPPING');
    const late = [TICK, 5 + SETTLE_LIMIT_MS] as const;
    expect(afterSteps(just, late).state).toBe('LATCHED_DEGRADED');
    expect(afterSteps(just, late, [ack('A'), 300]).state).toBe('LATCHED_DEGRADED');
    expect(afterSteps(just, late, [ack('A'), 300], [ack('B'), 301]).state).toBe('LATCHED');
  });

  it('takes no acknowledgement of another stop', () => {
    const { control, refusal } = stepStop(afterSteps([STOP, 0]), ack('A', 1), 1);
    expect(refusal).toBe('OTHER_EPOCH');
    expect(control.missing).toEqual(['A', 'B']);
  });

  it('S4 is taken in every state', () => {
    for (const state of STATES) {
      const before = { ...RUNNING, state, epoch: 9, firstPerson: 'eve', missing: ['X'] };
      const { control, refusal } = stepStop(before, { ...STOP, epoch: 10 }, 1);
      expect(refusal).toBeNull();
      expect(control).toEqual({
        state: 'STOPPING',
        epoch: 10,
        missing: ['A', 'B'],
        since: 1,
        firstPerson: null,
      });
    }
  });

  it('S4 that is announced late is taken again and moves no epoch back', () => {
    const { control } = stepStop({ ...RUNNING, epoch: 9 }, STOP, 1);
    expect(control).toMatchObject({ state: 'STOPPING', epoch: 9 });
  });
});

describe('a reset', () => {
  const asked = [...latched, [reset('RESET', 'ann'), 100]] as const;

  it('takes two persons and a start', () => {
    expect(afterSteps(...asked)).toMatchObject({ state: 'RESET_PENDING', firstPerson: 'ann' });
    const ready = [...asked, [reset('CONFIRM', 'bob'), 200]] as const;
    expect(afterSteps(...ready).state).toBe('READY');
    expect(afterSteps(...ready, [START, 300])).toMatchObject({ state: 'RUN', firstPerson: null });
  });

  const settled = afterSteps(...latched);
  const pending = afterSteps(...asked);
  const ready = afterSteps(...asked, [reset('CONFIRM', 'bob'), 200]);
  it.each<[string, StopControl, StopInput, StopRefusal]>([
    ['while running', RUNNING, reset('RESET', 'ann'), 'NOT_NOW'],
    ['while stopping', afterSteps([STOP, 200]), reset('RESET', 'ann'), 'NOT_NOW'],
    ['of another stop', settled, reset('RESET', 'ann', { epoch: 1 }), 'OTHER_EPOCH'],
    [
      'with the cause there',
      settled,
      reset('RESET', 'a', { causeCleared: false }),
      'CAUSE_PRESENT',
    ],
    ['by the first person again', pending, reset('CONFIRM', 'ann'), 'SAME_PERSON'],
    ['confirmed for another stop', pending, reset('CONFIRM', 'b', { epoch: 3 }), 'OTHER_EPOCH'],
    [
      'whose cause is back',
      pending,
      reset('CONFIRM', 'b', { causeCleared: false }),
      'CAUSE_PRESENT',
    ],
    ['confirmed without a first', settled, reset('CONFIRM', 'bob'), 'NOT_NOW'],
    ['confirmed twice', ready, reset('CONFIRM', 'cid'), 'NOT_NOW'],
    ['started before its time', pending, START, 'NOT_NOW'],
    ['started for another stop', ready, { kind: 'START', epoch: 3 }, 'OTHER_EPOCH'],
  ])('is refused %s', (_, control, input, refusal) => {
    expect(stepStop(control, input, 210)).toEqual({ control, refusal });
  });

  it.each([
    ['a second person', asked, reset('CONFIRM', 'bob')],
    ['a start', [...asked, [reset('CONFIRM', 'bob'), 100]] as const, START],
  ])('lapses without %s for 120 s', (_, steps, next) => {
    const control = afterSteps(...steps);
    const late = 100 + RESET_WINDOW_MS;
    expect(stepStop(control, TICK, late - 1).control).toEqual(control);
    expect(stepStop(control, TICK, late).control).toMatchObject({
      state: 'LATCHED',
      firstPerson: null,
    });
    // The timer may come late: the step itself must not find the door open.
    expect(stepStop(control, next, late)).toMatchObject({
      refusal: 'NOT_NOW',
      control: { state: 'LATCHED' },
    });
  });

  it('that comes when the last one has just lapsed begins anew, with its own person first', () => {
    const late = 100 + RESET_WINDOW_MS;
    const anew = stepStop(pending, reset('RESET', 'bob'), late).control;
    expect(anew).toMatchObject({ state: 'RESET_PENDING', firstPerson: 'bob', since: late });
    expect(stepStop(anew, reset('CONFIRM', 'bob'), late).refusal).toBe('SAME_PERSON');
    expect(stepStop(anew, reset('CONFIRM', 'ann'), late).control.state).toBe('READY');
  });

  it('of a degraded stop names what is missing, twice, and lapses to degraded', () => {
    const degraded = [[STOP, 0] as const, [TICK, 100] as const] as const;
    const one = afterSteps(...degraded);
    expect(stepStop(one, reset('RESET', 'ann', { accepts: ['A'] }), 101).refusal).toBe(
      'MISSING_NOT_ACCEPTED',
    );
    const accepts = ['A', 'B'];
    const two = afterSteps(...degraded, [reset('RESET', 'ann', { accepts }), 101]);
    expect(stepStop(two, reset('CONFIRM', 'bob'), 102).refusal).toBe('MISSING_NOT_ACCEPTED');
    expect(stepStop(two, TICK, 101 + RESET_WINDOW_MS).control.state).toBe('LATCHED_DEGRADED');
    const acknowledged = stepStop(two, ack('A'), 103).control;
    expect(acknowledged).toMatchObject({ state: 'RESET_PENDING', missing: ['B'] });
    const confirm = reset('CONFIRM', 'bob', { accepts });
    const three = stepStop(acknowledged, confirm, 104).control;
    expect(stepStop(three, START, 105).control).toMatchObject({ state: 'RUN', missing: [] });
  });

  it('is not kept open by a clock that goes back', () => {
    const control = { ...pending, since: 1_000_000 };
    expect(stepStop(control, TICK, 5).control).toEqual(control);
    const confirmed = stepStop(control, reset('CONFIRM', 'bob'), 5).control;
    expect(confirmed.since).toBe(1_000_000);
  });

  it('lapses when the clock cannot be read', () => {
    expect(stepStop(pending, TICK, Number.NaN).control.state).toBe('LATCHED');
    expect(stepStop(ready, START, Number.NaN).refusal).toBe('NOT_NOW');
  });
});
