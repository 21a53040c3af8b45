// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreportedState } from '../../../../src/core/model/device-state.ts';
import { RiskLevel, Track } from '../../../../src/core/model/enums.ts';
import {
  dominates,
  EMPTY_SET,
  entryKey,
  mergeSets,
  seen,
  writeField,
} from '../../../../src/core/state/field-set.ts';
import { authorityOrder, FIELDS, fieldAt } from '../../../../src/core/state/field-table.ts';
import { runs } from '../runs.ts';
import { anySet, entry, mergeAll, replicas, steps, written } from './arbitrary.ts';

const POWER = fieldAt('kernel_state.power_state');
const LABEL = { wall: 1, counter: 0 };

describe('merge', () => {
  it('C1 is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(anySet, anySet, anySet, (a, b, c) => {
        expect(mergeSets(a, b)).toEqual(mergeSets(b, a));
        expect(mergeSets(mergeSets(a, b), c)).toEqual(mergeSets(a, mergeSets(b, c)));
        expect(mergeSets(a, a)).toEqual(a);
        expect(mergeSets(a, EMPTY_SET)).toEqual(a);
      }),
      runs(3000),
    );
  });

  it('C1 keeps exactly what nothing in the union dominates', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), fc.array(entry, { maxLength: 6 }), (a, b) => {
        const merged = new Set(mergeSets(a, b).map(entryKey));
        for (const one of [...a, ...b]) {
          const { vector: v } = one;
          const replaced = [...a, ...b].some(
            ({ vector: w }) => w.every((n, i) => n >= (v[i] ?? 0)) && `${w}` !== `${v}`,
          );
          expect(merged.has(entryKey(one))).toBe(!replaced);
        }
      }),
      runs(2000),
    );
  });

  it('C1 lets replicas agree, and nothing replaced return', () => {
    fc.assert(
      fc.property(written, steps, fc.nat(25), (field, list, cut) => {
        const early = mergeAll(replicas(field, list.slice(0, cut)));
        const late = replicas(field, list);
        const agreed = mergeAll(late);
        expect(mergeAll([...late].reverse())).toEqual(agreed);
        // An old message that comes again, in whatever order, changes nothing.
        expect(mergeSets(agreed, early)).toEqual(agreed);
      }),
      runs(2000),
    );
  });

  it('C2 holds at most one value of a writer', () => {
    fc.assert(
      fc.property(written, steps, (field, list) => {
        for (const set of [...replicas(field, list), mergeAll(replicas(field, list))]) {
          const writers = set.map(({ by }) => by);
          expect(new Set(writers).size).toBe(writers.length);
          expect(writers.every((track) => field.writers.includes(track))).toBe(true);
        }
      }),
      runs(2000),
    );
  });

  it('sees a replacement only with a greater vector', () => {
    expect(dominates([1, 0, 0], [0, 0, 0])).toBe(true);
    expect(dominates([1, 0, 0], [1, 0, 0])).toBe(false);
    expect(dominates([1, 0, 0], [0, 1, 0])).toBe(false);
    expect(dominates([2, 1, 1], [1, 1, 2])).toBe(false);
  });
});

describe('writing', () => {
  it('replaces all that its writer has seen', () => {
    const mine = writeField(POWER, EMPTY_SET, Track.KERNEL, 2, LABEL);
    const theirs = writeField(POWER, EMPTY_SET, Track.INTERFACE, 3, LABEL);
    const both = mergeSets(mine, theirs);
    expect(both).toHaveLength(2);
    const settled = writeField(POWER, both, Track.KERNEL, 3, LABEL);
    expect(settled).toEqual([{ by: Track.KERNEL, vector: [2, 0, 1], value: 3, stamp: LABEL }]);
    expect(mergeSets(settled, theirs)).toEqual(settled);
    expect(seen(both)).toEqual([1, 0, 1]);
  });

  it.each([
    ['writer of kernel_state.power_state', Track.SECURITY, 1, LABEL],
    ['kernel_state.power_state', Track.KERNEL, Number.NaN, LABEL],
    ['stamp.wall', Track.KERNEL, 1, { wall: -1, counter: 0 }],
    ['stamp.counter', Track.KERNEL, 1, { wall: 1, counter: 0.5 }],
  ] as const)('names a bad %s', (field, by, value, stamp) => {
    expect(() => writeField(POWER, EMPTY_SET, by, value, stamp)).toThrow(
      expect.objectContaining({ field }),
    );
  });
});

