// SPDX-License-Identifier: Apache-2.0
// What coordinated operations need from the rest. Everything that waits, remembers or touches a device
// is behind one of these.
import type { Directory, Person } from '../../core/canonical/approval.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import type { ClearanceLevel, OperationType } from '../../core/model/enums.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import type { AuditEntry, AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Coordinator } from '../../core/ports/commit.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import type { OperationsJournal } from '../../core/ports/operations-journal.ts';
import type { Assessor } from '../../core/ports/track.ts';
import type { Confirmation, DeviceAccess, Facts } from '../../core/requirement/input.ts';
import type { RiskPolicy } from '../../core/risk/assess.ts';
import type { Level } from '../../core/risk/level.ts';
import type { Timers } from '../commit/timers.ts';

/** What whoever looks at, answers for or approves something must have. */
export interface Demand {
  readonly requiredClearance: ClearanceLevel;
  readonly compartments: readonly string[];
}

/** A rule that refused, and what would satisfy it. */
export interface Refusal {
  readonly rule: string;
  readonly reason: string;
  readonly satisfiedBy: string;
}

/** Track B, as far as operations ask it beside its verdict. Asked anew each time. */
export interface SecurityPort {
  identify(principal: string): Person | undefined;
  directory(): Directory;
  /** Names persons, keys and policy as they are now; never used twice. */
  readonly policyName: string;
  readonly policyLoaded: boolean;
  /** Whether two persons have allowed CRITICAL operations; the configuration must, too. */
  readonly allowsCritical: boolean;
  deviceAccess(device: number): DeviceAccess;
  /** Counts: takes from the rate limits. */
  admit(
    principal: string,
    device: number,
    operation: OperationType,
  ): Promise<{ readonly allowed: boolean; readonly refusals: readonly Refusal[] }>;
  /** A failed attempt of @principal. */
  refused(
    principal: string,
    device: number | null,
    operation: OperationType,
    reason: string,
  ): Promise<void>;
}

export interface ConfirmationQuestion {
  readonly about: Digest;
  readonly device: number;
  readonly requester: string;
  readonly summary: string;
  readonly risk: Level;
  readonly terms: readonly string[];
  readonly demand: Demand;
  /** {unit s} */
  readonly limitS: number;
}

export interface AskedConfirmation {
  readonly id: string;
  /** By the boot clock. {unit ms} */
  readonly expiry: number;
}

/** Track C, as far as operations ask it beside its verdict. */
export interface ConfirmationPort {
  /** The same question at no higher risk goes on as it is. Throws when too much is asked. */
  ask(question: ConfirmationQuestion): AskedConfirmation;
  /** Those that nobody has answered. */
  questions(): readonly AskedConfirmation[];
  confirmation(about: Digest): Confirmation | undefined;
  /** True when the risk voids what was asked or answered. */
  reassessed(about: Digest, risk: Level): boolean;
  withdraw(about: Digest): boolean;
}

/** How things are, from the unified state and the kernel's page: answers at once. */
export interface Situation {
  facts(request: OperationRequest): Facts;
  /** The kernel's stop generation. */
  readonly stopEpoch: number;
  safetyVersion(device: number, registers: readonly number[], stopEpoch: number): number;
  /** Asks every track about the device now; never waits for one beyond its deadline. */
  refresh(device: number): Promise<unknown>;
  /** Calls @listener with the tokens of which something has changed. */
  subscribe(listener: (devices: readonly number[]) => void): () => void;
}

export interface ReadValue {
  /** null where the device has none to show. */
  readonly value: number | null;
  readonly source: 'STATE_PAGE' | 'HARDWARE';
  /** When it was read from the device. {unit ms since 1970} */
  readonly at: number;
}

/** Reads a register: from the state page where that is fresh, else from the device. */
export interface ReadPort {
  /** What was sampled a moment ago, without waiting for anything; undefined: read() has to ask the device. */
  sampled(request: OperationRequest): ReadValue | undefined;
  read(request: OperationRequest, timeoutMs: number, signal: AbortSignal): Promise<ReadValue>;
}

/** The emergency stop. Latches before it returns. */
export interface StopPort {
  stop(reason: string, principal: string): void;
}

/** Reads, recorded together; one that must be durable is so when this resolves. */
export interface ReadRecords {
  record(entry: AuditEntry, auditRequired: boolean): Promise<void>;
}

/** Refusals: the first of a kind at once, then counted. Never throws and never waits. */
export interface RefusalRecords {
  record(refusal: {
    readonly principal: string;
    readonly reason: string;
    readonly entry: AuditEntry;
  }): void;
}

export interface OperationsSettings {
  readonly risk: RiskPolicy;
  readonly allowCritical: boolean;
  /** A verdict that is not there by then is missing. {unit ms} */
  readonly assessDeadlineMs: number;
  /** Operations that have not ended, of everybody and of one principal. */
  readonly inFlightMax: number;
  readonly inFlightPerPrincipalMax: number;
  /** Offers that wait for a person, of everybody and for one principal. */
  readonly offersMax: number;
  readonly offersPerPrincipalMax: number;
  /** Ended operations that are kept in memory beside the journal. */
  readonly endedMax: number;
  /** Of them all together; the oldest go first. {unit bytes} */
  readonly endedBytesMax: number;
}

export const DEFAULT_LIMITS = {
  inFlightMax: 1_024,
  inFlightPerPrincipalMax: 64,
  offersMax: 256,
  offersPerPrincipalMax: 32,
  endedMax: 16_384,
  endedBytesMax: 16 << 20,
} as const;

export interface OperationsOptions {
  readonly security: SecurityPort;
  readonly interface: ConfirmationPort;
  /** At most one of each track; one that is not there is silent. */
  readonly assessors: readonly Assessor[];
  readonly situation: Situation;
  readonly coordinator: Coordinator;
  readonly journal: OperationsJournal;
  readonly reads: ReadPort;
  readonly stop: StopPort;
  readonly audit: AuditLog;
  readonly readRecords: ReadRecords;
  readonly refusals: RefusalRecords;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly settings: OperationsSettings;
  /** Failures that nobody waits for: a record that was not written. */
  readonly fault: (error: Error) => void;
  /** Not to be guessed; the system's when absent. */
  readonly random?: (count: number) => Uint8Array;
}
