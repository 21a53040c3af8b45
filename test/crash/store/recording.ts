// SPDX-License-Identifier: Apache-2.0
// Reads strace's account of a run: what was done to the store's files, and what the program said, in
// order. A call counts from its beginning, a sync from its end.
import { basename, dirname } from 'node:path';
import type { Operation } from './disk-model.ts';

export type Step =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'done'; readonly operation: Operation };

interface Call {
  readonly name: string;
  /** Of the descriptor that is its first argument, by strace -y. */
  readonly path: string;
  readonly text: string;
  readonly result: number;
}

/** @lines: of strace -f -y -xx with whole data. */
export function readRecording(lines: readonly string[], directory: string): Step[] {
  const reader = new Reader(directory);
  for (const call of calls(lines)) {
    reader.take(call);
  }
  return reader.steps;
}

class Reader {
  readonly steps: Step[] = [];
  readonly #directory: string;
  /** Files by their name now; a new one of the same name is another file. */
  readonly #files = new Map<string, number>();
  #nextFile = 1;

  constructor(directory: string) {
    this.#directory = directory;
  }

  take(call: Call): void {
    if (call.name === 'write' && call.text.startsWith('1<')) {
      this.steps.push({ kind: 'said', text: strings(call.text)[0]?.toString() ?? '' });
    } else if (call.result >= 0) {
      const operation = this.#operation(call);
      if (operation !== undefined) {
        this.steps.push({ kind: 'done', operation });
      }
    }
  }

  #operation({ name, path, text }: Call): Operation | undefined {
    const argument = strings(text);
    switch (name) {
      case 'openat':
        return text.includes('O_CREAT') ? this.#created(argument[0]) : undefined;
      case 'unlink':
      case 'rename':
        return this.#renamed(String(argument[0]), argument[1]?.toString());
      case 'fsync':
      case 'fdatasync':
        return path === this.#directory
          ? { kind: 'sync-directory' }
          : this.#on(path, (file) => ({ kind: 'sync', file }));
      case 'ftruncate':
        return this.#on(path, (file) => ({ kind: 'truncate', file, size: lastNumber(text) }));
      case 'pwrite64':
        return this.#on(path, (file) => ({
          kind: 'write',
          file,
          at: lastNumber(text),
          data: argument[0] ?? Buffer.alloc(0),
        }));
      default:
        return undefined;
    }
  }

  #on(path: string, make: (file: number) => Operation): Operation | undefined {
    const file = dirname(path) === this.#directory ? this.#files.get(basename(path)) : undefined;
    return file === undefined ? undefined : make(file);
  }

  #created(path: Buffer | undefined): Operation | undefined {
    const [folder, name] = [dirname(String(path)), basename(String(path))];
    if (folder !== this.#directory || this.#files.has(name)) {
      return undefined;
    }
    const file = this.#nextFile;
    this.#nextFile += 1;
    this.#files.set(name, file);
    return { kind: 'create', name, file };
  }

  #renamed(from: string, to: string | undefined): Operation | undefined {
    const file = dirname(from) === this.#directory ? this.#files.get(basename(from)) : undefined;
    if (file === undefined) {
      return undefined;
    }
    this.#files.delete(basename(from));
    if (to === undefined) {
      return { kind: 'unlink', name: basename(from) };
    }
    this.#files.set(basename(to), file);
    return { kind: 'rename', from: basename(from), to: basename(to) };
  }
}

const WHOLE = /^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)/s;
const BEGUN = /^(\d+)\s+(\w+)\((.*) <unfinished \.\.\.>$/s;
const RESUMED = /^(\d+)\s+<\.\.\. (\w+) resumed>.*= (-?\d+)/s;

/** Begun and resumed calls put together: a sync where it ended, everything else where it began. */
function calls(lines: readonly string[]): Call[] {
  const found: (Call & { result: number })[] = [];
  const begun = new Map<string, Call & { result: number }>();
  for (const line of lines) {
    const [, thread = '', name = '', text = '', result = '0'] =
      WHOLE.exec(line) ?? BEGUN.exec(line) ?? [];
    if (name !== '') {
      const call = { name, text, path: pathOf(text), result: Number(result) };
      const whole = WHOLE.test(line);
      if (whole || !name.includes('sync')) {
        found.push(call);
      }
      if (!whole) {
        begun.set(thread, call);
      }
      continue;
    }
    const [, resumed = '', , ended = ''] = RESUMED.exec(line) ?? [];
    const call = begun.get(resumed);
    if (call !== undefined) {
      begun.delete(resumed);
      call.result = Number(ended);
      if (call.name.includes('sync')) {
        found.push(call);
      }
    }
  }
  return found;
}

function pathOf(text: string): string {
  return fromHex(/^\d+<([^>]*)>/.exec(text)?.[1] ?? '').toString();
}

function strings(text: string): Buffer[] {
  return [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((match) => fromHex(match[1] ?? ''));
}

function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}

function lastNumber(text: string): number {
  return Number(/(\d+)$/.exec(text)?.[1]);
}