describe('the field table', () => {
  /** kernelState.powerState as kernel_state.power_state, registers one by one. */
  function leavesOf(state: object): string[] {
    return Object.entries(state).flatMap(([part, fields]) =>
      typeof fields === 'object' && fields !== null
        ? Object.entries(fields).flatMap(([name, value]) =>
            Array.isArray(value)
              ? value.map((_, n) => `${part}.${name}[${n}]`)
              : [`${part}.${name}`],
          )
        : [],
    );
  }

  it('C7 has every field of the unified state once', () => {
    const identity = { deviceId: 0x8000, deviceName: '', deviceGroup: 0, deviceIndex: 0 };
    const state = unreportedState(identity, RiskLevel.LOW);
    const snake = leavesOf(state).map((path) =>
      path.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    );
    expect(FIELDS.map(({ path }) => path).sort()).toEqual(snake.sort());
  });

  it('C7 names the owner first, and a writer once', () => {
    for (const { owner, writers } of FIELDS) {
      expect(owner).toBe(writers[0] ?? Track.ORCHESTRATOR);
      expect(new Set(writers).size).toBe(writers.length);
    }
    expect(() => fieldAt('kernel_state.nothing')).toThrow('a field of the unified device state');
  });

  // From harmless to safest to assume, written from the meaning of each.
  it.each([
    ['security_state.security_status', [1, 2, 3, 0, 4]],
    ['security_state.access_authorized', [true, false]],
    ['security_state.required_clearance', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['security_state.failed_access_attempts', [0, 1, 500]],
    ['security_state.audit_enabled', [false, true]],
    ['unified_metadata.current_risk_level', [1, 2, 3, 4, 5, 0, 6]],
    ['unified_metadata.overall_status', [1, 2, 3, 0, 4, 5]],
    ['unified_metadata.emergency_stop_applied', [false, true]],
  ])('C7 orders %s towards safe', (path, values) => {
    const { order, safety } = fieldAt(path);
    const ranks = values.map((value) => order?.(value) ?? Number.NaN);
    expect(safety).toBe(true);
    ranks.slice(1).forEach((rank, i) => {
      expect(rank).toBeGreaterThan(ranks[i] ?? Number.NaN);
    });
    // What no enumeration has is worse than all that it has.
    expect(order?.(null)).toBeGreaterThanOrEqual(ranks.at(-1) ?? Number.NaN);
  });

  it('C7 has no order for power and registers, which are safety fields', () => {
    const unordered = FIELDS.filter(({ safety, order }) => safety && order === null);
    const registers = Array.from(
      { length: 16 },
      (_, n) => `kernel_state.last_register_values[${n}]`,
    );
    expect(unordered.map(({ path }) => path)).toEqual(['kernel_state.power_state', ...registers]);
  });

  it('C7 lets A report, B authorize and C desire', () => {
    const { KERNEL, SECURITY, INTERFACE } = Track;
    expect(authorityOrder(POWER)).toEqual([KERNEL, SECURITY, INTERFACE]);
    const authorized = fieldAt('security_state.access_authorized');
    expect(authorityOrder(authorized)).toEqual([SECURITY, KERNEL, INTERFACE]);
    const attention = fieldAt('interface_state.attention_required');
    expect(authorityOrder(attention)).toEqual([INTERFACE, KERNEL, SECURITY]);
  });
});
