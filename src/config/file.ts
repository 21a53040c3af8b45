// SPDX-License-Identifier: Apache-2.0
// Reads a configuration file, if nobody else can have written it.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { keyLines } from './lines.ts';
import { ConfigError, fileProblem } from './problem.ts';

/** Read when it is there and no other is named. */
export const DEFAULT_FILE = '/etc/dsmil/dsmil.toml';

const SIZE_MAX = 1024 * 1024;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;
/** A section, a key, a table as its value, and room. */
const DEPTH_MAX = 16;
const NESTED = `it is nested deeper than ${DEPTH_MAX}: nothing here is`;

export interface ConfigSource {
  readonly file: string;
  readonly table: Readonly<Record<string, unknown>>;
  /** By names joined with '.'. */
  readonly lines: ReadonlyMap<string, number>;
}

function refuse(file: string, why: string): ConfigError {
  return new ConfigError([fileProblem('FILE', file, why)]);
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** What is wrong with who may write it; null when nobody but root and this user may. */
function ownerProblem(uid: number, mode: number, own: number): string | null {
  if (uid !== 0 && uid !== own) {
    return `it belongs to user ${uid}: it must belong to root or to the user that reads it`;
  }
  return (mode & OTHERS_WRITE) === 0
    ? null
    : `its mode is ${(mode & 0o7777).toString(8)}: nobody else may write it (chmod go-w)`;
}

/**
 * What is wrong with the folders that lead to it, as sshd sees them: whoever can write one of them can put
 * another file in its place. In a sticky folder (/tmp) only the owner can. null when nothing is.
 */
function folderProblem(file: string, own: number): string | null {
  const seen = new Set<string>();
  for (const path of [resolve(file), realpathSync(file)]) {
    for (let folder = dirname(path); !seen.has(folder); folder = dirname(folder)) {
      seen.add(folder);
      const { uid, mode } = statSync(folder);
      if (uid !== 0 && uid !== own) {
        return `its folder ${folder} belongs to user ${uid}: it must belong to root or to the user that reads it`;
      }
      if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0) {
        return `its folder ${folder} has mode ${(mode & 0o7777).toString(8)}: nobody else may write it (chmod go-w)`;
      }
    }
  }
  return null;
}

/** The text of @file; undefined when there is none. Throws ConfigError when it is not to be trusted. */
function readTrusted(file: string): string | undefined {
  let descriptor: number;
  try {
    // A FIFO would wait for somebody to write.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') {
      return undefined;
    }
    throw refuse(file, `it cannot be opened (${errnoOf(error)})`);
  }
  try {
    // Of the open file: what is looked at is what is read.
    const facts = fstatSync(descriptor);
    const own = process.getuid?.() ?? -1;
    const problem = facts.isFile()
      ? (ownerProblem(facts.uid, facts.mode, own) ?? folderProblem(file, own))
      : 'it is no file';
    if (problem !== null) {
      throw refuse(file, problem);
    }
    if (facts.size > SIZE_MAX) {
      throw refuse(file, `it has ${facts.size} bytes: at most ${SIZE_MAX} are read`);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Whatever it is nested in, without a stack that grows with it. */
function deeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) {
      return true;
    }
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null && !(each instanceof Date)
        ? Object.values(each)
        : [],
    );
  }
  return false;
}

export function parseSource(file: string, text: string): ConfigSource {
  try {
    const table = parse(text, { maxDepth: DEPTH_MAX });
    // Its own limit counts brackets, and not the dots of a key.
    if (deeperThan(table, DEPTH_MAX)) {
      throw new ConfigError([fileProblem('SYNTAX', file, NESTED)]);
    }
    return { file, table, lines: keyLines(text) };
  } catch (error) {
    if (error instanceof TomlError) {
      const [what = ''] = error.message.split('\n');
      const why = what.includes('nested structures')
        ? NESTED
        : what.replace(/^Invalid TOML document: /, 'not TOML: ');
      throw new ConfigError([fileProblem('SYNTAX', `${file}:${error.line}`, why)]);
    }
    throw error;
  }
}

/** undefined when there is no such file and nobody @asked for it by name. */
export function readSource(file: string, asked: boolean): ConfigSource | undefined {
  const text = readTrusted(file);
  if (text === undefined && asked) {
    throw refuse(file, 'there is no such file');
  }
  return text === undefined ? undefined : parseSource(file, text);
}
