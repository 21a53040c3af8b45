// SPDX-License-Identifier: Apache-2.0
//
// A disk that stalls, one that is full, and a store whose fsync was taken out.
//
// usage: node disk.ts stall | syncs | full DIRECTORY
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { report } from './tap.ts';
import { newPlace, type Run, run } from './traced.ts';

function differences(
  seen: Record<string, unknown>,
  expected: Record<string, (value: never) => boolean>,
) {
  return Object.entries(expected).flatMap(([name, holds]) =>
    holds(seen[name] as never) ? [] : [`${name} is ${JSON.stringify(seen[name])}`],
  );
}

/** What is wrong; a machine that stands still for seconds itself may add to times once, and not each time. */
async function stalled(): Promise<string[]> {
  const place = newPlace();
  try {
    const inject = 'fsync:delay_enter=5000000:when=60';
    const { said, errors } = await run(place, { inject, program: 'stall-program' });
    const seen = JSON.parse(said.lines.at(-1) ?? '{}') as Record<string, unknown>;
    const writes = seen['writes'];
    const problems = differences(seen, {
      states: (states: string[]) => states.join(' ').startsWith('stalled ready'),
      longestWriteMs: (ms: number) => ms > 4000,
      longestTurnMs: (ms: number) => ms < 2000,
      acknowledged: (count: number) => count === writes,
      refused: (count: number) => count === 0,
      queries: (count: number) => count > 5,
      stopsWaiting: (count: number) => count > 5,
      stopsDone: (count: number) => count === seen['stopsWaiting'],
    });
    return problems.length === 0 ? [] : [...problems, errors];
  } finally {
    place.remove();
  }
}

async function stall(): Promise<void> {
  let problems = await stalled();
  for (let tries = 1; tries < 4 && problems.length > 0; tries++) {
    problems = await stalled();
  }
  report(
    'a disk that does not answer for 5 s: the state says so, stops are taken, queries answered, the loop turns',
    problems,
  );
}

/** Acknowledgements that came while something written to the log was not synced. */
function early({ trace }: Run): string[] {
  let dirty = false;
  // strace splits a call during which another thread makes one: the thread whose sync that is.
  let syncing: string | undefined;
  const found: string[] = [];
  for (const line of trace) {
    const [thread] = line.split(' ');
    if (/ pwrite64\(\d+<[^>]*-wal>/.test(line)) {
      dirty = true;
    } else if (/ f(data)?sync\(\d+<[^>]*-wal>\) = 0/.test(line)) {
      dirty = false;
    } else if (/ f(data)?sync\(\d+<[^>]*-wal> <unfinished/.test(line)) {
      syncing = thread;
    } else if (thread === syncing && / <\.\.\. f(data)?sync resumed>\) += 0/.test(line)) {
      syncing = undefined;
      dirty = false;
    } else if (dirty && / write\(1<[^>]*>, "ack /.test(line)) {
      found.push(line);
    }
  }
  return found;
}

async function syncs(): Promise<void> {
  for (const unsafe of [false, true]) {
    const place = newPlace();
    try {
      const ended = await run(place, { standardOutput: true, more: unsafe ? ['--no-sync'] : [] });
      const acks = ended.said.acknowledged.size;
      const found = early(ended);
      if (unsafe) {
        const problems =
          found.length > 0 ? [] : ['nothing was acknowledged early: the check is blind'];
        report('with the fsync taken out, acknowledgements before it are found', problems);
      } else {
        report('what is acknowledged was synced before', acks === 12 ? found : [`${acks} acks`]);
      }
    } finally {
      place.remove();
    }
  }
}

function full(directory: string): void {
  const program = fileURLToPath(new URL('full-program.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [program, directory], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  const text = stdout.split('\n').at(-2);
  if (text === undefined) {
    report('a full disk', [stderr]);
    return;
  }
  const seen = JSON.parse(text) as Record<
    'full' | 'reopened' | 'freed' | 'pruned',
    Record<string, unknown>
  >;
  const yes = (value: boolean): boolean => value;
  const no = (value: boolean): boolean => !value;
  report(
    'a full disk: normal records are refused with what is missing, 200 stop records are taken',
    differences(seen.full, {
      error: (error: string) => error.startsWith('StoreFullError'),
      needed: (bytes: number) => bytes > 0 && bytes < 8_000_000,
      state: (state: string) => state === 'full',
      stops: (count: number) => count === 200,
      again: no,
    }),
  );
  report(
    'it opens on a full disk, and takes stop records',
    differences(seen.reopened, {
      state: (state: string) => state === 'full',
      stops: (count: number) => count === 20,
      stopsKept: (count: number) => count === 220,
    }),
  );
  report(
    'it goes on by itself when there is space, and the reserve is there again',
    differences(seen.freed, { ready: yes, reserve: yes, normal: yes }),
  );
  report(
    'retention works on a full disk, and gives the space back',
    differences(seen.pruned, {
      full: yes,
      steps: (count: number) => count > 0,
      ready: yes,
      normal: yes,
    }),
  );
}

const [what = '', directory = ''] = process.argv.slice(2);
const actions: Readonly<Record<string, () => Promise<void> | void>> = {
  stall,
  syncs,
  full: () => full(directory),
};
const action = actions[what];
if (action === undefined) {
  throw new Error('usage: node disk.ts stall | syncs | full DIRECTORY');
}
await action();
