// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type UnifiedDeviceState,
  unreportedState,
} from '../../../../src/core/model/device-state.ts';
import { RiskLevel } from '../../../../src/core/model/enums.ts';
import {
  countChanges,
  NO_CHANGES,
  safetyVersion,
} from '../../../../src/core/state/safety-version.ts';
import { runs } from '../runs.ts';

const IDENTITY = { deviceId: 0x8003, deviceName: 'D', deviceGroup: 0, deviceIndex: 3 };
const START = unreportedState(IDENTITY, RiskLevel.LOW);
type Leaves = Record<string, Record<string, unknown>>;

/** Every leaf of the state, and whether it moves the version of an operation on register 2. */
const MOVES: ReadonlySet<string> = new Set([
  'kernelState.powerState',
  'kernelState.lastRegisterValues[2]',
  'securityState.accessAuthorized',
  'securityState.requiredClearance',
  'unifiedMetadata.emergencyStopApplied',
]);
const LEAVES = Object.entries(START as unknown as Leaves).flatMap(([part, leaves]) =>
  typeof leaves === 'object'
    ? Object.entries(leaves).flatMap(([name, value]) =>
        Array.isArray(value) ? value.map((_, n) => `${part}.${name}[${n}]`) : [`${part}.${name}`],
      )
    : [],
);

function changed(state: UnifiedDeviceState, leaf: string, to: number): UnifiedDeviceState {
  const copy = structuredClone(state) as unknown as Leaves;
  const [, part = '', name = '', index] = /^(\w+)\.(\w+)(?:\[(\d+)\])?$/.exec(leaf) ?? [];
  const leaves = copy[part] ?? {};
  const old = leaves[name];
  if (Array.isArray(old)) {
    old[Number(index)] = to;
  } else {
    leaves[name] = typeof old === 'boolean' ? !old : to;
  }
  return copy as unknown as UnifiedDeviceState;
}

const version = (counters: typeof NO_CHANGES, epoch = 0): number =>
  safetyVersion(counters, [2], epoch);

describe('the safety version', () => {
  it.each(LEAVES)('C6 with %s changed', (leaf) => {
    // 3 is in no field of the unreported state; as a risk it crosses no quarantine.
    const after = changed(START, leaf, 3);
    expect(after).not.toEqual(START);
    expect(version(countChanges(NO_CHANGES, START, after))).toBe(MOVES.has(leaf) ? 1 : 0);
    expect(countChanges(NO_CHANGES, START, START)).toEqual(NO_CHANGES);
  });

  it('C6 moves with quarantine, into and out of it, and with no other risk', () => {
    const risk = (level: number): UnifiedDeviceState =>
      changed(START, 'unifiedMetadata.currentRiskLevel', level);
    const between = (a: number, b: number): number =>
      version(countChanges(NO_CHANGES, risk(a), risk(b)));
    expect([between(5, 6), between(6, 1), between(1, 5), between(6, 6)]).toEqual([1, 1, 0, 0]);
  });

  it('C6 moves with the stop epoch', () => {
    expect(version(NO_CHANGES, 5)).toBe(version(NO_CHANGES, 4) + 1);
  });

  it('C6 counts the registers that the operation names, each once', () => {
    const after = changed(START, 'kernelState.lastRegisterValues[2]', 9);
    const counters = countChanges(NO_CHANGES, START, after);
    expect(safetyVersion(counters, [], 0)).toBe(0);
    expect(safetyVersion(counters, [1, 3], 0)).toBe(0);
    expect(safetyVersion(counters, [1, 2, 2], 0)).toBe(1);
    expect(() => safetyVersion(counters, [16], 0)).toThrow('register is 16');
  });

  it('C6 never goes back, and moves exactly when something of it moved', () => {
    const step = fc.tuple(fc.constantFrom(...LEAVES), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (list) => {
        let [state, counters] = [START, NO_CHANGES];
        for (const [leaf, to] of list) {
          const next = changed(state, leaf, to);
          const before = version(counters);
          counters = countChanges(counters, state, next);
          const [ra, rb] = [state, next].map((s) => s.unifiedMetadata.currentRiskLevel);
          const crossed = (ra === 6) !== (rb === 6);
          const differs = JSON.stringify(state) !== JSON.stringify(next);
          const moves = (MOVES.has(leaf) && differs) || crossed;
          expect(version(counters) - before).toBe(moves ? 1 : 0);
          state = next;
        }
      }),
      runs(1000),
    );
  });
});
