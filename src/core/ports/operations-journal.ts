// SPDX-License-Identifier: Apache-2.0
// What is remembered of operations beyond a restart: which request an id stands for, how it ended, and
// what failed on which device. Implemented by src/journal. Writers of any incarnation but the latest
// are refused with FencedError (commit.ts).
import type { Digest } from '../canonical/digest.ts';
import type { KnownRequest } from '../canonical/idempotency.ts';
import type { Json } from '../canonical/json.ts';
import type { CoordinationState } from '../machines/operation.ts';
import type { OperationType } from '../model/enums.ts';
import type { FailureHistory } from '../risk/history.ts';
import type { Decision, Outcome, TransactionId } from './commit.ts';

export interface ReceivedOperation {
  /** Whose id it is: ids of different principals have nothing to do with each other. */
  readonly principal: string;
  /** {range 1..128 characters} */
  readonly coordinationId: string;
  /** requestDigest(), or what stands for a transaction over several devices. */
  readonly digest: Digest;
  /** By the calendar, so that it means the same after a reboot. {unit ms since 1970} */
  readonly receivedAt: number;
  /** What its owner wants back after a restart: the request, as plain JSON. At most 64 KiB as text. */
  readonly request: Json;
}

/** Of an operation type on a device: one outcome more. */
export interface CountedOutcome {
  /** The token. */
  readonly device: number;
  readonly type: OperationType;
  readonly failed: boolean;
}

export interface OperationEnding {
  readonly state: 'COMPLETED' | 'FAILED' | 'DENIED' | 'EMERGENCY_STOPPED';
  /** What a repetition of the request is answered with. At most 256 KiB as text. */
  readonly outcome: Json;
  /** {unit ms since 1970} */
  readonly at: number;
  /** Enter the failure history in the same unit; empty when nothing was tried. */
  readonly counted: readonly CountedOutcome[];
}

/** Fits matchRequest(). @state is INITIALIZING until it has ended: what was between is in memory. */
export interface KnownOperation extends ReceivedOperation, KnownRequest {
  readonly state: CoordinationState;
  /** The transaction that was allowed to commit for it: none, when it did not come so far. */
  readonly transaction: {
    readonly id: TransactionId;
    /** Undefined as long as nobody has written it down. */
    readonly decision: Decision | undefined;
    /** What the decision was taken from; null as long as there is none. */
    readonly outcome: Pick<Outcome, 'kernel' | 'results'> | null;
  } | null;
  readonly ending: Pick<OperationEnding, 'outcome' | 'at'> | null;
}

export interface DeviceHistory {
  readonly device: number;
  readonly type: OperationType;
  /** Its @at is by the calendar. {unit ms since 1970} */
  readonly history: FailureHistory;
}

export interface OperationsJournal {
  /** Undefined when the id is free. What it stands for is kept for IDEMPOTENCY_MS at least. */
  known(principal: string, coordinationId: string): Promise<KnownOperation | undefined>;
  /**
   * Durable when it resolves. An id that has ended and is older than IDEMPOTENCY_MS begins anew; any other
   * that is known is refused: OperationKnownError of the journal, and known() tells of what.
   */
  received(operation: ReceivedOperation): Promise<void>;
  /** Durable when it resolves. Once for each operation: a second ending is refused (OperationEndedError). */
  ended(principal: string, coordinationId: string, ending: OperationEnding): Promise<void>;
  /** Received, not ended: what a start finds unfinished. Oldest first. */
  unfinished(): Promise<readonly KnownOperation[]>;
  /** Of all devices and types that have any. */
  histories(): Promise<readonly DeviceHistory[]>;
  /** Forgets one; two different persons, whose standing the caller has checked. */
  clearHistory(
    device: number,
    type: OperationType,
    persons: readonly [string, string],
    note: string,
    at: number,
  ): Promise<void>;
}
