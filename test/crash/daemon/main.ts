// SPDX-License-Identifier: Apache-2.0
// usage: node main.ts [--kills N] [--losses N] [--seconds N] [--seed N] [--life N] [--machines N] [--rounds N]
//                     [--keep FOLDER] [--json FILE] [--table] [--strike WORDS]... [--until-found]
//                     [--module] [--mostly kill|loss] [--build FOLDER | --built FOLDER]
//
// Strikes the daemon where it touches storage, ring and device, in the middle of transactions on several
// devices: SIGKILL; the loss of its kernel; a call that fails or stalls. Looks from outside at what is left, and
// at what the next daemon makes of it. README.md says what has to hold. TAP on standard output; --seed and --life
// repeat a life, --rounds is how many daemons it has; --strike 'kill after device TX_COMMIT' names what happens to
// them in turn, instead of chance. The kernel is dsmil-sim, killed when it is lost; with --module it is dsmil.ko, in
// the test machine, unbound when it is lost. --build makes all programs for that, and ends.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Kernel } from './kernel.ts';
import { Life } from './life.ts';
import { Module } from './module.ts';
import { programsIn } from './programs.ts';
import { Simulator } from './simulator.ts';
import { strikeFrom } from './sites.ts';
import { Tally } from './tally.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Where the programs of --build will stand, in the test machine. */
const GUEST = { programs: '/dsmil/crash', root: '/dsmil' };
/** What the kernel may take to latch once the daemon is dead: a close without disarming, at once. */
const LATCH_GOAL_MS = 50;

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    losses: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '0' },
    seed: { type: 'string', default: process.env['DSMIL_SEED'] ?? String(Date.now() % 2 ** 31) },
    life: { type: 'string', default: '0' },
    machines: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '40' },
    keep: { type: 'string' },
    strike: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    table: { type: 'boolean', default: false },
    'until-found': { type: 'boolean', default: false },
    module: { type: 'boolean', default: false },
    mostly: { type: 'string', default: 'kill' },
    build: { type: 'string' },
    built: { type: 'string' },
  },
});
const [KILLS, LOSSES, SECONDS, SEED] = [
  options.kills,
  options.losses,
  options.seconds,
  options.seed,
].map(Number) as [number, number, number, number];
const mostly = options.mostly as 'kill' | 'loss';
if (!['kill', 'loss'].includes(mostly)) {
  throw new Error(`--mostly is kill or loss: ${JSON.stringify(mostly)}`);
}
if (options.build !== undefined) {
  const { buildPrograms } = await import('./victims.ts');
  await buildPrograms(ROOT, options.build, GUEST);
  process.exit(0);
}
const ROUNDS = Number(options.rounds);
const STRIKES = options.strike.map(strikeFrom);
const until = SECONDS > 0 ? performance.now() + SECONDS * 1_000 : Number.POSITIVE_INFINITY;

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'dsmil-crash-'));
mkdirSync(folder, { recursive: true });
const built =
  options.built === undefined
    ? await (await import('./victims.ts')).buildPrograms(ROOT, join(folder, 'victim'))
    : programsIn(options.built);
const programs = { ...built, cache: join(folder, 'cache') };

function kernelIn(place: string): Kernel {
  return options.module
    ? new Module()
    : new Simulator(join(ROOT, 'build/Release/dsmil-sim'), place);
}

const tally = new Tally();
let [passed, failed] = [0, 0];
let [transactions, completed] = [0, 0];
let nextLife = Number(options.life);
let found = false;

function tell(what: string, problems: readonly string[]): void {
  if (problems.length === 0) {
    passed += 1;
  } else {
    failed += 1;
  }
  console.log(`${problems.length === 0 ? 'ok' : 'not ok'} - ${what}`);
  for (const line of problems.flatMap((problem) => problem.split('\n'))) {
    console.log(`  ${line}`);
  }
}

function enough(): boolean {
  const over = options['until-found'] && (found || passed > 0);
  return over || tally.kills >= KILLS || tally.losses >= LOSSES || performance.now() > until;
}

async function live(): Promise<void> {
  const number = nextLife;
  nextLife += 1;
  const place = join(folder, `life-${number}`);
  const life = await Life.begin({
    seed: SEED,
    life: number,
    folder: place,
    kernel: kernelIn(place),
    programs,
    mostly,
    tally,
    strikes: STRIKES,
  });
  let round = 0;
  const problems: string[] = [];
  for (; round < ROUNDS && !enough(); round++) {
    const report = await life.round();
    if (options.module) {
      // There a round takes long.
      console.log(`# life ${number}, round ${round}: ${report.what}`);
    }
    if (report.problems.length > 0) {
      found = true;
      const again = `--seed ${SEED} --life ${number} --rounds ${round + 1} --kills 1000 --machines 1`;
      problems.push(`round ${round}: ${report.what} (${again})`, ...report.problems);
    }
  }
  const left = options['until-found'] && found;
  const last = left ? { problems: await life.leave() } : await life.end();
  tell(`life ${number}, ${round} daemons`, [...problems, ...last.problems]);
  transactions += life.wished.length;
  completed += life.wished.filter(({ answer }) => answer === 'COMPLETED').length;
  if (options.keep === undefined) {
    rmSync(place, { recursive: true, force: true });
  }
}

async function machine(): Promise<void> {
  while (!enough()) {
    await live();
  }
}

console.log(`# DSMIL_SEED=${SEED} repeats this run`);
const begun = performance.now();
await Promise.all(Array.from({ length: Number(options.machines) }, machine));
const minutes = (performance.now() - begun) / 60_000;
const most = (list: readonly number[]): string => Math.max(0, ...list).toFixed(0);
const late = tally.latchMs.filter((ms) => ms > LATCH_GOAL_MS).length;
const { kills, outside, losses, faults, stops, cleared, released, starts, ends } = tally;
console.log(
  `# ${kills} kills of the daemon (${outside} from outside), ${losses} ${options.module ? 'unbindings of the module' : 'kills of the simulator'}, ${faults} failing or ` +
    `stalling calls, in ${minutes.toFixed(1)} minutes (${(kills / minutes).toFixed(0)} kills a minute)`,
);
console.log(
  `# ${starts} starts (${tally.waited} waited for the ring, ${tally.unanswered} had no answer of it), ${ends} ends in order, ${stops} stops, ${transactions} transactions, ${completed} completed, ` +
    `${tally.rolledBack} rolled back, ${cleared} flags and ${released} holds cleared by two persons`,
);
console.log(
  `# latched within ${most(tally.latchMs)} ms of the death (${late} of ${tally.latchMs.length} over ${LATCH_GOAL_MS}); ` +
    `ready within ${most(tally.readyMs)} ms`,
);
for (const words of tally.slowStarts) {
  console.log(`# a slow start: ${words}`);
}
const table = tally.table();
for (const line of options.table ? table : table.slice(0, 1)) {
  console.log(`# ${line}`);
}
console.log(`1..${passed + failed}`);
if (options.json !== undefined) {
  writeFileSync(
    options.json,
    `${JSON.stringify({ seed: SEED, minutes, lives: passed + failed, broken: failed, ...tally.toJson() })}\n`,
  );
}
if (options.keep === undefined) {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
