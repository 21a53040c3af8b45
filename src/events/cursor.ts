// SPDX-License-Identifier: Apache-2.0
// Cursors: where a reader is, sealed so that it tells nobody anything and serves nobody else.
//
//   u8 version, 4 bytes key id, 16 bytes salt, 12 bytes nonce, 40 bytes sealed, 16 bytes tag
//   sealed: 16 bytes log id, u64 revision, u64 kept-at, u32 sequence, u32 zero
//
// AES-256-GCM; what it is bound to (principal, label, filters) and the bytes before the sealed ones
// are authenticated with it. The key of each salt is derived (HKDF-SHA-256), and a salt serves for
// SALT_USES cursors, so that random nonces never come near the number where they repeat. All are
// equally long, and contain nothing that counts.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { InvalidArgumentError } from '../core/model/errors.ts';
import { type CursorKeys, KEY_SIZE } from './cursor-keys.ts';
import { CursorError } from './errors.ts';

/** A place between two events of the log. */
export interface Position {
  /** Of the last event before the place; 0 before the first. */
  readonly revision: number;
  /**
   * Not 0 while reading the events that a compaction kept: its revision. The place is among those
   * then, and nowhere once there was another compaction.
   */
  readonly keptAt: number;
}

/** What a cursor holds. */
export interface CursorState extends Position {
  /** The last sequence number that its reader was given; 0 before the first. */
  readonly sequence: number;
}

/** Whose a cursor is: it opens for nobody else and nothing else. */
export interface CursorBinding {
  readonly principal: string;
  readonly label: string;
  /** In any order; the same set is the same binding. */
  readonly filters: readonly string[];
}

export const LOG_ID_SIZE = 16;

const VERSION = 1;
const KEY_ID_SIZE = 4;
const SALT_SIZE = 16;
const NONCE_SIZE = 12;
const SEALED_SIZE = 40;
const TAG_SIZE = 16;
const SALT_AT = 1 + KEY_ID_SIZE;
const NONCE_AT = SALT_AT + SALT_SIZE;
const SEALED_AT = NONCE_AT + NONCE_SIZE;
const TAG_AT = SEALED_AT + SEALED_SIZE;
const CURSOR_SIZE = TAG_AT + TAG_SIZE;
/** Of the text: base64url. */
export const CURSOR_LENGTH = Math.ceil((CURSOR_SIZE * 4) / 3);

const CONTEXT = 'dsmil/cursor/v1\0';
const CONTEXT_BYTES = Buffer.from(CONTEXT, 'latin1');
const SALT_USES = 2 ** 24;
const DERIVED_MAX = 64;
/** Asked of the system at once: to ask takes as long for one as for all of them. {unit bytes} */
const NONCES_SIZE = 256 * NONCE_SIZE;

interface Salt {
  readonly bytes: Buffer;
  /** Made once: of bare bytes each cipher makes it anew, which takes longer than all the rest. */
  readonly key: KeyObject;
  uses: number;
}

export class CursorCodec {
  readonly #keys = new Map<string, Uint8Array>();
  readonly #logId: Buffer;
  readonly #derived = new Map<string, KeyObject>();
  readonly #current: Uint8Array;
  readonly #currentId: Buffer;
  /** What is authenticated of a binding: who reads seals hundreds of cursors with the same one. */
  readonly #bound = new WeakMap<CursorBinding, Buffer>();
  #salt: Salt;
  #nonces = Buffer.alloc(0);

  /** @logId is LOG_ID_SIZE bytes: a cursor of another log does not open. */
  constructor(keys: CursorKeys, logId: Uint8Array) {
    const held = keys.previous === undefined ? [keys.current] : [keys.current, keys.previous];
    for (const key of held) {
      if (key.length !== KEY_SIZE) {
        throw new InvalidArgumentError('cursor key', key.length, `${KEY_SIZE} bytes`);
      }
      this.#keys.set(keyId(key).toString('hex'), key);
    }
    if (logId.length !== LOG_ID_SIZE) {
      throw new InvalidArgumentError('log id', logId.length, `${LOG_ID_SIZE} bytes`);
    }
    this.#current = keys.current;
    this.#currentId = keyId(keys.current);
    this.#logId = Buffer.from(logId);
    this.#salt = this.#newSalt();
  }

