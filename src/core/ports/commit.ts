// SPDX-License-Identifier: Apache-2.0
// What a commit across the tracks is made of: who takes part, what is written down, how it can end.
// test/model/README.md has the protocol and its invariants; nothing here may differ from it.
import type { Digest } from '../canonical/digest.ts';
import type { OperationType } from '../model/enums.ts';
import type { WorkingTrack } from '../model/track.ts';
import type { Need } from '../requirement/input.ts';
import type { Level } from '../risk/level.ts';

/** One effect on one device. */
export interface Effect {
  /** The token. */
  readonly device: number;
  readonly type: OperationType;
  /** Which register, of WRITE and CONFIG; else null. */
  readonly register: number | null;
  readonly value: number | null;
  /** How long the hardware may take. {unit ms; range 1..5000} */
  readonly timeoutMs: number;
}

/** An approval that this transaction uses up: stored in the record that allows the commit. */
export interface UsedApproval {
  readonly nonce: string;
  /** By the boot clock, as in the decision. {unit ms} */
  readonly expiry: number;
  readonly person: string;
  readonly keyId: string;
  /** Lower-case hexadecimal. */
  readonly signature: string;
}

/** What was authorized. Nothing in it changes from here on. */
export interface AuthorizedTransaction {
  /** Of the operation, or of the transaction over several devices. */
  readonly coordinationId: string;
  readonly principal: string;
  readonly person: string;
  /** What was authorized, and approved where that was needed: the kernel keeps it beside its own. */
  readonly digest: Digest;
  /** The kernel's stop generation that it was decided under. */
  readonly stopEpoch: number;
  readonly risk: Level;
  /** In the order in which they happen; 1..84, each device once. */
  readonly effects: readonly Effect[];
  readonly approvals: readonly UsedApproval[];
  /** Names persons, keys and policy as they were decided on: the security track votes no when they moved. */
  readonly policy: string;
  /** Requests (requestDigest) whose yes at the interface it stands on; empty where none was needed. */
  readonly confirmed: readonly Digest[];
  /** The whole must have ended by then, by the boot clock. {unit ms} */
  readonly deadline: number;
  /** Who may read what is recorded of it. */
  readonly clearance: number;
  readonly compartments: readonly string[];
}

/** Names a transaction: the incarnation of the coordinator in the upper 32 bits, a count in the lower. */
export type TransactionId = bigint;

/** What the kernel knows of a transaction. */
export type KernelOutcome =
  /** It never saw it, or has forgotten it, or is another kernel. */
  | 'UNKNOWN'
  | 'PREPARED'
  | 'COMMITTING'
  | 'COMMITTED'
  /** No effect was begun. */
  | 'ABORTED'
  /** Effects were undone, and read back so. */
  | 'ROLLED_BACK'
  /** Undoing failed: its devices are on hold. */
  | 'UNCERTAIN';

/** One effect in the kernel's answer. */
export interface EffectResult {
  readonly device: number;
  /** The register before it; null where there is none. */
  readonly before: number | null;
  /** 0, or a negative errno. */
  readonly error: number;
  /** The ABI's name of why it was refused or failed; '' without. */
  readonly reason: string;
}

export interface KernelAnswer {
  readonly outcome: KernelOutcome;
  /** The ABI's name of why; '' without. */
  readonly reason: string;
  /** What would satisfy the rule that refused; '' without. */
  readonly satisfiedBy: string;
  /** Which effect was refused or failed, from 0; null when none. */
  readonly failed: number | null;
  readonly results: readonly EffectResult[];
}

/** Somebody has claimed since, or it is another kernel: whoever is told so decides nothing any more. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  readonly code = 'ERR_DSMIL_FENCED';

  constructor(what: string, options?: ErrorOptions) {
    super(`${what}: another coordinator has taken over, or the kernel is another one`, options);
  }
}

/** Track A: the last resource. Its answer to a commit is the decision. */
export interface KernelResource {
  /** New at each load of the module. */
  readonly instance: string;
  readonly coordinatorEpoch: bigint;
  /** Rejects with FencedError. A refusal is an answer that is not PREPARED. */
  prepare(
    id: TransactionId,
    transaction: AuthorizedTransaction,
    leaseMs: number,
  ): Promise<KernelAnswer>;
  /**
   * Rejects with FencedError, or with what broke the way to the kernel: then nobody knows, and
   * outcome() is to be asked.
   */
  commit(id: TransactionId, transaction: AuthorizedTransaction): Promise<KernelAnswer>;
  /** Idempotent; what it has ended as. Never refused for a stop: it leads towards safe. */
  abort(id: TransactionId): Promise<KernelAnswer>;
  outcome(id: TransactionId): Promise<KernelAnswer>;
  /** All that it keeps. */
  list(): Promise<readonly { readonly id: TransactionId; readonly outcome: KernelOutcome }[]>;
  forget(id: TransactionId): Promise<void>;
  /** What is in the device's register now; null when it has none that tells. */
  readBack(effect: Effect): Promise<number | null>;
  /** No effect on the device until it is released. Idempotent. */
  hold(device: number): Promise<void>;
  release(device: number): Promise<void>;
}

/** What B and C are asked to prepare. */
export interface Proposal {
  readonly id: TransactionId;
  /** Of the coordinator that asks: presumed abort reaches older ones alone. */
  readonly incarnation: number;
  readonly transaction: AuthorizedTransaction;
}

