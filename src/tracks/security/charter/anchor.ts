// SPDX-License-Identifier: Apache-2.0
// The chain of revisions against what the audit log says of it: the end of a chain that is good in
// itself can be cut off, and all of it replaced by one that somebody made with keys of their own.
import { type CharterHead, type CharterMark, ZERO_HASH } from '../../../core/ports/charter-mark.ts';
import { CharterTamperedError } from '../errors.ts';

const NOTHING: CharterHead = { revision: 0, hash: ZERO_HASH };

function same(one: CharterHead, other: CharterHead): boolean {
  return one.revision === other.revision && one.hash === other.hash;
}

function refusal(found: CharterHead, known: CharterHead): CharterTamperedError {
  const { revision } = known;
  if (found.revision < revision) {
    const problem = `the audit log knows it, and there are only ${found.revision}`;
    return new CharterTamperedError('CUT', revision, problem);
  }
  if (found.revision > revision) {
    const problem = `the audit log knows of none after revision ${revision}`;
    return new CharterTamperedError('UNANNOUNCED', found.revision, problem);
  }
  const problem = `its hash is ${found.hash}, and the audit log says ${known.hash}`;
  return new CharterTamperedError('REPLACED', revision, problem);
}

/**
 * Throws CharterTamperedError unless @found is what the log's newest @mark allows; undefined: the log
 * has none. Answers whether the log says exactly that: else a crash left the choice of two, which is
 * to be settled before anything else happens.
 */
export function judgeAnchor(found: CharterHead, mark: CharterMark | undefined): boolean {
  const known = mark?.head ?? NOTHING;
  if (mark?.step !== 'intent') {
    if (!same(found, known)) {
      throw refusal(found, known);
    }
    return true;
  }
  if (!same(found, known) && !same(found, mark.base)) {
    throw refusal(found, found.revision >= known.revision ? known : mark.base);
  }
  return false;
}
