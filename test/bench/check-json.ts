// SPDX-License-Identifier: Apache-2.0
// Checks what `scripts/bench BENCHMARK --json` printed, from standard input: every line an object
// of the agreed form, every case and peer there once. What the numbers are is not looked at.
//
// usage: check-json.ts BENCHMARK
import { text } from 'node:stream/consumers';
import { BENCHES } from './benches.ts';
import { expectedRows, type Row } from './lib/context.ts';

const key = ({ case: name, peer }: Row): string =>
  peer === undefined ? name : `${name} / ${peer}`;

/** What is wrong with a line, nothing when all is well. */
function problems(value: unknown, bench: string): string[] {
  if (typeof value !== 'object' || value === null) {
    return ['is no object'];
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const wrong: string[] = [];
  const number = (name: string, low: number): number => {
    const found = fields.get(name);
    if (typeof found !== 'number' || !Number.isFinite(found) || found < low) {
      wrong.push(`${name} is ${JSON.stringify(found)}, must be a number from ${low}`);
      return Number.NaN;
    }
    return found;
  };
  if (fields.get('bench') !== bench) {
    wrong.push(`bench is ${JSON.stringify(fields.get('bench'))}, must be "${bench}"`);
  }
  for (const name of ['case', 'unit']) {
    const found = fields.get(name);
    if (typeof found !== 'string' || found === '') {
      wrong.push(`${name} is ${JSON.stringify(found)}, must be a text`);
    }
  }
  const [low, middle, high] = [number('min', 0), number('median', 0), number('max', 0)];
  if (low > middle || middle > high) {
    wrong.push(`median ${middle} is not between min ${low} and max ${high}`);
  }
  number('n', 5);
  if (fields.has('peer') !== fields.has('ratio')) {
    wrong.push('peer and ratio come together or not at all');
  }
  if (fields.has('ratio')) {
    number('ratio', 0);
  }
  return wrong;
}

function check(lines: readonly string[], bench: string): string[] {
  const failures: string[] = [];
  const missing = new Set(
    (BENCHES.get(bench) ?? []).flatMap((entry) => expectedRows(entry).map(key)),
  );
  if (missing.size === 0) {
    failures.push(`there is no benchmark '${bench}'`);
  }
  for (const [index, line] of lines.entries()) {
    const at = `line ${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      failures.push(`${at}: ${String(error)}`);
      continue;
    }
    failures.push(...problems(value, bench).map((problem) => `${at}: ${problem}`));
    const row = key(value as Row);
    if (!missing.delete(row)) {
      failures.push(`${at}: '${row}' is unknown or there twice`);
    }
  }
  return [...failures, ...[...missing].map((row) => `'${row}' is missing`)];
}

const printed = (await text(process.stdin)).split('\n').filter((line) => line !== '');
const failures = check(printed, process.argv[2] ?? '');
for (const failure of failures) {
  process.stdout.write(`${failure}\n`);
}
process.exitCode = failures.length === 0 ? 0 : 1;
