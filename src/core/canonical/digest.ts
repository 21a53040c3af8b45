// SPDX-License-Identifier: Apache-2.0
// What identifies a request, and what a person signs. SHA-256 over a domain and canonical JSON with
// the specification's names, so that a program in any language can compute it again.
import { createHash } from 'node:crypto';
import { checkInteger } from '../model/check.ts';
import { type OperationType, OperationTypeNames } from '../model/enums.ts';
import { InvalidArgumentError } from '../model/errors.ts';
import { nameOf } from '../model/names.ts';
import type { OperationParameters, OperationRequest } from '../model/operation.ts';
import type { SafetyRequirements } from '../model/safety-requirements.ts';
import type { Level } from '../risk/level.ts';
import { canonicalJson, type Json } from './json.ts';

/** SHA-256 in lower-case hexadecimal. */
export type Digest = string;

/** What the server resolved, and what holds while somebody is asked about it. */
export interface OperationDecision {
  readonly action: OperationType;
  /** The token. */
  readonly device: number;
  readonly parameters: OperationParameters;
  /** state/safety-version.ts, for the registers that the operation names. */
  readonly safetyVersion: number;
  readonly risk: Level;
  /** Names the policy in force, by its revision: it must never name another one later. */
  readonly policy: string;
  readonly stopEpoch: number;
  /** 128 random bits in lower-case hexadecimal, never used before. */
  readonly nonce: string;
  /** By a clock that counts sleep. {unit ms} */
  readonly expiry: number;
}

/** Over canonical JSON in a domain of its own: what is signed for one is good for no other. */
export function domainDigest(domain: string, value: Json): Digest {
  return createHash('sha256')
    .update(`${domain}\0${canonicalJson(value)}`, 'utf8')
    .digest('hex');
}

function requirementsJson(requirements: SafetyRequirements): Json {
  const { kernelSafety: k, securitySafety: s, interfaceSafety: i } = requirements;
  return {
    kernel_safety: {
      memory_protection_required: k.memoryProtectionRequired,
      thermal_monitoring_required: k.thermalMonitoringRequired,
      max_execution_time_ms: k.maxExecutionTimeMs,
      rollback_capability_required: k.rollbackCapabilityRequired,
    },
    security_safety: {
      required_clearance: s.requiredClearance,
      dual_authorization_required: s.dualAuthorizationRequired,
      audit_required: s.auditRequired,
      required_compartments: s.requiredCompartments,
    },
    interface_safety: {
      user_confirmation_required: i.userConfirmationRequired,
      risk_disclosure_required: i.riskDisclosureRequired,
      confirmation_timeout_seconds: i.confirmationTimeoutSeconds,
    },
  };
}

/** Over every field of the client's but requested_at: a repetition is the same request. */
export function requestDigest(request: OperationRequest): Digest {
  const { trackInvolvement: tracks, parameters } = request;
  return domainDigest('dsmil/request/v1', {
    coordination_id: request.coordinationId,
    device_id: request.deviceId,
    operation_type: request.operationType,
    parameters: { register: parameters.register, value: parameters.value },
    track_involvement: {
      kernel_track: tracks.kernelTrack,
      security_track: tracks.securityTrack,
      interface_track: tracks.interfaceTrack,
    },
    safety_requirements: requirementsJson(request.safetyRequirements),
    auth_context: request.authContext,
    justification: request.justification,
  });
}

/** What operationDigest() is over, in the domain dsmil/op/v1. */
export function operationDocument(decision: OperationDecision): Json {
  const { action, device, parameters, safetyVersion, risk, policy, stopEpoch, nonce, expiry } =
    decision;
  if (!/^[0-9a-f]{32}$/.test(nonce)) {
    throw new InvalidArgumentError('nonce', nonce, '32 lower-case hexadecimal digits');
  }
  const counter = (value: number, field: string): number =>
    checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
  return {
    action: nameOf(OperationTypeNames, action),
    device,
    parameters: { register: parameters.register, value: parameters.value },
    safety_version: counter(safetyVersion, 'safety_version'),
    risk,
    policy,
    stop_epoch: counter(stopEpoch, 'stop_epoch'),
    nonce,
    expiry: counter(expiry, 'expiry'),
  };
}

/** What an approval signs: op_digest of the design. */
export function operationDigest(decision: OperationDecision): Digest {
  return domainDigest('dsmil/op/v1', operationDocument(decision));
}