  seal(state: CursorState, binding: CursorBinding): string {
    if (this.#salt.uses === SALT_USES) {
      this.#salt = this.#newSalt();
    }
    this.#salt.uses += 1;
    const bytes = Buffer.alloc(CURSOR_SIZE);
    bytes.writeUInt8(VERSION, 0);
    bytes.set(this.#currentId, 1);
    bytes.set(this.#salt.bytes, SALT_AT);
    bytes.set(this.#nonce(), NONCE_AT);
    const plain = Buffer.alloc(SEALED_SIZE);
    plain.set(this.#logId, 0);
    plain.writeBigUInt64LE(BigInt(state.revision), 16);
    plain.writeBigUInt64LE(BigInt(state.keptAt), 24);
    plain.writeUInt32LE(state.sequence, 32);
    const nonce = bytes.subarray(NONCE_AT, SEALED_AT);
    const cipher = createCipheriv('aes-256-gcm', this.#salt.key, nonce, {
      authTagLength: TAG_SIZE,
    });
    cipher.setAAD(this.#additional(bytes.subarray(0, SEALED_AT), binding));
    bytes.set(cipher.update(plain), SEALED_AT);
    cipher.final();
    bytes.set(cipher.getAuthTag(), TAG_AT);
    return bytes.toString('base64url');
  }

  /** CursorError for all but what seal() made of this log, with a key held, for @binding. */
  open(cursor: string, binding: CursorBinding): CursorState {
    const bytes = decodeText(cursor);
    const id = bytes.subarray(1, SALT_AT).toString('hex');
    const key = this.#keys.get(id);
    if (key === undefined) {
      throw new CursorError('is sealed with a key that is not held (any more)');
    }
    const derived = this.#derive(id, key, bytes.subarray(SALT_AT, NONCE_AT));
    const nonce = bytes.subarray(NONCE_AT, SEALED_AT);
    const decipher = createDecipheriv('aes-256-gcm', derived, nonce, { authTagLength: TAG_SIZE });
    decipher.setAAD(this.#additional(bytes.subarray(0, SEALED_AT), binding));
    decipher.setAuthTag(bytes.subarray(TAG_AT));
    const plain = decipher.update(bytes.subarray(SEALED_AT, TAG_AT));
    try {
      decipher.final();
    } catch {
      // GCM says only that it does not open, and which part is wrong nobody shall learn.
      throw new CursorError('is damaged, or of another principal, label or filter');
    }
    return this.#read(plain);
  }

  #read(plain: Buffer): CursorState {
    if (!timingSafeEqual(plain.subarray(0, LOG_ID_SIZE), this.#logId)) {
      throw new CursorError('is of another event log');
    }
    return {
      revision: Number(plain.readBigUInt64LE(16)),
      keptAt: Number(plain.readBigUInt64LE(24)),
      sequence: plain.readUInt32LE(32),
    };
  }

  /** Each is used once. */
  #nonce(): Buffer {
    if (this.#nonces.length === 0) {
      this.#nonces = randomBytes(NONCES_SIZE);
    }
    const nonce = this.#nonces.subarray(0, NONCE_SIZE);
    this.#nonces = this.#nonces.subarray(NONCE_SIZE);
    return nonce;
  }

  #additional(head: Uint8Array, binding: CursorBinding): Buffer {
    let bound = this.#bound.get(binding);
    if (bound === undefined) {
      bound = boundBytes(binding);
      this.#bound.set(binding, bound);
    }
    return Buffer.concat([CONTEXT_BYTES, head, bound]);
  }

  #newSalt(): Salt {
    const bytes = randomBytes(SALT_SIZE);
    return { bytes, key: derive(this.#current, bytes), uses: 0 };
  }

  /** Of recent salts it is kept: readers come back with cursors of the same few. */
  #derive(id: string, key: Uint8Array, salt: Buffer): KeyObject {
    const name = `${id}${salt.toString('hex')}`;
    const known = this.#derived.get(name);
    if (known !== undefined) {
      return known;
    }
    const derived = derive(key, salt);
    for (const oldest of this.#derived.keys()) {
      if (this.#derived.size < DERIVED_MAX) {
        break;
      }
      this.#derived.delete(oldest);
    }
    this.#derived.set(name, derived);
    return derived;
  }
}

function decodeText(cursor: string): Buffer {
  if (typeof cursor !== 'string' || cursor.length !== CURSOR_LENGTH) {
    throw new CursorError(`is not ${CURSOR_LENGTH} characters long`);
  }
  const bytes = Buffer.from(cursor, 'base64url');
  // base64url ignores what it does not know: only the one spelling of these bytes is a cursor.
  if (bytes.length !== CURSOR_SIZE || bytes.toString('base64url') !== cursor) {
    throw new CursorError('is not base64url');
  }
  if (bytes[0] !== VERSION) {
    throw new CursorError(`is of version ${bytes[0]}, this is ${VERSION}`);
  }
  return bytes;
}

function keyId(key: Uint8Array): Buffer {
  return createHash('sha256').update('dsmil/cursor-key\0').update(key).digest().subarray(0, 4);
}

function derive(key: Uint8Array, salt: Uint8Array): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, salt, CONTEXT, KEY_SIZE)));
}

function boundBytes({ principal, label, filters }: CursorBinding): Buffer {
  const parts: Uint8Array[] = [];
  for (const text of [principal, label, ...[...new Set(filters)].sort()]) {
    const bytes = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}
