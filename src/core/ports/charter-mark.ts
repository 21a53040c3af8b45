// SPDX-License-Identifier: Apache-2.0
// What the audit log is told of the charter (persons, keys, policy): at which revision it is, and that
// revision's hash. The charter's own chain cannot tell that its end was cut off, or that all of it was
// replaced; the log, which is signed and witnessed, can. One newest mark is all that it takes.
import type { Json } from '../canonical/json.ts';

/** Of audit entries. One of the log's own kinds, which outlive retention. */
export const CHARTER_KIND = 'audit.charter';

/** A revision and the hash that names it; revision 0 with ZERO_HASH is before the first. */
export interface CharterHead {
  /** {range from 0} */
  readonly revision: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly hash: string;
}

export const ZERO_HASH: string = '0'.repeat(64);

export type CharterMark =
  /** That revision, and no other, is in force. */
  | { readonly step: 'in_force'; readonly head: CharterHead }
  /** @head is about to follow @base: either of the two is what a crash from here on leaves. */
  | { readonly step: 'intent'; readonly head: CharterHead; readonly base: CharterHead };

/** A mark, and the entry that has it. */
export interface PlacedMark {
  readonly index: number;
  readonly mark: CharterMark;
}

export function markDetails(mark: CharterMark): Readonly<Record<string, Json>> {
  const { step, head } = mark;
  const details = { step, revision: head.revision, hash: head.hash };
  return mark.step === 'intent'
    ? { ...details, base_revision: mark.base.revision, base_hash: mark.base.hash }
    : details;
}

function headOf(revision: Json | undefined, hash: Json | undefined): CharterHead | undefined {
  const good =
    Number.isSafeInteger(revision) &&
    (revision as number) >= 0 &&
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash) &&
    (revision === 0) === (hash === ZERO_HASH);
  return good ? { revision: revision as number, hash } : undefined;
}

/** The mark that an entry of CHARTER_KIND has in its details; undefined when they are none. */
export function charterMarkOf(details: Readonly<Record<string, Json>>): CharterMark | undefined {
  const head = headOf(details['revision'], details['hash']);
  const base = headOf(details['base_revision'], details['base_hash']);
  if (details['step'] === 'in_force' && head !== undefined) {
    return { step: 'in_force', head };
  }
  const follows =
    details['step'] === 'intent' &&
    head !== undefined &&
    head.revision === (base?.revision ?? -2) + 1;
  return follows && base !== undefined ? { step: 'intent', head, base } : undefined;
}

/** The newer of two that the same log gave in two copies. */
export function newestMark(
  one: PlacedMark | undefined,
  other: PlacedMark | undefined,
): PlacedMark | undefined {
  return (one?.index ?? -1) >= (other?.index ?? -1) ? one : other;
}
