// SPDX-License-Identifier: Apache-2.0
// The log's own keys on disk: a folder with a PKCS#8 PEM file for each, readable by their owner alone.

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, constants, fstatSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWhole } from '../durable-file.ts';
import { AuditInputError, AuditKeyError } from '../errors.ts';
import { openPlain } from '../plain-file.ts';
import type { Algorithm } from './algorithms.ts';
import { KeyType, makePrivateKey, type PrivateKey } from './keys.ts';
import { checkKeyName } from './note.ts';

const FILES: Readonly<Record<Algorithm, { readonly file: string; readonly type: KeyType }>> = {
  ed25519: { file: 'ed25519.pem', type: KeyType.ED25519 },
  'ml-dsa-44': { file: 'ml-dsa-44.pem', type: KeyType.ML_DSA_44_COSIGNATURE },
};

const OTHERS = 0o077;

export interface LogKeys {
  readonly origin: string;
  /** Signs every head. */
  readonly ed25519: PrivateKey;
  /** Signs the checkpoints that are kept; undefined when there is none. */
  readonly mlDsa: PrivateKey | undefined;
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Undefined when there is none. AuditKeyError when others can read it, or it is no such key. */
function loadKey(path: string, algorithm: Algorithm): KeyObject | undefined {
  let fd: number;
  try {
    // A link could lead to where somebody else decides about the mode.
    fd = openPlain(path, constants.O_NOFOLLOW);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) {
      return undefined;
    }
    const why = error instanceof AuditInputError ? `: ${error.message}` : '';
    throw new AuditKeyError(path, `cannot be opened${why}`, { cause: error });
  }
  try {
    const { mode, uid } = fstatSync(fd);
    if ((mode & OTHERS) !== 0) {
      throw new AuditKeyError(
        path,
        `has mode ${(mode & 0o777).toString(8).padStart(4, '0')}: others could sign in the log's ` +
          'name; it must be 0600 (chmod 600, and take a new key when somebody may have read it)',
      );
    }
    const self = process.geteuid?.();
    if (self !== undefined && self !== 0 && uid !== self) {
      throw new AuditKeyError(path, `belongs to user ${uid}: it must belong to this one, ${self}`);
    }
    const key = createPrivateKey(readFileSync(fd));
    if (key.asymmetricKeyType !== algorithm) {
      throw new AuditKeyError(path, `is of type ${key.asymmetricKeyType}: it must be ${algorithm}`);
    }
    return key;
  } catch (error) {
    throw error instanceof AuditKeyError
      ? error
      : new AuditKeyError(path, 'is not a private key in PEM', { cause: error });
  } finally {
    closeSync(fd);
  }
}

function createKey(path: string, algorithm: Algorithm): void {
  // The overloads want to see one literal each.
  const { privateKey } =
    algorithm === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ml-dsa-44');
  createWhole(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), 0o600);
}

/** Makes what is missing, and leaves what is there. For the first start, and for a new origin. */
export function createLogKeys(folder: string, origin: string): LogKeys {
  checkKeyName(origin);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [algorithm, { file }] of Object.entries(FILES) as [
    Algorithm,
    (typeof FILES)[Algorithm],
  ][]) {
    const path = join(folder, file);
    if (loadKey(path, algorithm) === undefined) {
      createKey(path, algorithm);
    }
  }
  return loadLogKeys(folder, origin);
}

/** AuditKeyError when the Ed25519 key is missing or unfit; the other one may be missing. */
export function loadLogKeys(folder: string, origin: string): LogKeys {
  const load = (algorithm: Algorithm): PrivateKey | undefined => {
    const { file, type } = FILES[algorithm];
    const key = loadKey(join(folder, file), algorithm);
    return key === undefined ? undefined : makePrivateKey(origin, type, key);
  };
  const ed25519 = load('ed25519');
  if (ed25519 === undefined) {
    throw new AuditKeyError(
      join(folder, FILES.ed25519.file),
      'is missing: put the log’s key back; a log that goes on under another key needs a rotation',
    );
  }
  return { origin, ed25519, mlDsa: load('ml-dsa-44') };
}

export function signersOf({ ed25519, mlDsa }: LogKeys): readonly PrivateKey[] {
  return mlDsa === undefined ? [ed25519] : [ed25519, mlDsa];
}
