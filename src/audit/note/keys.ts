// SPDX-License-Identifier: Apache-2.0
// Keys of signed notes: vkeys, key ids, and what each type signs. Types as C2SP assigns them.
import { Buffer } from 'node:buffer';
import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { AuditFormatError } from '../errors.ts';
import {
  type Algorithm,
  publicKeyOf,
  rawPublicKey,
  signatureHolds,
  signWith,
} from './algorithms.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { checkpointCosignatureV1, subtreeCosignatureV1 } from './cosignature.ts';
import { checkKeyName, type Signer, type Verifier } from './note.ts';

export const KeyType = {
  /** The note's text itself. */
  ED25519: 0x01,
  /** A time and the note's text: witnesses. */
  ED25519_COSIGNATURE: 0x04,
  /** A time and what the checkpoint says: witnesses, and the log itself. */
  ML_DSA_44_COSIGNATURE: 0x06,
} as const;
export type KeyType = (typeof KeyType)[keyof typeof KeyType];

const TIME_SIZE = 8;

/** Behind the key id. {unit bytes} */
export const SIGNATURE_SIZES: Readonly<Record<KeyType, number>> = {
  [KeyType.ED25519]: 64,
  [KeyType.ED25519_COSIGNATURE]: TIME_SIZE + 64,
  [KeyType.ML_DSA_44_COSIGNATURE]: TIME_SIZE + 2420,
};

interface Kind {
  readonly algorithm: Algorithm;
  /** The bytes that are signed; undefined when the text is none that this type signs. */
  message(name: string, text: string, time: bigint): Uint8Array | undefined;
  readonly timed: boolean;
}

const KINDS: Readonly<Record<KeyType, Kind>> = {
  [KeyType.ED25519]: {
    algorithm: 'ed25519',
    message: (_name, text) => Buffer.from(text, 'utf8'),
    timed: false,
  },
  [KeyType.ED25519_COSIGNATURE]: {
    algorithm: 'ed25519',
    message: (_name, text, time) => checkpointCosignatureV1(text, time),
    timed: true,
  },
  [KeyType.ML_DSA_44_COSIGNATURE]: {
    algorithm: 'ml-dsa-44',
    message: subtreeCosignatureV1,
    timed: true,
  },
};

export interface PublicKey extends Verifier {
  readonly type: KeyType;
  readonly raw: Uint8Array;
  /** NAME+ID+KEY: what a policy lists. */
  readonly vkey: string;
}

export function keyId(name: string, type: KeyType, raw: Uint8Array): number {
  const input = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.of(type), raw]);
  return hash('sha256', input, 'buffer').readUInt32BE();
}

export function makePublicKey(name: string, type: KeyType, raw: Uint8Array): PublicKey {
  checkKeyName(name);
  const kind = KINDS[type];
  const key = publicKeyOf(kind.algorithm, raw);
  const id = keyId(name, type, raw);
  const encoded = toBase64(Buffer.concat([Buffer.of(type), raw]));
  return {
    name,
    type,
    raw,
    keyId: id,
    vkey: `${name}+${id.toString(16).padStart(8, '0')}+${encoded}`,
    verify: (text, signature) => {
      const head = kind.timed ? TIME_SIZE : 0;
      if (signature.length < head) {
        return false;
      }
      const time = kind.timed
        ? Buffer.from(signature.buffer, signature.byteOffset, TIME_SIZE).readBigUInt64BE()
        : 0n;
      const message = kind.message(name, text, time);
      return (
        message !== undefined &&
        signatureHolds(kind.algorithm, message, key, signature.subarray(head))
      );
    },
  };
}

function typeOf(value: number | undefined): KeyType | undefined {
  return Object.values(KeyType).find((type) => type === value);
}

/** AuditFormatError for what is not the key of a note, or of a type that is not verified here. */
export function parseVkey(text: string): PublicKey {
  const what = `key ${JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text)}`;
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  const [, name = '', id = '', encoded = ''] = match ?? [];
  const bytes = match === null ? undefined : fromBase64(encoded);
  if (bytes === undefined) {
    throw new AuditFormatError(what, 'is not NAME+ID+KEY, as C2SP signed-note has it');
  }
  const type = typeOf(bytes[0]);
  if (type === undefined) {
    throw new AuditFormatError(
      what,
      `is of type ${bytes[0]}: known are 1 (Ed25519), 4 (Ed25519 cosignature) and 6 (ML-DSA-44)`,
    );
  }
  const key = makePublicKey(name, type, bytes.subarray(1));
  if (key.keyId !== Number.parseInt(id, 16)) {
    throw new AuditFormatError(what, 'has an id that is not the id of its name and key');
  }
  return key;
}

export interface PrivateKey extends Signer {
  readonly publicKey: PublicKey;
}

export function makePrivateKey(name: string, type: KeyType, key: KeyObject): PrivateKey {
  const kind = KINDS[type];
  const publicKey = makePublicKey(name, type, rawPublicKey(kind.algorithm, createPublicKey(key)));
  return {
    name,
    keyId: publicKey.keyId,
    publicKey,
    sign: (text, now) => {
      const time = kind.timed ? BigInt(Math.floor(now)) : 0n;
      const message = kind.message(name, text, time);
      if (message === undefined) {
        throw new AuditFormatError('note', `is no checkpoint: key type ${type} signs only those`);
      }
      const signature = signWith(message, key);
      if (!kind.timed) {
        return signature;
      }
      const head = Buffer.alloc(TIME_SIZE);
      head.writeBigUInt64BE(time);
      return Buffer.concat([head, signature]);
    },
  };
}
