// SPDX-License-Identifier: Apache-2.0
// The journal's tables. A line stays as it was written, and goes only when it is old, decided and
// cleared: triggers see to it, whoever has the database open.

export const MODULE = 'journal';

/**
 * Integers hold a transaction's id: an incarnation above 2^31 would be a start each second for 68
 * years. undecided is what has MAY_COMMIT and no outcome, kept by triggers, so that a start need not
 * read everything.
 */
const SCHEMA = `
CREATE TABLE journal_incarnation (
  incarnation INTEGER PRIMARY KEY CHECK (incarnation BETWEEN 1 AND 2147483647),
  at          INTEGER NOT NULL
) STRICT;
CREATE TABLE journal_may_commit (
  id              INTEGER PRIMARY KEY,
  incarnation     INTEGER NOT NULL REFERENCES journal_incarnation,
  principal       TEXT NOT NULL,
  coordination_id TEXT NOT NULL,
  at              INTEGER NOT NULL,
  record          TEXT NOT NULL CHECK (json_valid(record)),
  digest          TEXT NOT NULL CHECK (length(digest) = 64),
  CHECK (id >> 32 = incarnation)
) STRICT;
CREATE INDEX journal_may_commit_of ON journal_may_commit (principal, coordination_id);
CREATE TABLE journal_outcome (
  id          INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL REFERENCES journal_incarnation,
  decision    TEXT NOT NULL CHECK (decision IN ('COMMIT', 'ABORT', 'HEURISTIC')),
  at          INTEGER NOT NULL,
  record      TEXT NOT NULL CHECK (json_valid(record)),
  digest      TEXT NOT NULL CHECK (length(digest) = 64)
) STRICT;
CREATE INDEX journal_flagged ON journal_outcome (id) WHERE decision = 'HEURISTIC';
CREATE TABLE journal_undecided (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE journal_approval (
  nonce  TEXT PRIMARY KEY,
  id     INTEGER NOT NULL,
  person TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_approval_of ON journal_approval (id);
CREATE TABLE journal_cleared (
  id          INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL REFERENCES journal_incarnation,
  first       TEXT NOT NULL,
  second      TEXT NOT NULL,
  note        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  CHECK (first <> second)
) STRICT;
CREATE TABLE journal_operation (
  principal       TEXT NOT NULL,
  coordination_id TEXT NOT NULL,
  incarnation     INTEGER NOT NULL REFERENCES journal_incarnation,
  digest          TEXT NOT NULL,
  received_at     INTEGER NOT NULL,
  request         TEXT NOT NULL CHECK (json_valid(request)),
  state           TEXT CHECK (state IN ('COMPLETED', 'FAILED', 'DENIED', 'EMERGENCY_STOPPED')),
  outcome         TEXT CHECK (json_valid(outcome)),
  ended_at        INTEGER,
  PRIMARY KEY (principal, coordination_id),
  CHECK ((state IS NULL) = (outcome IS NULL) AND (state IS NULL) = (ended_at IS NULL))
) STRICT;
CREATE INDEX journal_operation_open ON journal_operation (received_at) WHERE state IS NULL;
CREATE INDEX journal_operation_old ON journal_operation (received_at) WHERE state IS NOT NULL;
CREATE TABLE journal_history (
  device    INTEGER NOT NULL,
  type      INTEGER NOT NULL,
  failures  REAL NOT NULL,
  successes REAL NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (device, type)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal_history_cleared (
  sequence    INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL REFERENCES journal_incarnation,
  device      INTEGER NOT NULL,
  type        INTEGER NOT NULL,
  first       TEXT NOT NULL,
  second      TEXT NOT NULL,
  note        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  CHECK (first <> second)
) STRICT;

CREATE TRIGGER journal_incarnation_fixed BEFORE UPDATE ON journal_incarnation
BEGIN SELECT RAISE(ABORT, 'incarnations are kept as they are'); END;
CREATE TRIGGER journal_incarnation_kept BEFORE DELETE ON journal_incarnation
BEGIN SELECT RAISE(ABORT, 'incarnations are kept'); END;
CREATE TRIGGER journal_may_commit_opens AFTER INSERT ON journal_may_commit
BEGIN INSERT INTO journal_undecided (id) VALUES (NEW.id); END;
CREATE TRIGGER journal_may_commit_fixed BEFORE UPDATE ON journal_may_commit
BEGIN SELECT RAISE(ABORT, 'MAY_COMMIT lines are kept as they are'); END;
CREATE TRIGGER journal_may_commit_kept BEFORE DELETE ON journal_may_commit
WHEN NOT EXISTS (SELECT 1 FROM journal_outcome WHERE id = OLD.id) OR EXISTS (
  SELECT 1 FROM journal_outcome AS flag WHERE flag.id = OLD.id AND flag.decision = 'HEURISTIC'
  AND NOT EXISTS (SELECT 1 FROM journal_cleared WHERE id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'MAY_COMMIT lines are kept until they are decided and cleared'); END;
CREATE TRIGGER journal_outcome_decides AFTER INSERT ON journal_outcome
BEGIN DELETE FROM journal_undecided WHERE id = NEW.id; END;
CREATE TRIGGER journal_outcome_fixed BEFORE UPDATE ON journal_outcome
BEGIN SELECT RAISE(ABORT, 'outcomes are kept as they are'); END;
CREATE TRIGGER journal_outcome_kept BEFORE DELETE ON journal_outcome
WHEN EXISTS (SELECT 1 FROM journal_may_commit WHERE id = OLD.id) OR (OLD.decision = 'HEURISTIC'
  AND NOT EXISTS (SELECT 1 FROM journal_cleared WHERE id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'outcomes are kept as long as what they decide'); END;
CREATE TRIGGER journal_undecided_kept BEFORE DELETE ON journal_undecided
WHEN NOT EXISTS (SELECT 1 FROM journal_outcome WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'what is undecided stays so until it has an outcome'); END;
CREATE TRIGGER journal_approval_fixed BEFORE UPDATE ON journal_approval
BEGIN SELECT RAISE(ABORT, 'used approvals are kept as they are'); END;
CREATE TRIGGER journal_approval_kept BEFORE DELETE ON journal_approval
WHEN EXISTS (SELECT 1 FROM journal_may_commit WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'used approvals are kept as long as what used them'); END;
CREATE TRIGGER journal_cleared_fixed BEFORE UPDATE ON journal_cleared
BEGIN SELECT RAISE(ABORT, 'clearings are kept as they are'); END;
CREATE TRIGGER journal_cleared_kept BEFORE DELETE ON journal_cleared
WHEN EXISTS (SELECT 1 FROM journal_outcome WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'clearings are kept as long as what they clear'); END;
CREATE TRIGGER journal_operation_ends BEFORE UPDATE ON journal_operation
WHEN OLD.state IS NOT NULL OR NEW.state IS NULL OR NEW.principal <> OLD.principal
  OR NEW.coordination_id <> OLD.coordination_id OR NEW.digest <> OLD.digest
  OR NEW.received_at <> OLD.received_at OR NEW.request <> OLD.request
BEGIN SELECT RAISE(ABORT, 'operations end once, and are kept as they are'); END;
CREATE TRIGGER journal_operation_kept BEFORE DELETE ON journal_operation WHEN OLD.state IS NULL
BEGIN SELECT RAISE(ABORT, 'operations are kept until they have ended'); END;
CREATE TRIGGER journal_history_cleared_fixed BEFORE UPDATE ON journal_history_cleared
BEGIN SELECT RAISE(ABORT, 'clearings are kept as they are'); END;
CREATE TRIGGER journal_history_cleared_kept BEFORE DELETE ON journal_history_cleared
BEGIN SELECT RAISE(ABORT, 'clearings are kept'); END;
`;

