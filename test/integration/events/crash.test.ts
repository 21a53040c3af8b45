// SPDX-License-Identifier: Apache-2.0
// The process is killed at random points and started again; the reader goes on from its last cursor.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonLine } from '../log-line.ts';
import { openWorld, until } from './world.ts';

const CHILD = fileURLToPath(new URL('crash-child.ts', import.meta.url));
const KILLS = 20;

type Row = readonly [n: number, sequence: number, id: string];
interface Batch {
  readonly events: readonly Row[];
  readonly cursor: string;
}

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dsmil-events-crash-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Whole lines: the last one may be on its way. */
function wholeLines(file: string): string {
  const path = join(directory, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

function lines<T>(file: string): T[] {
  return wholeLines(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => jsonLine(line, 'the child') as T);
}

const done = (): number =>
  lines<{ outcome?: boolean }>('acknowledged').filter(({ outcome }) => outcome === true).length;

/** Starts the child, and kills it some time after it did something; a slow one has done as much by then. */
async function runAndKill(first: number, cursor: string | undefined, afterMs: number) {
  const [before, doneBefore] = [lines('read').length, done()];
  const args = [CHILD, directory, String(first), ...(cursor === undefined ? [] : [cursor])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const exit = once(child, 'exit');
  await until('the child to read', 60_000, () => {
    expect(child.exitCode).toBeNull();
    return lines('read').length > before && done() > doneBefore + 1;
  });
  await new Promise((resolve) => {
    setTimeout(resolve, afterMs);
  });
  child.kill('SIGKILL');
  expect((await exit)[1]).toBe('SIGKILL');
  // What the kill cut would be the beginning of the next one's first line.
  for (const file of ['read', 'acknowledged']) {
    writeFileSync(join(directory, file), wholeLines(file));
  }
}

describe('killed at any point', () => {
  it('nothing acknowledged is lost, and the reader that resumes misses nothing and repeats only what no cursor covered', async () => {
    let cursor: string | undefined;
    for (let kill = 0; kill < KILLS; kill++) {
      await runAndKill(kill * 1_000_000, cursor, Math.random() * 150);
      cursor = lines<Batch>('read').at(-1)?.cursor;
    }
    await using world = await openWorld(directory);
    const { head } = world.bus.stats();
    const logged: Row[] = [];
    const all = world.bus.subscribe({ principal: 'auditor', filters: ['>'], start: 'oldest' });
    for await (const { events } of all) {
      logged.push(
        ...events.map(({ data, sequence, id }) => [Number(data['n']), sequence, id] as const),
      );
      if (logged.length >= head) {
        break;
      }
    }
    expect(logged.map(([, sequence]) => sequence)).toEqual(logged.map((_, n) => n + 1));

    const present = new Set(logged.map(([n]) => n));
    const acknowledged = lines<{ n?: number; outcome?: boolean }>('acknowledged');
    const lost = acknowledged.filter(({ n }) => n !== undefined && !present.has(n));
    expect(lost).toEqual([]);
    expect(done()).toBeGreaterThan(KILLS);

    // What the reader wrote down, one batch behind the other, is the log from its beginning.
    const batches = lines<Batch>('read');
    const read = batches.flatMap(({ events }) => events);
    expect(read).toEqual(logged.slice(0, read.length));

    const rest = world.bus.subscribe({ principal: 'reader', filters: ['n.*'], cursor });
    const tail: Row[] = [];
    while (read.length + tail.length < head) {
      const { value } = await rest.next();
      tail.push(
        ...(value?.events ?? []).map(
          ({ data, sequence, id }) => [Number(data['n']), sequence, id] as const,
        ),
      );
    }
    expect([...read, ...tail]).toEqual(logged);
  });
});
