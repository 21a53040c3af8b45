// SPDX-License-Identifier: Apache-2.0
// The charter's rows as a database gives them. Whoever wrote them may have been anybody.
import type { RevisionRow } from './revision.ts';

export const CHARTER_TABLE = 'security_charter';

/** As text: a number that JavaScript cannot hold must be found wrong, not end the reading. */
export const READ_CHARTER = `SELECT CAST(revision AS TEXT) AS revision, record, hash FROM ${CHARTER_TABLE} ORDER BY security_charter.revision`;

/** Of what READ_CHARTER gives. */
export function rowsOf(rows: readonly object[]): RevisionRow[] {
  return (rows as readonly Record<string, unknown>[]).map(({ revision, record, hash }) => ({
    revision: Number(revision),
    record: String(record),
    hash: String(hash),
  }));
}
