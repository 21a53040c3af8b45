// SPDX-License-Identifier: Apache-2.0
// usage: node sum.ts FILE... [--table]      what main.ts wrote with --json, added up over runs
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PAIRS } from './sites.ts';

interface Counts {
  readonly seed: number;
  readonly minutes: number;
  readonly [name: string]: unknown;
  readonly pairs: Readonly<Record<string, { kills: number; losses: number; faults: number }>>;
}

const NAMES = [
  ...['minutes', 'starts', 'kills', 'outside', 'losses', 'faults', 'stops', 'rolled_back'],
  ...['cleared', 'released', 'lives', 'broken'],
];
const { values: options, positionals } = parseArgs({
  options: { table: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const runs = positionals.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Counts);
for (const name of NAMES) {
  const sum = runs.reduce((all, run) => all + Number(run[name] ?? 0), 0);
  console.log(`${name} ${Number(sum.toFixed(1))}`);
}
console.log(`seeds ${runs.map(({ seed }) => seed)}`);
const killed = new Map(
  PAIRS.map((pair) => [pair, runs.reduce((all, { pairs }) => all + (pairs[pair]?.kills ?? 0), 0)]),
);
const covered = [...killed.values()].filter((kills) => kills > 0).length;
console.log(`pairs with a kill ${covered} of ${killed.size}`);
for (const [pair, kills] of options.table ? killed : []) {
  console.log(`${String(kills).padStart(6)} ${pair.replace('|', ' ')}`);
}
