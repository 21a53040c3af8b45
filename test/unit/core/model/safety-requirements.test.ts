// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClearanceLevel } from '../../../../src/core/model/enums.ts';
import {
  CONFIRMATION_LIMIT_S,
  checkSafetyRequirements,
  confirmationLimitS,
  EXECUTION_LIMIT_MS,
  executionLimitMs,
  NO_REQUIREMENTS,
  type SafetyRequirements,
  strictest,
} from '../../../../src/core/model/safety-requirements.ts';
import { runs } from '../runs.ts';
import { requirements } from './arbitrary.ts';

/** Whether @a demands at least what @b does, field by field; written without looking at strictest. */
function atLeast(a: SafetyRequirements, b: SafetyRequirements): boolean {
  const implied = (stronger: boolean, weaker: boolean): boolean => stronger || !weaker;
  const noLonger = (x: number, y: number): boolean => y === 0 || (x !== 0 && x <= y);
  const [ak, as, ai] = [a.kernelSafety, a.securitySafety, a.interfaceSafety];
  const [bk, bs, bi] = [b.kernelSafety, b.securitySafety, b.interfaceSafety];
  return (
    implied(ak.memoryProtectionRequired, bk.memoryProtectionRequired) &&
    implied(ak.thermalMonitoringRequired, bk.thermalMonitoringRequired) &&
    implied(ak.rollbackCapabilityRequired, bk.rollbackCapabilityRequired) &&
    noLonger(ak.maxExecutionTimeMs, bk.maxExecutionTimeMs) &&
    as.requiredClearance >= bs.requiredClearance &&
    implied(as.dualAuthorizationRequired, bs.dualAuthorizationRequired) &&
    implied(as.auditRequired, bs.auditRequired) &&
    bs.requiredCompartments.every((name) => as.requiredCompartments.includes(name)) &&
    implied(ai.userConfirmationRequired, bi.userConfirmationRequired) &&
    implied(ai.riskDisclosureRequired, bi.riskDisclosureRequired) &&
    noLonger(ai.confirmationTimeoutSeconds, bi.confirmationTimeoutSeconds)
  );
}

const checked = requirements.map(checkSafetyRequirements);

describe('joining safety requirements', () => {
  it('M1 demands at least what either demands, and no more than both', () => {
    fc.assert(
      fc.property(checked, checked, checked, (a, b, both) => {
        const joined = strictest(a, b);
        expect(atLeast(joined, a) && atLeast(joined, b)).toBe(true);
        if (atLeast(both, a) && atLeast(both, b)) {
          expect(atLeast(both, joined)).toBe(true);
        }
      }),
      runs(2000),
    );
  });

  it('M1 is commutative, associative, idempotent, with a neutral element', () => {
    fc.assert(
      fc.property(checked, checked, checked, (a, b, c) => {
        expect(strictest(a, b)).toEqual(strictest(b, a));
        expect(strictest(strictest(a, b), c)).toEqual(strictest(a, strictest(b, c)));
        expect(strictest(a, a)).toEqual(a);
        expect(strictest(a, NO_REQUIREMENTS)).toEqual(a);
      }),
      runs(1000),
    );
  });
});

describe('limits', () => {
  it('M2 shorten, and never extend, those of the server', () => {
    fc.assert(
      fc.property(checked, checked, (a, b) => {
        const joined = strictest(a, b);
        const execution = executionLimitMs(joined.kernelSafety);
        expect(execution).toBeGreaterThan(0);
        expect(execution).toBeLessThanOrEqual(executionLimitMs(a.kernelSafety));
        const confirmation = confirmationLimitS(joined.interfaceSafety);
        expect(confirmation).toBeGreaterThan(0);
        expect(confirmation).toBeLessThanOrEqual(confirmationLimitS(a.interfaceSafety));
      }),
      runs(1000),
    );
  });

  it.each([
    [0, EXECUTION_LIMIT_MS],
    [1, 1],
    [EXECUTION_LIMIT_MS, EXECUTION_LIMIT_MS],
    [EXECUTION_LIMIT_MS + 1, EXECUTION_LIMIT_MS],
    [0xffff_ffff, EXECUTION_LIMIT_MS],
  ])('M2 max_execution_time_ms %d means %d ms', (asked, means) => {
    const kernel = { ...NO_REQUIREMENTS.kernelSafety, maxExecutionTimeMs: asked };
    expect(executionLimitMs(kernel)).toBe(means);
  });

  it.each([
    [0, CONFIRMATION_LIMIT_S],
    [30, 30],
    [0xffff_ffff, CONFIRMATION_LIMIT_S],
  ])('M2 confirmation_timeout_seconds %d means %d s', (asked, means) => {
    const ui = { ...NO_REQUIREMENTS.interfaceSafety, confirmationTimeoutSeconds: asked };
    expect(confirmationLimitS(ui)).toBe(means);
  });
});

describe('checking safety requirements', () => {
  const k = NO_REQUIREMENTS.kernelSafety;
  const s = NO_REQUIREMENTS.securitySafety;
  const i = NO_REQUIREMENTS.interfaceSafety;

  it('sorts compartments and drops doubles', () => {
    const securitySafety = { ...s, requiredCompartments: ['B', 'A', 'B'] };
    const { securitySafety: out } = checkSafetyRequirements({ ...NO_REQUIREMENTS, securitySafety });
    expect(out.requiredCompartments).toEqual(['A', 'B']);
  });

  it.each([
    ['kernel_safety.max_execution_time_ms', { kernelSafety: { ...k, maxExecutionTimeMs: -1 } }],
    ['kernel_safety.max_execution_time_ms', { kernelSafety: { ...k, maxExecutionTimeMs: 1.5 } }],
    [
      'kernel_safety.max_execution_time_ms',
      { kernelSafety: { ...k, maxExecutionTimeMs: 2 ** 32 } },
    ],
    [
      'kernel_safety.memory_protection_required',
      { kernelSafety: { ...k, memoryProtectionRequired: 1 as unknown as boolean } },
    ],
    [
      'security_safety.required_clearance',
      { securitySafety: { ...s, requiredClearance: 8 as ClearanceLevel } },
    ],
    [
      'security_safety.required_compartments[1]',
      { securitySafety: { ...s, requiredCompartments: ['A', ''] } },
    ],
    [
      'security_safety.required_compartments[0]',
      { securitySafety: { ...s, requiredCompartments: ['\ud800'] } },
    ],
    [
      'security_safety.required_compartments[0]',
      { securitySafety: { ...s, requiredCompartments: ['a\nb'] } },
    ],
    [
      'security_safety.required_compartments',
      { securitySafety: { ...s, requiredCompartments: Array(65).fill('A') } },
    ],
    [
      'interface_safety.confirmation_timeout_seconds',
      { interfaceSafety: { ...i, confirmationTimeoutSeconds: Number.NaN } },
    ],
  ])('names %s', (field, change) => {
    expect(() => checkSafetyRequirements({ ...NO_REQUIREMENTS, ...change })).toThrow(
      expect.objectContaining({ field: `safety_requirements.${field}` }),
    );
  });

  it('knows every clearance', () => {
    for (const requiredClearance of Object.values(ClearanceLevel)) {
      const securitySafety = { ...s, requiredClearance };
      expect(checkSafetyRequirements({ ...NO_REQUIREMENTS, securitySafety })).toMatchObject({
        securitySafety: { requiredClearance },
      });
    }
  });
});
