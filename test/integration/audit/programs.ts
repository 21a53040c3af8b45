// SPDX-License-Identifier: Apache-2.0
// The tool as it is run, and the verifier in another language.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const ROOT = `${import.meta.dirname}/../../..`;
export const VERIFIER = join(import.meta.dirname, 'verifier.py');

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function program(command: string, ...args: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(command, [...args], {
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

export const audit = (...args: readonly string[]): Promise<Ended> =>
  program(process.execPath, join(ROOT, 'src/cli/main.ts'), 'audit', ...args);
export const python = (...args: readonly string[]): Promise<Ended> =>
  program('python3', VERIFIER, ...args);
