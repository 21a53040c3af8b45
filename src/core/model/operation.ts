// SPDX-License-Identifier: Apache-2.0
// What a client asks for, and the coordinated operation that becomes of it.
import type { CoordinationState } from '../machines/operation.ts';
import { checkBoolean, checkInteger, checkMember, checkText, U32_MAX } from './check.ts';
import { placeOf } from './device.ts';
import { REGISTER_COUNT } from './device-state.ts';
import { OperationType, type RiskLevel } from './enums.ts';
import { InvalidArgumentError } from './errors.ts';
import { checkSafetyRequirements, type SafetyRequirements } from './safety-requirements.ts';
import type { PerTrack, TrackInvolvement } from './track.ts';

export const JUSTIFICATION_MAX = 4_096;

/** Which register, and the value for it; each null where the operation has none. */
export interface OperationParameters {
  readonly register: number | null;
  readonly value: number | null;
}

/** The client's own words, checked. What it claims about itself is recorded and decides nothing. */
export interface OperationRequest {
  readonly coordinationId: string;
  /** The token. */
  readonly deviceId: number;
  readonly operationType: OperationType;
  readonly parameters: OperationParameters;
  readonly trackInvolvement: TrackInvolvement;
  readonly safetyRequirements: SafetyRequirements;
  /** Claims: identity comes from the connection. */
  readonly authContext: Readonly<Record<string, string>>;
  readonly justification: string;
  /** A claim; no part of the request's digest, so that a repetition is the same request. {unit ms} */
  readonly requestedAt: number;
}

/** dsmil_coordinated_operation of the specification. */
export interface CoordinatedOperation {
  readonly request: OperationRequest;
  /** By the server's clock. {unit ms} */
  readonly coordinationTimestamp: number;
  readonly state: CoordinationState;
  /** null until every track was asked. */
  readonly assessedRisk: RiskLevel | null;
  /** Of each track: 0, a negative errno, or null before it answered. */
  readonly results: PerTrack<number | null>;
  readonly errorDetails: string;
}

const NEEDS_REGISTER: ReadonlySet<OperationType> = new Set([
  OperationType.READ,
  OperationType.WRITE,
  OperationType.CONFIG,
]);
const NEEDS_VALUE: ReadonlySet<OperationType> = new Set([
  OperationType.WRITE,
  OperationType.CONFIG,
]);

function checkPresence(value: number | null, field: string, wanted: boolean, max: number): void {
  if (!wanted && value !== null) {
    throw new InvalidArgumentError(field, value, 'absent for this operation type');
  }
  if (wanted) {
    if (value === null) {
      throw new InvalidArgumentError(field, value, `an integer in 0..${max}`);
    }
    checkInteger(value, field, 0, max);
  }
}

/** A checked copy, or InvalidArgumentError. Whether the operation is allowed is another question. */
export function checkRequest(given: OperationRequest): OperationRequest {
  const { operationType, parameters, trackInvolvement: tracks } = given;
  checkMember(operationType, 'operation_type', OperationType);
  if (operationType === OperationType.UNKNOWN) {
    throw new InvalidArgumentError('operation_type', operationType, 'a known operation, 1..7');
  }
  placeOf(given.deviceId);
  const { register, value } = parameters;
  const registerMax = REGISTER_COUNT - 1;
  checkPresence(register, 'parameters.register', NEEDS_REGISTER.has(operationType), registerMax);
  checkPresence(value, 'parameters.value', NEEDS_VALUE.has(operationType), U32_MAX);
  const authContext = Object.fromEntries(
    Object.entries(given.authContext).map(([key, claim]) => [
      checkText(key, 'auth_context', 1, 64),
      checkText(claim, `auth_context.${key}`, 0, 256),
    ]),
  );
  const flag = (name: string, set: boolean): boolean =>
    checkBoolean(set, `track_involvement.${name}`);
  return {
    coordinationId: checkText(given.coordinationId, 'coordination_id', 1, 128),
    deviceId: given.deviceId,
    operationType,
    parameters: { register, value },
    trackInvolvement: {
      kernelTrack: flag('kernel_track', tracks.kernelTrack),
      securityTrack: flag('security_track', tracks.securityTrack),
      interfaceTrack: flag('interface_track', tracks.interfaceTrack),
    },
    safetyRequirements: checkSafetyRequirements(given.safetyRequirements),
    authContext,
    justification: checkText(given.justification, 'justification', 0, JUSTIFICATION_MAX),
    requestedAt: checkInteger(given.requestedAt, 'requested_at', 0, Number.MAX_SAFE_INTEGER, 'ms'),
  };
}
