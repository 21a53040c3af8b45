// SPDX-License-Identifier: Apache-2.0
// OperationCoordinationRequest as the core's request. What is left out demands nothing; what is there only
// ever adds to what policy demands. Values are checked by the core, with the protocol's names for the fields.
import { checkInteger, checkMember, U32_MAX } from '../../../core/model/check.ts';
import { ClearanceLevel, type OperationType } from '../../../core/model/enums.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import type { OperationRequest } from '../../../core/model/operation.ts';
import {
  NO_REQUIREMENTS,
  type SafetyRequirements,
} from '../../../core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../../core/model/track.ts';
import type {
  IAuthContext,
  IOperationCoordinationRequest,
  ISafetyRequirements,
} from '../wire/generated/dsmil-communication-v1.ts';
import { millisecondsOf } from './values.ts';

const CLAIMS_MAX = 16;
/** What the protocol has fields for: no key of `claims` may stand in for one. */
const CLAIM_FIELDS: ReadonlySet<string> = new Set([
  'user_id',
  'session_id',
  'clearance_level',
  'compartments',
]);

export interface AskedOperation {
  readonly request: OperationRequest;
  /** 0: the server's own limit. {unit ms} */
  readonly timeoutMs: number;
}

function requirementsOf(given: ISafetyRequirements | null | undefined): SafetyRequirements {
  const { kernelSafety, securitySafety, interfaceSafety } = NO_REQUIREMENTS;
  const { kernelSafety: k, securitySafety: s, interfaceSafety: i } = given ?? {};
  return {
    kernelSafety: {
      memoryProtectionRequired: k?.memoryProtectionRequired ?? false,
      thermalMonitoringRequired: k?.thermalMonitoringRequired ?? false,
      maxExecutionTimeMs: k?.maxExecutionTimeMs ?? kernelSafety.maxExecutionTimeMs,
      rollbackCapabilityRequired: k?.rollbackCapabilityRequired ?? false,
    },
    securitySafety: {
      // An unknown level is refused by the core's check, not read as none.
      requiredClearance: (s?.requiredClearance ?? ClearanceLevel.NONE) as ClearanceLevel,
      dualAuthorizationRequired: s?.dualAuthorizationRequired ?? false,
      auditRequired: s?.auditRequired ?? false,
      requiredCompartments: s?.requiredCompartments ?? securitySafety.requiredCompartments,
    },
    interfaceSafety: {
      userConfirmationRequired: i?.userConfirmationRequired ?? false,
      riskDisclosureRequired: i?.riskDisclosureRequired ?? false,
      confirmationTimeoutSeconds:
        i?.confirmationTimeoutSeconds ?? interfaceSafety.confirmationTimeoutSeconds,
    },
  };
}

/** What the client says of itself, as text: what was left out is not in it. */
function claimsOf(given: IAuthContext | null | undefined): Record<string, string> {
  const { userId, sessionId, clearanceLevel, compartments = [], claims = {} } = given ?? {};
  if ((compartments?.length ?? 0) > CLAIMS_MAX) {
    throw new InvalidArgumentError(
      'auth_context.compartments',
      compartments,
      `at most ${CLAIMS_MAX} names`,
    );
  }
  const level = (clearanceLevel ?? ClearanceLevel.NONE) as ClearanceLevel;
  checkMember(level, 'auth_context.clearance_level', ClearanceLevel);
  const others = Object.entries(claims ?? {});
  if (others.length > CLAIMS_MAX) {
    throw new InvalidArgumentError('auth_context.claims', claims, `at most ${CLAIMS_MAX} entries`);
  }
  const known: [string, string][] = [
    ['user_id', userId ?? ''],
    ['session_id', sessionId ?? ''],
    ['clearance_level', level === ClearanceLevel.NONE ? '' : String(level)],
    ['compartments', (compartments ?? []).join(',')],
  ];
  for (const [key] of others) {
    if (CLAIM_FIELDS.has(key)) {
      throw new InvalidArgumentError(
        'auth_context.claims',
        key,
        `keys other than ${[...CLAIM_FIELDS].join(', ')}, which are fields of their own`,
      );
    }
  }
  return Object.fromEntries([...known.filter(([, value]) => value !== ''), ...others]);
}

/** Throws InvalidArgumentError for what the core has no place for; the core checks the rest. */
export function operationOf(given: IOperationCoordinationRequest): AskedOperation {
  const { trackInvolvement: tracks } = given;
  const seconds = checkInteger(given.timeoutSeconds ?? 0, 'timeout_seconds', 0, U32_MAX, 's');
  return {
    timeoutMs: seconds * 1_000,
    request: {
      coordinationId: given.coordinationId ?? '',
      deviceId: given.deviceId ?? 0,
      operationType: (given.operationType ?? 0) as OperationType,
      parameters: { register: given.register ?? null, value: given.value ?? null },
      trackInvolvement: {
        kernelTrack: tracks?.kernelTrack ?? false,
        securityTrack: tracks?.securityTrack ?? false,
        interfaceTrack: tracks?.interfaceTrack ?? false,
      },
      safetyRequirements: requirementsOf(given.safetyRequirements),
      authContext: claimsOf(given.authContext),
      justification: given.justification ?? '',
      requestedAt: millisecondsOf(given.requestedAt, 'requested_at'),
    },
  };
}

/** A request for a stop needs nothing else, and whatever else is in it cannot be wrong. */
export function stopOf(given: IOperationCoordinationRequest): OperationRequest {
  return {
    coordinationId: given.coordinationId ?? '',
    deviceId: 0,
    operationType: (given.operationType ?? 0) as OperationType,
    parameters: { register: null, value: null },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification: given.justification ?? '',
    requestedAt: 0,
  };
}
