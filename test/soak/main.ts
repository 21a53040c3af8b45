// SPDX-License-Identifier: Apache-2.0
// The soak: load, faults and people for a time, then everything that was said is compared with what is there.
import { parseOptions, USAGE, UsageError } from './options.ts';
import { renderResult, tapLines } from './result.ts';
import { soak } from './soak.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
  } else {
    const say = (line: string): void => {
      (options.json || options.tap ? process.stderr : process.stdout).write(`${line}\n`);
    };
    const result = await soak(options, say);
    for (const line of renderResult(result)) {
      say(line);
    }
    if (options.tap) {
      process.stdout.write(`${tapLines(result).join('\n')}\n`);
    }
    if (options.json) {
      process.stdout.write(`${JSON.stringify(result)}\n`);
    }
    process.exitCode = result.violations.length === 0 ? 0 : 1;
  }
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  process.stderr.write(`scripts/soak: ${error.message}\n${USAGE.split('\n')[0]}\n`);
  process.exitCode = 2;
}
