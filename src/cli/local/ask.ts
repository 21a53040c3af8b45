// SPDX-License-Identifier: Apache-2.0
// A yes of the person at the terminal, to what was just shown. A script says --yes beforehand.
import { createInterface } from 'node:readline/promises';
import type { Context } from '../context.ts';
import { ExitCode, Failure } from '../failure.ts';

export async function agreed(context: Context, question: string, yes: boolean): Promise<boolean> {
  if (yes) {
    return true;
  }
  if (process.stdin.isTTY !== true || context.json) {
    throw new Failure(ExitCode.USAGE, 'nobody can be asked here: this is no terminal', [
      'When what was shown is what you want: --yes',
    ]);
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
