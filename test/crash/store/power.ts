// SPDX-License-Identifier: Apache-2.0
//
// Cuts the power at every step of a recorded run, several times each with other luck for what was not
// synced, and opens what is left. Then the same with the fsync taken out, which must be found.
//
// usage: node power.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openForWriting } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { storeModule } from '../../unit/store/ledger-module.ts';
import { type Chance, Disk } from './disk-model.ts';
import { findFaults, parseSaying } from './ledger-check.ts';
import { readRecording, type Step } from './recording.ts';
import { report } from './tap.ts';
import { newPlace, run } from './traced.ts';

/** How much of what was not synced is there, at each cut: nothing, everything, and luck. */
const KEEPS = [0, 1, 0.5, 0.5, 0.9];

/** A small generator with a seed, so that a failure can be had again. */
function luck(seed: number): Chance {
  let state = seed;
  return (probability) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 < probability;
  };
}

async function record(program: string, more: readonly string[], end: string): Promise<Step[]> {
  const place = newPlace();
  try {
    const options = { program, standardOutput: true, data: true, more };
    const { trace, said, errors } = await run(place, options);
    if (said.lines.at(-1) !== end) {
      throw new Error(`the run that is recorded does not end well: ${errors}`);
    }
    return readRecording(trace, place.directory);
  } finally {
    place.remove();
  }
}

interface Found {
  readonly lines: readonly string[];
  readonly numbers: readonly number[];
}

/** What is wrong with what was found, after these words of the program. */
type Judge = (found: Found, words: string) => readonly string[];

const judgeWriting: Judge = ({ lines, numbers }, words) =>
  findFaults(lines, numbers, parseSaying(words));

/** The store from before or the restored one, whole; once it said so, only the restored one. */
const judgeRestore: Judge = ({ lines }, words) => {
  const names = lines.map((line) => line.split(' ')[0]).join(' ');
  const allowed = words.includes('restored')
    ? ['old']
    : words.includes('kept')
      ? ['old newer', 'old']
      : ['', 'old', 'old newer'];
  return allowed.includes(names) ? [] : [`"${names}" is there, expected one of "${allowed}"`];
};

/** What the next start finds in these files. */
function open(directory: string, files: ReadonlyMap<string, Buffer>): Found {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700 });
  for (const [name, content] of files) {
    writeFileSync(join(directory, name), content, { mode: 0o600 });
  }
  const { database, path, close } = openForWriting(directory, 'always');
  try {
    migrate(database, path, [storeModule]);
    const rows = database.prepare('SELECT number, line FROM ledger ORDER BY number').all();
    const lines = rows.map((row) => String(row['line']));
    return { lines, numbers: rows.map((row) => Number(row['number'])) };
  } finally {
    close();
  }
}

interface Result {
  readonly cuts: number;
  readonly faults: readonly string[];
}

function cutEverywhere(steps: readonly Step[], seed: number, judge: Judge): Result {
  const place = newPlace();
  const disk = new Disk();
  const faults: string[] = [];
  let [words, cuts] = ['', 0];
  try {
    for (const [at, step] of steps.entries()) {
      if (step.kind === 'said') {
        words += step.text;
      } else {
        disk.apply(step.operation);
      }
      for (const [turn, keep] of KEEPS.entries()) {
        cuts += 1;
        const files = disk.cut(luck(seed + at * KEEPS.length + turn), keep);
        try {
          const found = judge(open(place.directory, files), words);
          faults.push(...found.map((fault) => `cut ${at}, luck ${turn}, seed ${seed}: ${fault}`));
        } catch (error) {
          faults.push(`cut ${at}, luck ${turn}, seed ${seed}: ${String(error)}`);
        }
      }
    }
    return { cuts, faults };
  } finally {
    place.remove();
  }
}

const seed = Number(process.env['DSMIL_SEED'] ?? Date.now() % 2 ** 31);
const calls = ['--calls', '5'];
const safe = cutEverywhere(await record('program', calls, 'closed'), seed, judgeWriting);
const enough = safe.cuts >= 300 ? [] : [`only ${safe.cuts} cuts`];
report(
  `${safe.cuts} power cuts: nothing acknowledged is lost, nothing is there by half (seed ${seed})`,
  [...enough, ...safe.faults],
);

const unsafeRun = await record('program', [...calls, '--no-sync'], 'closed');
const unsafe = cutEverywhere(unsafeRun, seed, judgeWriting);
const lost = unsafe.faults.filter((fault) => fault.includes('was acknowledged'));
report(
  `with the fsync taken out, ${lost.length} losses in ${unsafe.cuts} cuts are found`,
  lost.length > 0 ? [] : ['none was found: the check is blind'],
);

const restored = cutEverywhere(await record('restore-program', [], 'restored'), seed, judgeRestore);
report(
  `${restored.cuts} power cuts while a backup is restored: the old store or the new one, never a mixture`,
  restored.faults,
);
