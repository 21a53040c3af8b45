// SPDX-License-Identifier: Apache-2.0
// Persons, keys and policy beside the log that speaks of them: every revision that a store has, verified
// as a start does it, and held against the newest that any of the logs says.
import type { Finding } from '../../../audit/errors.ts';
import { StoreSource } from '../../../audit/offline/store-source.ts';
import type { Verdict, VerifiedLog } from '../../../audit/offline/verify-logs.ts';
import { newestMark, type PlacedMark } from '../../../core/ports/charter-mark.ts';
import { CHARTER_TABLE, READ_CHARTER, rowsOf } from '../../../tracks/security/charter/rows.ts';
import { verifyCharter } from '../../../tracks/security/charter/verify.ts';

function look({ source }: VerifiedLog, newest: PlacedMark | undefined): Finding[] {
  if (!(source instanceof StoreSource)) {
    return [];
  }
  const rows = source.rowsOf(CHARTER_TABLE, READ_CHARTER);
  if (rows === undefined && newest === undefined) {
    // A log of something else, that never had any.
    return [];
  }
  const verdict = verifyCharter(rowsOf(rows ?? []), newest?.mark);
  if (!('tampered' in verdict)) {
    return [];
  }
  const { fault, problem, revision, advice } = verdict.tampered;
  const message = `persons, keys and policy, revision ${revision}: ${problem}`;
  return [{ code: `CHARTER_${fault}`, path: source.path, message, advice }];
}

/** @verdict with what is wrong with the persons, keys and policy in its stores. */
export function withCharter(verdict: Verdict): Verdict {
  const newest = verdict.logs
    .map(({ report }) => report.charter)
    .reduce<PlacedMark | undefined>(newestMark, undefined);
  const findings = verdict.logs.flatMap((log) => look(log, newest));
  return findings.length === 0
    ? verdict
    : { ...verdict, verdict: 'tampered', findings: [...verdict.findings, ...findings] };
}
