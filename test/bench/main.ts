// SPDX-License-Identifier: Apache-2.0
// The benchmarks' entry; scripts/bench builds what they need and calls it.
import { BENCHES } from './benches.ts';
import { withPlacement } from './lib/context.ts';
import { type Options, parseOptions, UsageError } from './lib/options.ts';
import { Report } from './lib/report.ts';

function usage(): string {
  const lines = [...BENCHES].flatMap(([bench, cases]) => [
    `  ${bench}`,
    ...cases.map(({ name, about }) => `    --case ${name.padEnd(17)} ${about}`),
  ]);
  return `usage: scripts/bench BENCHMARK [--json] [--quick] [--rounds N] [--case NAME]…

Measures, beside its peers and in the same run. Medians of at least 5 samples that are
taken in turns; ratios are ours / peer. How far apart the two processors are is probed
before and after each case: compare only what was measured with them in one place.

${lines.join('\n')}

  --json      one object a line: bench, case, unit, median, min, max, n, and where there
              is one peer and ratio, and the peer's own median, min, max
  --quick     a moment each: shows that everything works, not how fast it is
  --rounds N  samples of each (default 9, with --quick 5)
  --case      only this one (repeatable); all by default
`;
}

async function run(options: Options): Promise<void> {
  const report = new Report(options.bench, options.json);
  const note = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const { rounds, quick } = options;
  try {
    for (const entry of BENCHES.get(options.bench) ?? []) {
      if (options.cases.includes(entry.name)) {
        note(`measuring ${entry.name}: ${entry.about}`);
        await withPlacement({ report, rounds, quick, note }, entry);
      }
    }
  } finally {
    // What was measured before something failed was measured.
    report.finish();
  }
}

// A reader that has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(0);
});

try {
  const options = parseOptions(process.argv.slice(2), BENCHES);
  if (options.help) {
    process.stdout.write(usage());
  } else {
    await run(options);
  }
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  process.stderr.write(`scripts/bench: ${error.message}\nSee scripts/bench --help\n`);
  process.exitCode = 2;
}
