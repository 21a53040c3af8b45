// SPDX-License-Identifier: Apache-2.0
// What a plan is made from, and what it is made of.
import type { Person } from '../canonical/approval.ts';
import type { Digest } from '../canonical/digest.ts';
import type { StopState } from '../machines/stop.ts';
import { type ClearanceLevel, OperationType } from '../model/enums.ts';
import type { OperationRequest } from '../model/operation.ts';
import type { OrchestratorState } from '../model/orchestrator.ts';
import type { RiskAssessment } from '../risk/assess.ts';
import type { Level } from '../risk/level.ts';

/** What the device itself asks of whoever uses it. */
export interface DeviceAccess {
  /** Its class in the table. */
  readonly risk: Level;
  readonly requiredClearance: ClearanceLevel;
  readonly compartments: readonly string[];
  /** access_authorized of the unified state; it is false until the security track has spoken. */
  readonly accessAuthorized: boolean;
}

/** What it takes for CRITICAL operations to be possible at all: both. */
export interface OperationPolicy {
  /** allow_critical of the configuration, which whoever runs the host sets. */
  readonly allowCritical: boolean;
  /** allow_critical of the security policy, which takes two persons. */
  readonly policyAllowsCritical: boolean;
}

/** How things are, as far as is known. undefined is not known, and satisfies nothing. */
export interface Facts {
  readonly stop: StopState | undefined;
  readonly orchestrator: OrchestratorState | undefined;
  /** The kernel has the device on hold. */
  readonly onHold: boolean | undefined;
  /** Tracks disagree about its power or registers. */
  readonly conflict: boolean | undefined;
  /** The module was loaded with allow_writes=1. */
  readonly writesAllowed: boolean | undefined;
  /** Some audit sink can make a record durable. */
  readonly auditDurable: boolean | undefined;
  /** The kernel is locked down, or the registers are simulated in private memory. */
  readonly memoryProtected: boolean | undefined;
  readonly thermal: 'BELOW_LIMIT' | 'AT_LIMIT' | 'NOT_WATCHED' | undefined;
  /** All that the operation changes can be read before and written back. */
  readonly rollbackCapable: boolean | undefined;
  /** The longest that the backend takes for this operation. {unit ms} */
  readonly executionMs: number | undefined;
}

/** Somebody's yes at the interface. */
export interface Confirmation {
  /** The request that was confirmed. */
  readonly about: Digest;
  /** The risk that was shown. */
  readonly risk: Level;
  /** It was shown term by term. */
  readonly disclosed: boolean;
  /** {unit ms} */
  readonly at: number;
}

export interface PlanInput {
  /** As checkRequest gave it. */
  readonly request: OperationRequest;
  readonly requestDigest: Digest;
  /** From the connection; undefined when nobody knows who that is. */
  readonly requester: Person | undefined;
  readonly device: DeviceAccess;
  /** undefined before the tracks were asked: then it counts as CRITICAL without any verdict. */
  readonly assessment: RiskAssessment | undefined;
  readonly policy: OperationPolicy | undefined;
  readonly facts: Facts;
  /** Persons whose approval of this very decision counts now (canonical/approval.ts). */
  readonly approvers: readonly Person[];
  readonly confirmation: Confirmation | undefined;
  /** By the clock of the confirmation. {unit ms} */
  readonly now: number;
}

/** One thing that an operation needs. */
export interface Need {
  /** Stable; a program can switch on it. */
  readonly rule: string;
  readonly satisfied: boolean;
  /** false: nothing that anybody could give would do. */
  readonly possible: boolean;
  /** What is wanted, with the values at hand. */
  readonly because: string;
  /** What would satisfy it. */
  readonly satisfiedBy: string;
}

export function need(rule: string, satisfied: boolean, because: string, satisfiedBy: string): Need {
  return { rule, satisfied, possible: true, because, satisfiedBy };
}

/** Anything that may change the device. */
export function isEffect(type: OperationType): boolean {
  return type !== OperationType.READ && type !== OperationType.EMERGENCY_STOP;
}
