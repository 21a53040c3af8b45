// SPDX-License-Identifier: Apache-2.0
// Random histories of the stop, judged from their record alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type StopControl,
  type StopInput,
  type StopRefusal,
  stepStop,
  stopControlAtStart,
} from '../../../../src/core/machines/stop-control.ts';
import { runs } from '../runs.ts';

const inputs: fc.Arbitrary<StopInput> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('STOP' as const),
      epoch: fc.nat(6),
      missing: fc.subarray(['A', 'B']),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('ACKNOWLEDGED' as const),
      epoch: fc.nat(6),
      who: fc.constantFrom('A', 'B'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<StopInput>({ kind: 'TICK' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('RESET' as const, 'CONFIRM' as const),
      epoch: fc.nat(6),
      person: fc.constantFrom('ann', 'bob'),
      causeCleared: fc.boolean(),
      accepts: fc.subarray(['A', 'B']),
    }) as fc.Arbitrary<StopInput>,
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('START' as const), epoch: fc.nat(6) }) },
);
/** The epoch is the right one most of the time, or hardly anything would get far. */
const history = fc.array(
  fc.tuple(inputs, fc.oneof(fc.nat(60), fc.nat(70_000)), fc.boolean(), fc.boolean()),
  { maxLength: 40 },
);

interface Taken {
  readonly input: StopInput;
  readonly now: number;
  readonly before: StopControl;
  readonly after: StopControl;
  readonly refusal: StopRefusal | null;
}

function play(steps: readonly [StopInput, number, boolean, boolean][]): Taken[] {
  let control = stopControlAtStart('UNKNOWN', 3, 0);
  let now = 0;
  return steps.map(([given, wait, right, cleared]) => {
    now += wait;
    let input = given;
    if (right && 'epoch' in input) {
      input = { ...input, epoch: input.kind === 'STOP' ? control.epoch + 1 : control.epoch };
    }
    if (cleared && (input.kind === 'RESET' || input.kind === 'CONFIRM')) {
      input = { ...input, causeCleared: true, accepts: ['A', 'B'] };
    }
    const before = control;
    const step = stepStop(control, input, now);
    control = step.control;
    return { input, now, before, after: control, refusal: step.refusal };
  });
}

/** From the record alone: was the step at @at preceded by all that RUN needs? */
function earned(record: readonly Taken[], at: number): boolean {
  const start = record[at];
  const since = record.slice(0, at).findLastIndex((step) => step.input.kind === 'STOP');
  const steps = record.slice(since + 1, at);
  // By what was taken, not by states: a late step can lapse one reset and begin the next at once.
  const taken = steps.filter((step) => step.refusal === null);
  const confirmed = taken.findLast((step) => step.input.kind === 'CONFIRM');
  const requested = taken.findLast((step) => step.input.kind === 'RESET');
  if (start === undefined || confirmed === undefined || requested === undefined) {
    return false;
  }
  const [first, second] = [requested.input, confirmed.input];
  if (first.kind !== 'RESET' || second.kind !== 'CONFIRM' || start.input.kind !== 'START') {
    return false;
  }
  return (
    first.person !== second.person &&
    first.causeCleared &&
    second.causeCleared &&
    first.epoch === second.epoch &&
    second.epoch === start.input.epoch &&
    start.input.epoch === start.after.epoch &&
    confirmed.now - requested.now < 120_000 &&
    start.now - confirmed.now < 120_000 &&
    requested.before.missing.every((name) => first.accepts.includes(name)) &&
    confirmed.before.missing.every((name) => second.accepts.includes(name))
  );
}

describe('any history of the stop', () => {
  it('S3 reaches RUN only by two persons and a start, all in time and for one epoch', () => {
    let reached = 0;
    fc.assert(
      fc.property(history, (steps) => {
        const record = play(steps);
        record.forEach((step, at) => {
          if (step.after.state === 'RUN' && step.before.state !== 'RUN') {
            reached++;
            expect(earned(record, at)).toBe(true);
          }
        });
      }),
      runs(20_000),
    );
    // A property that never gets to RUN would hold for nothing.
    expect(reached).toBeGreaterThan(20);
  });

  it('S4 is stopping or latched after a stop, with no epoch going back', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { input, before, after: now } of play(steps)) {
          expect(now.epoch).toBeGreaterThanOrEqual(before.epoch);
          if (input.kind === 'STOP') {
            expect(['STOPPING', 'LATCHED']).toContain(now.state);
            expect(now.epoch).toBeGreaterThanOrEqual(input.epoch);
          } else {
            expect(now.epoch).toBe(before.epoch);
          }
        }
      }),
      runs(2000),
    );
  });

  it('S5 is LATCHED only with nothing missing', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { after: now } of play(steps)) {
          if (now.state === 'LATCHED') {
            expect(now.missing).toEqual([]);
          }
          if (now.state === 'LATCHED_DEGRADED') {
            expect(now.missing).not.toEqual([]);
          }
        }
      }),
      runs(2000),
    );
  });
});
