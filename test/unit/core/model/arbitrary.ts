// SPDX-License-Identifier: Apache-2.0
// Random requests and what they are made of.
import fc from 'fast-check';
import { ClearanceLevel, OperationType } from '../../../../src/core/model/enums.ts';
import type { OperationRequest } from '../../../../src/core/model/operation.ts';
import {
  NO_REQUIREMENTS,
  type SafetyRequirements,
} from '../../../../src/core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../../src/core/model/track.ts';

export const clearances = fc.constantFrom(...Object.values(ClearanceLevel));
export const compartments = fc.subarray(['ALPHA', 'BRAVO', 'CHARLIE', 'DELTA']);
/** 0 often, since it has a meaning of its own. */
const limits = fc.oneof(fc.constant(0), fc.nat(600), fc.nat(0xffff_ffff));

export const requirements: fc.Arbitrary<SafetyRequirements> = fc.record({
  kernelSafety: fc.record({
    memoryProtectionRequired: fc.boolean(),
    thermalMonitoringRequired: fc.boolean(),
    maxExecutionTimeMs: limits,
    rollbackCapabilityRequired: fc.boolean(),
  }),
  securitySafety: fc.record({
    requiredClearance: clearances,
    dualAuthorizationRequired: fc.boolean(),
    auditRequired: fc.boolean(),
    requiredCompartments: compartments,
  }),
  interfaceSafety: fc.record({
    userConfirmationRequired: fc.boolean(),
    riskDisclosureRequired: fc.boolean(),
    confirmationTimeoutSeconds: limits,
  }),
});

export const involvements = fc.record({
  kernelTrack: fc.boolean(),
  securityTrack: fc.boolean(),
  interfaceTrack: fc.boolean(),
});

/** A request that is valid in every field. */
export const A_WRITE: OperationRequest = {
  coordinationId: 'op-1',
  deviceId: 0x8003,
  operationType: OperationType.WRITE,
  parameters: { register: 2, value: 0x55 },
  trackInvolvement: NO_INVOLVEMENT,
  safetyRequirements: NO_REQUIREMENTS,
  authContext: { user: 'claimed' },
  justification: 'calibration',
  requestedAt: 1_700_000_000_000,
};
