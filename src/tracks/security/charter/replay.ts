// SPDX-License-Identifier: Apache-2.0
// What is in force, derived from what was signed: every revision from the first on, each judged by the
// persons and keys of the one before it. The same step applies a change and reads it back, so that
// nothing is put in force that a restart would not find again.
import { Buffer } from 'node:buffer';
import type { Json } from '../../../core/canonical/json.ts';
import { approvalBytes, signatureGood } from '../../../core/canonical/signature.ts';
import { CoreError } from '../../../core/model/errors.ts';
import { ChangeRefusedError, type CharterFault, CharterTamperedError } from '../errors.ts';
import { personName } from '../policy/policy.ts';
import { integerOf, listOf, objectOf } from '../policy/shape.ts';
import { type Change, changeOf, newPersonOf, roleOf } from './change.ts';
import {
  activeKey,
  activePerson,
  afterChange,
  type Charter,
  EMPTY_CHARTER,
  foundedBy,
} from './charter.ts';
import { PROPOSAL_LIFETIME_MS, QUORUM, type Statement } from './proposals.ts';
import {
  type KeptApproval,
  type Revision,
  type RevisionRow,
  revisionHash,
  revisionOf,
  statementDigest,
} from './revision.ts';

export interface Enacted {
  readonly charter: Charter;
  readonly revision: Revision;
  /** null: the first one. */
  readonly change: Change | null;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @read's answer; what it throws about the record's content is @fault there. */
function reading<T>(fault: CharterFault, at: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CoreError || error instanceof ChangeRefusedError) {
      throw new CharterTamperedError(fault, at, reasonOf(error), { cause: error });
    }
    throw error;
  }
}

function statementOf(value: Json): Statement {
  const keys = ['change', 'base_revision', 'base_hash', 'proposer', 'nonce', 'expiry'];
  const fields = objectOf(value, 'statement', keys);
  return {
    change: fields['change'] as Json,
    base_revision: integerOf(fields['base_revision'], 'statement.base_revision', 1, MAX),
    base_hash: String(fields['base_hash']),
    proposer: personName(fields['proposer'], 'statement.proposer'),
    nonce: String(fields['nonce']),
    expiry: integerOf(fields['expiry'], 'statement.expiry', 0, MAX, 'ms'),
  };
}

const MAX = Number.MAX_SAFE_INTEGER;

/** Who signed it, when that was somebody who could; else why it counts for nothing. */
function signatureProblem(
  base: Charter,
  { digest, role }: Revision,
  expiry: number,
  approval: KeptApproval,
): string | null {
  const { keyId, person } = approval;
  if (approval.role !== role || approval.expiry !== expiry) {
    return `the approval by ${keyId} is for another role or time than what was proposed`;
  }
  const key = activeKey(base, keyId);
  if (key === undefined || key.person !== person) {
    return `${keyId} was no key of ${person} then`;
  }
  const good = signatureGood(
    approvalBytes(digest, approval.role),
    Buffer.from(approval.signature, 'hex'),
    Buffer.from(key.publicKey, 'hex'),
  );
  return good ? null : `the signature of ${keyId} is not over what was decided`;
}

function checkSigned(base: Charter, revision: Revision, statement: Statement): void {
  const unsigned = (problem: string): never => {
    throw new CharterTamperedError('UNSIGNED', revision.revision, problem);
  };
  for (const approval of revision.approvals) {
    const problem = signatureProblem(base, revision, statement.expiry, approval);
    if (problem !== null) {
      unsigned(problem);
    }
  }
  const persons = new Set(revision.approvals.map(({ person }) => person));
  if (persons.size < QUORUM) {
    unsigned(
      `it takes ${QUORUM} different persons, and ${[...persons].join(', ') || 'nobody'} signed`,
    );
  }
}

function enactFounding(base: Charter, revision: Revision): Charter {
  const { statement, approvals } = revision;
  const fields = objectOf(statement, 'statement', ['founders']);
  const [first, second] = listOf(fields['founders'], 'statement.founders', 2, 2, newPersonOf);
  if (first === undefined || second === undefined || approvals.length > 0) {
    throw new ChangeRefusedError('ALREADY_BOOTSTRAPPED');
  }
  return foundedBy(base, [first, second]);
}

function enactChange(base: Charter, revision: Revision): { charter: Charter; change: Change } {
  const at = revision.revision;
  const statement = reading('MALFORMED', at, () => statementOf(revision.statement));
  if (statement.base_revision !== base.revision || statement.base_hash !== base.hash) {
    const problem = `it was signed to follow revision ${statement.base_revision} with another hash`;
    throw new CharterTamperedError('UNLINKED', at, problem);
  }
  // Signatures first: of a change that nobody signed, nobody wants to know what it would do.
  checkSigned(base, revision, statement);
  const left = statement.expiry - revision.trackTime;
  if (!(left > 0 && left <= PROPOSAL_LIFETIME_MS)) {
    throw new CharterTamperedError('UNSIGNED', at, 'it was applied outside of its hour');
  }
  return reading('IMPOSSIBLE', at, () => {
    activePerson(base, statement.proposer);
    const change = changeOf(statement.change);
    if (roleOf(change) !== revision.role) {
      throw new ChangeRefusedError('BAD_SIGNATURE', revision.role);
    }
    return { charter: afterChange(base, change), change };
  });
}

/** What follows @base when @row is put in force. Throws CharterTamperedError when it may not be. */
export function enact(base: Charter, row: RevisionRow): Enacted {
  const at = base.revision + 1;
  if (row.revision !== at) {
    const problem = `revision ${row.revision} stands where ${at} belongs`;
    throw new CharterTamperedError('HOLE', at, problem);
  }
  if (revisionHash(row.record) !== row.hash) {
    throw new CharterTamperedError('CHANGED', at, 'it is not what its hash says');
  }
  const revision = reading('MALFORMED', at, () => revisionOf(row.record));
  if (revision.revision !== at) {
    const problem = `it says of itself that it is revision ${revision.revision}`;
    throw new CharterTamperedError('HOLE', at, problem);
  }
  if (revision.previous !== base.hash) {
    throw new CharterTamperedError('UNLINKED', at, 'it follows another one than the one before it');
  }
  if (statementDigest(revision.role, revision.statement) !== revision.digest) {
    throw new CharterTamperedError('CHANGED', at, 'what was signed is not what it says');
  }
  const { hash } = row;
  if ((revision.role === 'BOOTSTRAP') !== (at === 1)) {
    throw new CharterTamperedError(
      'UNSIGNED',
      at,
      'founders are the first revision, and only that',
    );
  }
  if (at === 1) {
    const charter = reading('IMPOSSIBLE', at, () => enactFounding(base, revision));
    return { charter: { ...charter, hash }, revision, change: null };
  }
  const { charter, change } = enactChange(base, revision);
  return { charter: { ...charter, hash }, revision, change };
}

/** What all of @rows, in their order, make. Throws CharterTamperedError at the first that is not good. */
export function replay(rows: readonly RevisionRow[]): Charter {
  return rows.reduce<Charter>((base, row) => enact(base, row).charter, EMPTY_CHARTER);
}
