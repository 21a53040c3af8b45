// SPDX-License-Identifier: Apache-2.0
// Runs program.ts under strace, which kills it, or lets its disk fail, at a chosen system call on one
// of the store's files.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSaying, type Saying } from './ledger-check.ts';

const FILES = [
  '',
  '/store.db',
  '/store.db-wal',
  '/store.db-shm',
  '/store.db-journal',
  '/store.lock',
];
const MORE_FILES = ['/store.reserve', '/active'];
/** All that changes a file or its durability. */
export const CHANGING = 'pwrite64,write,fsync,fdatasync,ftruncate,unlink,openat,mkdir,rename';
const LONGEST_MS = 120_000;

export interface Run {
  readonly said: Saying;
  readonly errors: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** strace's lines. */
  readonly trace: readonly string[];
}

export interface Place {
  readonly parent: string;
  readonly directory: string;
  remove(): void;
}

export function newPlace(): Place {
  const parent = mkdtempSync(join(tmpdir(), 'dsmil-crash-'));
  const remove = (): void => rmSync(parent, { recursive: true, force: true });
  return { parent, directory: join(parent, 'store'), remove };
}

export interface RunOptions {
  /** strace's own words, such as fsync:error=EIO:when=3. */
  readonly inject?: string;
  /** Without its ending, which is this file's own: they are built together, or not. */
  readonly program?: string;
  /** The program's further arguments. */
  readonly more?: readonly string[];
  /** Trace also what the program says. */
  readonly standardOutput?: boolean;
  /** Which are traced when nothing is injected. */
  readonly calls?: string;
  /** Whose calls count; by default the store's files. */
  readonly files?: readonly string[];
  /** With all data that was written, in hexadecimal. */
  readonly data?: boolean;
}

/** Rejects when the program hangs. */
export function run(place: Place, options: RunOptions = {}): Promise<Run> {
  const {
    inject,
    program = 'program',
    more = [],
    standardOutput = false,
    data = false,
    calls = CHANGING,
    files = [...FILES, ...MORE_FILES].map((file) => place.directory + file),
  } = options;
  const output = join(place.parent, 'trace');
  const paths = standardOutput ? [] : files.flatMap((file) => ['-P', file]);
  const whole = data ? ['-xx', '-s', '1048576'] : [];
  const traced = inject === undefined ? calls : (inject.split(':')[0] ?? '');
  const injection = inject === undefined ? [] : ['-e', `inject=${inject}`];
  const command = [
    process.execPath,
    fileURLToPath(new URL(program + extname(import.meta.url), import.meta.url)),
    place.directory,
  ];
  const child = spawn(
    'strace',
    [
      '-f',
      '-qq',
      '-y',
      '-o',
      output,
      ...whole,
      ...paths,
      '-e',
      `trace=${traced}`,
      ...injection,
      ...command,
      ...more,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { NODE_COMPILE_CACHE: join(tmpdir(), 'dsmil-crash-cache'), ...process.env },
    },
  );
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`it hangs after ${text.out}${text.err}`));
    }, LONGEST_MS);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      const trace = readFileSync(output, 'utf8').split('\n').slice(0, -1);
      resolve({ said: parseSaying(text.out), errors: text.err, status, signal, trace });
    });
  });
}

/** How often each thread makes each call. */
export function callsByThread(trace: readonly string[]): Map<string, Map<string, number>> {
  const byThread = new Map<string, Map<string, number>>();
  for (const line of trace) {
    const [, thread, name] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    if (thread !== undefined && name !== undefined) {
      const counts = byThread.get(thread) ?? new Map<string, number>();
      counts.set(name, (counts.get(name) ?? 0) + 1);
      byThread.set(thread, counts);
    }
  }
  return byThread;
}

/** How often the program makes each call when nobody interferes, by the call's name. */
export async function countCalls(): Promise<Map<string, number>> {
  const place = newPlace();
  try {
    const { trace, said, errors } = await run(place);
    if (said.lines.at(-1) !== 'closed') {
      throw new Error(`the program does not end well by itself: ${errors}`);
    }
    // The counter of an injection is each thread's own: the writer's, which makes nearly all calls.
    const byThread = callsByThread(trace);
    const total = (counts: Map<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
    return [...byThread.values()].sort((a, b) => total(b) - total(a))[0] ?? new Map();
  } finally {
    place.remove();
  }
}

/** Runs @action for each item, two at a time. */
export async function forEachOf<T>(items: readonly T[], action: (item: T) => Promise<void>) {
  const left = [...items];
  const work = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      await action(item);
    }
  };
  await Promise.all([work(), work()]);
}
