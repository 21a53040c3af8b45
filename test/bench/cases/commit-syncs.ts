// SPDX-License-Identifier: Apache-2.0
// What the disk is asked between all prepared and the commit that is sent to the kernel, and afterwards.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BenchSim } from '../lib/bench-sim.ts';
import { BenchFolder, SIM_ARGS } from '../lib/commit-world.ts';
import { type Case, type Context, rowsOf } from '../lib/context.ts';
import { percentile } from '../lib/stats.ts';

const CHILD = fileURLToPath(new URL('../lib/commit-child.ts', import.meta.url));

const FILES = ['store', 'leaf file', 'head file'] as const;
const PATTERNS: Readonly<Record<(typeof FILES)[number], RegExp>> = {
  store: /store\.db(-wal)?>/,
  'leaf file': /\/leaves>/,
  'head file': /\/head>/,
};
const PARTS = ['before the commit', 'in all'] as const;

type Counts = Readonly<Record<string, number>>;

/** Syncs of each file: in the path of each commit, and in all until it is written down. */
async function countSyncs(
  commits: number,
): Promise<Readonly<Record<(typeof PARTS)[number], Counts[]>>> {
  await using sim = await BenchSim.start(...SIM_ARGS);
  using folder = new BenchFolder('commit');
  const trace = join(folder.path, 'trace');
  await promisify(execFile)('strace', [
    ...['-f', '-y', '-o', trace, '-e', 'trace=fsync,fdatasync,access,faccessat,faccessat2'],
    ...[process.execPath, CHILD, sim.socket, join(folder.path, 'world'), String(commits)],
  ]);
  const found = { 'before the commit': [] as Counts[], 'in all': [] as Counts[] };
  let now: Record<string, number> | undefined;
  for (const call of readFileSync(trace, 'utf8').split('\n')) {
    if (call.includes('/nowhere/prepared')) {
      now = Object.fromEntries(FILES.map((file) => [file, 0]));
    } else if (call.includes('/nowhere/commit') && now !== undefined) {
      found['before the commit'].push({ ...now });
    } else if (call.includes('/nowhere/settled') && now !== undefined) {
      found['in all'].push(now);
      now = undefined;
    } else if (now !== undefined && / f(data)?sync\(/.test(call)) {
      const file = FILES.find((name) => PATTERNS[name].test(call));
      if (file !== undefined) {
        now[file] = (now[file] ?? 0) + 1;
      }
    }
  }
  if (found['in all'].length !== commits) {
    throw new Error(`the trace has ${found['in all'].length} of ${commits} commits`);
  }
  return found;
}

async function run({ report, rounds, quick }: Context): Promise<void> {
  // One trace is long enough: what counts is each commit of it.
  const commits = Math.max(rounds, quick ? 8 : 100);
  const found = await countSyncs(commits);
  for (const part of PARTS) {
    for (const file of FILES) {
      const samples = found[part].map((counts) => counts[file] ?? Number.NaN);
      // Exactly one: without it nothing would be durable, a second would be waited for.
      const goal = { of: 'median', at: 'most', value: 1 } as const;
      const judged = part === 'before the commit' && file === 'store';
      report.add(rowName(file, part), 'a commit', samples, judged ? goal : undefined);
    }
  }
  const paths = found['before the commit'].map(({ store }) => store ?? Number.NaN);
  if (percentile(paths, 0) < 1) {
    throw new Error('a commit was sent to the kernel with nothing durable');
  }
}

function rowName(file: string, part: string): string {
  return `syncs of the ${file}, ${part}`;
}

export const commitSyncs: Case = {
  name: 'commit-syncs',
  about: 'fsyncs between all prepared and the commit to the kernel, counted by strace; and in all',
  rows: PARTS.flatMap((part) => FILES.flatMap((file) => rowsOf(rowName(file, part), []))),
  run,
};
