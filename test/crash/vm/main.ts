// SPDX-License-Identifier: Apache-2.0
//
// Cuts the power of a machine that writes, as often as wanted. Test lines on standard output (with --json
// a line a run and a last one instead), progress on standard error. See scripts/power --help.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { report } from '../store/tap.ts';
import { Laboratory, type Outcome } from './laboratory.ts';
import { planOf } from './plan.ts';

/** In so many cuts at most a missing sync must show. */
const FIND_WITHIN = 8;

/** Options that nobody could mean. */
function refuse(message: string): never {
  process.stderr.write(`scripts/power: ${message} (--help shows the usage)\n`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        runs: { type: 'string', default: '300' },
        seed: { type: 'string' },
        first: { type: 'string', default: '0' },
        without: { type: 'string', multiple: true, default: [] },
        keep: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string): number {
  return /^\d{1,9}$/.test(text)
    ? Number(text)
    : refuse(`${name} is '${text}', not a whole number from 0 to 999999999`);
}

const values = options();
const runs = whole('--runs', values.runs);
const first = whole('--first', values.first);
const seedText = values.seed ?? process.env['DSMIL_SEED'];
const seed =
  seedText === undefined ? Date.now() % 1_000_000_000 : whole('--seed (or DSMIL_SEED)', seedText);

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function print(line: object): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

async function cut(laboratory: Laboratory, run: number, without: string): Promise<Outcome> {
  const plan = planOf(seed, run, without);
  const { keeps, cutAt, orders } = plan;
  const keep =
    values.keep === undefined || without !== '' ? undefined : join(values.keep, `${run}`);
  const outcome = await laboratory.run(plan, keep);
  print({ run, keeps, cutAt, ...orders, ...outcome });
  return outcome;
}

function summary(outcomes: readonly Outcome[]): string {
  const acknowledged = outcomes.reduce((sum, each) => sum + each.acknowledged, 0);
  const inFlight = outcomes.filter(
    ({ unflushed, unanswered }) => unflushed + unanswered > 0,
  ).length;
  const unflushed = outcomes.map((each) => each.unflushed);
  const replayed = outcomes.filter((each) => each.replayed).length;
  return (
    `${outcomes.length} machines killed, ${inFlight} with writes in flight ` +
    `(unflushed: half had ${middle(unflushed)} or more, the most ${Math.max(0, ...unflushed)}), ` +
    `${replayed} journals played back, ${acknowledged} records acknowledged`
  );
}

const begun = performance.now();
const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => process.exit(status));
}
const laboratory = await Laboratory.open();
try {
  say(`seed ${seed}: the machine is frozen after ${seconds()}`);
  const outcomes: Outcome[] = [];
  const faults: string[] = [];
  for (let run = first; run < first + runs; run += 1) {
    const outcome = await cut(laboratory, run, '');
    outcomes.push(outcome);
    faults.push(...outcome.faults.map((fault) => `seed ${seed}, run ${run}: ${fault}`));
    if (outcome.faults.length > 0 || outcomes.length % 10 === 0 || outcomes.length === runs) {
      say(`${outcomes.length} of ${runs} after ${seconds()}, ${faults.length} faults`);
    }
  }
  const told = summary(outcomes);
  const missing: string[] = [];
  for (const without of values.without) {
    let found: readonly string[] = [];
    let cuts = 0;
    while (found.length === 0 && cuts < FIND_WITHIN) {
      found = (await cut(laboratory, cuts, without)).faults;
      cuts += 1;
    }
    say(
      `${without} without sync, cut ${cuts} of at most ${FIND_WITHIN}: ${found[0] ?? 'not found'}`,
    );
    if (found.length === 0) {
      missing.push(without);
    }
    if (!values.json) {
      const description = `with the sync of ${without} taken out, ${cuts} cuts show it`;
      report(description, found.length > 0 ? [] : ['none did: the check is blind']);
    }
  }
  if (values.json) {
    print({ seed, runs, summary: told, faults: faults.length, notFound: missing });
    process.exitCode = faults.length + missing.length > 0 ? 1 : 0;
  } else if (runs > 0) {
    report(`${told}: nothing is lost, nothing is there by half (seed ${seed})`, faults);
  }
} finally {
  laboratory.close();
}
