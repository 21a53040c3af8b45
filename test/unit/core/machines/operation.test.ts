// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { successor } from '../../../../src/core/machines/machine.ts';
import {
  advanceOperation,
  type CoordinationState,
  coordinationResult,
  OPERATION_TRANSITIONS,
  type OperationEvent,
} from '../../../../src/core/machines/operation.ts';
import { CoordinationResult } from '../../../../src/core/model/enums.ts';
import { IllegalTransitionError } from '../../../../src/core/model/errors.ts';
import { runs } from '../runs.ts';

const EVENTS = ['ASSESSED', 'SAFE', 'AUTHORIZED', 'COMPLETE', 'FAIL', 'DENY', 'STOP'] as const;
const FINAL = ['COMPLETED', 'FAILED', 'DENIED', 'EMERGENCY_STOPPED'];

// state: what each of EVENTS leads to; '-' is refused. Written from the design, not from the table.
const EXPECTED: Readonly<Record<CoordinationState, string>> = {
  INITIALIZING: 'SAFETY_CHECKING - - - FAILED DENIED EMERGENCY_STOPPED',
  SAFETY_CHECKING: '- AUTHORIZING - - FAILED DENIED EMERGENCY_STOPPED',
  AUTHORIZING: '- - EXECUTING - FAILED DENIED EMERGENCY_STOPPED',
  EXECUTING: '- - - COMPLETED FAILED - EMERGENCY_STOPPED',
  COMPLETED: '- - - - - - COMPLETED',
  FAILED: '- - - - - - FAILED',
  DENIED: '- - - - - - DENIED',
  EMERGENCY_STOPPED: '- - - - - - EMERGENCY_STOPPED',
};
const STATES = Object.keys(EXPECTED) as CoordinationState[];
const PAIRS = STATES.flatMap((state) =>
  EVENTS.map((event, index) => [state, event, EXPECTED[state].split(' ')[index] ?? '?'] as const),
);

function successors(state: CoordinationState): CoordinationState[] {
  const nexts = EVENTS.map((event) => successor(OPERATION_TRANSITIONS, state, event));
  return nexts.filter((next) => next !== undefined);
}

describe('the life cycle of an operation', () => {
  it.each(PAIRS)('S1 %s + %s → %s', (state, event, next) => {
    if (next === '-') {
      expect(() => advanceOperation(state, event)).toThrow(IllegalTransitionError);
    } else {
      expect(advanceOperation(state, event)).toBe(next);
    }
  });

  it('S1 has these states and no others, and takes no inherited name for an event', () => {
    expect(Object.keys(OPERATION_TRANSITIONS).sort()).toEqual([...STATES].sort());
    expect(() => advanceOperation('EXECUTING', 'constructor' as OperationEvent)).toThrow(
      /operation in EXECUTING cannot take constructor \(it takes COMPLETE, FAIL, STOP\)/,
    );
    expect(() => advanceOperation('toString' as CoordinationState, 'STOP')).toThrow(/nothing/);
  });

  it('S2 can end from every state, and nothing leaves an end', () => {
    for (const state of STATES) {
      const reached = new Set<CoordinationState>([state]);
      for (const from of reached) {
        for (const next of successors(from)) {
          reached.add(next);
        }
      }
      const ends = [...reached].filter((one) => FINAL.includes(one));
      expect(ends).not.toEqual([]);
      if (FINAL.includes(state)) {
        expect([...reached]).toEqual([state]);
      }
    }
  });

  it('S2 executes only what was assessed, found safe and authorized, in this order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
        let state: CoordinationState = 'INITIALIZING';
        const taken: OperationEvent[] = [];
        for (const event of events) {
          const next: CoordinationState | undefined = successor(
            OPERATION_TRANSITIONS,
            state,
            event,
          );
          if (next !== undefined) {
            state = next;
            taken.push(event);
          }
          expect(STATES).toContain(state);
          if (state === 'EXECUTING' || state === 'COMPLETED') {
            expect(taken.slice(0, 3)).toEqual(['ASSESSED', 'SAFE', 'AUTHORIZED']);
          }
        }
      }),
      runs(2000),
    );
  });

  it('tells the client a result only at the end', () => {
    const told = STATES.map((state) => [state, coordinationResult(state)]);
    expect(Object.fromEntries(told)).toEqual({
      INITIALIZING: CoordinationResult.UNKNOWN,
      SAFETY_CHECKING: CoordinationResult.UNKNOWN,
      AUTHORIZING: CoordinationResult.UNKNOWN,
      EXECUTING: CoordinationResult.UNKNOWN,
      COMPLETED: CoordinationResult.SUCCESS,
      FAILED: CoordinationResult.FAILED,
      DENIED: CoordinationResult.DENIED,
      EMERGENCY_STOPPED: CoordinationResult.EMERGENCY_STOPPED,
    });
  });
});
