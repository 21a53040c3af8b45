// SPDX-License-Identifier: Apache-2.0
// The one question that a start and the offline tool ask: what do these revisions make, and is it what
// the audit log knows?
import type { CharterMark } from '../../../core/ports/charter-mark.ts';
import { CharterTamperedError } from '../errors.ts';
import { judgeAnchor } from './anchor.ts';
import type { Charter } from './charter.ts';
import { replay } from './replay.ts';
import type { RevisionRow } from './revision.ts';

export type CharterVerdict =
  | {
      readonly charter: Charter;
      /** false: the log says that a change was on its way, and not yet what became of it. */
      readonly settled: boolean;
    }
  | { readonly tampered: CharterTamperedError };

/** @mark is the newest of the audit log; undefined: it has none. */
export function verifyCharter(
  rows: readonly RevisionRow[],
  mark: CharterMark | undefined,
): CharterVerdict {
  try {
    const charter = replay(rows);
    return { charter, settled: judgeAnchor(charter, mark) };
  } catch (error) {
    if (error instanceof CharterTamperedError) {
      return { tampered: error };
    }
    throw error;
  }
}
