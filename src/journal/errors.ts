// SPDX-License-Identifier: Apache-2.0
// Every error of the journal has a class and a stable code. They are thrown in the store's thread too,
// so each can be made again from its code and fields (thrown.ts).
import type { Decision } from '../core/ports/commit.ts';

export class JournalError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An approval counts once: the whole unit was refused. */
export class ApprovalUsedError extends JournalError {
  readonly nonce: string;

  constructor(nonce: string) {
    super(
      'ERR_DSMIL_APPROVAL_USED',
      `the approval with nonce ${nonce} was used before: have the operation approved anew`,
    );
    this.nonce = nonce;
  }
}

/** MAY_COMMIT for what has an outcome already: its coordinator gave it up. It must not commit. */
export class TransactionDecidedError extends JournalError {
  readonly id: string;

  constructor(id: string) {
    super(
      'ERR_DSMIL_TRANSACTION_DECIDED',
      `transaction ${id} has its outcome already: it can not be allowed to commit any more`,
    );
    this.id = id;
  }
}

/** Another outcome than the one that is written down: a fault of ours, and nothing was changed. */
export class OutcomeDiffersError extends JournalError {
  readonly id: string;
  readonly known: Decision;
  readonly given: Decision;

  constructor(id: string, known: Decision, given: Decision) {
    super(
      'ERR_DSMIL_OUTCOME_DIFFERS',
      `transaction ${id} is written down as ${known}, and can not become ${given}`,
    );
    this.id = id;
    this.known = known;
    this.given = given;
  }
}

/** There is no such transaction that people must clear. */
export class NotFlaggedError extends JournalError {
  readonly id: string;

  constructor(id: string) {
    super(
      'ERR_DSMIL_NOT_FLAGGED',
      `transaction ${id} is not flagged: name one that is listed as such`,
    );
    this.id = id;
  }
}

/** The id stands for an operation of the same principal already; known() tells of which. */
export class OperationKnownError extends JournalError {
  readonly coordinationId: string;

  constructor(coordinationId: string) {
    super(
      'ERR_DSMIL_OPERATION_KNOWN',
      `coordination_id ${JSON.stringify(coordinationId)} is in use: look up what it stands for`,
    );
    this.coordinationId = coordinationId;
  }
}

/** It has ended before, or was never received; what is written down stays. */
export class OperationEndedError extends JournalError {
  readonly coordinationId: string;

  constructor(coordinationId: string) {
    super(
      'ERR_DSMIL_OPERATION_ENDED',
      `coordination_id ${JSON.stringify(coordinationId)} is no operation that is under way`,
    );
    this.coordinationId = coordinationId;
  }
}

/** A line does not read as it was written. */
export class JournalDamagedError extends JournalError {
  readonly line: string;

  constructor(line: string, problem: string) {
    super(
      'ERR_DSMIL_JOURNAL_DAMAGED',
      `the journal's line ${line} ${problem}: keep a copy of the store, then restore a backup`,
    );
    this.line = line;
  }
}
