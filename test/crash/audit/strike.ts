// SPDX-License-Identifier: Apache-2.0
//
// Kills the daemon's side of the log at every system call on its own files, lets each of them fail, and
// lets them stand still. After each, the log is opened again: it is no tampering, every acknowledged
// entry is at its index in both sinks, the tool finds nothing, and the log goes on.
//
// usage: node strike.ts head | leaves | keys  kill | EIO | ENOSPC | stall
//        (node ../built.ts audit/strike ... does the same sooner)
import { readTrustFile } from '../../../src/audit/note/trust-file.ts';
import { openSource } from '../../../src/audit/offline/open-source.ts';
import { verifyLogs } from '../../../src/audit/offline/verify-logs.ts';
import { report } from '../store/tap.ts';
import { callsByThread, forEachOf, newPlace, type Place, type Run, run } from '../store/traced.ts';
import { entryOf, filesOf, placesIn, withLog } from './places.ts';

interface Point {
  readonly call: string;
  readonly nth: number;
}

const [what = '', kind = ''] = process.argv.slice(2);
const PROGRAM = '../audit/program';
/** With the calls that make, change and end files. */
const KILL_CALLS =
  /^(openat|write|pwrite64|fsync|fdatasync|ftruncate|unlink|unlinkat|link|rename)$/;
const FAIL_CALLS = /^(write|pwrite64|fsync|fdatasync)$/;
const FULL_CALLS = /^(write|pwrite64)$/;
const TRACED = 'openat,write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat,link,rename';

function running(place: Place, inject?: string, more: readonly string[] = []): Promise<Run> {
  const files = filesOf(what, place.directory);
  return run(place, {
    program: PROGRAM,
    files,
    more,
    calls: TRACED,
    ...(inject === undefined ? {} : { inject }),
  });
}

/** What is wrong with the log as the program left it. */
async function check(place: Place, { said }: Run): Promise<string[]> {
  const folder = place.directory;
  const problems: string[] = [];
  const indices = await withLog(folder, async (log) => {
    const { index } = await log.append(entryOf('next'), 'intent');
    await log.settled();
    const reader = { clearance: 9, compartments: [] };
    const { found } = await log.search({ filter: {}, reader, limit: 1000, scan: 1000 });
    const names = new Map(found.map((each) => [each.entry?.coordinationId, each.index]));
    if (names.get('next') !== index) {
      problems.push('what is appended afterwards is not there');
    }
    for (const { name, durable } of log.status().sinks) {
      if (durable !== log.size) {
        problems.push(`${name} has ${durable} of ${log.size} entries`);
      }
    }
    return names;
  });
  const pruned = said.lines.some((line) => line.startsWith('ack c '));
  for (const [name, [index]] of said.acknowledged) {
    const removed = indices.get(name) === undefined && index < 2 && (pruned || indices.size > 0);
    if (indices.get(name) !== index && !(removed && prunedIn(folder) > index)) {
      problems.push(`${name} was acknowledged as ${index} and is ${indices.get(name)}`);
    }
  }
  return [...problems, ...verified(folder)];
}

function prunedIn(folder: string): number {
  const source = openSource(`${folder}/store`);
  try {
    const [first] = source.oldestFirst();
    return first?.index ?? 0;
  } finally {
    source.close();
  }
}

function verified(folder: string): string[] {
  const { leafPath, headPath, keys } = placesIn(folder);
  const sources = [`${folder}/store`, leafPath].map(openSource);
  try {
    const verdict = verifyLogs({
      sources,
      policy: readTrustFile(keys).policy,
      headPath,
      checkpoints: [],
      shapes: true,
    });
    const words = [...verdict.findings.map(({ code }) => code), ...verdict.missing];
    return verdict.verdict === 'good' ? [] : [`the tool says ${verdict.verdict}: ${words.join()}`];
  } finally {
    for (const source of sources) {
      source.close();
    }
  }
}

