// SPDX-License-Identifier: Apache-2.0
// dsmil-stop, the stop without Node and addon in its path: for when the ordinary way fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TIMEOUT_MS = 3000;

export interface HelperResult {
  readonly latched: boolean;
  /** What it printed, or why it could not be run. */
  readonly said: string;
}

/** Beside this program as it is built and as it is installed, then wherever PATH finds it. */
function candidates(): string[] {
  const built = join(import.meta.dirname, '..', '..', 'build', 'Release', 'dsmil-stop');
  const places = [built, '/usr/lib/dsmil/dsmil-stop'];
  return [...places.filter((path) => existsSync(path)), 'dsmil-stop'];
}

/** Waits for it: there is nothing better to do. @detail: at most 32 bytes. */
export function runStopHelper(device: string, detail: string): HelperResult {
  const said: string[] = [];
  for (const program of candidates()) {
    const { status, error, stdout, stderr } = spawnSync(
      program,
      ['--device', device, '--once', '--detail', detail],
      { encoding: 'utf8', timeout: TIMEOUT_MS, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    if (status === 0) {
      return { latched: true, said: stdout.trim() };
    }
    said.push(error === undefined ? stderr.trim() : `${program}: ${error.message}`);
  }
  return { latched: false, said: said.filter((text) => text !== '').join('; ') };
}
