// SPDX-License-Identifier: Apache-2.0
// usage: node main.ts [--only WORD] [--seed N] [--seconds N] [--rounds N] [--list]
//
// Is a faulty daemon found? Each fault of faults.ts alone in a copy of the sources, struck where it shows; and the
// daemon as it is under the same strikes, of which nothing may be said. TAP on standard output.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS, type Fault } from './faults.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const COPIED = [
  'src',
  'test/crash/daemon',
  'test/crash/build.ts',
  'native/sim/principals',
  'package.json',
];
const LINKED = ['build', 'node_modules'];
/** Over its own limit: it has to be ended. {unit ms} */
const OVERDUE_MS = 240_000;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: process.env['DSMIL_SEED'] ?? '1' },
    seconds: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '4' },
    list: { type: 'boolean', default: false },
  },
});

const ROUNDS = Number(options.rounds);

interface Run {
  readonly found: boolean;
  readonly output: string;
}

/** The harness in @place, until it says something or has had its rounds. */
function struck(place: string, strikes: readonly string[], rounds: number): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(place, 'test/crash/daemon/main.ts'),
      ...['--seed', options.seed, '--seconds', options.seconds, '--rounds', String(rounds)],
      ...['--kills', '1000', '--until-found'],
      ...strikes.flatMap((words) => ['--strike', words]),
    ],
    { encoding: 'utf8', timeout: Number(options.seconds) * 1_000 + OVERDUE_MS },
  );
  return { found: status === 1 && stdout.includes('not ok'), output: stdout + stderr };
}

/** A file of the copy, for as long as @action takes. */
function faulty<T>(place: string, { file, was, is, name }: Fault, action: () => T): T {
  const path = join(place, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(was).length !== 2) {
    throw new Error(`${name}: ${file} does not have once: ${was}`);
  }
  writeFileSync(
    path,
    text.replace(was, () => is),
  );
  try {
    return action();
  } finally {
    writeFileSync(path, text);
  }
}

function copyOf(place: string): void {
  for (const path of COPIED) {
    mkdirSync(join(place, path, '..'), { recursive: true });
    cpSync(join(ROOT, path), join(place, path), { recursive: true });
  }
  for (const path of LINKED) {
    symlinkSync(join(ROOT, path), join(place, path));
  }
}

let [passed, failed] = [0, 0];

function tell(good: boolean, what: string, output: string): void {
  console.log(`${good ? 'ok' : 'not ok'} - ${what}`);
  if (good) {
    passed += 1;
    return;
  }
  failed += 1;
  for (const line of output.split('\n')) {
    console.log(`  ${line}`);
  }
}

const chosen = FAULTS.filter(({ name }) => name.includes(options.only));
if (options.list) {
  for (const { name } of chosen) {
    console.log(name);
  }
} else {
  const place = mkdtempSync(join(tmpdir(), 'dsmil-faulty-'));
  try {
    copyOf(place);
    const strikes = [...new Set(chosen.flatMap((fault) => fault.strikes))];
    const control = struck(place, strikes, Math.max(ROUNDS, strikes.length));
    tell(!control.found, 'nothing is said of the daemon as it is', control.output);
    for (const fault of chosen) {
      const { found, output } = faulty(place, fault, () => struck(place, fault.strikes, ROUNDS));
      const line = output.split('\n').find((one) => fault.says.test(one)) ?? '';
      tell(
        found && line !== '',
        `${fault.name}: seed ${options.seed}: ${line.trim().slice(0, 160)}`,
        output,
      );
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  console.log(`1..${passed + failed}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
