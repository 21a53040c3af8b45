// SPDX-License-Identifier: Apache-2.0
// Where daemons are and who we are to them: a file of its owner, in XDG_CONFIG_HOME.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { z } from 'zod';
import { ExitCode, Failure } from '../failure.ts';
import { printable } from '../text.ts';
import { contextsPath } from './place.ts';

const OTHERS = 0o077;
const SIZE_MAX = 256 * 1024;
export const CONTEXTS_MAX = 256;

const absolute = z.string().refine((path) => isAbsolute(path) && path.length <= 4_095);
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** name:port, 192.0.2.1:port or [2001:db8::1]:port */
const HOST =
  /^([A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]):([1-9]\d{0,4})$/;

const unixContext = z.strictObject({ socket: absolute });
const tlsContext = z.strictObject({
  host: z.string().regex(HOST),
  certificate: absolute,
  key: absolute,
  ca: absolute,
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  current: z.string().regex(NAME).nullable(),
  contexts: z.record(z.string().regex(NAME), z.union([unixContext, tlsContext])),
});

/** Over a Unix socket on this host, or over TLS with a certificate of ours. Paths are absolute. */
export type RemoteContext =
  | { readonly socket: string }
  | {
      /** host:port */
      readonly host: string;
      readonly certificate: string;
      readonly key: string;
      readonly ca: string;
    };

export interface Contexts {
  readonly current: string | null;
  readonly contexts: Readonly<Record<string, RemoteContext>>;
}

const NONE: Contexts = { current: null, contexts: {} };

function failure(path: string, problem: string, advice: readonly string[] = []): Failure {
  return new Failure(ExitCode.USAGE, `${printable(path)} ${problem}`, [...advice]);
}

/** undefined when there is none. Throws a Failure for a file that somebody else can have read or written. */
export function readOwnFile(path: string, sizeMax = SIZE_MAX): string | undefined {
  let fd: number;
  try {
    // Without O_NONBLOCK a pipe would be waited for.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw failure(path, `cannot be opened: ${String((error as Error).message)}`);
  }
  try {
    const facts = fstatSync(fd);
    if (!facts.isFile() || facts.size > sizeMax) {
      throw failure(path, `is no file of at most ${sizeMax} bytes`);
    }
    if ((facts.mode & OTHERS) !== 0 || facts.uid !== process.getuid?.()) {
      throw failure(path, 'can be read or written by others, or is another’s', [
        `Make it yours alone: chmod 600 ${printable(path)}`,
      ]);
    }
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

export function loadContexts(path: string): Contexts {
  const text = readOwnFile(path);
  if (text === undefined) {
    return NONE;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw failure(path, `is no JSON: ${(error as Error).message}`, [
      'Mend it, or move it away and add your contexts anew.',
    ]);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw failure(path, `is not as dsmilctl wrote it: ${where}: ${issue?.message ?? 'damaged'}`, [
      'Mend it, or move it away and add your contexts anew.',
    ]);
  }
  const { current, contexts } = parsed.data;
  return { current: current !== null && current in contexts ? current : null, contexts };
}

/** All of it or nothing: a reader sees the old file or the new one. */
export function saveContexts(path: string, { current, contexts }: Contexts): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.${process.pid}`;
  const text = `${JSON.stringify({ version: 1, current, contexts }, undefined, 2)}\n`;
  rmSync(next, { force: true });
  const fd = openSync(next, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, path);
}

/** Throws a Failure that says what a context is made of. */
export function checkContext(name: string, given: Readonly<Record<string, string>>): RemoteContext {
  if (!NAME.test(name)) {
    throw new Failure(ExitCode.USAGE, `${printable(name)} is no name of a context`, [
      'Letters, digits, ".", "_" and "-", 64 at most; a letter or digit first.',
    ]);
  }
  const parsed = z.union([unixContext, tlsContext]).safeParse(given);
  const port = Number(HOST.exec(given['host'] ?? '')?.[3] ?? 1);
  if (!parsed.success || port > 65_535) {
    throw new Failure(ExitCode.USAGE, 'a context has a Unix socket, or a host with certificates', [
      'On this host: dsmilctl context add NAME --socket PATH',
      'By TLS:       dsmilctl context add NAME --host HOST:PORT --cert FILE --tls-key FILE --ca FILE',
    ]);
  }
  return parsed.data;
}

export function contextNamed({ contexts }: Contexts, name: string): RemoteContext {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (found === undefined) {
    throw new Failure(ExitCode.USAGE, `there is no context ${printable(name)}`, [
      `There are: ${Object.keys(contexts).join(', ') || 'none'} (dsmilctl context list)`,
    ]);
  }
  return found;
}

export function addressOf(context: RemoteContext): string {
  return 'socket' in context ? `unix:${context.socket}` : context.host;
}

/** The one of @name, or without a name the current one; undefined when there is none. */
export function remoteContext(
  env: NodeJS.ProcessEnv,
  name: string | undefined,
): RemoteContext | undefined {
  const known = loadContexts(contextsPath(env));
  if (name !== undefined) {
    return contextNamed(known, name);
  }
  return known.current === null ? undefined : contextNamed(known, known.current);
}