export type Vote =
  | { readonly yes: true }
  /** Which rules refuse, each with what would satisfy it. */
  | { readonly yes: false; readonly needs: readonly Need[] };

export type Decision = 'COMMIT' | 'ABORT' | 'HEURISTIC';

/** Track B or C in a commit. Holds what it has promised until it is told; asks when in doubt. */
export interface Participant {
  readonly track: WorkingTrack;
  /** Ends soon after @signal aborts; a rejection or silence is a no. */
  prepare(proposal: Proposal, signal: AbortSignal): Promise<Vote>;
  /** May not refuse, may be told twice, and of what it does not know. */
  decided(id: TransactionId, decision: Decision): Promise<void>;
  /** What it has promised and was not told the end of: asked at recovery, and again from time to time. */
  inDoubt(): Promise<readonly { readonly id: TransactionId; readonly incarnation: number }[]>;
}

/** MAY_COMMIT: the one durable record in a commit's way. */
export interface MayCommit {
  readonly id: TransactionId;
  readonly transaction: AuthorizedTransaction;
  readonly kernelInstance: string;
  readonly coordinatorEpoch: bigint;
  /** What a rollback or a read-back needs: as prepared. */
  readonly before: readonly EffectResult[];
  /** {unit ms since 1970} */
  readonly at: number;
}

export interface Outcome {
  readonly id: TransactionId;
  readonly decision: Decision;
  readonly kernel: KernelOutcome;
  readonly reason: string;
  readonly results: readonly EffectResult[];
  /** Found at recovery. */
  readonly recovered: boolean;
  /** {unit ms since 1970} */
  readonly at: number;
}

/** One that people must clear. */
export interface FlaggedTransaction extends Outcome {
  readonly coordinationId: string;
  readonly principal: string;
  /** Tokens, which are on hold because of it. */
  readonly devices: readonly number[];
}

/** Transactions, written down. Lines of any incarnation but the latest are refused: FencedError. */
export interface TransactionJournal {
  /** Of whoever opened it: durable, counts starts, never goes back. */
  readonly incarnation: number;
  nextId(): TransactionId;
  /**
   * Durable when it resolves, together with its intent in the audit log and the approvals it uses up:
   * one that was used before refuses the whole (ApprovalUsedError of the journal).
   */
  mayCommit(record: MayCommit): Promise<void>;
  /**
   * Durable when it resolves; nobody has to wait. The same again has no effect; another one for what has
   * its outcome is refused. Without a MAY_COMMIT it is ABORT, and keeps one that is still on its way out.
   */
  outcome(outcome: Outcome, transaction: AuthorizedTransaction): Promise<void>;
  /** MAY_COMMIT records without an outcome, oldest first. */
  undecided(): Promise<readonly MayCommit[]>;
  /**
   * The same, as they are read: of what is decided meanwhile, some or none. Rejects where a line is damaged, when those
   * before it may have been decided.
   */
  undecidedPages(): AsyncIterable<readonly MayCommit[]>;
  decisionOf(id: TransactionId): Promise<Decision | undefined>;
  /** HEURISTIC ones that people have not cleared. */
  flagged(): Promise<readonly FlaggedTransaction[]>;
  /**
   * Two different persons, checked by the caller; recorded before the holds are released. Once more has
   * no effect. Resolves with what it was; rejects with NotFlaggedError of the journal.
   */
  clear(
    id: TransactionId,
    persons: readonly [string, string],
    note: string,
  ): Promise<FlaggedTransaction>;
}

/** How a transaction ended, as far as its coordinator knows. */
export type TransactionEnd = TransactionEndKind & {
  /**
   * Of one that may have a MAY_COMMIT: true as soon as its outcome is durable; false when that will not be here: then
   * a recovery decides it, and may find out more. Nothing that follows from the end is written down before.
   */
  readonly recorded?: Promise<boolean>;
};

type TransactionEndKind =
  | { readonly kind: 'COMMITTED'; readonly id: TransactionId; readonly answer: KernelAnswer }
  /** Nothing was changed. @needs: which rules refused, and what would satisfy them. */
  | {
      readonly kind: 'ABORTED';
      readonly id: TransactionId;
      readonly by: WorkingTrack | null;
      readonly reason: string;
      readonly needs: readonly Need[];
      readonly answer: KernelAnswer | null;
    }
  /** Effects were begun and undone. */
  | { readonly kind: 'ROLLED_BACK'; readonly id: TransactionId; readonly answer: KernelAnswer }
  /** Nobody can tell: the devices are on hold until two persons clear it. */
  | {
      readonly kind: 'HEURISTIC';
      readonly id: TransactionId;
      readonly reason: string;
      readonly answer: KernelAnswer | null;
    }
  /** Somebody else decides it. */
  | { readonly kind: 'FENCED'; readonly id: TransactionId };

/** Implemented by src/orchestrator/commit. */
export interface Coordinator {
  /**
   * Never rejects for what a track, the kernel or the disk does: that is an end. @unmet is called once
   * all are prepared, in the turn in which MAY_COMMIT is sent to be written: what it answers with is what
   * no longer holds of the authorization, and anything in it aborts.
   */
  execute(
    transaction: AuthorizedTransaction,
    signal: AbortSignal,
    unmet?: () => readonly Need[],
  ): Promise<TransactionEnd>;
  /** Aborts what has not got its MAY_COMMIT; called by the stop, waits for nothing. */
  stop(): void;
  readonly inFlight: number;
}
