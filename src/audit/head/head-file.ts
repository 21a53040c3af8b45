// SPDX-License-Identifier: Apache-2.0
// The log's head in a second file: what the store last made durable, so that a store that was rolled
// back is found. Two slots are written in turns. A slot is one sector: a disk writes it or does not,
// so that a slot which does not hold was changed by somebody. Numbers are big-endian.
//
// slot  16 magic, u32 CRC-32 of the rest of the 512 bytes, u32 bytes of checkpoint, u64 sequence,
//       checkpoint (with what was before, and what the leaf file had, in its signed text), zeros
import { Buffer } from 'node:buffer';
import { closeSync, constants, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { createWhole } from '../durable-file.ts';
import { AuditFormatError, type Finding } from '../errors.ts';
import { type Checkpoint, tryParseCheckpoint } from '../note/checkpoint.ts';
import { KeyType, type PublicKey } from '../note/keys.ts';
import { openNote } from '../note/note.ts';
import { storeStanding } from '../note/standing.ts';
import { openPlain } from '../plain-file.ts';
import { finding } from '../verify/finding.ts';

const MAGIC = Buffer.from('DSMIL-AUDHEAD-1\n', 'latin1');
const SLOT_SIZE = 512;
/** Apart, so that one write to the disk holds one slot. */
const SLOT_SPACING = 4096;
const FILE_SIZE = 2 * SLOT_SPACING;
const FIXED = 32;
/** Of the checkpoint: with one Ed25519 signature and an origin of at most ORIGIN_MAX it fits. */
const NOTE_MAX = SLOT_SIZE - FIXED;
/** {unit bytes} */
export const ORIGIN_MAX = 120;

export interface Head {
  /** Counts the heads written. */
  readonly sequence: number;
  readonly size: number;
  /** Before the batch that made it so. */
  readonly previousSize: number;
  /** What the leaf file was known to have durable. {unit entries} */
  readonly leafDurable: number;
  /** Signed by the log's Ed25519 key; undefined for a log without entries. */
  readonly checkpoint: Checkpoint | undefined;
}

/** A head file that was made from a store with entries, by mending: both slots say the same. */
export function isMended({ sequence, size }: Head): boolean {
  return sequence === FIRST_SEQUENCE && size > 0;
}

const FIRST_SEQUENCE = 1;

/** @signed is a checkpoint of the store; empty for a log without entries. */
function encodeSlot(sequence: number, signed: string): Buffer {
  const note = Buffer.from(signed, 'utf8');
  if (note.length > NOTE_MAX) {
    throw new AuditFormatError(
      'head',
      `has a checkpoint of ${note.length} bytes, over ${NOTE_MAX}`,
    );
  }
  const slot = Buffer.alloc(SLOT_SIZE);
  MAGIC.copy(slot);
  slot.writeUInt32BE(note.length, 20);
  slot.writeBigUInt64BE(BigInt(sequence), 24);
  note.copy(slot, FIXED);
  slot.writeUInt32BE(crc32(slot.subarray(20)), 16);
  return slot;
}

function decodeSlot(slot: Buffer): Head | undefined {
  const noteBytes = slot.readUInt32BE(20);
  if (
    !slot.subarray(0, MAGIC.length).equals(MAGIC) ||
    slot.readUInt32BE(16) !== crc32(slot.subarray(20)) ||
    noteBytes > NOTE_MAX
  ) {
    return undefined;
  }
  const sequence = Number(slot.readBigUInt64BE(24));
  if (noteBytes === 0) {
    return { sequence, size: 0, previousSize: 0, leafDurable: 0, checkpoint: undefined };
  }
  const checkpoint = tryParseCheckpoint(slot.subarray(FIXED, FIXED + noteBytes));
  const standing = checkpoint === undefined ? undefined : storeStanding(checkpoint);
  return checkpoint === undefined || standing === undefined
    ? undefined
    : { sequence, size: checkpoint.size, ...standing, checkpoint };
}

export interface HeadRead {
  /** Undefined when none of it can be believed. */
  readonly head: Head | undefined;
  /** Where it is not what was written. {unit bytes} */
  readonly damagedAt: number | undefined;
}

/** Undefined when there is no such file. */
export function readHeadFile(path: string): HeadRead | undefined {
  let fd: number;
  try {
    fd = openPlain(path, constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  try {
    const bytes = Buffer.alloc(FILE_SIZE + 1);
    return decodeHeadFile(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0)));
  } finally {
    closeSync(fd);
  }
}

export function decodeHeadFile(bytes: Buffer): HeadRead {
  if (bytes.length !== FILE_SIZE) {
    return { head: undefined, damagedAt: Math.min(bytes.length, FILE_SIZE) };
  }
  const slots = [0, 1].map((i) => {
    const at = i * SLOT_SPACING;
    const rest = bytes.subarray(at + SLOT_SIZE, at + SLOT_SPACING);
    const stray = rest.findIndex((byte) => byte !== 0);
    const head = decodeSlot(bytes.subarray(at, at + SLOT_SIZE));
    return {
      at,
      head,
      damagedAt: head === undefined ? at : stray < 0 ? undefined : at + SLOT_SIZE + stray,
    };
  });
  const [a, b] = slots;
  const newest = (a?.head?.sequence ?? -1) > (b?.head?.sequence ?? -1) ? a : b;
  const older = newest === a ? b : a;
  const damaged = slots.find(({ damagedAt }) => damagedAt !== undefined)?.damagedAt;
  // They are written in turns, so they are one apart.
  const apart =
    newest?.head !== undefined &&
    older?.head !== undefined &&
    newest.head.sequence !== older.head.sequence + 1;
  return { head: newest?.head, damagedAt: damaged ?? (apart ? older?.at : undefined) };
}

/** Who cannot sign cannot say where the store was. @signers are the keys that the log ever had. */
export function judgeHeadSignature(
  path: string,
  { checkpoint }: Head,
  signers: readonly PublicKey[],
): Finding[] {
  if (checkpoint === undefined) {
    return [];
  }
  const keys = signers.filter(
    ({ name, type }) => name === checkpoint.origin && type === KeyType.ED25519,
  );
  const { good, bad } = openNote(checkpoint.note, keys);
  const says = `no key of this log signed what it says of '${checkpoint.origin}'`;
  return good.length > 0 && bad.length === 0 ? [] : [finding('SIGNATURE_BAD', { path }, says)];
}

export class HeadFile {
  readonly path: string;
  #fd: number | undefined;
  #sequence: number;
  #syncs = 0;

  /** @sequence of the head that is in the file; it is made when it is missing and that is 0. */
  constructor(path: string, sequence: number) {
    this.path = path;
    this.#sequence = sequence;
  }

  /** How often it was made durable. */
  get syncs(): number {
    return this.#syncs;
  }
  get sequence(): number {
    return this.#sequence;
  }

  #open(): number {
    if (this.#fd === undefined) {
      const { O_RDWR, O_NOFOLLOW } = constants;
      this.#fd = openSync(this.path, O_RDWR | O_NOFOLLOW);
    }
    return this.#fd;
  }

  /** Durable when it returns. Throws what the file system says. */
  write(signed: string): void {
    const fd = this.#open();
    const sequence = this.#sequence + 1;
    writeWhole(fd, encodeSlot(sequence, signed), (sequence % 2) * SLOT_SPACING);
    fdatasyncSync(fd);
    this.#syncs++;
    this.#sequence = sequence;
  }

  close(): void {
    if (this.#fd !== undefined) {
      closeSync(this.#fd);
      this.#fd = undefined;
    }
  }
}

function writeWhole(fd: number, bytes: Buffer, offset: number): void {
  const written = writeSync(fd, bytes, 0, bytes.length, offset);
  if (written !== bytes.length) {
    throw new Error(`only ${written} of ${bytes.length} bytes were written`);
  }
}

/** A file that says the same in both slots; it must not be there yet. Durable when it returns. */
export function createHeadFile(path: string, signed: string): void {
  const bytes = Buffer.alloc(FILE_SIZE);
  encodeSlot(FIRST_SEQUENCE - 1, signed).copy(bytes, 0);
  encodeSlot(FIRST_SEQUENCE, signed).copy(bytes, SLOT_SPACING);
  createWhole(path, bytes, 0o600);
}
