// SPDX-License-Identifier: Apache-2.0
// Reads files that decide about identities, if nobody else can have written them, and for secrets if nobody
// else can have read them. Nothing here keeps the loop waiting: it beats for the deadman.
import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { IdentityFileError } from './errors.ts';

const SIZE_MAX = 16 * 1024 * 1024;
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

interface Facts {
  readonly uid: number;
  readonly mode: number;
}

function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** Whose files count beside one's own. */
function isForeign({ uid }: Facts): boolean {
  return uid !== 0 && uid !== process.geteuid?.();
}

function problemOf(path: string, facts: Facts, secret: boolean): string | null {
  if (isForeign(facts)) {
    return `belongs to user ${facts.uid}: it must be root’s or this user’s (chown)`;
  }
  if (secret && (facts.mode & OTHERS) !== 0) {
    return (
      `has mode ${modeText(facts.mode)}, so others can read the key: chmod 600 ${path}, and take a new ` +
      'one when somebody may have (dsmilctl pki rotate)'
    );
  }
  return (facts.mode & OTHERS_WRITE) === 0
    ? null
    : `has mode ${modeText(facts.mode)}: nobody else may write it (chmod go-w ${path})`;
}

/** Whoever can write a folder that leads to it can put another file in its place: which one; null when nobody can. */
export async function folderProblem(path: string): Promise<string | null> {
  const seen = new Set<string>();
  for (const from of [resolve(path), await realpath(path)]) {
    for (let folder = dirname(from); !seen.has(folder); folder = dirname(folder)) {
      seen.add(folder);
      const facts = await stat(folder);
      const writable = (facts.mode & OTHERS_WRITE) !== 0 && (facts.mode & STICKY) === 0;
      if (isForeign(facts) || writable) {
        return `is in ${folder} (user ${facts.uid}, mode ${modeText(facts.mode)}): nobody else may own or write it`;
      }
    }
  }
  return null;
}

/** Its text. Rejects with IdentityFileError; @secret: a private key. */
export async function readOwned(path: string, secret: boolean): Promise<string> {
  try {
    // Without O_NONBLOCK a FIFO would be waited for.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const facts = await file.stat();
      const problem = facts.isFile()
        ? (problemOf(path, facts, secret) ?? (await folderProblem(path)))
        : 'is no plain file';
      if (problem !== null) {
        throw new IdentityFileError(path, problem);
      }
      if (facts.size > SIZE_MAX) {
        throw new IdentityFileError(path, `has ${facts.size} bytes: at most ${SIZE_MAX} are read`);
      }
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof IdentityFileError) {
      throw error;
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new IdentityFileError(path, `cannot be read: ${why}`, { cause: error });
  }
}
