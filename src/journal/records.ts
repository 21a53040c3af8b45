// SPDX-License-Identifier: Apache-2.0
// A record as a line keeps it: canonical JSON and SHA-256 over it, so that what is read is what was
// written, or nothing. Numbers of 64 bits are texts in it.
import { hash } from 'node:crypto';
import { canonicalJson, type Json } from '../core/canonical/json.ts';
import type { MayCommit, Outcome, TransactionId } from '../core/ports/commit.ts';
import { JournalDamagedError } from './errors.ts';

export interface EncodedRecord {
  readonly record: string;
  readonly digest: string;
}

const DOMAIN = 'dsmil/journal/v1\0';

function digestOf(record: string): string {
  return hash('sha256', DOMAIN + record, 'hex');
}

function encode(value: Json): EncodedRecord {
  const record = canonicalJson(value);
  return { record, digest: digestOf(record) };
}

function decode(line: string, { record, digest }: EncodedRecord): Record<string, unknown> {
  if (digestOf(record) !== digest) {
    throw new JournalDamagedError(line, 'does not match its digest');
  }
  // What has this digest is what was encoded, so canonical: a start decodes thousands, and need not look again.
  try {
    return JSON.parse(record) as Record<string, unknown>;
  } catch (error) {
    throw new JournalDamagedError(line, `is not JSON: ${(error as Error).message}`);
  }
}

// Interfaces have no index signature, so the compiler cannot see that they are plain JSON; the
// canonical form checks it.
function plain(value: object): Json {
  return value as unknown as Json;
}

export function encodeMayCommit(record: MayCommit): EncodedRecord {
  const { id, coordinatorEpoch, transaction, before, kernelInstance, at } = record;
  return encode({
    id: `${id}`,
    coordinatorEpoch: `${coordinatorEpoch}`,
    transaction: plain(transaction),
    before: plain(before),
    kernelInstance,
    at,
  });
}

/** Throws JournalDamagedError. */
export function decodeMayCommit(id: TransactionId, encoded: EncodedRecord): MayCommit {
  const line = `MAY_COMMIT ${id}`;
  const { coordinatorEpoch, ...rest } = decode(line, encoded);
  checkId(line, id, rest['id']);
  return { ...rest, id, coordinatorEpoch: BigInt(String(coordinatorEpoch)) } as MayCommit;
}

export function encodeOutcome(outcome: Outcome): EncodedRecord {
  return encode({ ...outcome, id: `${outcome.id}`, results: plain(outcome.results) });
}

/** Throws JournalDamagedError. */
export function decodeOutcome(id: TransactionId, encoded: EncodedRecord): Outcome {
  const line = `outcome of ${id}`;
  const fields = decode(line, encoded);
  checkId(line, id, fields['id']);
  return { ...fields, id } as Outcome;
}

function checkId(line: string, id: TransactionId, said: unknown): void {
  if (said !== `${id}`) {
    throw new JournalDamagedError(line, `is of transaction ${String(said)}`);
  }
}
