// SPDX-License-Identifier: Apache-2.0
// One revision of the charter as it is kept for ever: what was signed, by whom, what it follows, and
// the hash that names it. Its hash covers every byte of it but itself, and the next one's covers that.
import { createHash } from 'node:crypto';
import type { Digest } from '../../../core/canonical/digest.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../../core/canonical/json.ts';
import { ApprovalRole } from '../../../core/canonical/signature.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { personName } from '../policy/policy.ts';
import { integerOf, listOf, nameIn, objectOf, wordOf } from '../policy/shape.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const DOMAIN = 'dsmil/charter-revision/v1';

/** As it stands in storage. */
export interface RevisionRow {
  readonly revision: number;
  /** Canonical JSON of a Revision. */
  readonly record: string;
  /** revisionHash() of it. */
  readonly hash: Digest;
}

/** A signature that counted, with all that it takes to verify it again. */
export interface KeptApproval {
  readonly keyId: string;
  readonly person: string;
  readonly role: ApprovalRole;
  /** 64 bytes in lower-case hexadecimal. */
  readonly signature: string;
  /** Of the proposal. {unit ms, of the track's own time} */
  readonly expiry: number;
}

export interface Revision {
  /** {range from 1} */
  readonly revision: number;
  /** The hash of the revision before; ZERO_HASH for the first. */
  readonly previous: Digest;
  /** Founders sign by their keys' possession; everything else is signed by two persons. */
  readonly role: ApprovalRole | 'BOOTSTRAP';
  /** What was signed, or for BOOTSTRAP the founders. */
  readonly statement: Json;
  /** statementDigest() of it: what was signed, with core's approvalBytes() for the role. */
  readonly digest: Digest;
  readonly approvals: readonly KeptApproval[];
  /** When it was applied. {unit ms since 1970} */
  readonly at: number;
  /** When it was applied. {unit ms, of the track's own time} */
  readonly trackTime: number;
}

const ROLES = [...Object.values(ApprovalRole), 'BOOTSTRAP'] as const;

/** What a person signs, and what founders are told apart by: the domain keeps the two apart. */
export function statementDigest(role: Revision['role'], statement: Json): Digest {
  const domain = role === 'BOOTSTRAP' ? 'dsmil/charter-bootstrap/v1' : 'dsmil/charter/v1';
  return createHash('sha256')
    .update(`${domain}\0${canonicalJson(statement)}`, 'utf8')
    .digest('hex');
}

/** Of a record's text. */
export function revisionHash(record: string): Digest {
  return createHash('sha256').update(`${DOMAIN}\0${record}`, 'utf8').digest('hex');
}

export function revisionRow(given: Revision): RevisionRow {
  const { revision, previous, role, statement, digest, approvals, at, trackTime } = given;
  const record = canonicalJson({
    revision,
    previous,
    role,
    statement,
    digest,
    approvals: approvals.map(({ keyId, person, role: signed, signature, expiry }) => ({
      key_id: keyId,
      person,
      role: signed,
      signature,
      expiry,
    })),
    at,
    track_time: trackTime,
  });
  return { revision, record, hash: revisionHash(record) };
}

function hexOf(value: unknown, field: string, bytes: number): string {
  if (typeof value !== 'string' || !new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(value)) {
    throw new InvalidArgumentError(field, value, `${bytes} bytes in lower-case hexadecimal`);
  }
  return value;
}

function approvalOf(value: unknown, field: string): KeptApproval {
  const keys = ['key_id', 'person', 'role', 'signature', 'expiry'];
  const fields = objectOf(value, field, keys);
  return {
    keyId: nameIn(fields['key_id'], `${field}.key_id`),
    // A service has a colon in its name, and is nobody here.
    person: personName(fields['person'], `${field}.person`),
    role: wordOf(fields['role'], `${field}.role`, Object.values(ApprovalRole)),
    signature: hexOf(fields['signature'], `${field}.signature`, 64),
    expiry: integerOf(fields['expiry'], `${field}.expiry`, 0, MAX, 'ms'),
  };
}

const KEYS = [
  'revision',
  'previous',
  'role',
  'statement',
  'digest',
  'approvals',
  'at',
  'track_time',
];

/** What @record says; InvalidArgumentError or CanonicalFormError when it is none. */
export function revisionOf(record: string): Revision {
  const fields = objectOf(parseCanonicalJson(record), 'record', KEYS);
  return {
    revision: integerOf(fields['revision'], 'record.revision', 1, MAX),
    previous: hexOf(fields['previous'], 'record.previous', 32),
    role: wordOf(fields['role'], 'record.role', ROLES),
    statement: fields['statement'] as Json,
    digest: hexOf(fields['digest'], 'record.digest', 32),
    approvals: listOf(fields['approvals'], 'record.approvals', 0, 2, approvalOf),
    at: integerOf(fields['at'], 'record.at', 0, MAX, 'ms'),
    trackTime: integerOf(fields['track_time'], 'record.track_time', 0, MAX, 'ms'),
  };
}