export const MIGRATIONS = [{ version: 1, sql: SCHEMA }] as const;

// What crosses to the store's thread. Every line names its writer's incarnation.

export interface TransactionLine {
  readonly incarnation: number;
  readonly id: bigint;
  /** {unit ms since 1970} */
  readonly at: number;
  /** Canonical JSON, and SHA-256 over it. */
  readonly record: string;
  readonly digest: string;
}

export interface MayCommitLine extends TransactionLine {
  readonly principal: string;
  readonly coordinationId: string;
  readonly approvals: readonly { readonly nonce: string; readonly person: string }[];
}

export interface OutcomeLine extends TransactionLine {
  readonly decision: string;
}

export interface ClearLine {
  readonly incarnation: number;
  readonly id: bigint;
  readonly persons: readonly [string, string];
  readonly note: string;
  readonly at: number;
}

export interface OperationLine {
  readonly incarnation: number;
  readonly principal: string;
  readonly coordinationId: string;
  readonly digest: string;
  readonly receivedAt: number;
  readonly request: string;
}

export interface EndingLine {
  readonly incarnation: number;
  readonly principal: string;
  readonly coordinationId: string;
  readonly state: string;
  readonly outcome: string;
  readonly at: number;
  readonly counted: readonly {
    readonly device: number;
    readonly type: number;
    readonly failed: boolean;
  }[];
}

export interface ClearHistoryLine {
  readonly incarnation: number;
  readonly device: number;
  readonly type: number;
  readonly persons: readonly [string, string];
  readonly note: string;
  readonly at: number;
}

export interface PruneArgument {
  readonly incarnation: number;
  /** What is older, decided and cleared goes. {unit ms since 1970} */
  readonly before: number;
  /** At most so many transactions, and as many operations. */
  readonly limit: number;
}
