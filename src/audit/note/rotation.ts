// SPDX-License-Identifier: Apache-2.0
// A log that goes on under other keys, or another name, says so itself: its last entry under the old
// ones is a statement about the new ones, signed by the old. Who trusts the old keys then follows.
import { AuditFormatError } from '../errors.ts';
import { type PublicKey, parseVkey } from './keys.ts';
import { type Note, openNote, parseNote, type Signer, signNote } from './note.ts';

const TITLE = 'dsmil/audit-rotation/v1';

export interface Rotation {
  readonly oldOrigin: string;
  readonly newOrigin: string;
  /** Where in the log it stands: trees with more entries than this are the new keys' to sign. */
  readonly index: number;
  /** All of @newOrigin's name. */
  readonly keys: readonly PublicKey[];
}

export function signRotation(rotation: Rotation, oldKey: Signer, now: number): string {
  const { oldOrigin, newOrigin, index, keys } = rotation;
  const lines = [
    TITLE,
    `from ${oldOrigin}`,
    `to ${newOrigin}`,
    `index ${index}`,
    ...keys.map(({ vkey }) => `key ${vkey}`),
  ];
  return signNote(`${lines.join('\n')}\n`, [oldKey], now);
}

export interface ReadRotation extends Rotation {
  readonly note: Note;
}

/** AuditFormatError when it is no statement. Whose it is, is not looked at. */
export function parseRotation(source: string): ReadRotation {
  const note = parseNote(source);
  const [title, from = '', to = '', at = '', ...rest] = note.text.slice(0, -1).split('\n');
  const oldOrigin = /^from (\S+)$/u.exec(from)?.[1];
  const newOrigin = /^to (\S+)$/u.exec(to)?.[1];
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(at)?.[1];
  const vkeys = rest.map((line) => /^key (\S+)$/u.exec(line)?.[1] ?? '');
  if (
    title !== TITLE ||
    oldOrigin === undefined ||
    newOrigin === undefined ||
    index === undefined ||
    vkeys.length === 0
  ) {
    throw new AuditFormatError('rotation', `is not '${TITLE}', from, to, index and keys`);
  }
  const keys = vkeys.map(parseVkey);
  if (keys.some(({ name }) => name !== newOrigin)) {
    throw new AuditFormatError('rotation', `has a key that is not of '${newOrigin}'`);
  }
  return { oldOrigin, newOrigin, index: Number(index), keys, note };
}

/** Whether one of @trusted, of the old origin, signed it, and none has a bad signature on it. */
export function rotationSigned(
  { note, oldOrigin }: ReadRotation,
  trusted: readonly PublicKey[],
): boolean {
  const { good, bad } = openNote(
    note,
    trusted.filter(({ name }) => name === oldOrigin),
  );
  return good.length > 0 && bad.length === 0;
}
