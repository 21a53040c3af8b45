// SPDX-License-Identifier: Apache-2.0
// What clearing needs of the rest, and what it shows.

import type { ClearingDecision, ClearingKind } from '../../core/canonical/clearing.ts';
import type { Digest } from '../../core/canonical/digest.ts';
import type { ApprovalRole } from '../../core/canonical/signature.ts';
import type { OperationType } from '../../core/model/enums.ts';
import type { AuditLog } from '../../core/ports/audit-log.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { FlaggedTransaction, KernelOutcome, TransactionId } from '../../core/ports/commit.ts';
import type { EventLog } from '../../core/ports/event-log.ts';
import type { Stranger } from '../commit/strangers.ts';
import type { Demand, RefusalRecords, SecurityPort } from './ports.ts';

/** What is asked to be taken away. */
export type ClearingTarget =
  | { readonly kind: typeof ClearingKind.HEURISTIC; readonly transaction: TransactionId }
  | { readonly kind: typeof ClearingKind.HOLD; readonly device: number }
  | {
      readonly kind: typeof ClearingKind.HISTORY;
      readonly device: number;
      readonly type: OperationType;
    }
  | { readonly kind: typeof ClearingKind.STRANGER; readonly transaction: TransactionId };

export interface ClearingActions {
  /** HEURISTIC transactions that nobody has cleared. */
  flagged(): Promise<readonly FlaggedTransaction[]>;
  /** Tokens that the kernel has on hold. */
  holds(): readonly number[];
  /** Writes down that two persons cleared it, then releases its devices: src/orchestrator/commit. */
  clearFlagged(
    transaction: TransactionId,
    persons: readonly [string, string],
    note: string,
  ): Promise<unknown>;
  /** KernelResource's. */
  release(device: number): Promise<void>;
  /** Journal and memory: Operations' own. */
  clearHistory(
    device: number,
    type: OperationType,
    persons: readonly [string, string],
    note: string,
  ): Promise<void>;
  /** Transactions that another coordinator left in the kernel. */
  strangers(): Promise<readonly Stranger[]>;
  /** Strangers' own: src/orchestrator/commit. */
  clearStranger(transaction: TransactionId, said: KernelOutcome): Promise<unknown>;
}

export interface ClearingOptions {
  readonly security: SecurityPort;
  readonly actions: ClearingActions;
  readonly audit: AuditLog;
  readonly refusals: RefusalRecords;
  readonly events: EventLog;
  readonly clock: Clock;
  /** Not to be guessed; the system's when absent. */
  readonly random?: (count: number) => Uint8Array;
}

export interface ClearingView {
  /** The decision's nonce. */
  readonly clearing: string;
  readonly decision: ClearingDecision;
  readonly role: ApprovalRole;
  /** What is signed, with core's approvalBytes(). */
  readonly digest: Digest;
  readonly demand: Demand;
  /** Who wants it. */
  readonly proposedBy: string;
  /** Persons who have signed. */
  readonly signedBy: readonly string[];
}

/** What there is to clear. */
export interface Conflicts {
  readonly flagged: readonly FlaggedTransaction[];
  /** Tokens on hold for another reason than a flagged transaction or a stranger's. */
  readonly holds: readonly number[];
  /** Transactions that another coordinator left in the kernel. */
  readonly strangers: readonly Stranger[];
}
