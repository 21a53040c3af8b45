// SPDX-License-Identifier: Apache-2.0
// What is said about each kind of fault, in one place.
import type { Finding } from '../errors.ts';

/** What to do, by code. */
const ADVICE = {
  LEAF_CHANGED:
    'Keep a copy of all files as evidence; restore the entry from the other sink or a backup',
  LEAF_MISSING:
    'Keep a copy of all files as evidence; restore the entries from the other sink or a backup',
  LEAF_ORDER:
    'Keep a copy of all files as evidence; restore the file from the other sink or a backup',
  LEAF_MALFORMED: 'It was recorded so: see which program appended it',
  TILE_CHANGED:
    'Keep a copy of all files as evidence; restore the store from the leaf file or a backup',
  ROOT_DIFFERS:
    'Keep a copy of all files as evidence; compare with the other sink to see which is right',
  CHECKPOINT_MALFORMED: 'Keep a copy of all files as evidence; restore the file',
  SIGNATURE_BAD: 'Keep a copy of all files as evidence; whoever changed this had not the log’s key',
  SIGNATURE_MISSING:
    'Give the log’s own key (--policy or --key); when you did, somebody without it wrote this',
  ROTATION_FORGED: 'Trust nothing behind this entry: the keys it names are not the log’s',
  PRUNED_UNSAID: 'Entries were removed without the log saying so: restore them',
  SCHEMA_CHANGED: 'Keep a copy of all files as evidence; restore the store',
  DATABASE_DAMAGED:
    'Keep a copy of all files as evidence; restore the store from the leaf file or a backup',
  FILE_CHANGED:
    'Keep a copy of all files as evidence; restore the file from the other sink or a backup',
  FILE_SHORT:
    'A power cut leaves this as well: starting the daemon mends it when nothing acknowledged is missing; ' +
    'otherwise restore the file from the other sink',
  HEAD_MISSING:
    'When it was not you who removed it, find out who did; dsmilctl audit fsck --mend head writes it anew',
  HEAD_CHANGED:
    'Keep a copy of it as evidence; dsmilctl audit fsck --mend head writes it anew from a store that verifies',
  HEAD_AHEAD:
    'The store was put back to an older state. Restore the newer one; or, when this was a restore that ' +
    'you made, let it catch up from the leaf file',
  HEAD_BEHIND:
    'The head file was put back to an older state: find out who did; dsmilctl audit fsck --mend head',
  LEAVES_MISSING:
    'When it was not you who removed it, find out who did; dsmilctl audit fsck --mend leaves writes it anew',
  LEAVES_BEHIND:
    'The leaf file was put back to an older state: find out who did; dsmilctl audit fsck --mend leaves',
  STORE_BEHIND:
    'The store was put back to an older state: restore the newer one, or let it catch up from the leaf file',
  SINKS_DIFFER:
    'One of the two was rewritten: compare each with an exported checkpoint, and restore the wrong one',
  KERNEL_AHEAD: 'All files were put back to an older state since boot: restore the newer ones',
  KERNEL_DIFFERS:
    'The log was rewritten since boot: restore it from a backup, and compare checkpoints',
  CHECKPOINT_AHEAD: 'The log was put back to an older state: restore the newer one',
  CHECKPOINT_DIFFERS:
    'The log was rewritten since that checkpoint was exported: restore it from a backup',
  KEY_NOT_CURRENT:
    'Configure the log’s own origin and key, or name the old ones as previous for a rotation',
} as const;

export type FindingCode = keyof typeof ADVICE;

export interface Place {
  readonly path: string;
  readonly index?: number | undefined;
  /** {unit bytes} */
  readonly offset?: number | undefined;
}

export function finding(code: FindingCode, place: Place, message: string): Finding {
  const { path, index, offset } = place;
  return { code, message, path, index, offset, advice: ADVICE[code] };
}
