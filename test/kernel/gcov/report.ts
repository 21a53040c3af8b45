// SPDX-License-Identifier: Apache-2.0
/**
 * Prints what the runs in OUT reached of kernel/{core,driver,hal}, a line a file, then what has no reason
 * in REASONS and what reasons are stale. Exit status 1 for either, and for less than 90 % of all lines or
 * of all branches. Of lines that are reached so many may lack a branch without a reason as LUCK says.
 *
 *     node test/kernel/gcov/report.ts OUT REASONS
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import {
  type CountedLine,
  type Gap,
  judge,
  type MergedLine,
  mergeLines,
  parseReasons,
  sourceWords,
} from './merge.ts';

const WANTED_PERCENT = 90;
/** Which side of a race a run sees is not ours to say: it differs by a line or two from run to run. */
const LUCK = 4;
const NEVER = 'never reached';
/** Of the module, of KUnit's tree and of user space: the same files of ours. */
const OURS = /(?:^|\/)(?:kernel|module)\/((?:core|driver|hal)\/[^/]+\.[ch])$/;
/** What the kernel's own macros make of a declaration; there is no line of ours in it. */
const OF_MACROS = new Set(['driver/trace.h']);

interface GcovLine {
  readonly line_number: number;
  readonly function_name?: string;
  readonly count: number;
  readonly branches: readonly { readonly count: number }[];
}

interface GcovOutput {
  readonly files: readonly { readonly file: string; readonly lines: readonly GcovLine[] }[];
}

class CoverageError extends Error {
  readonly code = 'COVERAGE_DATA';
}

/** Each file of counters of a run, and the notes that its compilation left. */
function counters(out: string, run: string): { data: string; notes: string }[] {
  const top = join(out, 'data', run);
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.gcda'))
    .map((path) => {
      const notes = path.replace(/\.gcda$/, '.gcno');
      // A machine's counters are at the absolute path of the object; a program's beside each other.
      const absolute = join('/', notes);
      return {
        data: join(top, path),
        notes: existsSync(absolute) ? absolute : join(out, 'user', run, basename(notes)),
      };
    });
}

function gcov(out: string, run: string): CountedLine[] {
  const scratch = mkdtempSync(join(tmpdir(), 'dsmil-gcov-'));
  try {
    const names = counters(out, run).map(({ data, notes }, at) => {
      if (!existsSync(notes)) {
        throw new CoverageError(
          `run ${run}: ${data} has no notes at ${notes}: run scripts/coverage-kernel anew`,
        );
      }
      symlinkSync(data, join(scratch, `${at}.gcda`));
      symlinkSync(notes, join(scratch, `${at}.gcno`));
      return `${at}.gcda`;
    });
    const { status, stdout, stderr } = spawnSync('gcov', ['-t', '-j', '-b', ...names], {
      cwd: scratch,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status !== 0 || names.length === 0 || /stamp mismatch|version/.test(stderr)) {
      throw new CoverageError(
        `run ${run}: gcov on ${names.length} files ended with ${status}: ${stderr}`,
      );
    }
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => (JSON.parse(line) as GcovOutput).files)
      .flatMap(({ file, lines }) => {
        const ours = OURS.exec(file)?.[1];
        // KUnit has a port of its own in the driver's place.
        return ours === undefined || (run === 'kunit' && ours.startsWith('driver/'))
          ? []
          : lines.map((item) => ({
              file: ours,
              line: item.line_number,
              function: item.function_name ?? '',
              count: item.count,
              branches: item.branches.map((branch) => branch.count),
            }));
      });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function share(part: number, whole: number): string {
  const percent = whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
  return `${`${part}/${whole}`.padStart(10)} ${percent.padStart(8)}`;
}

function row(name: string, lines: readonly MergedLine[]): string {
  const reached = lines.filter((line) => line.reached).length;
  const taken = lines.reduce((sum, line) => sum + line.taken, 0);
  const branches = lines.reduce((sum, line) => sum + line.branches, 0);
  return `# ${name.padEnd(24)}${share(reached, lines.length)}  ${share(taken, branches)}`;
}

function enough(part: number, whole: number): boolean {
  return whole > 0 && 100 * part >= WANTED_PERCENT * whole;
}

function main(out: string, reasonsFile: string): number {
  const counted = readdirSync(join(out, 'data')).flatMap((run) => gcov(out, run));
  const source = new Map<string, string[]>();
  const merged = mergeLines(counted.filter((line) => !OF_MACROS.has(line.file)));
  const wordsOf = (line: MergedLine): string => {
    const text =
      source.get(line.file) ??
      readFileSync(new URL(`../../../kernel/${line.file}`, import.meta.url), 'utf8').split('\n');
    source.set(line.file, text);
    return sourceWords(text[line.line - 1]);
  };
  const lines = merged.map((line) => ({ ...line, words: wordsOf(line) }));
  const gaps: Gap[] = lines
    .filter((line) => !line.reached || line.taken < line.branches)
    .map((line) => ({
      ...line,
      missing: line.reached ? `${line.branches - line.taken} of ${line.branches} branches` : NEVER,
    }));

  console.log(`# ${''.padEnd(24)}${'lines'.padStart(19)}  ${'branches'.padStart(19)}`);
  for (const [file, own] of Map.groupBy(merged, (line) => line.file)) {
    console.log(row(file, own));
  }
  console.log(row('all', merged));
  console.log(`# not counted, since the kernel's macros make it: ${[...OF_MACROS].join(', ')}`);

  const reasons = parseReasons(readFileSync(reasonsFile, 'utf8'));
  const { unexplained, stale } = judge(gaps, lines, reasons);
  for (const gap of unexplained) {
    console.log(
      `no reason for ${gap.file}:${gap.line}: ${gap.missing}\n${gap.file} ${gap.function}: ${gap.words}`,
    );
  }
  for (const reason of stale) {
    console.log(
      `${reasonsFile}:${reason.line}: stale: ${reason.file} ${reason.function}: ${reason.words}`,
    );
  }
  console.log(`# ${gaps.length} lines are not reached in full, ${reasons.length} reasons are kept`);

  const reached = merged.filter((line) => line.reached).length;
  const taken = merged.reduce((sum, line) => sum + line.taken, 0);
  const branches = merged.reduce((sum, line) => sum + line.branches, 0);
  const silent = unexplained.filter(({ missing }) => missing === NEVER).length;
  let good = silent === 0 && unexplained.length <= LUCK && stale.length === 0;
  for (const [name, part, whole] of [
    ['lines', reached, merged.length],
    ['branches', taken, branches],
  ] as const) {
    if (!enough(part, whole)) {
      console.log(`too little: ${part} of ${whole} ${name}, ${WANTED_PERCENT} % are wanted`);
      good = false;
    }
  }
  return good ? 0 : 1;
}

const [out, reasonsFile] = process.argv.slice(2);
if (out === undefined || reasonsFile === undefined) {
  console.error('usage: node test/kernel/gcov/report.ts OUT REASONS');
  process.exit(2);
}
process.exitCode = main(resolve(out), reasonsFile);
