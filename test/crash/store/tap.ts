// SPDX-License-Identifier: Apache-2.0
// One line a test, in the test anything protocol; failures with up to ten of their reasons.

export function report(description: string, problems: readonly string[]): void {
  process.stdout.write(`${problems.length === 0 ? 'ok' : 'not ok'} - ${description}\n`);
  for (const problem of problems.slice(0, 10)) {
    process.stdout.write(`    ${problem.replaceAll('\n', '\n    ')}\n`);
  }
  if (problems.length > 0) {
    process.exitCode = 1;
  }
}
