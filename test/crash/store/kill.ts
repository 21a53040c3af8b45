// SPDX-License-Identifier: Apache-2.0
//
// Kills the writer at every system call on the store's files, and lets each of them fail. After each,
// the store is opened again: what was acknowledged is there, nothing by half, no hole.
//
// usage: node kill.ts kill | EIO | ENOSPC      (node ../built.ts store/kill ... does the same sooner)
import { checkStore } from './ledger-check.ts';
import { report } from './tap.ts';
import { countCalls, forEachOf, newPlace, type Run, run } from './traced.ts';

interface Point {
  readonly call: string;
  readonly nth: number;
}

/** Runs the program with one call struck; what is wrong then, by the program's words and the store's. */
async function strike(
  point: Point,
  what: string,
  judge: (run: Run) => readonly string[],
): Promise<string[]> {
  const place = newPlace();
  const where = `${point.call} ${point.nth}`;
  try {
    const ended = await run(place, { inject: `${point.call}:${what}:when=${point.nth}` });
    const faults = [...judge(ended), ...(await checkStore(place.directory, ended.said))];
    return faults.map((fault) => `${where}: ${fault}`);
  } catch (error) {
    return [`${where}: ${String(error)}`];
  } finally {
    place.remove();
  }
}

function judgeKill({ signal, status }: Run): string[] {
  return signal === 'SIGKILL' || status === 137 ? [] : ['it was not killed'];
}

/** SQLite syncs the directory after it made a file, and ignores whether that worked. */
const SYNC_OF_DIRECTORY = /fsync\(\d+<[^>]*\/store>\)/;

/** The store synced the directory itself later on, before it was open. */
function synced(trace: readonly string[], struck: string): boolean {
  return trace.some((line, at) => at > trace.indexOf(struck) && SYNC_OF_DIRECTORY.test(line));
}

/** The program is told by a named error, and goes nowhere as if nothing had happened. */
function judgeEio({ said, errors, trace }: Run): string[] {
  const struck = trace.find((line) => line.includes('(INJECTED)'));
  if (struck !== undefined && SYNC_OF_DIRECTORY.test(struck) && synced(trace, struck)) {
    return [];
  }
  const words = said.lines.join('\n');
  const told = /^state failed /m.test(words) || errors.includes('ERR_DSMIL_STORE_');
  const after = words.slice(Math.max(0, words.search(/^state failed /m))).includes('\nack ');
  const problems = told ? [] : [`nobody was told: ${words}${errors}`];
  return words.includes('state failed') && after
    ? [...problems, 'it acknowledged something after it had failed']
    : problems;
}

/** Stop records are taken all the same. */
function judgeNoSpace({ said, errors }: Run): string[] {
  if (!said.lines.includes('open')) {
    return errors.includes('ERR_DSMIL_STORE_FULL') ? [] : [`not open, without a word: ${errors}`];
  }
  const stops = [...said.acknowledged.keys()].filter((name) => name.startsWith('s'));
  return stops.length === 4
    ? []
    : [`stops taken: ${stops.join(' ')}; ${said.lines.join('\n')}${errors}`];
}

const KINDS = {
  kill: { calls: /./, inject: 'signal=KILL', judge: judgeKill },
  EIO: { calls: /^(pwrite64|fsync|fdatasync|ftruncate)$/, inject: 'error=EIO', judge: judgeEio },
  ENOSPC: { calls: /^(pwrite64)$/, inject: 'error=ENOSPC', judge: judgeNoSpace },
} as const;

const kind = process.argv[2] as keyof typeof KINDS;
const { calls, inject, judge } = KINDS[kind];
const points = [...(await countCalls())]
  .filter(([call]) => calls.test(call))
  .flatMap(([call, count]) => Array.from({ length: count }, (_, at) => ({ call, nth: at + 1 })));
const problems: string[] = points.length < 50 ? [`only ${points.length} calls were found`] : [];
await forEachOf(points, async (point) => {
  problems.push(...(await strike(point, inject, judge)));
});
report(`${kind} at each of ${points.length} system calls: nothing acknowledged is lost`, problems);
