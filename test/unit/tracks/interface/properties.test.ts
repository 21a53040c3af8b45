// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UiDisplayState, UserAttentionLevel } from '../../../../src/core/model/device-state.ts';
import { OperationType, RiskLevel } from '../../../../src/core/model/enums.ts';
import { Notifications } from '../../../../src/tracks/interface/notifications.ts';
import { interfaceVerdict } from '../../../../src/tracks/interface/verdict.ts';
import { runs } from '../../core/runs.ts';
import { DEVICE } from './world.ts';

const operations = Object.values(OperationType);
const displays = [UiDisplayState.HIDDEN, UiDisplayState.LISTED, UiDisplayState.OPEN] as const;
const attentions = Object.values(UserAttentionLevel);

describe('the verdict', () => {
  it('T4 grows with less watching and more attention, to HIGH at most; all of it', () => {
    for (const operation of operations) {
      for (const [rank, displayState] of displays.entries()) {
        for (const attention of attentions) {
          const judge = (state: UiDisplayState, level: UserAttentionLevel): number => {
            const sessions = state === UiDisplayState.HIDDEN ? 0 : 1;
            const watching = { sessions, displayState: state, lastInteraction: 0 };
            return interfaceVerdict(operation, watching, level).risk;
          };
          const risk = judge(displayState, attention);
          expect(risk).toBeLessThanOrEqual(RiskLevel.HIGH);
          for (const more of displays.slice(rank)) {
            expect(judge(more, attention)).toBeLessThanOrEqual(risk);
          }
          for (const less of attentions.filter((one) => one <= attention)) {
            expect(judge(displayState, less)).toBeLessThanOrEqual(risk);
          }
        }
      }
    }
  });

  it('T4 says SAFE of reads and stops, whatever holds, and always why', () => {
    const nobody = { sessions: 0, displayState: UiDisplayState.HIDDEN, lastInteraction: 0 };
    for (const operation of operations) {
      const { risk, reasons, rules } = interfaceVerdict(operation, nobody, 3);
      const harmless =
        operation === OperationType.READ || operation === OperationType.EMERGENCY_STOP;
      expect(risk).toBe(harmless ? RiskLevel.SAFE : RiskLevel.HIGH);
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons).toHaveLength(rules.length);
    }
  });
});

describe('attention', () => {
  it('T3 is the highest that nobody has acknowledged, in bounded memory', () => {
    const note = fc.record({
      kind: fc.constantFrom('a', 'b', 'c.d', ...Array.from({ length: 30 }, (_, n) => `k${n}`)),
      level: fc.constantFrom<UserAttentionLevel[]>(1, 2, 3),
      /** Acknowledges instead: what was seen when it had come so often. */
      seen: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
    });
    fc.assert(
      fc.property(fc.array(note, { maxLength: 60, size: 'max' }), (notes) => {
        const notifications = new Notifications();
        for (const { kind, level, seen } of notes) {
          const before = notifications.attention(DEVICE);
          if (seen === null) {
            notifications.notify({ device: DEVICE, kind, level, text: 't' }, 0);
            expect(notifications.attention(DEVICE)).toBe(Math.max(before, level));
          } else {
            const pending = notifications.of(DEVICE).find((one) => one.kind === kind);
            const action = () => notifications.acknowledge(DEVICE, kind, seen);
            if (pending?.count === seen) {
              expect(action()).toEqual(pending);
            } else {
              expect(action).toThrow(expect.objectContaining({ name: 'InterfaceRefusedError' }));
              expect(notifications.attention(DEVICE)).toBe(before);
            }
          }
          const levels = notifications.of(DEVICE).map((one) => one.level);
          expect(notifications.attention(DEVICE)).toBe(Math.max(0, ...levels));
          expect(levels.length).toBeLessThanOrEqual(17);
        }
      }),
      runs(200),
    );
  });
});