const judges: Readonly<Record<string, (ended: Run) => string[]>> = {
  kill: ({ signal, status }) =>
    signal === 'SIGKILL' || status === 137 ? [] : ['it was not killed'],
  /** It goes on with the other sink, or ends with a word that says why. */
  EIO: ({ said, errors }) =>
    said.lines.at(-1) === 'closed' || /\bERR_DSMIL_|\bEIO\b/.test(errors)
      ? []
      : [`it ended without a word: ${said.lines.join('; ')} ${errors}`],
  ENOSPC: ({ said, errors }) =>
    said.lines.at(-1) === 'closed' || /\bERR_DSMIL_|\bENOSPC\b/.test(errors)
      ? []
      : [`it ended without a word: ${said.lines.join('; ')} ${errors}`],
};

async function strike({ call, nth }: Point, inject: string): Promise<string[]> {
  const place = newPlace();
  try {
    const ended = await running(place, `${call}:${inject}:when=${nth}`);
    const faults = [...(judges[kind]?.(ended) ?? []), ...(await check(place, ended))];
    return faults.map((fault) => `${what}, ${call} ${nth}: ${fault}`);
  } catch (error) {
    return [`${what}, ${call} ${nth}: ${String(error)}`];
  } finally {
    place.remove();
  }
}

/** The counter of an injection is each thread's own; the first thread that reaches it is struck. */
async function points(calls: RegExp): Promise<Point[]> {
  const place = newPlace();
  try {
    const ended = await running(place);
    if (ended.said.lines.at(-1) !== 'closed') {
      throw new Error(`the program does not end well by itself: ${ended.errors}`);
    }
    const most = new Map<string, number>();
    for (const counts of callsByThread(ended.trace).values()) {
      for (const [call, count] of counts) {
        most.set(call, Math.max(most.get(call) ?? 0, count));
      }
    }
    return [...most]
      .filter(([call]) => calls.test(call))
      .flatMap(([call, count]) => Array.from({ length: count }, (_, i) => ({ call, nth: i + 1 })));
  } finally {
    place.remove();
  }
}

async function everywhere(calls: RegExp, inject: string): Promise<void> {
  const all = await points(calls);
  const problems: string[] = all.length < 4 ? [`only ${all.length} calls were found`] : [];
  await forEachOf(all, async (point) => {
    problems.push(...(await strike(point, inject)));
  });
  report(`${what}: ${kind} at each of ${all.length} system calls loses nothing`, problems);
}

/** What is wrong; a machine that stands still for seconds itself may add to times once, and not each time. */
async function stalled(): Promise<string[]> {
  const place = newPlace();
  try {
    const ended = await running(place, 'fdatasync:delay_enter=5000000:when=5', ['stall']);
    const longest = Number(/^longest (\d+)$/m.exec(ended.said.lines.join('\n'))?.[1] ?? Number.NaN);
    const refused = ended.said.lines.filter((line) => line.startsWith('refused'));
    return [
      ...(longest < 4000 ? [] : [`an append took ${longest} ms: the other sink did not take it`]),
      ...refused,
      ...(ended.trace.some((line) => line.includes('(DELAYED)')) ? [] : ['nothing was delayed']),
      ...(await check(place, ended)),
    ];
  } finally {
    place.remove();
  }
}

async function stall(): Promise<void> {
  let problems = await stalled();
  for (let tries = 1; tries < 4 && problems.length > 0; tries++) {
    problems = await stalled();
  }
  report(`${what}: while it stands still for 5 s the other sink takes what comes`, problems);
}

const actions: Readonly<Record<string, () => Promise<void>>> = {
  kill: () => everywhere(KILL_CALLS, 'signal=KILL'),
  EIO: () => everywhere(FAIL_CALLS, 'error=EIO'),
  ENOSPC: () => everywhere(FULL_CALLS, 'error=ENOSPC'),
  stall,
};
const action = actions[kind];
if (action === undefined) {
  throw new Error('usage: node strike.ts head | leaves | keys  kill | EIO | ENOSPC | stall');
}
await action();
