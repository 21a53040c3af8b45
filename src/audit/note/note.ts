// SPDX-License-Identifier: Apache-2.0
// C2SP signed-note: a text, an empty line, signature lines. Whose the signatures are is decided by
// the keys that the reader brings; what nobody knows is ignored.
import { Buffer } from 'node:buffer';
import { AuditFormatError } from '../errors.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** An ML-DSA-44 signature takes 3.3 KB of it. */
const NOTE_SIZE_MAX = 1 << 20;
const SIGNATURES_MAX = 100;
const DASH = '\u2014';
const KEY_ID_SIZE = 4;

export interface NoteSignature {
  readonly name: string;
  /** {range 0..2^32-1} */
  readonly keyId: number;
  /** Behind the key id. */
  readonly bytes: Uint8Array;
}

export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface Verifier {
  readonly name: string;
  readonly keyId: number;
  /** Never throws for a bad signature, whatever its length. */
  verify(text: string, signature: Uint8Array): boolean;
}

export interface Signer {
  readonly name: string;
  readonly keyId: number;
  /** @now for those who sign a time too. {unit s since 1970} */
  sign(text: string, now: number): Uint8Array;
}

const SPACE_OR_PLUS = /[\s\u0085+]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

export function checkKeyName(name: string): string {
  if (name === '' || SPACE_OR_PLUS.test(name) || CONTROL.test(name) || !name.isWellFormed()) {
    throw new AuditFormatError(
      `key name ${JSON.stringify(name)}`,
      'must be not empty, without spaces, control characters and plus signs',
    );
  }
  return name;
}

export function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  const id = Buffer.alloc(KEY_ID_SIZE);
  id.writeUInt32BE(keyId);
  return `${DASH} ${name} ${toBase64(Buffer.concat([id, bytes]))}\n`;
}

function checkText(text: string): void {
  if (!text.endsWith('\n') || CONTROL.test(text) || !text.isWellFormed()) {
    throw new AuditFormatError(
      'note text',
      'must end with a newline and be without other control characters',
    );
  }
}

export function signNote(text: string, signers: readonly Signer[], now: number): string {
  checkText(text);
  const lines = signers.map((signer) =>
    formatSignature({ ...pick(signer), bytes: signer.sign(text, now) }),
  );
  return `${text}\n${lines.join('')}`;
}

function pick({ name, keyId }: Signer): { name: string; keyId: number } {
  return { name, keyId };
}

function parseSignature(line: string, number: number): NoteSignature {
  const where = `note, signature line ${number}`;
  const match = new RegExp(`^${DASH} ([^ ]+) ([A-Za-z0-9+/=]+)$`, 'u').exec(line);
  const name = match?.[1];
  const blob = match?.[2] === undefined ? undefined : fromBase64(match[2]);
  if (name === undefined || SPACE_OR_PLUS.test(name)) {
    throw new AuditFormatError(where, `is not '${DASH} NAME BASE64'`);
  }
  if (blob === undefined || blob.length <= KEY_ID_SIZE) {
    throw new AuditFormatError(where, 'is not base64 of a key id and a signature');
  }
  const keyId = Buffer.from(blob.buffer, blob.byteOffset, KEY_ID_SIZE).readUInt32BE();
  return { name, keyId, bytes: blob.subarray(KEY_ID_SIZE) };
}

/** AuditFormatError when it is not a signed note. Nothing in it is to be believed before openNote. */
export function parseNote(source: Uint8Array | string): Note {
  const whole = typeof source === 'string' ? source : decode(source);
  if (whole.length > NOTE_SIZE_MAX) {
    throw new AuditFormatError('note', `has more than ${NOTE_SIZE_MAX} characters`);
  }
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n') || CONTROL.test(whole)) {
    throw new AuditFormatError('note', 'is not a text, an empty line, and signature lines');
  }
  const lines = whole.slice(split + 2, -1).split('\n');
  if (whole.length <= split + 2 || lines.length > SIGNATURES_MAX) {
    throw new AuditFormatError('note', `must have 1 to ${SIGNATURES_MAX} signature lines`);
  }
  return {
    text: whole.slice(0, split + 1),
    signatures: lines.map((l, i) => parseSignature(l, i + 1)),
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AuditFormatError('note', 'is not UTF-8', { cause: error });
  }
}

export interface Opened<T extends Verifier> {
  /** Those whose signature is there and good; each once. */
  readonly good: readonly T[];
  /** Known keys whose signature is there and bad: the note is to be rejected. */
  readonly bad: readonly T[];
}

export function openNote<T extends Verifier>(note: Note, verifiers: readonly T[]): Opened<T> {
  const good = new Set<T>();
  const bad = new Set<T>();
  for (const { name, keyId, bytes } of note.signatures) {
    for (const verifier of verifiers) {
      if (verifier.name === name && verifier.keyId === keyId) {
        (verifier.verify(note.text, bytes) ? good : bad).add(verifier);
      }
    }
  }
  return { good: [...good].filter((verifier) => !bad.has(verifier)), bad: [...bad] };
}
