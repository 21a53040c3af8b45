// SPDX-License-Identifier: Apache-2.0
// Revisions made by hand, as somebody does who can write the database: with whatever keys and words.
import { sign } from 'node:crypto';
import type { Json } from '../../../../src/core/canonical/json.ts';
import { type ApprovalRole, approvalBytes } from '../../../../src/core/canonical/signature.ts';
import { type CharterHead, ZERO_HASH } from '../../../../src/core/ports/charter-mark.ts';
import {
  type Revision,
  type RevisionRow,
  revisionOf,
  revisionRow,
  statementDigest,
} from '../../../../src/tracks/security/charter/revision.ts';
import { ANN, BOB, personDocument, type Signer } from './people.ts';

export function founding(founders: readonly Json[] = [personDocument(ANN), personDocument(BOB)]) {
  const statement = { founders: [...founders] };
  const digest = statementDigest('BOOTSTRAP', statement);
  const fields = { revision: 1, previous: ZERO_HASH, statement, digest, approvals: [] };
  return revisionRow({ ...fields, role: 'BOOTSTRAP', at: 0, trackTime: 0 });
}

export interface Forged {
  readonly role?: ApprovalRole;
  readonly proposer?: string;
  /** What the signers say that they are. */
  readonly persons?: readonly string[];
  readonly expiry?: number;
  readonly trackTime?: number;
  /** What the approvals say instead of the statement's. */
  readonly approvalExpiry?: number;
  readonly approvalRole?: ApprovalRole;
  readonly base?: CharterHead;
}

/** @change after @base, signed by @by in their order. */
export function decided(
  base: CharterHead,
  change: Json,
  by: readonly Signer[],
  forged: Forged = {},
): RevisionRow {
  const { role = 'ENROLMENT', proposer = 'ann', expiry = 3_600_000, trackTime = 0 } = forged;
  const { approvalRole = role, approvalExpiry = expiry, base: signedBase = base } = forged;
  const statement = {
    change,
    base_revision: signedBase.revision,
    base_hash: signedBase.hash,
    proposer,
    nonce: '00'.repeat(16),
    expiry,
  };
  const digest = statementDigest(role, statement);
  const approvals = by.map((one, index) => ({
    keyId: one.keyId,
    person: forged.persons?.[index] ?? one.person,
    role: approvalRole,
    signature: sign(null, approvalBytes(digest, approvalRole), one.privateKey).toString('hex'),
    expiry: approvalExpiry,
  }));
  const { revision, hash: previous } = base;
  return revisionRow({
    revision: revision + 1,
    previous,
    role,
    statement,
    digest,
    approvals,
    at: 0,
    trackTime,
  });
}

/** @rows with every hash, and the digest of what was said, made right again. */
export function relinked(records: readonly Revision[]): RevisionRow[] {
  let previous = ZERO_HASH;
  return records.map((record) => {
    const digest = statementDigest(record.role, record.statement);
    const row = revisionRow({ ...record, previous, digest });
    previous = row.hash;
    return row;
  });
}

export function recordsOf(rows: readonly RevisionRow[]): Revision[] {
  return rows.map(({ record }) => revisionOf(record));
}
