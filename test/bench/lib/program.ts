// SPDX-License-Identifier: Apache-2.0
// Runs the compiled benchmarks, which print one JSON object each.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export function programPath(name: string): string {
  return `${ROOT}.build/bench/${name}`;
}

/** The numbers that a program printed, by name. */
export async function runProgram(
  name: string,
  args: readonly (string | number)[],
): Promise<ReadonlyMap<string, number>> {
  const { stdout } = await run(programPath(name), args.map(String));
  const values = new Map<string, number>();
  for (const [key, value] of Object.entries(JSON.parse(stdout) as Record<string, unknown>)) {
    if (typeof value === 'number') {
      values.set(key, value);
    }
  }
  return values;
}

export function field(values: ReadonlyMap<string, number>, name: string): number {
  const value = values.get(name);
  if (value === undefined) {
    throw new Error(`the program printed no number '${name}', only ${[...values.keys()].join()}`);
  }
  return value;
}
