// SPDX-License-Identifier: Apache-2.0
// A person's signing key: a file of theirs, which nobody else may read. The daemon never sees it.
import { Buffer } from 'node:buffer';
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { SigningKey } from '../../api/local/client/client.ts';
import { approvalBytes } from '../../core/canonical/signature.ts';
import { ExitCode, Failure } from '../failure.ts';
import { printable } from '../text.ts';

const OTHERS = 0o077;
const SIZE_MAX = 4_096;
/** PKCS #8 of an Ed25519 key, up to its 32 bytes. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const FORMAT = '{"key_id": "ann-1", "private_key": "64 hexadecimal digits"}';

function keyFailure(path: string, problem: string, advice: readonly string[]): Failure {
  return new Failure(ExitCode.USAGE, `the key file ${printable(path)} ${problem}`, [...advice]);
}

function read(path: string): string {
  let fd: number;
  try {
    // Without O_NONBLOCK a pipe would be waited for.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (cause) {
    throw keyFailure(path, `cannot be opened: ${(cause as Error).message}`, []);
  }
  try {
    const facts = fstatSync(fd);
    if (!facts.isFile() || facts.size > SIZE_MAX) {
      throw keyFailure(path, `is no file of at most ${SIZE_MAX} bytes`, []);
    }
    if ((facts.mode & OTHERS) !== 0 || facts.uid !== process.getuid?.()) {
      throw keyFailure(path, 'can be read or written by others, or is another’s', [
        `Make it yours alone: chmod 600 ${printable(path)}`,
        'A key that others could read is no person’s any more: have a new one enrolled.',
      ]);
    }
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

function fieldsOf(text: string): { readonly keyId: unknown; readonly seed: unknown } {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    return { keyId: value?.['key_id'], seed: value?.['private_key'] };
  } catch {
    // What stands in it is not shown: it is secret.
    return { keyId: undefined, seed: undefined };
  }
}

function privateKey(seed: string): KeyObject {
  const key = Buffer.concat([PKCS8_HEAD, Buffer.from(seed, 'hex')]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** Throws a Failure that says what is wrong with the file, and shows nothing of it. */
export function readSigningKey(path: string): SigningKey {
  const { keyId, seed } = fieldsOf(read(path));
  if (
    typeof keyId !== 'string' ||
    keyId === '' ||
    typeof seed !== 'string' ||
    !/^[0-9a-f]{64}$/.test(seed)
  ) {
    throw keyFailure(path, `is not of the form ${FORMAT}`, []);
  }
  const key = privateKey(seed);
  return {
    keyId,
    sign: (digest, role) => sign(null, approvalBytes(digest, role), key).toString('hex'),
  };
}
