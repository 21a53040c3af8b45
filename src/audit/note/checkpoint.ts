// SPDX-License-Identifier: Apache-2.0
// A signed checkpoint: a tree's head under the keys of its log.
import { AuditFormatError } from '../errors.ts';
import {
  type CheckpointText,
  formatCheckpointText,
  parseCheckpointText,
} from './checkpoint-text.ts';
import { type Note, parseNote, type Signer, signNote } from './note.ts';

export interface Checkpoint extends CheckpointText {
  /** As it was signed, signatures and all. */
  readonly signed: string;
  readonly note: Note;
}

/** @now for signatures that say when. {unit s since 1970} */
export function signCheckpoint(
  head: CheckpointText,
  signers: readonly Signer[],
  now: number,
): string {
  return signNote(formatCheckpointText(head), signers, now);
}

/** Undefined when it is none. Its signatures are not looked at. */
export function tryParseCheckpoint(source: Uint8Array | string): Checkpoint | undefined {
  try {
    return parseCheckpoint(source);
  } catch (error) {
    if (error instanceof AuditFormatError) {
      return undefined;
    }
    throw error;
  }
}

/** AuditFormatError when it is none. Its signatures are not looked at. */
export function parseCheckpoint(source: Uint8Array | string): Checkpoint {
  const note = parseNote(source);
  const signed = typeof source === 'string' ? source : new TextDecoder().decode(source);
  return { ...parseCheckpointText(note.text), signed, note };
}
